// One action on many orders: what it would do, and doing it.
#include "domain/text.hpp"
#include "http/answers.hpp"
#include "http/body_reader.hpp"
#include "http/describe.hpp"
#include "http/desk.hpp"
#include "storage/search.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace dastomized::http {

namespace {

constexpr std::size_t reason_max = 500;
constexpr int previews_waiting_max = 8;
constexpr std::array<std::string_view, 6> lists{
    "store", "status", "submit_status", "type", "provider", "attention"};
constexpr std::array<std::string_view, 7> texts{
    "tab",    "created_from", "created_to", "due_from",
    "due_to", "search",       "search_in"};

bool among(std::string_view name, auto& all) {
  return std::ranges::find(all, name) != all.end();
}

failure not_a(std::string_view name, std::string_view what) {
  return {fault::invalid, fmt::format("{} must be {}", valid_utf8(name), what)};
}

result<std::vector<order_key>> keys_in(std::string_view name,
                                       const json::value& given) {
  auto wrong = not_a(name, fmt::format("a list of up to {} objects with store "
                                       "(a text) and id (a whole number)",
                                       actors::bulk_max));
  if (!given.is_array() || given.get_array().size() > actors::bulk_max)
    return wrong;
  std::vector<order_key> keys;
  for (const auto& x : given.get_array()) {
    const auto* o = x.if_object();
    const auto* store = o != nullptr ? o->if_contains("store") : nullptr;
    const auto* id = o != nullptr ? o->if_contains("id") : nullptr;
    if (store == nullptr || id == nullptr || o->size() != 2 ||
        !store->is_string() || !id->is_int64() || id->get_int64() < 1)
      return wrong;
    keys.push_back({std::string(store->get_string()), id->get_int64()});
  }
  return keys;
}

// A filter as the parameter of the list would be; nullopt: it is none. One that
// says nothing would be no filter there, and mean all orders here.
std::optional<std::string> parameter(std::string_view name,
                                     const json::value& v) {
  if (name == "needs_attention" && v.is_bool())
    return v.get_bool() ? "true" : "false";
  if (among(name, texts) && v.is_string() && !v.get_string().empty())
    return std::string(v.get_string());
  if (!among(name, lists) || !v.is_array() || v.get_array().empty())
    return std::nullopt;
  std::string all;
  for (const auto& x : v.get_array()) {
    if (!x.is_string() || x.get_string().empty() ||
        x.get_string().find(',') != json::string::npos)
      return std::nullopt;
    all += (all.empty() ? "" : ",") + std::string(x.get_string());
  }
  return all;
}

// Read by the same rules as the parameters of the list.
result<storage::list_query> query_in(const json::value& given) {
  const auto* filters = given.if_object();
  if (filters == nullptr)
    return not_a("query", "an object with the filters of the list");
  call list;
  for (const auto& [name, value] : *filters) {
    auto text = parameter(name, value);
    if (!text)
      return not_a("query", fmt::format("filters of the list: {} is none, or "
                                        "not of its kind, or empty",
                                        valid_utf8(std::string_view(name))));
    list.where.args[name] = std::move(*text);
  }
  if (const auto* text = list.arg("search")) {
    auto words = storage::words_in(*text, storage::words_max + 1).size();
    if (words == 0 || words > storage::words_max)
      return not_a("search", fmt::format("1 to {} words", storage::words_max));
  }
  return query_of(list);
}

struct members {
  std::vector<order_key> orders, except;
  std::optional<storage::list_query> query;
};

result<members> members_in(const json::object& body) {
  members m;
  const auto* orders = body.if_contains("orders");
  const auto* query = body.if_contains("query");
  if ((orders == nullptr) == (query == nullptr))
    return failure{fault::invalid,
                   "say either orders (a list) or query (filters)"};
  for (auto [name, to] :
       {std::pair{"orders", &m.orders}, std::pair{"except", &m.except}})
    if (const auto* given = body.if_contains(name)) {
      auto keys = keys_in(name, *given);
      if (!keys)
        return keys.error();
      *to = std::move(*keys);
    }
  if (orders != nullptr && (m.orders.empty() || !m.except.empty()))
    return failure{fault::invalid, "orders must name one at least, and except "
                                   "belongs to query"};
  if (query != nullptr) {
    auto q = query_in(*query);
    if (!q)
      return q.error();
    m.query = std::move(*q);
  }
  return m;
}

result<actors::bulk_wish> wish_in(const json::object& body) {
  auto m = members_in(body);
  if (!m)
    return m.error();
  auto rest = body;
  for (const char* name : {"orders", "query", "except"})
    rest.erase(name);
  body_reader r(rest);
  auto action = actors::parse_bulk_action(r.text("action", true));
  auto reason = r.text("reason", false);
  r.finish();
  if (!r.wrong.empty())
    return failure{fault::invalid, r.wrong};
  if (!action)
    return not_a("action", "submit, hold, release or retry");
  if (reason.size() > reason_max)
    return not_a("reason", fmt::format("{} bytes at most", reason_max));
  return actors::bulk_wish{*action, std::move(reason), std::move(m->orders),
                           std::move(m->query), std::move(m->except)};
}

json::object preview_json(const actors::bulk_preview& p) {
  json::array groups;
  for (const auto& g : p.groups) {
    json::array examples;
    for (const auto& x : g.examples)
      examples.push_back(json::object{{"store", x.key.store},
                                      {"id", x.key.id},
                                      {"number", valid_utf8(x.number)}});
    groups.push_back(json::object{{"code", g.what.code},
                                  {"what", valid_utf8(g.what.what)},
                                  {"todo", valid_utf8(g.what.todo)},
                                  {"will", g.what.will},
                                  {"count", g.count},
                                  {"examples", std::move(examples)}});
  }
  return {{"preview", p.id},
          {"action", actors::bulk_name(p.action)},
          {"will", p.will},
          {"will_not", p.will_not},
          {"groups", std::move(groups)},
          {"expires", to_text(p.expires)}};
}

} // namespace

