// One TOML value to one C++ value and back to text. take() reports what is
// wrong at the cursor and leaves `out` alone then.
#pragma once

#include "config/reading.hpp"
#include "config/tree.hpp"

#include <array>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace dastomized::config {

bool take(const node& n, const cursor& at, std::string& out);
bool take(const node& n, const cursor& at, bool& out);
bool take(const node& n, const cursor& at, double& out);
bool take(const node& n, const cursor& at, std::uint32_t& out);
bool take(const node& n, const cursor& at, std::uint64_t& out); // a size
bool take(const node& n, const cursor& at, milliseconds& out);
bool take(const node& n, const cursor& at, instant& out);
bool take(const node& n, const cursor& at, endpoint& out);
bool take(const node& n, const cursor& at, secret& out);
bool take(const node& n, const cursor& at, std::vector<std::string>& out);
bool take(const node& n, const cursor& at, key_set& out); // "x*": a prefix

std::string show(const std::string& v);
std::string show(bool v);
std::string show(double v);
std::string show(std::uint32_t v);
std::string show(std::uint64_t v);
std::string show(milliseconds v);
std::string show(instant v);
std::string show(const endpoint& v);
std::string show(const std::vector<std::string>& v);
std::string show(const key_set& v);

// Words for the values of an enumeration, in the order of its values.
template <class E>
inline constexpr std::array<const char*, 0> words{};
template <>
inline constexpr std::array words<log_level>{"trace", "debug", "info",
                                             "warning", "error"};
template <>
inline constexpr std::array words<log_format>{"auto", "journal", "plain"};
template <>
inline constexpr std::array words<tracking_target>{
    "auto", "fulfillments", "shipment_tracking", "ast", "note"};

// The index of a word, or nullopt after reporting what would be right.
std::optional<std::size_t> take_word(const node& n, const cursor& at,
                                     const char* const* first,
                                     std::size_t count);

template <class E>
requires std::is_enum_v<E>
bool take(const node& n, const cursor& at, E& out) {
  auto i = take_word(n, at, words<E>.data(), words<E>.size());
  if (i)
    out = static_cast<E>(*i);
  return i.has_value();
}

template <class E>
requires std::is_enum_v<E> std::string show(E v) {
  return words<E>[static_cast<std::size_t>(v)];
}

template <class T>
bool take(const node& n, const cursor& at, std::optional<T>& out) {
  T value{};
  bool good = take(n, at, value);
  if (good)
    out = std::move(value);
  return good;
}

template <class T>
std::string show(const std::optional<T>& v) {
  return v ? show(*v) : show(T{});
}

} // namespace dastomized::config
