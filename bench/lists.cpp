// Lists and searches over many orders, straight on the storage: what a page
// with its counts costs, how long opening takes, what it holds in memory.
#include "bench/process.hpp"
#include "bench/report.hpp"
#include "storage/order_index.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <atomic>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iostream>
#include <numeric>
#include <random>
#include <semaphore>
#include <thread>

using namespace dastomized;
using std::chrono::steady_clock;

namespace {

struct options {
  std::int64_t orders = 1'000'000;
  unsigned rounds = 500;
  std::string data, json, only; // data: kept between runs
  bool history = false;
};

const std::vector<std::string> first_names{
    "Ada",  "Björn", "Chloé", "Dinesh", "Emma", "Fatma", "Grace", "Hugo",
    "Ines", "José",  "Kwame", "Lena",   "Mia",  "Noah",  "Olga",  "Pia"};

order order_number(std::int64_t id) {
  std::mt19937_64 dice(static_cast<std::uint64_t>(id));
  auto of = [&](std::uint64_t n) { return dice() % n; };
  order o;
  o.key = {fmt::format("shop{}", of(5)), id};
  auto& s = o.said;
  s.id = id;
  s.number = std::to_string(100'000 + id);
  s.status = of(10) == 0 ? "on-hold" : of(3) == 0 ? "processing" : "completed";
  s.created = s.modified =
      instant{milliseconds{1'600'000'000'000 + id * 60'000}};
  s.currency = "USD";
  s.total = "25.00";
  s.payment_title = "Card";
  auto& a = s.billing;
  a.first_name = first_names[of(first_names.size())];
  a.last_name = fmt::format("Family{:05}", of(50'000));
  a.line1 = "1 Elm St";
  a.city = "Troy";
  a.state = "MI";
  a.postcode = "48083";
  a.country = "US";
  a.email = fmt::format("buyer{}@example.com", id);
  s.shipping = a;
  line l;
  l.id = 1;
  l.quantity = 1;
  l.sku = fmt::format("CC-{}-{}", of(2'000), of(8));
  s.lines.push_back(l);
  o.type = static_cast<order_type>(of(4));
  if (s.status == "processing" && o.type == order_type::in_app) {
    o.count.state = countdown_state::running;
    o.count.due = instant{milliseconds{4'000'000'000'000 + id * 1000}};
  }
  part p;
  p.provider = of(2) == 0 ? "customcat" : "shineon";
  p.reference = fmt::format("R{}", id);
  p.lines = {{1, 1, l.sku}};
  p.state = s.status == "completed" ? part_state::accepted : part_state::none;
  p.all_shipped = s.status == "completed"; // a past that is at rest
  o.parts.push_back(p);
  if (s.status == "completed") {
    shipment x;
    x.reference = p.reference;
    x.number = fmt::format("1Z{:09}", id);
    x.push = push_state::written;
    o.shipments.push_back(x);
  }
  if (of(50) == 0)
    o.attentions.push_back({"refused", "no", s.created});
  return o;
}

void fill(storage::order_store& store, std::int64_t orders) {
  constexpr std::ptrdiff_t under_way = 2048;
  std::counting_semaphore<under_way> room(under_way);
  for (std::int64_t id = 1; id <= orders; ++id) {
    room.acquire();
    store.commit({order_number(id), {}, {}, {}, {}}, [&](const auto& r) {
      if (!r)
        std::cerr << r.error().what << '\n';
      room.release();
    });
  }
  for (std::ptrdiff_t i = 0; i < under_way; ++i)
    room.acquire();
}

double milliseconds_of(const std::function<void()>& f) {
  auto begin = steady_clock::now();
  f();
  return std::chrono::duration<double, std::milli>(steady_clock::now() - begin)
      .count();
}

double resident_mib() {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);)
    if (line.starts_with("VmRSS:"))
      return std::stod(line.substr(6)) / 1024;
  return 0;
}

struct question {
  const char* name;
  std::function<storage::list_query(std::mt19937_64&)> make;
};

std::vector<question> questions(std::int64_t orders) {
  using storage::list_query, storage::list_sort, storage::list_tab;
  auto some = [orders](std::mt19937_64& d) {
    return static_cast<std::int64_t>(d() % static_cast<std::uint64_t>(orders)) +
           1;
  };
  auto search = [some](storage::search_field in, auto text) {
    return [=](std::mt19937_64& d) {
      list_query q;
      q.search_in = in;
      q.search = text(order_number(some(d)), d);
      return q;
    };
  };
  using enum storage::search_field;
  return {
      {"first_page", [](auto&) { return list_query{}; }},
      {"filters",
       [](std::mt19937_64& d) {
         list_query q;
         q.store = {fmt::format("shop{}", d() % 5),
                    fmt::format("shop{}", d() % 5)};
         q.status = {d() % 2 ? "processing" : "completed"};
         q.type = {d() % 2 ? "in_app" : "other"};
         q.provider = {d() % 2 ? "customcat" : "shineon"};
         q.tab = static_cast<list_tab>(d() % storage::tab_count);
         return q;
       }},
      {"by_due",
       [](auto&) {
         list_query q;
         q.sort = list_sort::due;
         q.tab = list_tab::counting_down;
         return q;
       }},
      {"created_range",
       [some](std::mt19937_64& d) {
         list_query q;
         q.created_from = order_number(some(d)).said.created;
         q.created_to = *q.created_from + milliseconds{86'400'000};
         return q;
       }},
      {"id", search(id, [](const order& o,
                           auto&) { return std::to_string(o.key.id); })},
      {"number",
       search(number, [](const order& o, auto&) { return o.said.number; })},
      {"name", search(any, [](const order& o,
                              auto&) { return o.said.billing.last_name; })},
      {"first_name",
       search(any,
              [](const order& o, auto&) { return o.said.billing.first_name; })},
      {"everybody", search(any, [](auto&&...) { return "example"; })},
      {"email",
       search(any, [](const order& o, auto&) { return o.said.billing.email; })},
      {"sku",
       search(any, [](const order& o, auto&) { return o.said.lines[0].sku; })},
      {"tracking", search(any,
                          [](const order& o, auto&) {
                            return o.shipments.empty()
                                       ? std::string("1Z000000001")
                                       : o.shipments[0].number;
                          })},
  };
}

// Deep pages: on and on from where the one before ended.
std::vector<double> walk(storage::order_store& store, unsigned rounds) {
  std::vector<double> took;
  storage::list_query q;
  q.status = {"completed"};
  for (unsigned i = 0; i < rounds; ++i)
    took.push_back(
        milliseconds_of([&] { q.cursor = store.list(q).value().next_cursor; }));
  return took;
}

// A tenth came in turn; all that is older comes after it, as an import of a
// shop's history would bring it. Somebody reads the first page all the while.
boost::json::object history(const options& o) {
  auto rows = [&](std::int64_t id) {
    return storage::row_of(order_number(id));
  };
  storage::order_index index;
  auto recent = o.orders - o.orders / 10;
  for (auto id = recent; id <= o.orders; ++id)
    index.put(rows(id));
  std::atomic<bool> over{false};
  std::vector<double> pages, puts;
  std::thread reader([&] {
    storage::list_query q;
    while (!over) {
      q.created_to = order_number(recent + 100).said.created;
      pages.push_back(milliseconds_of([&] { (void)index.find(q, nullptr); }));
    }
  });
  for (std::int64_t id = 1; id < recent; ++id) {
    auto r = rows(id);
    puts.push_back(milliseconds_of([&] { index.put(r); }));
  }
  over = true;
  reader.join();
  return {{"orders", o.orders},
          {"put_total_ms", std::accumulate(puts.begin(), puts.end(), 0.0)},
          {"put_longest_ms", std::ranges::max(puts)},
          {"pages", pages.size()},
          {"page_p50_ms", bench::percentile(pages, 50)},
          {"page_p99_ms", bench::percentile(pages, 99)},
          {"page_longest_ms", std::ranges::max(pages)},
          {"resident_mib", resident_mib()}};
}

} // namespace

int main(int argc, char** argv) {
  options o;
  CLI::App app{"Lists and searches over many orders"};
  app.add_option("--orders", o.orders);
  app.add_option("--rounds", o.rounds);
  app.add_option("--data", o.data, "Kept and used again");
  app.add_option("--only", o.only, "This question alone");
  app.add_option("--json", o.json, "File for the figures");
  app.add_flag("--history", o.history,
               "The index alone, while most orders come last");
  CLI11_PARSE(app, argc, argv);
  if (o.history)
    return bench::report("history", history(o), o.json), 0;
  bench::folder own;
  auto path = o.data.empty() ? own.path() + "/orders" : o.data;
  boost::json::object figures{{"orders", o.orders}};
  if (!std::filesystem::exists(path)) {
    auto store = storage::open_rocks_store(path).value();
    auto took = milliseconds_of([&] { fill(*store, o.orders); });
    figures["fill_per_s"] = static_cast<double>(o.orders) * 1000 / took;
  }
  auto before = resident_mib();
  std::unique_ptr<storage::order_store> store;
  figures["open_ms"] =
      milliseconds_of([&] { store = storage::open_rocks_store(path).value(); });
  figures["opened_mib"] = resident_mib() - before;
  std::mt19937_64 dice(7);
  for (const auto& q : questions(o.orders)) {
    std::vector<double> took;
    if (!o.only.empty() && o.only != q.name)
      continue;
    for (unsigned i = 0; i < o.rounds; ++i) {
      auto query = q.make(dice);
      took.push_back(
          milliseconds_of([&] { (void)store->list(query).value(); }));
    }
    figures[std::string(q.name) + "_p50_ms"] = bench::percentile(took, 50);
    figures[std::string(q.name) + "_p99_ms"] = bench::percentile(took, 99);
  }
  auto deep = walk(*store, o.rounds);
  figures["deep_page_p99_ms"] = bench::percentile(deep, 99);
  figures["resident_mib"] = resident_mib();
  bench::report("lists", figures, o.json);
}
