#include "daemon/doctor.hpp"

#include "connectors/checkup.hpp"
#include "connectors/http_client.hpp"
#include "connectors/woocommerce/checkup.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <future>

namespace dastomized {

namespace {

namespace woo = connectors::woocommerce;
using connectors::finding;
using connectors::findings;

template <class Outcome>
Outcome wait_for(connectors::http_transport& t,
                 std::shared_ptr<connectors::conversation<Outcome>> talk) {
  std::promise<Outcome> came;
  connectors::lead<Outcome>(t, std::move(talk),
                            [&](Outcome o) { came.set_value(std::move(o)); });
  return came.get_future().get();
}

instant now() {
  return std::chrono::time_point_cast<milliseconds>(
      std::chrono::system_clock::now());
}

// false: something is broken.
bool show(const char* what, const std::string& name, const findings& all) {
  fmt::print("{} {}\n", what, name);
  for (const auto& f : all) {
    fmt::print("  {:<8} {:<9} {}\n", name_of(f.how), f.layer, f.seen);
    if (!f.means.empty())
      fmt::print("{:20} this means: {}\n{:20} to do: {}\n", "", f.means, "",
                 f.todo);
  }
  return std::ranges::find(all, finding::weight::error, &finding::how) ==
         all.end();
}

} // namespace

bool examine_all(const actors::setup& s) {
  auto client = connectors::http_client::start({});
  if (!client) {
    fmt::print(stderr, "{}\n", client.error().what);
    return false;
  }
  bool well = true;
  for (const auto& x : s.stores) {
    woo::hooks_wanted hooks{x.hook_url, x.hook_base, x.hook_secret, false};
    auto found = wait_for<woo::checked>(
        **client, woo::make_checkup(x.account, std::move(hooks), now));
    well = show("store", x.name, found.all) && well;
  }
  for (const auto& p : s.providers)
    well =
        show("provider", p.name,
             wait_for<findings>(**client, connectors::make_checkup(p.api))) &&
        well;
  return well;
}

} // namespace dastomized
