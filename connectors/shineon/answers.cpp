#include "connectors/shineon/answers.hpp"

#include "connectors/customcat/kit.hpp"
#include "domain/text.hpp"

#include <boost/json.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

namespace dastomized::connectors::shineon {

namespace {

namespace json = boost::json;
using kit::array_at;
using kit::object_at;
using kit::object_of;
using kit::text_at;

// The texts in {"error": …}: a string, a list, or lists by field.
void append_texts(std::string& out, const json::value& v) {
  auto add = [&](std::string_view text) {
    if (!text.empty())
      out +=
          (out.empty() || out.ends_with(": ") ? "" : "; ") + std::string(text);
  };
  if (auto* text = v.if_string())
    return add(std::string_view(text->data(), text->size()));
  if (auto* list = v.if_array())
    for (const auto& one : *list)
      append_texts(out, one);
  else if (auto* fields = v.if_object())
    for (const auto& [name, one] : *fields) {
      add(std::string(name) + ": ");
      append_texts(out, one);
    }
  else if (!v.is_null())
    add(json::serialize(v));
}

std::string error_text(const http_response& r) {
  auto body = kit::object_in(r.body).value_or(json::object{});
  std::string out;
  for (auto* key : {"error", "errors", "message"})
    if (auto* v = body.if_contains(key))
      append_texts(out, *v);
  return out;
}

std::string code_of(std::string_view text) {
  struct known {
    std::string_view message, code;
  };
  constexpr std::array<known, 5> messages{
      {{"address", "address.invalid"},
       {"shipping_method", "shipping_method"},
       {"sku", "sku.unavailable"},
       {"print_url", "design.rejected"},
       {"artwork", "design.rejected"}}};
  for (auto [message, code] : messages)
    if (text.find(message) != text.npos)
      return std::string(code);
  return "provider.rejected";
}

// Whether a second source_id is refused is not established; if it is, this
// is how it may read.
bool says_taken(std::string_view text) {
  auto has = [&](std::string_view word) {
    return text.find(word) != text.npos;
  };
  return (has("source_id") || has("source id")) &&
         (has("taken") || has("exist") || has("already") || has("duplicate") ||
          has("unique"));
}

bool is_ours(const json::object& order, const std::string& reference) {
  return text_at(order, "source_id") == reference ||
         text_at(order, "store_order_id") == reference;
}

// Line ids with quantities; empty when a line does not name its id.
std::string contents(const json::object& order) {
  std::vector<std::string> all;
  for (const auto& entry : array_at(order, "line_items")) {
    auto id = text_at(object_of(entry), "store_line_item_id");
    if (id.empty())
      return {};
    all.push_back(id + " x " + text_at(object_of(entry), "quantity"));
  }
  std::ranges::sort(all);
  return fmt::format("{}", fmt::join(all, ", "));
}

// Texts that both sides name; artwork addresses may have been rewritten.
std::vector<kit::compared> texts(const json::object& ours,
                                 const json::object& theirs) {
  std::vector<kit::compared> all;
  for (const auto& a : array_at(ours, "line_items"))
    for (const auto& b : array_at(theirs, "line_items")) {
      if (text_at(object_of(a), "store_line_item_id") !=
          text_at(object_of(b), "store_line_item_id"))
        continue;
      const auto& held = object_at(object_of(b), "properties");
      for (const auto& [key, value] : object_at(object_of(a), "properties"))
        if (key != "print_url")
          all.push_back({key,
                         text_at(object_at(object_of(a), "properties"), key),
                         text_at(held, key)});
    }
  return all;
}

std::string difference(const json::object& theirs, const std::string& payload) {
  auto sent = kit::object_in(payload).value_or(json::object{});
  const auto& ours = object_at(sent, "order");
  const auto& to = object_at(ours, "shipping_address");
  const auto& at = object_at(theirs, "shipping_address");
  auto both = [&](const char* what, const char* key, bool postcode = false) {
    return kit::compared{what, text_at(to, key), text_at(at, key), postcode};
  };
  std::vector<kit::compared> all{both("name", "name"),
                                 both("street", "address1"),
                                 both("postcode", "zip", true),
                                 both("country", "country_code"),
                                 {"lines", contents(ours), contents(theirs)}};
  std::ranges::move(texts(ours, theirs), std::back_inserter(all));
  return kit::differences(all);
}

std::string status_words(const json::object& order) {
  auto out = text_at(order, "status");
  for (auto* key : {"on_hold_reason", "cancel_reason"})
    if (auto reason = text_at(order, key); !reason.empty())
      out += ": " + reason;
  return out;
}

copy copy_of(const json::object& order, const std::string& payload,
             const provider_account& a) {
  return {text_at(order, "id"), lower(text_at(order, "status")),
          kit::words(status_words(order), a),
          kit::words(difference(order, payload), a)};
}

} // namespace

bool copy::cancelled() const {
  return status == "cancelled" || status == "canceled";
}

bool copy::held() const {
  return status == "on_hold";
}

listing read_listing(const http_outcome& o, const std::string& reference,
                     const std::string& payload, const provider_account& a) {
  listing out;
  auto* r = std::get_if<http_response>(&o);
  auto body = r && r->status == 200 ? kit::object_in(r->body) : std::nullopt;
  auto* orders = body ? body->if_contains("orders") : nullptr;
  if (!orders || !orders->is_array()) {
    out.problem = kit::described(o, a);
    return out;
  }
  for (const auto& entry : orders->get_array()) {
    const auto& order = object_of(entry);
    // A list that was not filtered may hide copies on other pages.
    if (!is_ours(order, reference) || text_at(order, "id").empty())
      out.problem = "ShineOn listed orders that were not asked for";
    else
      out.copies.push_back(copy_of(order, payload, a));
  }
  out.complete = out.problem.empty();
  return out;
}

change_outcome read_changes(const http_outcome& o, const provider_account& a) {
  auto* r = std::get_if<http_response>(&o);
  auto body = r && r->status == 200 ? kit::object_in(r->body) : std::nullopt;
  auto* orders = body ? body->if_contains("orders") : nullptr;
  if (!orders || !orders->is_array())
    return part_no_answer{kit::described(o, a)};
  change_page page;
  page.last = orders->get_array().size() < changes_a_page;
  for (const auto& entry : orders->get_array()) {
    const auto& order = object_of(entry);
    auto reference = text_at(order, "source_id");
    if (reference.empty())
      reference = text_at(order, "store_order_id");
    if (!reference.empty())
      page.changed.emplace_back(std::move(reference),
                                text_at(order, "updated_at") + ' ' +
                                    text_at(order, "status"));
  }
  return page;
}

std::variant<created, part_outcome> read_creation(const http_outcome& o,
                                                  const std::string& reference,
                                                  const provider_account& a) {
  if (auto common = kit::common_outcome(o, a))
    return *common;
  const auto& r = std::get<http_response>(o);
  if (r.status == 401 || r.status == 403)
    return kit::token_refused(r, a);
  if (kit::is_success(r)) {
    auto body = kit::object_in(r.body).value_or(json::object{});
    const auto& order = object_at(body, "order");
    auto id = text_at(order, "id");
    bool unnamed = text_at(order, "source_id").empty() &&
                   text_at(order, "store_order_id").empty();
    if (!id.empty() && (unnamed || is_ours(order, reference)))
      return created{id};
    return part_unclear{kit::described(r, a)};
  }
  auto text = error_text(r);
  if (says_taken(lower(text)))
    return created{};
  if (!kit::is_definite_refusal(r.status) || is_html(r))
    return part_unclear{kit::described(r, a)};
  return part_refused{code_of(lower(text)),
                      text.empty() ? kit::described(r, a) : kit::words(text, a),
                      false,
                      {}};
}

namespace {

// One field may name several parcels.
std::vector<std::string> numbers_in(const std::string& text) {
  std::vector<std::string> out;
  std::string_view rest = text;
  constexpr std::string_view between = ",;| \t\r\n";
  while (true) {
    auto from = rest.find_first_not_of(between);
    if (from == rest.npos)
      return out;
    rest.remove_prefix(from);
    auto to = std::min(rest.find_first_of(between), rest.size());
    out.emplace_back(rest.substr(0, to));
    rest.remove_prefix(to);
  }
}

std::optional<part_line> line_in(const json::object& entry) {
  auto id = text_at(entry, "store_line_item_id");
  auto quantity = text_at(entry, "quantity");
  part_line l;
  auto* end = id.data() + id.size();
  if (auto [stop, ec] = std::from_chars(id.data(), end, l.line_id);
      ec != std::errc{} || stop != end)
    return std::nullopt;
  std::from_chars(quantity.data(), quantity.data() + quantity.size(),
                  l.quantity);
  l.provider_sku = text_at(entry, "sku");
  return l;
}

void add_parcels(std::vector<shipment>& all, const json::object& entry,
                 const part& p) {
  for (auto& number : numbers_in(text_at(entry, "tracking_number"))) {
    auto it = std::ranges::find(all, number, &shipment::number);
    if (it == all.end()) {
      shipment s;
      s.reference = p.reference;
      s.carrier = text_at(entry, "tracking_company");
      s.url = kit::tracking_url(s.carrier, number);
      s.number = std::move(number);
      it = all.insert(all.end(), std::move(s));
    }
    if (auto l = line_in(entry))
      it->lines.push_back(std::move(*l));
  }
}

// The order itself, or the one live entry of a list.
std::optional<json::object> order_in(const http_outcome& o, const part& p) {
  auto* r = std::get_if<http_response>(&o);
  auto body = r && r->status == 200 ? kit::object_in(r->body) : std::nullopt;
  if (!body)
    return std::nullopt;
  const auto& one = object_at(*body, "order");
  if (!one.empty()) {
    bool named = !text_at(one, "source_id").empty() ||
                 !text_at(one, "store_order_id").empty();
    if (named && !is_ours(one, p.reference))
      return std::nullopt;
    return one;
  }
  std::optional<json::object> found;
  for (const auto& entry : array_at(*body, "orders")) {
    const auto& order = object_of(entry);
    if (!is_ours(order, p.reference))
      continue;
    copy seen{"", lower(text_at(order, "status")), "", ""};
    if (!found || !seen.cancelled())
      found = order;
  }
  return found;
}

} // namespace

tracking_outcome read_tracking(const http_outcome& o, const part& p,
                               const provider_account& a) {
  auto order = order_in(o, p);
  if (!order)
    return part_no_answer{kit::described(o, a)};
  copy state{"", lower(text_at(*order, "status")), "", ""};
  tracking_report report;
  report.cancelled = state.cancelled();
  report.words = kit::words(status_words(*order), a);
  const auto& lines = array_at(*order, "line_items");
  for (const auto& entry : lines)
    add_parcels(report.shipments, object_of(entry), p);
  // There is no status for "partly": some lines have a number, some not.
  report.all_shipped =
      !lines.empty() && std::ranges::all_of(lines, [](const auto& entry) {
        return !numbers_in(text_at(object_of(entry), "tracking_number"))
                    .empty();
      });
  return report;
}

std::optional<notice> read_notice(const std::string& text,
                                  const provider_account& a) {
  auto body = kit::object_in(text).value_or(json::object{});
  const auto& order = object_at(body, "order");
  notice n;
  // source_id has been seen empty here; then store_order_id is ours.
  for (auto* key : {"source_id", "store_order_id", "id"})
    if (auto name = text_at(order, key); !name.empty() && n.references.empty())
      n.references.push_back(name);
  if (n.references.empty())
    return std::nullopt;
  bool number = false;
  for (const auto& entry : array_at(order, "line_items"))
    number |= !text_at(object_of(entry), "tracking_number").empty();
  n.kind = number ? "shipped" : "changed";
  n.words = kit::words(status_words(order), a);
  return n;
}

} // namespace dastomized::connectors::shineon
