#include "actors/job_board.hpp"

#include "actors/job_text.hpp"

#include <spdlog/spdlog.h>

namespace dastomized::actors {

namespace {

constexpr std::size_t kept_max = 200;
constexpr auto last_key = "jobs/last";

std::string key_of(std::uint64_t id) {
  return "jobs/" + std::to_string(id);
}

} // namespace

std::uint64_t job_board::add(import_job j) {
  {
    std::lock_guard lock(mutex_);
    j.id = ++last_;
    jobs_[j.id] = j;
  }
  store_.put_meta(last_key, std::to_string(j.id), [](const result<bool>&) {});
  save(j);
  return j.id;
}

void job_board::put(const import_job& j) {
  {
    std::lock_guard lock(mutex_);
    jobs_[j.id] = j;
  }
  save(j);
}

void job_board::save(const import_job& j) {
  store_.put_meta(key_of(j.id), text_of(j), [id = j.id](const auto& r) {
    if (!r)
      spdlog::error("job.save_failed job={} error=\"{}\"", id, r.error().what);
  });
}

std::optional<import_job> job_board::find(std::uint64_t id) const {
  std::lock_guard lock(mutex_);
  auto it = jobs_.find(id);
  return it == jobs_.end() ? std::nullopt : std::optional(it->second);
}

std::vector<import_job> job_board::all() const {
  std::lock_guard lock(mutex_);
  std::vector<import_job> out;
  for (auto it = jobs_.rbegin(); it != jobs_.rend() && out.size() < kept_max;
       ++it)
    out.push_back(it->second);
  return out;
}

result<std::vector<import_job>> job_board::load() {
  auto last = store_.meta(last_key);
  if (!last)
    return last.error();
  std::lock_guard lock(mutex_);
  last_ = *last ? std::stoull(**last) : 0;
  std::vector<import_job> open;
  for (auto id = last_; id > 0 && last_ - id < kept_max; --id) {
    auto text = store_.meta(key_of(id));
    if (!text)
      return text.error();
    if (!*text)
      continue;
    auto j = job_in(**text);
    if (!j) { // the others have nothing to do with it
      spdlog::error("job.load_failed job={} error=\"{}\"", id, j.error().what);
      continue;
    }
    if (j->state == job_state::running)
      open.push_back(*j);
    jobs_[id] = std::move(*j);
  }
  return open;
}

} // namespace dastomized::actors
