#include "sandbox/world.hpp"

#include <fmt/format.h>

#include <chrono>

namespace dastomized::sandbox {

namespace {

constexpr std::size_t log_max = 2000;
constexpr std::int64_t tick_ms = 20;

std::int64_t clock_ms() {
  return std::chrono::system_clock::now().time_since_epoch() /
         std::chrono::milliseconds{1};
}

// A picture of 8 by 8 pixels, valid and tiny.
std::string tiny_png() {
  static constexpr unsigned char bytes[] = {
      0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0x00, 0x00, 0x00,
      0x0d, 0x49, 0x48, 0x44, 0x52, 0x00, 0x00, 0x00, 0x08, 0x00, 0x00,
      0x00, 0x08, 0x08, 0x02, 0x00, 0x00, 0x00, 0x4b, 0x6d, 0x29, 0xdc,
      0x00, 0x00, 0x00, 0x11, 0x49, 0x44, 0x41, 0x54, 0x78, 0xda, 0x63,
      0xb8, 0x91, 0xed, 0x85, 0x15, 0x31, 0x0c, 0x2d, 0x09, 0x00, 0xeb,
      0x82, 0x63, 0x41, 0x48, 0x0c, 0x59, 0xb8, 0x00, 0x00, 0x00, 0x00,
      0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82};
  return {reinterpret_cast<const char*>(bytes), sizeof bytes};
}

answer picture(const call& c) {
  if (!c.part(1).ends_with(".png"))
    return json_answer(404, {{"error", "no such file"}});
  answer a;
  a.content_type = "image/png";
  a.body = tiny_png();
  return a;
}

} // namespace

world::world(boost::asio::io_context& io, options set,
             std::shared_ptr<connectors::http_transport> client)
    : io_(io), set_(std::move(set)), client_(std::move(client)),
      faults_(set_.seed),
      queue_(
          io, shop_, client_,
          [this](auto what, auto about) { note(what, std::move(about)); },
          set_.seed),
      front_(shop_, queue_,
             key_checker({set_.consumer_key, set_.consumer_secret},
                         set_.accept_basic)),
      customcat_(around_, {set_.customcat_key, set_.customcat_read_key}),
      shineon_(around_, set_.shineon_token) {
  around_.note = [this](auto what, auto about) {
    note(what, std::move(about));
  };
  around_.push = [this](auto url, auto body) { push(url, body); };
  around_.now_ms = clock_ms;
  around_.ship_after_ms = set_.ship_after.count();
  shop_.name = set_.store;
  shop_.fulfillments_on = set_.fulfillments;
  shop_.announce = [this](auto topic, auto id) { queue_.announce(topic, id); };
}

void world::begin(std::uint16_t port, const json::value& state) {
  auto base = fmt::format("http://{}:{}", set_.address, port);
  shop_.url = base + "/" + set_.store;
  customers_ = std::make_unique<generator>(shop_, set_.seed, base + "/files");
  auto now = clock_ms() / 1000;
  if (state.is_object())
    load(state.get_object());
  for (unsigned i = 0; i < set_.orders && !state.is_object(); ++i)
    customers_->place(now - static_cast<std::int64_t>(set_.orders - i) * 3);
  set_rate(set_.rate_per_minute);
  tick();
  run_queue();
}

void world::after(std::int64_t ms, std::function<void()> what) {
  auto timer = std::make_shared<boost::asio::steady_timer>(
      io_, std::chrono::milliseconds{ms});
  timer->async_wait([timer, what = std::move(what)](auto ec) {
    if (!ec)
      what();
  });
}

void world::note(std::string_view what, json::object about) {
  json::object line{{"n", ++last_note_}, {"at_ms", clock_ms()}, {"what", what}};
  for (auto& [key, value] : about)
    line[key] = std::move(value);
  log_.push_back(std::move(line));
  if (log_.size() > log_max)
    log_.pop_front();
}

// A provider's notice: lost or doubled like the shop's own webhooks.
void world::push(const std::string& url, const json::value& body) {
  auto unlucky = [this](int percent) {
    return percent > 0 && (last_note_ * 37 + 11) % 100 < percent;
  };
  if (url.empty() || unlucky(queue_.faults.lose_percent))
    return note("notice.lost", {{"url", url}});
  for (int n = unlucky(queue_.faults.duplicate_percent) ? 2 : 1; n > 0; --n) {
    connectors::http_request r;
    r.method = "POST";
    r.url = url;
    r.headers = {{"Content-Type", "application/json"}};
    r.body = json::serialize(body);
    client_->send(std::move(r), [](auto) {}); // nobody tries again
  }
}

void world::tick() {
  auto now = clock_ms();
  customcat_.tick();
  shineon_.tick();
  if (!set_.still)
    customers_->tick(now / 1000);
  while (rate_ > 0 && next_order_ms_ <= now) {
    place_one();
    next_order_ms_ += 60'000 / rate_;
  }
  after(tick_ms, [this] { tick(); });
}

void world::run_queue() {
  auto again = [this] {
    after(set_.queue_interval.count(), [this] { run_queue(); });
  };
  if (set_.queue_needs_request && !std::exchange(requested_, false))
    return again();
  queue_.run(again);
}

const shop_order& world::place_one(const json::object& wish) {
  const auto& o = customers_->place(clock_ms() / 1000, wish);
  note("order.placed", {{"order", o.id}, {"status", text_at(o.doc, "status")}});
  return o;
}

void world::set_rate(std::int64_t per_minute) {
  rate_ = std::clamp<std::int64_t>(per_minute, 0, 60'000);
  next_order_ms_ = rate_ > 0 ? clock_ms() + 60'000 / rate_ : 0;
}

void world::handle(const call& c, reply done) {
  auto target = c.part(0);
  std::string kind;
  if (target == "customcat")
    kind = customcat::kind_of(c);
  else if (target == "shineon")
    kind = shineon::kind_of(c);
  else if (target == set_.store)
    kind = shop_front::kind_of(c);
  auto f = kind.empty()
               ? std::nullopt
               : faults_.meet(target == set_.store ? "shop" : target, kind, c);
  if (!f)
    return route(c, std::move(done));
  note("fault.met", {{"target", f->target},
                     {"kind", f->kind},
                     {"call", kind},
                     {"about", f->about}});
  if (auto instead = answered_instead(*f))
    return done(*instead);
  route(c, [this, rule = *f, done = std::move(done)](answer a) {
    auto bad = spoiled(rule, std::move(a));
    if (rule.kind != "latency")
      return done(bad);
    after(rule.ms, [done, bad] { done(bad); });
  });
}

void world::route(const call& c, reply done) {
  auto first = c.part(0);
  if (first == "customcat")
    return done(customcat_.handle(c));
  if (first == "shineon")
    return done(shineon_.handle(c));
  if (first == "control")
    return control(c, std::move(done));
  if (first == "files")
    return done(picture(c));
  if (first != set_.store)
    return done(json_answer(404, {{"error", "no such place"}}));
  requested_ = true;
  if (c.method == "GET" || c.method == "HEAD")
    return front_.handle(c, clock_ms() / 1000, std::move(done));
  front_.handle(c, clock_ms() / 1000,
                [this, c, done = std::move(done)](answer a) {
                  note_write(c, a);
                  done(std::move(a));
                });
}

// The daemon signs its calls, the shop's own people use Basic.
void world::note_write(const call& c, const answer& a) {
  bool basic = c.authorization.starts_with("Basic");
  auto body = parsed_json(c.body);
  if (!basic && a.status == 200 && c.method == "PUT" &&
      shop_front::kind_of(c) == "write" && body && body->is_object() &&
      body->get_object().contains("status"))
    ++statuses_written_;
  note("shop.write", {{"method", c.method},
                      {"path", c.path},
                      {"body", c.body},
                      {"by", basic ? "basic" : "oauth"},
                      {"status", a.status}});
}

json::object world::saved() const {
  return {{"shop", shop_.saved()},
          {"customcat", customcat_.saved()},
          {"shineon", shineon_.saved()},
          {"customers", customers_->saved()}};
}

void world::load(const json::object& state) {
  shop_.load(object_at(state, "shop"));
  customcat_.load(object_at(state, "customcat"));
  shineon_.load(object_at(state, "shineon"));
  customers_->load(object_at(state, "customers"));
}

} // namespace dastomized::sandbox
