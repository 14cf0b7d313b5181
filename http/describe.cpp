#include "http/describe.hpp"

#include "domain/advance.hpp"
#include "domain/artwork.hpp"
#include "domain/text.hpp"
#include "http/answers.hpp"
#include "http/times.hpp"

#include <boost/json/parse.hpp>

#include <algorithm>
#include <array>

namespace dastomized::http {

namespace json = boost::json;

json::object blocker_json(const blocker& b) {
  return {{"code", b.code},
          {"what", b.what},
          {"todo", b.todo},
          {"line_id", b.line_id}};
}

namespace {

json::value time_or_null(const std::optional<instant>& t) {
  return t ? json::value(to_text(*t)) : json::value(nullptr);
}

json::string human(const std::string& text) {
  return json::string(plain_text(text));
}

template <class Items, class F>
json::array array_of(const Items& items, F one) {
  json::array all;
  for (const auto& i : items)
    all.push_back(one(i));
  return all;
}

json::array texts(const std::vector<std::string>& all) {
  return array_of(all, [](const auto& t) { return json::value(t); });
}

json::object address_json(const address& a) {
  return {{"first_name", human(a.first_name)},
          {"last_name", human(a.last_name)},
          {"company", human(a.company)},
          {"line1", human(a.line1)},
          {"line2", human(a.line2)},
          {"city", human(a.city)},
          {"state", a.state},
          {"postcode", a.postcode},
          {"country", a.country},
          {"phone", a.phone},
          {"email", a.email}};
}

json::object meta_json(const meta_entry& m) {
  json::value value(m.value);
  boost::system::error_code error;
  if (m.is_json)
    if (auto parsed = json::parse(m.value, error); !error)
      value = std::move(parsed);
  return {{"id", m.id}, {"key", m.key}, {"value", value}, {"label", m.label}};
}

json::object line_json(const line& l) {
  return {{"id", l.id},
          {"product_id", l.product_id},
          {"variation_id", l.variation_id},
          {"name", human(l.name)},
          {"sku", l.sku},
          {"quantity", l.quantity},
          {"refunded", l.refunded},
          {"subtotal", l.subtotal},
          {"total", l.total},
          {"total_tax", l.total_tax},
          {"price", l.price},
          {"image", l.image},
          {"meta", array_of(l.meta, meta_json)}};
}

json::object shipping_line_json(const shipping_line& s) {
  return {{"id", s.id},
          {"method_id", s.method_id},
          {"title", human(s.title)},
          {"total", s.total}};
}

json::object refund_json(const refund& r) {
  return {{"id", r.id}, {"reason", human(r.reason)}, {"total", r.total}};
}

// What the store said: amounts as text, as the store wrote them.
void add_snapshot(json::object& out, const snapshot& s) {
  out["number"] = s.number;
  out["status"] = s.status;
  out["created_via"] = s.created_via;
  out["created"] = to_text(s.created);
  out["modified"] = to_text(s.modified);
  out["paid"] = time_or_null(s.paid);
  out["completed"] = time_or_null(s.completed);
  out["currency"] = s.currency;
  out["total"] = s.total;
  out["total_tax"] = s.total_tax;
  out["shipping_total"] = s.shipping_total;
  out["discount_total"] = s.discount_total;
  out["payment"] = {{"method", s.payment_method},
                    {"title", human(s.payment_title)},
                    {"transaction_id", s.transaction_id}};
  out["customer_id"] = s.customer_id;
  out["customer_note"] = human(s.customer_note);
  out["billing"] = address_json(s.billing);
  out["shipping"] = address_json(s.shipping);
  out["lines"] = array_of(s.lines, line_json);
  out["shipping_lines"] = array_of(s.shipping_lines, shipping_line_json);
  out["refunds"] = array_of(s.refunds, refund_json);
  out["meta"] = array_of(s.meta, meta_json);
}

// How much is left; what counts no more has nothing left.
json::value remaining(countdown_state state, const std::optional<instant>& due,
                      milliseconds kept, instant now) {
  if (state == countdown_state::paused)
    return kept.count();
  if (state == countdown_state::running && due)
    return std::max<std::int64_t>(0, (*due - now).count());
  return nullptr;
}

json::object countdown_json(const countdown& c, instant now) {
  std::optional<instant> due;
  if (c.state == countdown_state::running)
    due = c.due;
  return {{"state", name(c.state)},
          {"due", time_or_null(due)},
          {"remaining_ms", remaining(c.state, due, c.remaining, now)},
          {"delay_ms", c.delay.count()},
          {"why", c.why},
          {"hold_until", time_or_null(c.hold_until)}};
}

json::object part_line_json(const part_line& l) {
  return {{"line_id", l.line_id},
          {"quantity", l.quantity},
          {"provider_sku", l.provider_sku}};
}

json::object part_json(const part& p) {
  return {{"provider", p.provider},
          {"revision", p.revision},
          {"reference", p.reference},
          {"state", name(p.state)},
          {"lines", array_of(p.lines, part_line_json)},
          {"blockers", array_of(p.blockers, blocker_json)},
          {"attempt", p.attempt},
          {"transient", p.transient},
          {"reason_code", p.reason_code},
          {"reason", valid_utf8(p.reason)},
          {"next_try", time_or_null(p.next_try)},
          {"provider_order_id", p.provider_order_id},
          {"requested_by", p.requested_by},
          {"payload_hash", p.payload_hash},
          {"remake_of", p.remake_of},
          {"remake_reason", p.remake_reason},
          {"all_shipped", p.all_shipped}};
}

json::object artwork_json(const artwork_file& f) {
  const auto& s = f.seen;
  std::optional<instant> checked_at;
  if (f.look > 0)
    checked_at = f.checked_at;
  return {{"url", f.url},
          {"verdict", name(s.verdict)},
          {"words", valid_utf8(s.words)},
          {"type", s.type},
          {"bytes", s.bytes},
          {"width", s.width},
          {"height", s.height},
          {"dpi", s.dpi},
          {"sha256", s.sha256},
          {"checked_at", time_or_null(checked_at)},
          {"being_looked_at", f.asked > 0},
          {"next_look", time_or_null(f.next_look)}};
}

json::object shipment_json(const shipment& s) {
  return {{"reference", s.reference},
          {"carrier", s.carrier},
          {"number", s.number},
          {"url", s.url},
          {"lines", array_of(s.lines, part_line_json)},
          {"seen", to_text(s.seen)},
          {"in_store", s.push == push_state::written}};
}

json::object attention_json(const attention& a) {
  return {{"code", a.code},
          {"what", valid_utf8(a.what)},
          {"since", to_text(a.since)}};
}

json::value intent_json(const std::optional<status_intent>& i) {
  if (!i)
    return nullptr;
  return {{"to", i->to},
          {"by", i->by},
          {"at", to_text(i->at)},
          {"tries", i->tries},
          {"next_try", time_or_null(i->next_try)},
          {"problem", i->problem}};
}

json::value edit_json(const std::optional<line_edit>& e) {
  if (!e)
    return nullptr;
  auto change = [](const meta_change& c) {
    return json::object{{"meta_id", c.meta_id},
                        {"key", valid_utf8(c.key)},
                        {"from", human(c.from)},
                        {"to", valid_utf8(c.to)}};
  };
  return {{"line_id", e->line_id},
          {"changes", array_of(e->changes, change)},
          {"keeps_print_files", e->keeps_files},
          {"by", e->by},
          {"at", to_text(e->at)},
          {"tries", e->tries},
          {"next_try", time_or_null(e->next_try)},
          {"refused", e->refused},
          {"problem", valid_utf8(e->problem)}};
}

json::value request_json(const std::optional<submission_request>& r) {
  if (!r)
    return nullptr;
  return {{"by", r->by},
          {"at", to_text(r->at)},
          {"automatic", r->automatic},
          {"waits_for_turn", r->late},
          {"waits_for_artwork", r->looking},
          {"next_try", time_or_null(r->next_try)}};
}

json::value verdict_json(const order& o, const policy* rules) {
  if (rules == nullptr)
    return nullptr;
  auto found = preflight(o, *rules);
  return {{"ready", found.empty()},
          {"blockers", array_of(found, blocker_json)}};
}

} // namespace

std::string_view attention_words(std::string_view code) {
  static constexpr std::pair<std::string_view, std::string_view> words[] = {
      {"account.moved", "sent with other credentials, and not settled"},
      {"account", "the provider refuses the account"},
      {"artwork", "something is wrong with a print file"},
      {"blocked", "can not be sent as it is"},
      {"drift.provider", "the provider holds something else"},
      {"drift", "changed in the store after it was sent"},
      {"design", "a print file is older than what it is to show"},
      {"edit", "the store did not take a change of the personalization"},
      {"dropped", "a submission that was asked for did not go"},
      {"provider.cancelled", "cancelled by the provider"},
      {"refused", "refused by the provider"},
      {"status", "the store did not take a status"},
      {"tracking", "a tracking number is not in the store"},
      {"twin", "looks like an order that is there already"},
      {"unknown", "may or may not have reached the provider"},
  };
  for (auto [begin, text] : words)
    if (code == begin || (code.starts_with(begin) && code[begin.size()] == '.'))
      return text;
  return "";
}

json::object row_json(const storage::row& r, instant now) {
  return {{"store", r.key.store},
          {"id", r.key.id},
          {"number", r.number},
          {"status", r.status},
          {"customer", r.customer},
          {"buyer", r.buyer},
          {"place", r.place},
          {"email", r.email},
          {"total", r.total},
          {"currency", r.currency},
          {"payment", r.payment},
          {"created", to_text(r.created)},
          {"modified", to_text(r.modified)},
          {"type", name(r.type)},
          {"submit_status", name(r.submit)},
          {"countdown",
           {{"state", name(r.count)},
            {"due", time_or_null(r.due)},
            {"remaining_ms", remaining(r.count, r.due, r.remaining, now)}}},
          {"items", r.items},
          {"skus", texts(r.skus)},
          {"providers", texts(r.providers)},
          {"tracking", texts(r.tracking)},
          {"problem", valid_utf8(r.problem)},
          {"needs_attention", r.needs_attention},
          {"gone", r.gone}};
}

json::object snapshot_json(const snapshot& s) {
  json::object out;
  add_snapshot(out, s);
  return out;
}

json::object order_json(const order& o, const policy* rules, instant now) {
  json::object out{{"store", o.key.store},
                   {"id", o.key.id},
                   {"version", o.version},
                   {"gone", o.gone},
                   {"type", name(type_of(o))},
                   {"type_overridden", o.type_override.has_value()},
                   {"submit_status", name(status_of(o))},
                   {"fulfilled", fulfilled(o)}};
  add_snapshot(out, o.said);
  out["countdown"] = countdown_json(o.count, now);
  out["parts"] = array_of(o.parts, part_json);
  out["request"] = request_json(o.request);
  out["status_intent"] = intent_json(o.intent);
  out["edit"] = edit_json(o.edit);
  out["artwork"] = array_of(o.artwork, artwork_json);
  out["shipments"] = array_of(o.shipments, shipment_json);
  out["tracking_problem"] = o.tracking.problem;
  out["attentions"] = array_of(o.attentions, attention_json);
  out["twin_of"] = o.twin_of ? json::value(to_string(*o.twin_of)) : nullptr;
  out["twin_cleared"] = o.twin_cleared;
  out["preflight"] = verdict_json(o, rules);
  return out;
}

std::string_view actor_of(std::string_view by, const order& o,
                          const policy& rules) {
  constexpr std::array<std::string_view, 4> ours{"countdown", "rules",
                                                 "preflight", "shipping"};
  if (by == "store")
    return "store";
  if (by.empty() || std::ranges::find(ours, by) != ours.end())
    return "automatic";
  bool provider =
      by == "provider" || rules.providers.contains(std::string(by)) ||
      std::ranges::find(o.parts, by, &part::provider) != o.parts.end();
  return provider ? "provider" : "person";
}

json::object journal_json(const storage::numbered_entry& e,
                          std::string_view actor) {
  return {{"seq", e.number},
          {"at", to_text(e.entry.at)},
          {"kind", e.entry.kind},
          {"text", valid_utf8(e.entry.text)},
          {"by", valid_utf8(e.entry.by)},
          {"actor", actor}};
}

json::object ledger_json(const storage::ledger_entry& e, bool with_payloads) {
  auto bytes = [&](const std::string& all) {
    return with_payloads ? json::value(valid_utf8(all)) : json::value(nullptr);
  };
  return {{"at", to_text(e.at)},         {"kind", e.kind},
          {"attempt", e.attempt},        {"status", e.status},
          {"words", bytes(e.words)},     {"payload_hash", e.payload_hash},
          {"payload", bytes(e.payload)}, {"trigger", e.trigger}};
}

namespace {

// The order a delivery is about, by what its body says; null: none, or it
// can not be told.
json::value order_in(const storage::delivery& d) {
  constexpr std::size_t read_max = 1 << 20; // bytes
  if (!d.topic.starts_with("order.") || d.body.size() > read_max)
    return nullptr;
  boost::system::error_code error;
  auto body = json::parse(d.body, error);
  const auto* o = error ? nullptr : body.if_object();
  const auto* id = o ? o->if_contains("id") : nullptr;
  const auto* number = id ? id->if_int64() : nullptr;
  return number && *number > 0 ? json::value(*number) : json::value(nullptr);
}

} // namespace

json::object inbox_json(const storage::inbox_item& i, bool with_body) {
  json::object out{
      {"seq", i.raw.seq},
      {"store", i.raw.store},
      {"received", to_text(i.raw.received)},
      {"topic", valid_utf8(i.raw.topic)},
      {"delivery_id", valid_utf8(i.raw.delivery_id)},
      {"webhook_id", valid_utf8(i.raw.webhook_id)},
      {"verdict", verdict_names[static_cast<std::size_t>(i.state)]},
      {"order", order_in(i.raw)},
      {"reason", valid_utf8(i.reason)},
      {"bytes", i.raw.body.size()}};
  if (with_body)
    out["body"] = valid_utf8(i.raw.body);
  return out;
}

json::object
health_json(const actors::health_report& h, bool storage_healthy,
            const std::function<std::string(const std::string&)>& zone_of) {
  auto store = [&](const actors::store_health& s) {
    std::optional<instant> polled;
    if (s.last_poll != instant{})
      polled = s.last_poll;
    return json::object{{"name", s.name},
                        {"reachable", s.reachable},
                        {"problem", valid_utf8(s.problem)},
                        {"last_poll", time_or_null(polled)},
                        {"deliveries", s.deliveries},
                        {"found_by_poll", s.found_by_poll},
                        {"backlog", s.backlog},
                        {"webhooks_repaired", s.webhooks_repaired},
                        {"errors", s.errors},
                        {"warnings", s.warnings},
                        {"webhook_lag_ms", s.lag.count()},
                        {"timezone", zone_of(s.name)}};
  };
  auto provider = [](const actors::provider_health& p) {
    return json::object{{"name", p.name},
                        {"stopped", p.stopped},
                        {"problem", valid_utf8(p.problem)},
                        {"submitted", p.submitted},
                        {"refused", p.refused},
                        {"unclear", p.unclear},
                        {"waiting", p.waiting}};
  };
  return {{"moving", h.moving},
          {"storage_healthy", storage_healthy},
          {"awake", h.awake},
          {"stores", array_of(h.stores, store)},
          {"providers", array_of(h.providers, provider)},
          {"freezes", array_of(h.freezes, freeze_json)},
          {"catch_up", catch_up_json(h.catch_up)}};
}

json::object freeze_json(const freeze& f) {
  return {{"id", f.id},
          {"scope", name(f.scope)},
          {"name", f.name},
          {"reason", valid_utf8(f.reason)},
          {"by", valid_utf8(f.by)},
          {"since", to_text(f.since)},
          {"until", time_or_null(f.until)},
          {"by_itself", f.by_itself}};
}

json::object catch_up_json(const actors::catch_up_view& v) {
  return {{"asks", v.asks},
          {"waiting", v.waiting},
          {"missed", v.missed},
          {"oldest", time_or_null(v.oldest)}};
}

json::array findings_json(const connectors::findings& all) {
  return array_of(all, [](const connectors::finding& f) {
    return json::object{{"weight", connectors::name_of(f.how)},
                        {"layer", f.layer},
                        {"seen", valid_utf8(f.seen)},
                        {"means", f.means},
                        {"todo", f.todo}};
  });
}

} // namespace dastomized::http
