#include "sandbox/sandbox.hpp"

#include "connectors/http_client.hpp"
#include "http/server.hpp"
#include "sandbox/relay.hpp"
#include "sandbox/world.hpp"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>

#include <fstream>
#include <future>
#include <sstream>
#include <thread>

namespace dastomized::sandbox {

namespace {

class running final : public sandbox {
public:
  running(options set, std::shared_ptr<connectors::http_transport> client)
      : set_(set), client_(std::move(client)),
        world_(io_, std::move(set), client_) {}

  ~running() override { (void)stop(); }

  result<void> open() {
    if (auto listening = wire_.listen(set_.address, set_.port); !listening)
      return listening.error();
    auto started = http::server::start(
        {}, [this](http::request r, const std::string&, auto respond) {
          take(std::move(r), std::move(respond));
        });
    if (!started)
      return started.error();
    server_ = std::move(*started);
    world_.begin(port(), loaded());
    wire_.forward_to(server_->port());
    thread_ = std::thread([this] { io_.run(); });
    return {};
  }

  std::uint16_t port() const override { return wire_.port(); }

  result<void> stop() override {
    if (!server_)
      return {};
    boost::asio::post(io_, [this] { wire_.close(); });
    server_->stop(500ms);
    io_.stop();
    thread_.join();
    server_.reset();
    return save();
  }

private:
  void take(http::request request, http::responder respond) {
    auto c = taken_apart(request);
    boost::asio::post(io_, [this, c = std::move(c), respond] {
      auto done = [respond](answer a) { respond(to_response(a)); };
      try {
        world_.handle(c, done);
      } catch (const std::exception& e) {
        done(json_answer(
            500, {{"code", "internal_server_error"}, {"message", e.what()}}));
      }
    });
  }

  json::value loaded() const {
    std::ifstream file(set_.state_file);
    std::stringstream text;
    text << file.rdbuf();
    return parsed_json(text.str()).value_or(nullptr);
  }

  result<void> save() {
    if (set_.state_file.empty())
      return {};
    auto next = set_.state_file + ".new";
    std::ofstream file(next);
    file << json::serialize(world_.saved());
    file.close();
    if (!file || std::rename(next.c_str(), set_.state_file.c_str()) != 0)
      return failure{fault::storage, "could not write " + set_.state_file};
    return {};
  }

  options set_;
  boost::asio::io_context io_;
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type>
      work_{io_.get_executor()};
  std::shared_ptr<connectors::http_transport> client_;
  world world_;
  relay wire_{io_};
  std::unique_ptr<http::server> server_;
  std::thread thread_;
};

} // namespace

result<std::unique_ptr<sandbox>> sandbox::start(options set) {
  auto client = connectors::http_client::start({});
  if (!client)
    return client.error();
  auto made = std::make_unique<running>(std::move(set), std::move(*client));
  if (auto opened = made->open(); !opened)
    return opened.error();
  return std::unique_ptr<sandbox>(std::move(made));
}

} // namespace dastomized::sandbox
