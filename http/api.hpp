// Everything the daemon answers over HTTP: webhooks, API, health, metrics.
// Deny by default: a route without an explicit "anybody" needs a role.
// Thread-safe. Reads of the storage run on a thread of its own.
//
// Order of the end: stop the server, stop() this, end the front, and only
// then destroy this: answers of the front still come here.
#pragma once

#include "actors/front.hpp"
#include "http/authenticator.hpp"

#include <prometheus/registry.h>

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace dastomized::http {

struct store_access {
  std::string name;
  std::string path_secret;     // empty: there is no hook
  std::string webhook_secret;  // empty: no delivery is believed
  std::string url{};           // of the shop; empty: nothing links there
  std::string timezone{"UTC"}; // IANA name; for showing times
};

struct provider_access {
  std::string name;
  std::string path_secret; // empty: there is no hook
  std::shared_ptr<const connectors::provider> api;
};

struct api_settings {
  std::vector<store_access> stores;
  std::vector<provider_access> providers;
  std::string backup_dir; // empty: no backups are made
  access_settings access{};
};

class desk;
struct call;

struct route {
  boost::beast::http::verb method;
  std::string_view pattern; // {…}: any one segment
  // Who may at least; none: anybody. Hooks bring their own secret, health
  // tells nothing.
  std::optional<access::role> least;
  std::string_view about;
  void (desk::*answer)(std::shared_ptr<call>);
};

// Every route there is.
std::span<const route> routes();

class api {
public:
  api(actors::front& front, storage::order_store& store,
      prometheus::Registry& registry, api_settings s, actors::clock now);
  ~api();
  api(const api&) = delete;
  api& operator=(const api&) = delete;

  handler on_request(); // for server::start(), as the next
  doorman door();
  void reconfigure(api_settings s);
  void stop(); // waits for reads and a backup under way

private:
  std::unique_ptr<desk> desk_;
};

} // namespace dastomized::http
