#include "actors/front.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace dastomized::actors {

namespace {

constexpr std::array<std::pair<ask, std::string_view>, 4> bulk_actions{{
    {ask::submit, "submit"},
    {ask::hold, "hold"},
    {ask::release, "release"},
    {ask::retry, "retry"},
}};

} // namespace

void add(import_report& to, import_report more, std::size_t failures_told) {
  to.created += more.created;
  to.updated += more.updated;
  to.unchanged += more.unchanged;
  to.skipped += more.skipped;
  to.by_number += more.by_number;
  to.failures += more.failures;
  for (auto& f : more.failed)
    if (to.failed.size() < failures_told)
      to.failed.push_back(std::move(f));
}

std::uint64_t orders_in(const import_report& r) {
  return r.created + r.updated + r.unchanged + r.skipped + r.failures;
}

std::string_view bulk_name(ask a) {
  for (const auto& [action, name] : bulk_actions)
    if (action == a)
      return name;
  return {};
}

std::optional<ask> parse_bulk_action(std::string_view text) {
  for (const auto& [action, name] : bulk_actions)
    if (name == text)
      return action;
  return std::nullopt;
}

std::string_view name_of(job_state s) {
  constexpr std::string_view names[] = {"running", "done", "failed",
                                        "cancelled"};
  return names[static_cast<std::size_t>(s)];
}

std::string_view name_of(row_outcome o) {
  constexpr std::string_view names[] = {"done", "skipped", "failed"};
  return names[static_cast<std::size_t>(o)];
}

} // namespace dastomized::actors
