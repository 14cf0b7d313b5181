// What one seed decides, and the account of what came of it.
#pragma once

#include "domain/time.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <cstdint>
#include <random>
#include <string>
#include <vector>

namespace dastomized::simulation {

class dice {
public:
  explicit dice(std::uint64_t seed) : random_(seed) {}

  std::uint64_t below(std::uint64_t sides) { return random_() % sides; }
  bool percent(unsigned p) { return below(100) < p; }
  milliseconds within(milliseconds least, milliseconds most) {
    auto span = static_cast<std::uint64_t>((most - least).count());
    return least + milliseconds{static_cast<std::int64_t>(below(span + 1))};
  }
  template <class List>
  auto& one_of(List& all) {
    return all[below(std::size(all))];
  }

private:
  std::mt19937_64 random_;
};

// Lines with the simulated time. Costs nothing unless somebody reads it.
class trace {
public:
  bool wanted = false;
  instant now{};
  std::vector<std::string> lines;

  template <class... Ts>
  void note(fmt::format_string<Ts...> text, Ts&&... values) {
    if (wanted)
      lines.push_back(fmt::format("{:%d %T}.{:03} ", now,
                                  now.time_since_epoch().count() % 1000) +
                      fmt::format(text, std::forward<Ts>(values)...));
  }
};

} // namespace dastomized::simulation
