#include "actors/front.hpp"

#include <utility>

namespace dastomized::actors {

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

std::string_view name_of(job_state s) {
  constexpr std::string_view names[] = {"running", "done", "failed",
                                        "cancelled"};
  return names[static_cast<std::size_t>(s)];
}

} // namespace dastomized::actors
