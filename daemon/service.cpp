#include "daemon/service.hpp"

#include "daemon/closing.hpp"
#include "daemon/generated.hpp"
#include "daemon/wiring.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <chrono>
#include <filesystem>

namespace dastomized {

namespace {

// Orders that were sent after the backup was made are not known here.
void tell_if_restored(storage::order_store& s) {
  auto at = s.meta("restored_at");
  if (at && *at)
    spdlog::warn("storage.restored_from_backup restored_at_ms={}", **at);
}

instant wall_clock() {
  return std::chrono::time_point_cast<milliseconds>(
      std::chrono::system_clock::now());
}

} // namespace

result<std::unique_ptr<service>> service::start(config::settings s) {
  std::unique_ptr<service> made(new service);
  made->settings_ = std::move(s);
  if (auto opened = made->open(); !opened)
    return opened.error();
  return made;
}

result<void> service::open() {
  std::error_code error;
  std::filesystem::create_directories(settings_.daemon.data_dir, error);
  if (error)
    return failure{fault::storage,
                   fmt::format("make the data directory {}: {}",
                               settings_.daemon.data_dir, error.message())};
  auto store = storage::open_rocks_store(store_path_of(settings_));
  if (!store)
    return store.error();
  store_ = std::move(*store);
  spdlog::info("storage.opened path={}", store_path_of(settings_));
  tell_if_restored(*store_);
  if (auto filled = add_generated_secrets(settings_, *store_); !filled)
    return filled;
  auto client = connectors::http_client::start(client_settings_of(settings_));
  if (!client)
    return client.error();
  client_ = std::move(*client);
  auto setup = setup_of(settings_);
  auto access = api_settings_of(settings_, setup);
  front_ = actors::start(std::move(setup), *store_, *client_, wall_clock);
  api_ = std::make_unique<http::api>(*front_, *store_, registry_,
                                     std::move(access), wall_clock);
  auto at = server_settings_of(settings_);
  at.door = api_->door();
  auto server = http::server::start(std::move(at), api_->on_request());
  if (!server)
    return server.error();
  server_ = std::move(*server);
  spdlog::info("http.listening address={} port={}", settings_.http.listen.host,
               server_->port());
  return {};
}

service::~service() {
  close_down({
      {"listener", 5s,
       [this] {
         if (server_)
           server_->stop(3s);
       }},
      {"reads", 5s,
       [this] {
         if (api_)
           api_->stop();
       }},
      {"actors", 15s, [this] { front_.reset(); }},
      {"client", 5s, [this] { client_.reset(); }},
      {"storage", 10s, [this] { store_.reset(); }},
  });
}

result<void> service::reconfigure(config::settings s) {
  if (auto filled = add_generated_secrets(s, *store_); !filled)
    return filled;
  auto setup = setup_of(s);
  api_->reconfigure(api_settings_of(s, setup));
  front_->reconfigure(std::move(setup));
  settings_ = std::move(s);
  return {};
}

bool service::beat() {
  bool moved = pulse_->moving.exchange(false);
  front_->health([p = pulse_](const result<actors::health_report>& r) {
    if (!r)
      return;
    p->awake = r->awake;
    p->moving = r->moving;
  });
  return moved && store_->healthy();
}

bool service::storage_healthy() const {
  return store_->healthy();
}

std::string service::status() const {
  return fmt::format("{} stores, {} providers, {} orders awake{}",
                     settings_.stores.size(), settings_.providers.size(),
                     pulse_->awake.load(),
                     store_->healthy() ? "" : ", the storage failed");
}

} // namespace dastomized
