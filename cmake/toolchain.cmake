# Compiler settings shared by every target of ours.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_INTERPROCEDURAL_OPTIMIZATION OFF)

if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE RelWithDebInfo CACHE STRING "" FORCE)
endif()

find_program(CCACHE_PROGRAM ccache)
if(CCACHE_PROGRAM)
  set(CMAKE_CXX_COMPILER_LAUNCHER
    ${CMAKE_COMMAND} -E env CCACHE_SLOPPINESS=pch_defines,time_macros
    # Clones share what they compiled.
    CCACHE_BASEDIR=${CMAKE_SOURCE_DIR} CCACHE_NOHASHDIR=1
    ${CCACHE_PROGRAM})
endif()

find_program(MOLD_PROGRAM mold)
if(MOLD_PROGRAM)
  add_link_options(-fuse-ld=mold)
endif()

# address (with undefined behaviour), thread, or fuzzer (the first with
# libFuzzer's counters; clang only); empty for none.
set(DASTOMIZED_SANITIZER "" CACHE STRING "address, thread, fuzzer or empty")
if(DASTOMIZED_SANITIZER STREQUAL "address")
  # CAF's headers bind references to null on purpose: no -fsanitize=null.
  set(sanitize -fsanitize=address,undefined -fno-sanitize=null
    -fno-sanitize-recover=undefined -fno-omit-frame-pointer)
elseif(DASTOMIZED_SANITIZER STREQUAL "thread")
  # Asio fences where TSan can not see; g++ warns of every one.
  set(sanitize -fsanitize=thread -fno-omit-frame-pointer -Wno-tsan)
elseif(DASTOMIZED_SANITIZER STREQUAL "fuzzer")
  # clang 14 can not put what the check of functions needs beside a coroutine.
  set(sanitize -fsanitize=fuzzer-no-link,address,undefined
    -fno-sanitize=function -fno-sanitize-recover=undefined -fno-omit-frame-pointer)
elseif(DASTOMIZED_SANITIZER)
  message(FATAL_ERROR "DASTOMIZED_SANITIZER: ${DASTOMIZED_SANITIZER}?")
endif()
if(sanitize)
  add_compile_options(${sanitize})
  add_link_options(${sanitize})
endif()

add_compile_options(-ffile-prefix-map=${CMAKE_SOURCE_DIR}/=)

add_library(project_warnings INTERFACE)
# g++ 12 reports moved std::variant and std::optional as uninitialized when
# it optimizes, and overlaps in strings it concatenates; the sanitizers watch
# for real ones.
target_compile_options(project_warnings INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wnon-virtual-dtor -Werror
  $<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized -Wno-restrict>)

# room(<name> SOURCES … USES …): the library of one folder.
function(room name)
  cmake_parse_arguments(arg "" "" "SOURCES;USES" ${ARGN})
  add_library(${name} STATIC ${arg_SOURCES})
  target_include_directories(${name} PUBLIC ${CMAKE_SOURCE_DIR})
  target_link_libraries(${name} PUBLIC ${arg_USES} PRIVATE project_warnings)
endfunction()
