#include "tests/actors/world.hpp"

#include <fmt/format.h>

namespace dastomized::tests {

namespace json = boost::json;

namespace {

http_response respond(int status, const json::value& body) {
  return {status,
          "",
          {{"Content-Type", "application/json"}},
          json::serialize(body)};
}

std::string path_of(const http_request& r) {
  auto begin = r.url.find('/', r.url.find("//") + 2);
  return r.url.substr(begin, r.url.find('?') - begin);
}

std::string last_part(const std::string& path) {
  return path.substr(path.rfind('/') + 1);
}

} // namespace

std::int64_t model_shop::place(std::int64_t id, const std::string& created) {
  auto o = json::parse(std::string(golden_json("woocommerce/rest/"
                                               "order-get-usd.json")
                                       .at("response")
                                       .at("body")
                                       .as_string()))
               .as_object();
  o["id"] = id;
  o["number"] = std::to_string(id);
  o["status"] = "processing";
  for (auto* field : {"date_created_gmt", "date_modified_gmt", "date_paid_gmt"})
    o[field] = created;
  o["billing"].as_object()["email"] = fmt::format("buyer{}@example.com", id);
  auto& line = o["line_items"].as_array().at(0).as_object();
  line["sku"] = "CC-48146";
  line["meta_data"] = json::parse(
      R"([{"id":1,"key":"_dastomize_print_file",
           "value":"https://files.example.com/1.png"}])");
  json::array one;
  one.push_back(line);
  o["line_items"] = one;
  o["refunds"] = json::array{};
  orders[id] = o;
  return id;
}

std::string model_shop::body(std::int64_t id) const {
  return json::serialize(orders.at(id));
}

void model_shop::set_status(std::int64_t id, const std::string& status) {
  orders[id]["status"] = status;
  ++edits_;
  auto second =
      fmt::format("2026-03-02T00:{:02}:{:02}", edits_ / 60, edits_ % 60);
  orders[id]["date_modified_gmt"] = second;
}

http_outcome model_shop::on_order(const http_request& r, std::int64_t id) {
  if (!orders.contains(id))
    return respond(404, {{"code", "woocommerce_rest_shop_order_invalid_id"},
                         {"message", "Invalid ID."},
                         {"data", {{"status", 404}}}});
  if (r.method == "PUT") {
    auto change = json::parse(r.body).as_object();
    if (auto* s = change.if_contains("status")) {
      writes.push_back(
          fmt::format("PUT {} {}", id, std::string_view(s->as_string())));
      set_status(id, std::string(s->as_string()));
    }
    if (auto* m = change.if_contains("meta_data"))
      for (auto& e : m->as_array())
        orders[id]["meta_data"].as_array().push_back(e);
  }
  return respond(200, orders[id]);
}

http_outcome model_shop::on_hooks(const http_request& r,
                                  const std::string& path) {
  if (r.method == "GET") {
    json::array all;
    for (const auto& [id, hook] : hooks)
      all.push_back(hook);
    return respond(200, all);
  }
  auto id = path.ends_with("/webhooks")
                ? static_cast<std::int64_t>(hooks.size()) + 1
                : std::stoll(last_part(path));
  auto& hook = hooks[id];
  hook["id"] = id;
  const auto said = json::parse(r.body).as_object();
  for (auto& x : said)
    hook[x.key()] = x.value();
  return respond(200, hook);
}

http_outcome model_shop::answer(const http_request& r) {
  if (down)
    return http_error{http_error::stage::not_sent, "connection refused"};
  auto path = path_of(r);
  if (path.ends_with("/fulfillments"))
    return respond(404, {{"code", "rest_no_route"},
                         {"message", "No route"},
                         {"data", {{"status", 404}}}});
  if (path.ends_with("/notes")) {
    if (r.method == "POST")
      notes.push_back(std::string(json::parse(r.body).at("note").as_string()));
    json::array all;
    for (auto& n : notes)
      all.push_back({{"id", 1}, {"note", n}, {"customer_note", true}});
    return r.method == "POST" ? respond(201, all.back()) : respond(200, all);
  }
  if (path.ends_with("/wp-json/"))
    return respond(200, json::object{{"namespaces", json::array{"wc/v3"}}});
  if (path.find("/webhooks") != path.npos)
    return on_hooks(r, path);
  if (path.ends_with("/statuses"))
    return respond(404, {{"code", "rest_no_route"}, {"message", "No route"}});
  if (path.ends_with("/orders")) {
    auto at = r.url.find("per_page=");
    auto size = static_cast<unsigned>(std::stoul(r.url.substr(at + 9)));
    pages_asked.push_back(size);
    if (size > page_max)
      return respond(500, {{"code", "memory"}, {"message", "exhausted"}});
    return respond(200, json::array{}); // the poll finds nothing new
  }
  return on_order(r, std::stoll(last_part(path)));
}

