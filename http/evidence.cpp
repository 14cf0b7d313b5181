// Why an order is as it is, and the proof of what was sent for it.
#include "domain/digest.hpp"
#include "domain/explain.hpp"
#include "http/describe.hpp"
#include "http/desk.hpp"
#include "http/times.hpp"

#include <boost/json/serialize.hpp>

namespace dastomized::http {

namespace json = boost::json;

namespace {

json::object explanation_json(const explanation& e) {
  json::array now, next, blockers, choices;
  for (const auto& text : e.now)
    now.push_back(json::string(valid_utf8(text)));
  for (const auto& text : e.next)
    next.push_back(json::string(valid_utf8(text)));
  for (const auto& b : e.blockers)
    blockers.push_back(blocker_json(b));
  for (const auto& c : e.choices)
    choices.push_back(json::object{{"action", name(c.what)},
                                   {"possible", c.possible},
                                   {"code", c.code},
                                   {"then", valid_utf8(c.then)}});
  json::object out;
  out["now"] = std::move(now);
  out["next_at"] = e.next_at ? json::value(to_text(*e.next_at)) : nullptr;
  out["next"] = std::move(next);
  out["blockers"] = std::move(blockers);
  out["choices"] = std::move(choices);
  out["configuration"] = e.rules;
  return out;
}

} // namespace

void desk::explain_order(call_ptr c) {
  read(c, [this, c]() -> result<response> {
    auto o = known_order(*c);
    if (!o)
      return o.error();
    auto rules = front_.rules(o->key.store);
    return json_response(200, explanation_json(explain(*o, *rules, now_())));
  });
}

// One file for a dispute: the order, what was sent, every exchange, and a
// digest over all of it.
void desk::show_evidence(call_ptr c) {
  read(c, [this, c]() -> result<response> {
    auto o = known_order(*c);
    if (!o)
      return o.error();
    auto parts = ledger_of(*o, may_see_payloads(*c));
    if (!parts)
      return parts.error();
    storage::journal_query all{o->key};
    all.limit = ~std::size_t{0};
    auto journal = store_.journal_page(all);
    if (!journal)
      return journal.error();
    auto page = order_page(*o);
    if (!page)
      return page.error();
    auto rules = front_.rules(o->key.store);
    json::array notes;
    for (const auto& e : *journal)
      notes.push_back(journal_json(e, actor_of(e.entry.by, *o, *rules)));
    json::object file;
    file["format"] = "dastomized-evidence-1";
    file["made"] = to_text(now_());
    file["order"] = std::move(*page);
    file["submitted_as"] =
        o->sent_as ? json::value(snapshot_json(*o->sent_as)) : nullptr;
    file["parts"] = std::move(*parts);
    file["journal"] = std::move(notes);
    auto digest = sha256_hex(json::serialize(file));
    file["sha256"] = digest; // of the file without this member
    auto r = json_response(200, file);
    r.set(boost::beast::http::field::content_disposition,
          "attachment; filename=\"evidence-" + o->key.store + "-" +
              std::to_string(o->key.id) + ".json\"");
    return r;
  });
}

} // namespace dastomized::http
