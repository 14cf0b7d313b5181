#include "sandbox/generator.hpp"

#include <fmt/format.h>

#include <array>

namespace dastomized::sandbox {

namespace {

struct home {
  std::string_view first, last, street, city, state, zip, country, phone,
      currency;
};

constexpr std::array homes{
    home{"Ada", "Byron", "12 Elm St", "Troy", "MI", "48083", "US", "2485550100",
         "USD"},
    home{"Marcus", "O'Neill", "480 W 42nd St Apt 9C", "New York", "NY", "10036",
         "US", "2125550143", "USD"},
    home{"Guadalupe", "Núñez", "77 Alamo Plaza", "San Antonio", "TX", "78205",
         "US", "2105550177", "USD"},
    home{"Kim", "Tran", "1500 Pike Pl", "Seattle", "WA", "98101", "US",
         "2065550112", "USD"},
    home{"Shaniqua", "Williams-Jones", "9 Peachtree Cir NE", "Atlanta", "GA",
         "30309", "US", "4045550191", "USD"},
    home{"Bill &amp; Sue", "Carter", "RR 2 Box 152", "Bozeman", "MT", "59715",
         "US", "4065550120", "USD"},
    home{"Émilie", "Tremblay", "350 rue Saint-Paul E", "Montréal", "QC",
         "H2Y 1H2", "CA", "5145550188", "CAD"},
    home{"Alasdair", "MacLeod", "3 Kilmuir Rd", "Portree", "", "IV51 9XX", "GB",
         "07700900123", "GBP"},
    home{"Jürgen", "Weiß", "Königstraße 5", "Köln", "", "50667", "DE",
         "+49 221 5550123", "EUR"},
    home{"Zoé", "Lefèvre", "7 rue de l’Église", "Saint-Étienne", "", "42000",
         "FR", "+33 6 12 34 56 78", "EUR"},
    home{"美咲", "田中", "渋谷区神南1-2-3", "東京", "JP13", "150-0041", "JP",
         "03-5550-1234", "JPY"},
    home{"Matilda", "Nguyen", "21 Wattle Grove", "Hobart", "TAS", "7000", "AU",
         "0355501234", "AUD"},
    home{"Søren", "Müller-Ørsted", "Nørre Voldgade 12", "København", "", "1358",
         "DK", "+45 55 50 12 34", "EUR"},
};
constexpr std::size_t us_homes = 6;

constexpr std::array words{"Zoé ❤ 2026",        "Best Dad Ever", "Bella",
                           "Always & Forever",  "Max",           "Élodie + Tom",
                           "小さな幸せ",        "Est. 1987",     "Mom's Garden",
                           "Captain \"Sparky\""};

} // namespace

generator::generator(shop& s, std::uint64_t seed, std::string files_url)
    : shop_(s), dice_(seed), files_(std::move(files_url)) {}

std::string generator::image(std::string_view role) {
  return fmt::format("{}/{:08x}-{}.png", files_, dice_() & 0xffffffffu, role);
}

const product& generator::pick(maker m) {
  std::vector<const product*> found;
  for (const auto& p : catalog())
    if (p.made_by == m)
      found.push_back(&p);
  return *found[roll(found.size())];
}

json::object generator::customer() {
  const auto& h =
      chance(70) ? homes[roll(us_homes)] : homes[roll(homes.size())];
  auto number = roll(9000) + 1000;
  json::object who{{"first_name", h.first},
                   {"last_name", h.last},
                   {"company", ""},
                   {"address_1", h.street},
                   {"address_2", chance(10) ? "Unit 4" : ""},
                   {"city", h.city},
                   {"state", h.state},
                   {"postcode", h.zip},
                   {"country", h.country},
                   {"phone", h.phone}};
  auto billing = who;
  billing["email"] = fmt::format("buyer{}@example.com", number);
  return {{"currency", h.currency}, {"billing", billing}, {"shipping", who}};
}

json::object generator::line(const product& p) {
  json::array metas;
  auto add = [&](std::string_view key, std::string_view value) {
    metas.push_back({{"key", key}, {"value", value}});
  };
  bool printed =
      p.made_by == maker::customcat ||
      (p.made_by == maker::shineon && (p.option.empty() || chance(40)));
  if (!p.option.empty())
    add(p.option, words[roll(words.size())]);
  if (printed) {
    add("_dastomize_preview", image("preview"));
    add("_dastomize_print_file", image("print"));
    add("_dastomize_client_image", image("client"));
  }
  auto quantity = chance(85) ? 1 : static_cast<std::int64_t>(2 + roll(3));
  return {{"product_id", p.id},
          {"name", p.name},
          {"sku", p.sku},
          {"quantity", quantity},
          {"total", money(cents(p.price) * quantity)},
          {"meta_data", metas}};
}

json::array generator::lines(bool amazon) {
  json::array all;
  auto kind = roll(100);
  if (kind < 45 || kind >= 75)
    all.push_back(line(pick(maker::customcat)));
  if (kind < 90 && kind >= 45)
    all.push_back(line(pick(maker::shineon)));
  if (kind >= 95 && !amazon)
    all.erase(all.begin());
  if (all.empty() || chance(12))
    all.push_back(line(pick(maker::other)));
  if (chance(10))
    all.push_back(line(pick(maker::customcat)));
  return all;
}

// What a person will have to put right.
void generator::spoil(json::object& body) {
  auto& to = body["shipping"].as_object();
  if (chance(50))
    to["postcode"] = "";
  else
    to["address_1"] = "1 Nowhere Lane";
}

void generator::make_amazon(json::object& body) {
  auto id = fmt::format("113-{:07}-{:07}", roll(10'000'000), roll(10'000'000));
  bool theirs = chance(20);
  body["created_via"] = "amazon";
  body["payment_method_title"] = "Amazon";
  auto& metas = body["meta_data"].as_array();
  auto add = [&](std::string_view key, std::string_view value) {
    metas.push_back({{"key", key}, {"value", value}});
  };
  add("_wpla_amazon_order_id", id);
  add("_wpla_amazon_fulfillment_channel", theirs ? "AFN" : "MFN");
  add("_wc_order_attribution_utm_source", "Amazon");
  add("_wc_order_attribution_utm_medium", "WP-Lister");
  for (auto& entry : body["line_items"].as_array()) {
    auto& one = entry.as_object();
    one["meta_data"].as_array().push_back(
        {{"key", "SKU"}, {"value", text_at(one, "sku")}});
  }
  if (chance(50)) // a relay address and no phone
    body["billing"].as_object()["phone"] = "";
}

void generator::fulfil(const json::object& wish, json::object& body) {
  auto put = [](json::object& to, const json::object& from) {
    for (const auto& [key, value] : from)
      to[key] = value;
  };
  for (const auto& [key, value] : wish) {
    if (key == "line_items") {
      json::array lines;
      for (const auto& said : array_at(wish, key)) {
        auto one = line(pick(maker::customcat));
        put(one, said.as_object());
        lines.push_back(std::move(one));
      }
      body[key] = std::move(lines);
    } else if (value.is_object() && body[key].is_object()) {
      put(body[key].as_object(), value.get_object());
    } else {
      body[key] = value;
    }
  }
}

shop_order& generator::place(std::int64_t now_s, const json::object& wish) {
  auto body = customer();
  bool amazon = chance(15);
  body["created_via"] = "checkout";
  body["payment_method"] = "stripe";
  body["payment_method_title"] = "Credit card";
  body["meta_data"] = json::array();
  body["line_items"] = lines(amazon);
  json::array shipping;
  shipping.push_back({{"method_title", chance(80) ? "Standard" : "Express"},
                      {"method_id", "flat_rate"},
                      {"total", "5.95"}});
  body["shipping_lines"] = shipping;
  if (chance(8))
    body["customer_note"] = "Please ring twice.\nIt is a gift.";
  if (amazon)
    make_amazon(body);
  if (chance(5))
    spoil(body);
  auto kind = roll(100);
  auto status = amazon || kind < 85 ? "processing"
                : kind < 94         ? "pending"
                                    : "on-hold";
  body["status"] = status;
  fulfil(wish, body);
  auto& o = shop_.place(body, now_s);
  plan(o, now_s);
  return o;
}

void generator::plan(const shop_order& o, std::int64_t now_s) {
  auto status = text_at(o.doc, "status");
  auto wait = static_cast<std::int64_t>(5 + roll(55));
  if (status != "processing")
    planned_.emplace(now_s + wait, later{o.id, "processing"});
  else if (chance(3))
    planned_.emplace(now_s + wait / 2, later{o.id, "cancelled"});
}

void generator::tick(std::int64_t now_s) {
  while (!planned_.empty() && planned_.begin()->first <= now_s) {
    auto [order, status] = planned_.begin()->second;
    planned_.erase(planned_.begin());
    auto* o = shop_.find(order);
    // Somebody may have moved the order on meanwhile.
    if (o == nullptr || text_at(o->doc, "status") == "completed" ||
        text_at(o->doc, "status") == "trash")
      continue;
    (void)shop_.change(*o, {{"status", status}}, now_s);
  }
}

json::object generator::saved() const {
  json::array all;
  for (const auto& [at, what] : planned_)
    all.push_back({{"at", at}, {"order", what.order}, {"status", what.status}});
  return {{"planned", all}};
}

void generator::load(const json::object& state) {
  // Other customers come than before the restart.
  dice_.seed(dice_() + shop_.orders.size());
  for (const auto& entry : array_at(state, "planned")) {
    const auto& p = entry.as_object();
    planned_.emplace(number_at(p, "at"),
                     later{number_at(p, "order"), text_at(p, "status")});
  }
}

} // namespace dastomized::sandbox
