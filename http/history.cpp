// What happened to an order: its journal, and what was said to and by the
// providers.
#include "http/describe.hpp"
#include "http/desk.hpp"

#include <algorithm>
#include <array>

namespace dastomized::http {

namespace json = boost::json;

namespace {

constexpr std::size_t journal_max = 1000;
constexpr auto any_number = ~std::uint64_t{0};
constexpr std::array<std::string_view, 4> actors{"person", "automatic", "store",
                                                 "provider"};

struct journal_filter {
  storage::journal_query page;
  std::vector<std::string> kinds, actors; // empty: all

  bool takes(const json::object& e) const {
    std::string_view kind = e.at("kind").as_string();
    std::string_view who = e.at("actor").as_string();
    auto is = [&](const std::string& k) {
      return kind == k || (kind.starts_with(k) && kind[k.size()] == '.');
    };
    return (kinds.empty() || std::ranges::any_of(kinds, is)) &&
           (actors.empty() || std::ranges::find(actors, who) != actors.end());
  }
};

result<journal_filter> filter_of(const call& c) {
  if (auto odd = unknown_arg(c, {"after", "before", "limit", "kind", "actor"}))
    return failure{fault::invalid, "there is no parameter " + *odd};
  const auto* from = c.arg("after");
  bool first = from != nullptr && *from == "0"; // from the very beginning
  auto after = first ? std::uint64_t{0} : number_arg(c, "after", 0, any_number);
  auto before = number_arg(c, "before", any_number, any_number);
  auto limit = number_arg(c, "limit", journal_max, journal_max);
  for (const auto& r : {after, before, limit})
    if (!r)
      return r.error();
  journal_filter f;
  f.page.after = *after;
  f.page.before = *before;
  f.page.limit = *limit;
  f.page.oldest = from != nullptr && c.arg("before") == nullptr;
  f.kinds = list_arg(c, "kind");
  f.actors = list_arg(c, "actor");
  for (const auto& a : f.actors)
    if (std::ranges::find(actors, a) == actors.end())
      return failure{fault::invalid,
                     "actor must be person, automatic, store or provider"};
  return f;
}

json::value number_if(bool there, std::uint64_t n) {
  return there ? json::value(n) : json::value(nullptr);
}

} // namespace

void desk::show_journal(call_ptr c) {
  auto f = filter_of(*c);
  if (!f)
    return c->answer(problem(f.error()));
  read(c, [this, c, f = std::move(*f)]() mutable -> result<response> {
    auto o = known_order(*c);
    if (!o)
      return o.error();
    f.page.key = o->key;
    auto page = store_.journal_page(f.page);
    if (!page)
      return page.error();
    auto rules = front_.rules(o->key.store);
    json::array all;
    for (const auto& e : *page)
      if (auto one = journal_json(e, actor_of(e.entry.by, *o, *rules));
          f.takes(one))
        all.push_back(std::move(one));
    auto first = page->empty() ? 1 : page->front().number;
    auto last = page->empty() ? o->notes : page->back().number;
    json::object out;
    out["journal"] = std::move(all);
    out["next_before"] = number_if(first > 1, first);
    out["next_after"] = number_if(last < o->notes, last);
    return json_response(200, out);
  });
}

bool may_see_payloads(const call& c) {
  return c.who.role >= access::role::operator_;
}

void desk::show_ledger(call_ptr c) {
  read(c, [this, c]() -> result<response> {
    auto o = known_order(*c);
    if (!o)
      return o.error();
    auto parts = ledger_of(*o, may_see_payloads(*c));
    if (!parts)
      return parts.error();
    return json_response(200, {{"parts", std::move(*parts)}});
  });
}

result<json::array> desk::ledger_of(const order& o, bool with_payloads) {
  json::array parts;
  for (const auto& p : o.parts) {
    auto entries = store_.ledger(p.reference);
    if (!entries)
      return entries.error();
    json::array all;
    for (const auto& e : *entries)
      all.push_back(ledger_json(e, with_payloads));
    parts.push_back({{"reference", p.reference},
                     {"provider", p.provider},
                     {"entries", std::move(all)}});
  }
  return parts;
}

} // namespace dastomized::http
