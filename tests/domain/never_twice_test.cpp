// Never twice, never lost: random lives of an order in a bad world. One life
// again: DASTOMIZED_SEED=n; more of them: DASTOMIZED_LIVES=n.
#include "tests/domain/model.hpp"

#include <fmt/format.h>

#include <cstdlib>

namespace dastomized::tests {
namespace {

std::uint64_t number_from(const char* variable, std::uint64_t otherwise) {
  auto* text = std::getenv(variable);
  return text ? std::strtoull(text, nullptr, 10) : otherwise;
}

std::string one_life(std::uint64_t seed) {
  model_world world(seed);
  for (int i = 0; i < 50 && world.complaints().empty(); ++i)
    world.stir();
  if (world.complaints().empty())
    world.calm_down();
  if (world.complaints().empty())
    return {};
  return fmt::format("{}\nagain with DASTOMIZED_SEED={}\n{}",
                     fmt::join(world.complaints(), "\n"), seed,
                     fmt::join(world.log(), "\n"));
}

TEST(NeverTwice, NeverLostWhateverHappens) {
  if (auto seed = number_from("DASTOMIZED_SEED", 0)) {
    EXPECT_EQ(one_life(seed), "");
    return;
  }
  auto lives = number_from("DASTOMIZED_LIVES", 2500);
  for (std::uint64_t seed = 1; seed <= lives; ++seed)
    ASSERT_EQ(one_life(seed), "");
}

} // namespace
} // namespace dastomized::tests
