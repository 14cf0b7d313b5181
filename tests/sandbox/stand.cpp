#include "tests/sandbox/stand.hpp"

#include "sandbox/signing.hpp"

#include <boost/asio/connect.hpp>
#include <boost/beast.hpp>
#include <fmt/format.h>

#include <atomic>
#include <chrono>
#include <fstream>
#include <sstream>

namespace dastomized::sandbox {

namespace beast = boost::beast;
namespace net = boost::asio;

namespace {

json::object read_golden(const std::string& path) {
  std::ifstream file(std::string(DASTOMIZED_GOLDEN) + "/woocommerce/" + path);
  EXPECT_TRUE(file) << path;
  std::stringstream text;
  text << file.rdbuf();
  return json::parse(text.str()).as_object();
}

std::string query_text(const pairs& query) {
  std::string out;
  for (const auto& [key, value] : query)
    out +=
        (out.empty() ? "?" : "&") + url_encoded(key) + "=" + url_encoded(value);
  return out;
}

json::kind rough(const json::value& v) {
  return v.is_number() ? json::kind::double_ : v.kind();
}

} // namespace

std::optional<got> exchange(std::uint16_t port, const ask& a) {
  net::io_context io;
  net::ip::tcp::socket socket(io);
  socket.connect({net::ip::make_address("127.0.0.1"), port});
  http::request request(beast::http::string_to_verb(a.method),
                        a.path + query_text(a.query), 11);
  request.set("Host", fmt::format("127.0.0.1:{}", port));
  request.set("Content-Type", "application/json");
  for (const auto& [key, value] : a.headers)
    request.set(key, value);
  request.body() = a.body;
  request.prepare_payload();
  beast::error_code ec;
  beast::http::write(socket, request, ec);
  beast::flat_buffer buffer;
  beast::http::response_parser<beast::http::string_body> parser;
  parser.skip(a.method == "HEAD");
  if (!ec)
    beast::http::read(socket, buffer, parser, ec);
  if (ec)
    return std::nullopt;
  got g{static_cast<int>(parser.get().result_int()),
        std::string(parser.get().reason()),
        {},
        {}};
  for (const auto& field : parser.get()) {
    auto name = std::string(field.name_string());
    for (char& c : name)
      c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    g.headers[name] = std::string(field.value());
  }
  g.body = parser.get().body();
  return g;
}

pairs signed_query(std::uint16_t port, const ask& a, const oauth& with) {
  static std::atomic<int> nonces{0};
  auto query = a.query;
  auto now = std::chrono::system_clock::now().time_since_epoch() /
             std::chrono::seconds{1};
  query.emplace_back("oauth_consumer_key", with.key);
  query.emplace_back("oauth_nonce", with.nonce.empty()
                                        ? fmt::format("nonce{}", ++nonces)
                                        : with.nonce);
  query.emplace_back("oauth_signature_method", "HMAC-SHA256");
  query.emplace_back("oauth_timestamp", std::to_string(now + with.shift_s));
  pairs sorted;
  for (const auto& [key, value] : query)
    sorted.emplace_back(url_encoded(key), url_encoded(value));
  std::sort(sorted.begin(), sorted.end());
  std::string joined;
  for (const auto& [key, value] : sorted)
    joined += (joined.empty() ? "" : "&") + key + "=" + value;
  auto base = a.method + "&" +
              url_encoded(fmt::format("http://127.0.0.1:{}{}", port, a.path)) +
              "&" + url_encoded(joined);
  query.emplace_back("oauth_signature",
                     base64(hmac("SHA256", with.secret + "&", base)));
  return query;
}

recorded recording(const std::string& name) {
  auto whole = read_golden("rest/" + name + ".json");
  auto r = object_at(whole, "response");
  return {static_cast<unsigned>(number_at(r, "status")), text_at(r, "body"), r};
}

json::object recorded_webhook(const std::string& name) {
  return read_golden("webhooks/" + name + ".json");
}

void expect_same_shape(const json::object& expected, const json::object& seen,
                       const std::string& where) {
  std::vector<std::string> wanted, found;
  for (const auto& member : expected)
    wanted.emplace_back(member.key());
  for (const auto& member : seen)
    found.emplace_back(member.key());
  EXPECT_EQ(wanted, found) << where;
  for (const auto& [key, value] : expected) {
    const auto* other = seen.if_contains(key);
    if (other != nullptr && !value.is_null() && !other->is_null()) {
      EXPECT_EQ(rough(value), rough(*other)) << where << "." << key;
    }
  }
}

listener::listener(unsigned status) : status_(status) {
  auto started = http::server::start(
      {}, [this](http::request r, const std::string&, auto respond) {
        unsigned answer = 0;
        std::function<void()> act;
        {
          std::lock_guard lock(mutex_);
          requests_.push_back(std::move(r));
          ++count_;
          answer = status_;
          act = act_;
        }
        came_.notify_all();
        act();
        respond(http::text_response(answer, "text/plain", "ok"));
      });
  server_ = std::move(started.value());
}

std::string listener::url(const std::string& path) const {
  return fmt::format("http://127.0.0.1:{}{}", server_->port(), path);
}

http::request listener::next() {
  std::unique_lock lock(mutex_);
  came_.wait(lock, [&] { return !requests_.empty(); });
  auto first = std::move(requests_.front());
  requests_.pop_front();
  return first;
}

std::size_t listener::count() {
  std::lock_guard lock(mutex_);
  return count_;
}

void listener::answer_with(unsigned status) {
  std::lock_guard lock(mutex_);
  status_ = status;
}

void listener::before_answering(std::function<void()> act) {
  std::lock_guard lock(mutex_);
  act_ = std::move(act);
}

void stand::open(options o) {
  box.reset();
  auto started = sandbox::start(std::move(o));
  ASSERT_TRUE(started) << started.error().what;
  box = std::move(*started);
}

got stand::call(const ask& a) {
  auto answer = exchange(box->port(), a);
  EXPECT_TRUE(answer) << a.method << " " << a.path << " was not answered";
  return answer.value_or(got{});
}

got stand::shop(ask a, const oauth& with) {
  a.path = "/shop/wp-json/wc/v3" + a.path;
  a.query = signed_query(box->port(), a, with);
  return call(a);
}

got stand::control(const std::string& path, const json::value& body) {
  return call({body.is_null() ? "GET" : "POST",
               "/control/" + path,
               {},
               body.is_null() ? "" : json::serialize(body)});
}

got stand::customcat(const std::string& method, const std::string& path,
                     json::object body) {
  ask a{method, "/customcat/api/v1" + path};
  if (method == "GET" || method == "DELETE") {
    a.query = {{"api_key", "cc_rw_sandbox"}};
  } else {
    if (!body.contains("api_key"))
      body["api_key"] = "cc_rw_sandbox";
    a.body = json::serialize(body);
  }
  return call(a);
}

got stand::shineon(const std::string& method, const std::string& path,
                   const json::value& body, const pairs& query) {
  return call({method,
               "/shineon/v1" + path,
               query,
               body.is_null() ? "" : json::serialize(body),
               {{"Authorization", "Bearer so_sandbox"}}});
}

json::object stand::counts() {
  return call({"GET", "/control/counts", {{"full", "1"}}}).object();
}

std::int64_t stand::place(json::object body) {
  if (!body.contains("line_items")) {
    json::object line{{"product_id", 13}, {"quantity", 1}, {"sku", "CC-1"}};
    body["line_items"] = json::array();
    body["line_items"].as_array().push_back(line);
  }
  auto made = shop({"POST", "/orders", {}, json::serialize(body)});
  EXPECT_EQ(made.status, 201) << made.body;
  return number_at(made.object(), "id");
}

std::int64_t stand::add_webhook(const std::string& topic,
                                const std::string& url) {
  auto made = shop({"POST",
                    "/webhooks",
                    {},
                    json::serialize(json::object{{"name", "mirror"},
                                                 {"topic", topic},
                                                 {"delivery_url", url},
                                                 {"secret", "s3cret"}})});
  EXPECT_EQ(made.status, 201) << made.body;
  return number_at(made.object(), "id");
}

void stand::run_queue() {
  EXPECT_EQ(control("webhooks/run", json::object{}).status, 200);
}

} // namespace dastomized::sandbox
