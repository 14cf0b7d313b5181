#include "tests/simulation/outside.hpp"

namespace dastomized::simulation {

namespace {

using connectors::http_outcome;
using connectors::http_request;
using connectors::http_response;
namespace json = boost::json;

constexpr auto nobody = "nobody-at-all-1";

// Nobody listens to a webhook's ping.
struct deaf : connectors::http_transport {
  void send(http_request, std::function<void(http_outcome)> done) override {
    done(http_response{200, "OK", {}, ""});
  }
};

} // namespace

outside::outside(trace& t, milliseconds listing_lag, milliseconds ship_after)
    : trace_(t), lag_(listing_lag),
      pings_(
          io_, shop, std::make_shared<deaf>(), [](auto, auto) {}, 1),
      front_(shop, pings_, sandbox::key_checker({"ck", "cs"}, true)),
      customcat_(around_, {"cc", "cc-read"}), shineon_(around_, "so") {
  shop.name = "shop";
  shop.url = "https://sim.test/shop";
  shop.announce = [](auto, auto) {};
  around_.ship_after_ms = ship_after.count();
  around_.now_ms = [this] { return now_.time_since_epoch().count(); };
  around_.push = [](auto, auto) {};
  around_.note = [this](std::string_view what, json::object about) {
    auto reference = sandbox::text_at(about, "reference");
    trace_.note("{} {}", what, reference);
    if (what.ends_with(".created") || what == "customcat.accepted")
      created_[reference] = now_;
    if (what.ends_with(".shipped") && shipped)
      shipped(reference);
  };
}

http_response outside::print_file(const std::string& url) const {
  using namespace std::string_view_literals;
  constexpr auto png = "\x89PNG\r\n\x1A\n"
                       "\0\0\0\x0DIHDR\0\0\x10\0\0\0\x10\0\x08\x06\0\0\0crc!"
                       "\0\0\0\0IENDcrc!"sv;
  if (missing.contains(url))
    return {404, "Not Found", {}, "gone"};
  if (page_instead.contains(url))
    return {200, "OK", {{"Content-Type", "text/html"}}, "<html>sign in</html>"};
  return {200, "OK", {{"Content-Type", "image/png"}}, std::string(png)};
}

void outside::go_on(instant now) {
  now_ = now;
  customcat_.tick();
  shineon_.tick();
}

sandbox::call outside::call_of(const http_request& r) const {
  namespace field = boost::beast::http;
  http::request beast;
  beast.method_string(r.method);
  beast.target(r.url.substr(r.url.find('/', r.url.find("//") + 2)));
  beast.set(field::field::host, "sim.test");
  for (const auto& [name, value] : r.headers)
    if (name == "Authorization")
      beast.set(field::field::authorization, value);
  beast.body() = r.body;
  return sandbox::taken_apart(beast);
}

// What was made a moment ago is not listed yet.
void outside::hide_fresh(sandbox::call& c) const {
  auto fresh = [&](const std::string& reference) {
    auto it = created_.find(reference);
    return it != created_.end() && now_ - it->second < lag_;
  };
  if (c.part(0) == "customcat" && c.part(4) == "status" && fresh(c.part(5)))
    c.parts[5] = nobody;
  for (auto& [key, value] : c.query)
    if (key == "source_ids" && fresh(value))
      value = nobody;
}

sandbox::answer outside::route(const sandbox::call& c) {
  if (c.part(0) == "customcat")
    return customcat_.handle(c);
  if (c.part(0) == "shineon")
    return shineon_.handle(c);
  sandbox::answer got;
  front_.handle(c, now_s(), [&](sandbox::answer a) { got = std::move(a); });
  io_.restart();
  io_.poll(); // a webhook that is made is pinged first
  return got;
}

http_response outside::serve(const http_request& r) {
  auto c = call_of(r);
  hide_fresh(c);
  auto a = route(c);
  http_response out{
      static_cast<int>(a.status), a.reason, {}, std::move(a.body)};
  for (auto& h : a.headers)
    out.headers.push_back(std::move(h));
  out.headers.emplace_back("Content-Type", a.content_type);
  return out;
}

sandbox::tally_line outside::took(const std::string& reference) const {
  for (auto* counts : {&customcat_.counts, &shineon_.counts})
    if (auto it = counts->references.find(reference);
        it != counts->references.end())
      return it->second;
  return {};
}

std::vector<std::string> outside::taken() const {
  std::vector<std::string> all;
  for (auto* counts : {&customcat_.counts, &shineon_.counts})
    for (const auto& [reference, line] : counts->references)
      all.push_back(reference);
  return all;
}

sandbox::answer outside::ask(std::string method, const std::string& path,
                             const std::string& query) {
  http_request r;
  r.method = std::move(method);
  r.url = "https://sim.test" + path + query;
  r.headers = {{"Authorization", "Bearer so"}};
  return route(call_of(r));
}

std::string outside::reference_of_shineon_order(std::string_view id) {
  auto got = ask("GET", fmt::format("/shineon/v1/orders/{}", id));
  auto body = json::parse(got.body);
  return sandbox::text_at(sandbox::object_at(body.as_object(), "order"),
                          "source_id");
}

void outside::cancel_at_printer(const std::string& reference) {
  if (customcat_.counts.references.contains(reference)) {
    ask("DELETE", "/customcat/api/v1/order/" + reference, "?api_key=cc");
    return;
  }
  auto got = ask("GET", "/shineon/v1/orders", "?source_ids=" + reference);
  auto body = json::parse(got.body);
  for (const auto& o : sandbox::array_at(body.as_object(), "orders"))
    ask("POST", fmt::format("/shineon/v1/orders/{}/cancel",
                            sandbox::text_at(o.as_object(), "id")));
}

} // namespace dastomized::simulation
