// Requests at our own server, as bytes: parsed under its limits, then through
// routes, admission, parameters and bodies to the answer.
#include "http/api.hpp"

#include "http/target.hpp"
#include "tests/fuzz/desk_front.hpp"
#include "tests/fuzz/fuzz.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/json/parse.hpp>

#include <future>
#include <optional>

namespace dastomized::fuzz {

namespace {

namespace wire = boost::beast::http;

const std::string token = "t0ken-of-the-api", path_secret = "path-secret",
                  hook_secret = "a-secret-that-signs";

// A running API with one order, one store and two providers.
class house {
public:
  house() : store_(storage::open_memory_store().value()) {
    std::promise<void> kept;
    storage::change c;
    c.next = an_order();
    store_->commit(std::move(c), [&](const auto&) { kept.set_value(); });
    kept.get_future().wait();
    http::api_settings s;
    s.stores = {{"shop", path_secret, hook_secret}};
    for (std::string kind : {"customcat", "shineon"}) {
      connectors::provider_account a;
      a.name = kind;
      s.providers.push_back(
          {kind, path_secret, connectors::make_provider(kind, a)});
    }
    s.access.api_token = token;
    api_.emplace(front_, *store_, registry_, std::move(s), [] { return noon; });
  }
  ~house() { api_->stop(); }
  house(const house&) = delete;
  house& operator=(const house&) = delete;

  http::response ask(http::request r) {
    std::promise<http::response> came;
    auto answer = came.get_future();
    api_->on_request()(std::move(r), "127.0.0.1",
                       [&](http::response a) { came.set_value(std::move(a)); });
    return answer.get();
  }

private:
  std::unique_ptr<storage::order_store> store_;
  desk_front front_;
  prometheus::Registry registry_;
  std::optional<http::api> api_;
};

// The bytes as the server would take them; nullopt: it refuses them itself.
std::optional<http::request> request_in(std::string_view bytes) {
  wire::request_parser<wire::string_body> p;
  p.header_limit(16u << 10);
  p.body_limit(1u << 20);
  p.eager(true);
  boost::system::error_code ec;
  for (auto rest = bytes; !p.is_done() && !ec && !rest.empty();) {
    auto used = p.put(boost::asio::buffer(rest.data(), rest.size()), ec);
    rest.remove_prefix(used);
    if (used == 0)
      break;
  }
  if (ec || !p.is_done())
    return std::nullopt;
  return p.release();
}

// Everybody may ask these.
bool is_open(std::string_view target) {
  auto to = http::parse_target(target);
  if (!to)
    return false;
  if (to->segments.empty()) // the dashboard's page, or where to read on
    return true;
  const auto& first = to->segments[0];
  return first == "hooks" || (to->segments.size() == 1 &&
                              (first == "healthz" || first == "readyz"));
}

void require_sound(const http::response& a, std::string_view asked) {
  require(a.result_int() >= 200 && a.result_int() < 600, "a status there is");
  bool is_file = a[wire::field::vary] == "Accept-Encoding"; // of the dashboard
  require(a[wire::field::cache_control] == (is_file ? "no-cache" : "no-store"),
          "nobody keeps it");
  auto type = a[wire::field::content_type];
  if (type.find("json") != type.npos) {
    boost::system::error_code ec;
    boost::json::parse(a.body(), ec);
    require(!ec, "an answer of JSON is JSON");
  }
  for (const auto& secret : {token, path_secret, hook_secret})
    require(contains(asked, secret) || !contains(a.body(), secret),
            "an answer holds no secret");
}

void run(std::string_view bytes) {
  static house ours;
  auto r = request_in(bytes);
  if (!r)
    return;
  const std::string target(r->target());
  const bool knows = contains(bytes, token);
  auto answer = ours.ask(std::move(*r));
  require_sound(answer, bytes);
  require(knows || is_open(target) || answer.result_int() >= 400,
          "without the token nobody gets anything");
}

} // namespace

} // namespace dastomized::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
  dastomized::fuzz::run(dastomized::fuzz::text_of(data, size));
  return 0;
}
