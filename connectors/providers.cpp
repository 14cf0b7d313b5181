// The kinds of providers there are: one line each.
#include "connectors/customcat/customcat.hpp"
#include "connectors/shineon/shineon.hpp"

#include <array>

namespace dastomized::connectors {

namespace {

struct provider_kind {
  const char* name;
  std::unique_ptr<provider> (*make)(provider_account);
};

constexpr std::array kinds{
    provider_kind{"customcat", make_customcat},
    provider_kind{"shineon", make_shineon},
};

} // namespace

std::unique_ptr<provider> make_provider(const std::string& kind,
                                        provider_account account) {
  for (const auto& k : kinds)
    if (kind == k.name)
      return k.make(std::move(account));
  return nullptr;
}

std::vector<std::string> provider_kinds() {
  std::vector<std::string> names;
  for (const auto& k : kinds)
    names.emplace_back(k.name);
  return names;
}

} // namespace dastomized::connectors