void desk::preview_bulk(call_ptr c) {
  auto body = json_body(*c);
  auto wish = body ? wish_in(*body) : body.error();
  if (!wish)
    return c->answer(problem(wish.error()));
  c->note->target = "preview";
  c->note->what = std::string(actors::bulk_name(wish->action)) +
                  (wish->reason.empty() ? "" : ": " + wish->reason);
  if (++previewing_ > previews_waiting_max) {
    --previewing_;
    return c->answer(problem(503, "unavailable",
                             "other previews are still being made: try again "
                             "in a minute"));
  }
  // Also if it throws, or is never run.
  std::shared_ptr<void> place(nullptr, [this](auto) { --previewing_; });
  later_on(planners_, c, [this, c, place, wish = std::move(*wish)] {
    auto p = front_.preview_bulk(wish, [this] { return leaving_.load(); });
    if (p) {
      c->note->target = "preview " + p->id;
      c->note->what += fmt::format(" (would act on {} of {} orders)", p->will,
                                   p->will + p->will_not);
    }
    c->answer(p ? json_response(200, preview_json(*p)) : problem(p.error()));
  });
}

void desk::begin_bulk(call_ptr c) {
  auto body = json_body(*c);
  if (!body)
    return c->answer(problem(body.error()));
  body_reader r(*body);
  auto preview = r.text("preview", true);
  r.finish();
  if (!r.wrong.empty())
    return c->answer(problem(failure{fault::invalid, r.wrong}));
  c->note->target = c->note->what = "preview " + preview;
  later(c, [this, c, preview] {
    front_.begin_bulk(preview, c->who.name, [c](result<std::uint64_t> id) {
      if (id) {
        c->note->target = "job " + std::to_string(*id);
        return c->answer(job_begun(*id));
      }
      c->answer(id.error().kind == fault::not_found
                    ? problem(410, "preview_gone", id.error().what)
                    : problem(id.error()));
    });
  });
}

} // namespace dastomized::http