http_outcome model_provider::answer(const http_request& r) {
  auto reference = last_part(path_of(r));
  if (reference == "changes") {
    ++changes_asked;
    json::array all;
    for (auto& [ref, number] : tracking)
      if (!number.empty())
        all.emplace_back(json::string(ref));
    json::object body;
    body["changed"] = all;
    return respond(200, body);
  }
  if (r.method == "GET") {
    ++look_ups;
    if (!prints.contains(reference))
      return respond(404, json::object{});
    return respond(
        200, {{"id", "P-" + reference}, {"tracking", tracking[reference]}});
  }
  ++calls;
  switch (now) {
  case mood::babbles:
    prints[reference].push_back(r.body);
    return http_response{200, "OK", {}, "{"};
  case mood::locked_out:
    return respond(401, json::object{});
  case mood::busy:
    return respond(429, json::object{});
  case mood::breaks: // before it took anything
    return http_error{http_error::stage::maybe_seen, "connection reset"};
  case mood::refuses:
    return http_error{http_error::stage::not_sent, "connection refused"};
  case mood::rejects:
    return respond(400, json::object{});
  case mood::loses_answer:
    prints[reference].push_back(r.body);
    return http_error{http_error::stage::maybe_seen, "timed out"};
  case mood::well:
    break;
  }
  prints[reference].push_back(r.body);
  return respond(200, {{"id", "P-" + reference}});
}

namespace {

constexpr auto base = "http://provider.test/orders/";

http_request request(std::string method, const std::string& reference,
                     std::string body = {}) {
  return {
      std::move(method), base + reference, {}, std::move(body), 30s, 1 << 20};
}

template <class Outcome>
struct one_exchange : connectors::conversation<Outcome> {
  using move = typename connectors::conversation<Outcome>::move;
  one_exchange(http_request r, std::function<Outcome(const http_outcome&)> f)
      : first(std::move(r)), read(std::move(f)) {}
  move start() override { return first; }
  move next(const http_outcome& o) override { return read(o); }
  http_request first;
  std::function<Outcome(const http_outcome&)> read;
};

part_outcome classify(const http_outcome& o) {
  if (auto* e = std::get_if<http_error>(&o)) {
    if (e->at == http_error::stage::not_sent)
      return part_refused{"network.not_sent", e->what, true, {}};
    return part_unclear{e->what};
  }
  auto& r = std::get<http_response>(o);
  if (r.status == 400)
    return part_refused{"address.invalid", "no such place", false, {}};
  if (r.status == 401)
    return part_refused{"account.token", "who are you?", true, {}};
  if (r.status == 429)
    return part_refused{"busy", "slow down", true, 1h};
  return part_accepted{std::string(json::parse(r.body).at("id").as_string()),
                       ""};
}

} // namespace

provider_rules model_connector::rules() const {
  provider_rules r;
  r.build = [this](const order& o, const part& p) { return build(o, p); };
  return r;
}

result<std::string> model_connector::build(const order& o,
                                           const part& p) const {
  return fmt::format("{} to {}", p.reference, o.said.billing.city);
}

std::unique_ptr<connectors::conversation<part_outcome>>
model_connector::submit(std::string reference, std::string payload) const {
  return std::make_unique<one_exchange<part_outcome>>(
      request("POST", reference, std::move(payload)), classify);
}

std::unique_ptr<connectors::conversation<look_up_outcome>>
model_connector::look_up(std::string reference, std::string, bool) const {
  auto read = [](const http_outcome& o) -> look_up_outcome {
    auto* r = std::get_if<http_response>(&o);
    if (r && r->status == 404)
      return part_not_there{};
    if (!r || r->status != 200)
      return part_no_answer{"no answer"};
    return part_found{std::string(json::parse(r->body).at("id").as_string()),
                      "", false};
  };
  return std::make_unique<one_exchange<look_up_outcome>>(
      request("GET", reference), read);
}

http_request model_connector::tracking(const std::string& reference,
                                       const std::string&) const {
  return request("GET", reference);
}

connectors::tracking_outcome
model_connector::read_tracking(const http_outcome& o, const part& p) const {
  auto* r = std::get_if<http_response>(&o);
  if (!r || r->status != 200)
    return part_no_answer{"no answer"};
  connectors::tracking_report report;
  std::string number(json::parse(r->body).at("tracking").as_string());
  if (!number.empty()) {
    shipment s;
    s.reference = p.reference;
    s.carrier = "USPS";
    s.number = number;
    report.shipments.push_back(s);
    report.all_shipped = true;
  }
  return report;
}

std::optional<http_request> model_connector::changes(instant, unsigned) const {
  return request("GET", "changes");
}

connectors::change_outcome
model_connector::read_changes(const http_outcome& o) const {
  auto* r = std::get_if<http_response>(&o);
  if (!r || r->status != 200)
    return part_no_answer{"no answer"};
  connectors::change_page page;
  auto body = json::parse(r->body);
  for (auto& x : body.at("changed").as_array())
    page.changed.emplace_back(std::string(x.as_string()), "shipped");
  return page;
}

std::optional<connectors::notice>
model_connector::read_notice(const std::string&, const std::string&) const {
  return std::nullopt;
}

http_request model_connector::cancel(const std::string& reference,
                                     const std::string&) const {
  return request("DELETE", reference);
}

bool model_connector::account_fault(const part_refused& r) const {
  return r.code.starts_with("account.");
}

bool model_transport::let_out() {
  if (silent || waiting_.empty())
    return false;
  out_ = std::exchange(waiting_, {});
  for (auto& [r, done] : out_)
    done(answer(r));
  out_.clear();
  return true;
}

} // namespace dastomized::tests
