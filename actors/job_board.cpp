#include "actors/job_board.hpp"

#include "actors/bulk_text.hpp"
#include "actors/job_text.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <charconv>

namespace dastomized::actors {

namespace {

constexpr std::size_t kept_max = 200;
constexpr std::size_t read_at_once = 100;
constexpr std::string_view prefix = "jobs/";
constexpr auto after_all = "jobs0"; // '0' comes after '/'
// The highest id, for programs that do not read the keys.
constexpr auto last_key = "jobs/last";

std::string key_of(std::uint64_t id) {
  return std::string(prefix) + std::to_string(id);
}

std::optional<std::uint64_t> number_in(std::string_view text) {
  std::uint64_t n = 0;
  auto end = text.data() + text.size();
  auto [stop, error] = std::from_chars(text.data(), end, n);
  return error == std::errc{} && stop == end && n > 0 ? std::optional(n)
                                                      : std::nullopt;
}

// Ends it if so.
bool outdated(job& j, instant restored) {
  if (j.kind != job_kind::bulk || j.state != job_state::running ||
      j.begun > restored)
    return false;
  j.state = job_state::cancelled;
  j.ended = restored;
  j.problem = "the data were restored from a backup: preview again what is "
              "left to do";
  return true;
}

} // namespace

// Those that running jobs and the newest leave no room for.
std::vector<storage::named_value> job_board::outlived() {
  std::vector<storage::named_value> gone;
  for (auto it = jobs_.begin(); it != jobs_.end() && jobs_.size() > kept_max;) {
    const auto& j = it->second;
    if (j.state == job_state::running) {
      ++it;
      continue;
    }
    gone.push_back({key_of(j.id), std::nullopt});
    if (j.kind == job_kind::bulk)
      std::ranges::move(removal_of(j.id, j.total.value_or(0)),
                        std::back_inserter(gone));
    it = jobs_.erase(it);
  }
  return gone;
}

std::uint64_t job_board::next_id() {
  std::lock_guard lock(mutex_);
  return ++last_;
}

std::uint64_t job_board::add(job j) {
  return add(std::move(j), {}, [](const result<std::uint64_t>&) {});
}

std::uint64_t job_board::add(job j, const std::vector<bulk_item>& set,
                             std::function<void(result<std::uint64_t>)> done) {
  std::vector<storage::named_value> all;
  {
    std::lock_guard lock(mutex_);
    if (j.id == 0)
      j.id = ++last_;
    jobs_[j.id] = j;
    all = outlived();
  }
  std::ranges::move(texts_of_set(j.id, set), std::back_inserter(all));
  all.push_back({last_key, std::to_string(j.id)});
  all.push_back({key_of(j.id), text_of(j)});
  store_.put_metas(std::move(all), [this, id = j.id, done](const auto& r) {
    if (r)
      return done(id);
    spdlog::error("job.save_failed job={} error=\"{}\"", id, r.error().what);
    {
      std::lock_guard lock(mutex_);
      jobs_.erase(id);
    }
    done(r.error());
  });
  return j.id;
}

// What somebody asked meanwhile is not forgotten.
void job_board::keep(const job& j) {
  auto& held = jobs_[j.id];
  bool cancelling = held.cancelling || j.cancelling;
  held = j;
  held.cancelling = cancelling;
}

void job_board::show(const job& j) {
  std::lock_guard lock(mutex_);
  keep(j);
}

void job_board::put(const job& j) {
  std::lock_guard lock(mutex_); // writes in the order of the changes
  keep(j);
  save(jobs_[j.id]);
}

void job_board::cancel(std::uint64_t id,
                       std::function<void(result<bool>)> done) {
  {
    std::lock_guard lock(mutex_);
    auto it = jobs_.find(id);
    if (it != jobs_.end() && it->second.state == job_state::running) {
      it->second.cancelling = true;
      return store_.put_meta(key_of(id), text_of(it->second), std::move(done));
    }
  }
  done(false);
}

void job_board::save(const job& j) {
  store_.put_meta(key_of(j.id), text_of(j), [id = j.id](const auto& r) {
    if (!r)
      spdlog::error("job.save_failed job={} error=\"{}\"", id, r.error().what);
  });
}

std::optional<job> job_board::find(std::uint64_t id) const {
  std::lock_guard lock(mutex_);
  auto it = jobs_.find(id);
  return it == jobs_.end() ? std::nullopt : std::optional(it->second);
}

std::vector<job> job_board::all() const {
  std::lock_guard lock(mutex_);
  std::vector<job> out;
  for (auto it = jobs_.rbegin(); it != jobs_.rend() && out.size() < kept_max;
       ++it)
    out.push_back(it->second);
  return out;
}

result<std::vector<storage::named_value>> job_board::stored() const {
  std::vector<storage::named_value> all;
  for (std::string from(prefix);;) {
    auto page = store_.metas(from, after_all, read_at_once);
    if (!page)
      return page.error();
    if (page->empty())
      return all;
    from = page->back().key + '\0';
    std::ranges::move(*page, std::back_inserter(all));
  }
}

result<std::vector<job>> job_board::load(std::optional<instant> restored) {
  auto all = stored();
  if (!all)
    return all.error();
  std::lock_guard lock(mutex_);
  std::vector<job> open;
  for (const auto& x : *all) {
    auto id = number_in(x.key.substr(prefix.size()));
    if (x.key == last_key)
      id = number_in(*x.value);
    if (!id) { // the others have nothing to do with it
      spdlog::error("job.load_failed key={} error=\"it names no job\"", x.key);
      continue;
    }
    last_ = std::max(last_, *id);
    if (x.key == last_key)
      continue;
    auto j = job_in(*x.value);
    if (!j) {
      spdlog::error("job.load_failed job={} error=\"{}\"", *id, j.error().what);
      continue;
    }
    if (restored && outdated(*j, *restored))
      save(*j);
    if (j->state == job_state::running)
      open.push_back(*j);
    jobs_[*id] = std::move(*j);
  }
  return open;
}

} // namespace dastomized::actors
