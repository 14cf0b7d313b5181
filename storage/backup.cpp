#include "storage/backup.hpp"

#include "storage/keyed_store.hpp"
#include "storage/rocks_engine.hpp"
#include "storage/verify.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <sys/stat.h>
#include <unistd.h>

namespace dastomized::storage {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view restored_key = "restored_at";

failure failed(std::string_view doing, const std::string& path, int error) {
  return {fault::storage,
          fmt::format("{} {}: {}", doing, path, std::strerror(error))};
}

// Data of a file, names of a directory: on disk when it returns.
result<void> sync(const std::string& path) {
  int fd = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0)
    return failed("opening", path, errno);
  int error = fsync(fd) == 0 ? 0 : errno;
  close(fd);
  if (error != 0)
    return failed("syncing", path, error);
  return {};
}

std::string parent_of(const std::string& path) {
  auto parent = fs::path(path).parent_path();
  return parent.empty() ? "." : parent.string();
}

result<void> move_into_place(const std::string& from, const std::string& to) {
  if (std::rename(from.c_str(), to.c_str()) != 0)
    return failed("moving into place", to, errno);
  return sync(parent_of(to));
}

result<void> make_directory(const std::string& path) {
  std::error_code ec;
  fs::create_directories(parent_of(path), ec); // mkdir says what failed
  if (mkdir(path.c_str(), 0700) != 0)
    return failed("making", path, errno);
  return {};
}

// A name for what is not whole yet; what an earlier attempt left there goes.
result<std::string> draft_of(const std::string& path) {
  auto draft = path + ".part";
  std::error_code ec;
  fs::remove_all(draft, ec);
  if (ec)
    return failure{fault::storage,
                   fmt::format("removing {}: {}", draft, ec.message())};
  return draft;
}

void drop(const std::string& draft) {
  std::error_code ec;
  fs::remove_all(draft, ec);
}

// By opening it, so that a backup that does not open is none.
result<backup_report> described(const std::string& path) {
  auto e = open_rocks_engine(path, {.read_only = true});
  if (!e)
    return e.error();
  backup_report r;
  auto counted = (*e)->scan(family::rows, "", std::string(9, '\xFF'), false,
                            [&](auto, auto) { return ++r.orders > 0; });
  if (!counted)
    return counted.error();
  for (const auto& each : fs::directory_iterator(path))
    r.bytes += each.file_size();
  return r;
}

result<backup_report> draw(engine& e, const std::string& draft) {
  if (auto made = e.checkpoint(draft); !made)
    return made.error();
  if (chmod(draft.c_str(), 0700) != 0)
    return failed("closing to others", draft, errno);
  return described(draft);
}

bool in_use(const std::string& path) {
  int fd = open((path + "/LOCK").c_str(), O_RDWR | O_CLOEXEC);
  if (fd < 0)
    return false;
  struct flock who {};
  who.l_type = F_WRLCK;
  who.l_whence = SEEK_SET;
  bool taken = fcntl(fd, F_GETLK, &who) == 0 && who.l_type != F_UNLCK;
  close(fd);
  return taken;
}

result<void> must_be_free(const std::string& path) {
  std::error_code ec;
  if (!fs::exists(path, ec) || fs::is_empty(path, ec))
    return {};
  if (in_use(path))
    return failure{fault::conflict,
                   fmt::format("data directory {} is in use by another "
                               "process; stop that one first",
                               path)};
  return failure{fault::conflict,
                 fmt::format("data directory {} is not empty: it may know more "
                             "than the backup; move it away first (mv {} "
                             "{}.before)",
                             path, path, path)};
}

result<void> must_be_clean(const std::string& path) {
  auto r = verify_directory(path);
  if (!r)
    return r.error();
  if (r->clean())
    return {};
  const auto& first = r->findings.front();
  return failure{fault::storage,
                 fmt::format("the backup {} has {} problems, first {} {}: {}",
                             path, r->problems, name(first.where), first.key,
                             first.what)};
}

// Run by root, the copy belongs to whom the directory above belongs.
void give_to_owner_of(const std::string& parent, const std::string& path) {
  struct stat owner {};
  if (geteuid() == 0 && stat(parent.c_str(), &owner) == 0)
    (void)!lchown(path.c_str(), owner.st_uid, owner.st_gid);
}

result<void> copy_files(const std::string& from, const std::string& to) {
  for (const auto& each : fs::directory_iterator(from)) {
    auto name = each.path().filename().string();
    if (!each.is_regular_file() || name == "LOCK" || name.starts_with("LOG"))
      continue;
    auto copy = fmt::format("{}/{}", to, name);
    std::error_code ec;
    fs::copy_file(each.path(), copy, ec);
    if (ec)
      return failure{fault::storage,
                     fmt::format("copying {}: {}", copy, ec.message())};
    if (auto done = sync(copy); !done)
      return done;
  }
  return sync(to);
}

result<void> note_restored(const std::string& path, instant now) {
  auto e = open_rocks_engine(path);
  if (!e)
    return e.error();
  if (auto cut = cut_feed(**e, now); !cut)
    return cut;
  auto done = (*e)->write({{family::meta, std::string(restored_key),
                            std::to_string(now.time_since_epoch().count())}});
  return done ? result<void>() : result<void>(done.error());
}

result<backup_report> fill(const std::string& from, const std::string& draft,
                           const std::string& parent, instant now) {
  if (auto done = make_directory(draft); !done)
    return done.error();
  if (auto done = copy_files(from, draft); !done)
    return done.error();
  if (auto done = note_restored(draft, now); !done)
    return done.error();
  auto r = described(draft);
  give_to_owner_of(parent, draft);
  for (const auto& each : fs::directory_iterator(draft))
    give_to_owner_of(parent, each.path());
  return r;
}

result<backup_report> placed(result<backup_report> r, const std::string& draft,
                             const std::string& path) {
  if (r)
    if (auto done = move_into_place(draft, path); !done)
      r = done.error();
  if (!r) {
    drop(draft);
    return r;
  }
  r->path = path;
  return r;
}

} // namespace

result<backup_report> make_backup(engine& e, const std::string& into) {
  std::error_code ec;
  if (fs::exists(into, ec))
    return failure{fault::conflict,
                   fmt::format("there is something at {} already", into)};
  auto draft = draft_of(into);
  if (!draft)
    return draft.error();
  return placed(draw(e, *draft), *draft, into);
}

result<backup_report> restore_backup(const std::string& from,
                                     const std::string& to, instant now) {
  if (auto free = must_be_free(to); !free)
    return free.error();
  if (auto clean = must_be_clean(from); !clean)
    return clean.error();
  auto draft = draft_of(to);
  if (!draft)
    return draft.error();
  return placed(fill(from, *draft, parent_of(to), now), *draft, to);
}

} // namespace dastomized::storage
