#include "connectors/customcat/answers.hpp"

#include "connectors/customcat/kit.hpp"
#include "domain/text.hpp"

#include <boost/json.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace dastomized::connectors::customcat {

namespace {

namespace json = boost::json;
using kit::array_at;
using kit::object_of;
using kit::text_at;

// The places where the text of an error has been seen: a header, members of
// the body, the reason phrase.
std::string error_text(const http_response& r) {
  if (auto text = r.header("X-FAIL-MESSAGE"); text && !trimmed(*text).empty())
    return std::string(*text);
  auto body = kit::object_in(r.body).value_or(json::object{});
  for (auto* key : {"error_description", "MSG"})
    if (auto text = text_at(body, key); !text.empty())
      return text;
  constexpr std::array ordinary{"ok",
                                "bad request",
                                "not found",
                                "unauthorized",
                                "forbidden",
                                "",
                                "unprocessable entity",
                                "method not allowed"};
  if (std::ranges::find(ordinary, lower(trimmed(r.reason))) == ordinary.end())
    return r.reason;
  return {};
}

// All those places together, to recognise a message by.
std::string all_texts(const http_response& r) {
  auto body = kit::object_in(r.body).value_or(json::object{});
  return lower(fmt::format(
      "{}\n{}\n{}\n{}", r.header("X-FAIL-MESSAGE").value_or(""), r.reason,
      text_at(body, "error_description"), text_at(body, "MSG")));
}

bool is_duplicate(const http_response& r) {
  return all_texts(r).find("duplicate order") != std::string::npos;
}

std::string code_of(const http_response& r) {
  struct known {
    std::string_view message, code;
  };
  constexpr std::array<known, 7> messages{
      {{"invalid state", "address.state"},
       {"invalid country", "address.country"},
       {"invalid shipping address", "address.invalid"},
       {"invalid shipping method", "shipping_method"},
       {"customer email required", "recipient.email"},
       {"there is an issue with the order", "sku.unavailable"},
       {"charge failed", "account.charge_failed"}}};
  auto text = all_texts(r);
  for (auto [message, code] : messages)
    if (text.find(message) != std::string::npos)
      return std::string(code);
  return "provider.rejected";
}

std::string suggestions(const http_response& r) {
  auto body = kit::object_in(r.body).value_or(json::object{});
  std::string out;
  for (const auto& entry : array_at(body, "suggestions")) {
    std::string one;
    for (auto* key :
         {"address1", "address2", "city", "state", "zipcode", "country"})
      if (auto text = text_at(object_of(entry), key); !text.empty())
        one += (one.empty() ? "" : ", ") + text;
    if (!one.empty())
      out += (out.empty() ? "; perhaps: " : " | ") + one;
  }
  return out;
}

part_outcome refused(const http_response& r, const provider_account& a) {
  auto text = error_text(r);
  auto shown = text.empty() ? kit::described(r, a)
                            : kit::words(text + suggestions(r), a);
  return part_refused{code_of(r), std::move(shown), false, {}};
}

bool is_word(const std::string& text, std::string_view a, std::string_view b) {
  auto word = lower(trimmed(text));
  return word == a || word == b;
}

bool every_line(const json::object& body, std::string_view a,
                std::string_view b) {
  const auto& lines = array_at(body, "LINE_ITEMS");
  return !lines.empty() && std::ranges::all_of(lines, [&](const auto& l) {
    return is_word(text_at(object_of(l), "STATUS"), a, b);
  });
}

bool is_cancelled(const json::object& body) {
  return is_word(text_at(body, "ORDER_STATUS"), "cancelled", "canceled") ||
         every_line(body, "cancelled", "canceled");
}

// Statuses are words written in any case; unknown ones mean "open".
bool is_shipped(const json::object& body) {
  return is_word(text_at(body, "ORDER_STATUS"), "shipped", "shipped") ||
         every_line(body, "shipped", "shipped");
}

std::string difference(const json::object& body, const std::string& payload) {
  auto sent = kit::object_in(payload).value_or(json::object{});
  auto ours = [&](const char* key) { return text_at(sent, key); };
  auto theirs = [&](const char* key) { return text_at(body, key); };
  // Country names are not compared with codes.
  auto country = theirs("CUSTOMER_COUNTRY");
  return kit::differences(
      {{"name", ours("shipping_first_name") + ours("shipping_last_name"),
        theirs("CUSTOMER_NAME")},
       {"street", ours("shipping_address1"), theirs("CUSTOMER_ADDRESS1")},
       {"postcode", ours("shipping_zip"), theirs("CUSTOMER_ZIP"), true},
       {"country", ours("shipping_country"),
        country.size() == 2 ? country : ""}});
}

// The order a status answer is about; nullopt: it is about no such thing.
std::optional<json::object> status_of(const http_outcome& o,
                                      const std::string& reference) {
  auto* r = std::get_if<http_response>(&o);
  if (!r || r->status != 200)
    return std::nullopt;
  auto body = kit::object_in(r->body);
  if (!body || text_at(*body, "ORDER_ID") != reference)
    return std::nullopt;
  return body;
}

} // namespace

std::optional<part_outcome> read_submission(const http_outcome& o,
                                            const std::string& reference,
                                            const provider_account& a) {
  if (auto common = kit::common_outcome(o, a))
    return common;
  const auto& r = std::get<http_response>(o);
  if (is_duplicate(r)) // a refusal in the text, a 200 in the sandbox
    return std::nullopt;
  if (r.status == 401 || r.status == 403)
    return kit::token_refused(r, a);
  if (kit::is_success(r)) {
    auto body = kit::object_in(r.body).value_or(json::object{});
    auto id = text_at(body, "CUSTOMCAT_ORDER_ID");
    auto named = text_at(body, "ORDER_ID");
    bool ours = named.empty() || named == reference;
    if (r.status == 200 && !id.empty() && ours)
      return part_accepted{id, kit::words(text_at(body, "MSG"), a)};
    return part_unclear{kit::described(r, a)};
  }
  // A page of some proxy says nothing; CustomCat's own pages come with the
  // message in a header or the reason phrase.
  bool explained = !error_text(r).empty() || !is_html(r);
  if (kit::is_definite_refusal(r.status) && explained)
    return refused(r, a);
  return part_unclear{kit::described(r, a)};
}

look_up_outcome read_look_up(const http_outcome& o,
                             const std::string& reference,
                             const std::string& payload,
                             const provider_account& a) {
  if (auto body = status_of(o, reference)) {
    auto id = text_at(*body, "CUSTOMCAT_ORDER_ID");
    return part_found{id.empty() ? reference : id,
                      kit::words(difference(*body, payload), a),
                      is_cancelled(*body)};
  }
  auto* r = std::get_if<http_response>(&o);
  // With whatever body: nobody wrote down what it looks like. Should a proxy
  // have said it, the same bytes under the same id make no second print.
  if (r && r->status == 404)
    return part_not_there{};
  return part_no_answer{kit::described(o, a)};
}

tracking_outcome read_tracking(const http_outcome& o, const part& p,
                               const provider_account& a) {
  auto body = status_of(o, p.reference);
  if (!body)
    return part_no_answer{kit::described(o, a)};
  tracking_report report;
  bool numbered = true; // the status may be ahead of the numbers
  report.cancelled = is_cancelled(*body);
  report.words = kit::words(text_at(*body, "ORDER_STATUS"), a);
  for (const auto& entry : array_at(*body, "SHIPMENTS")) {
    shipment s;
    s.reference = p.reference;
    s.carrier = text_at(object_of(entry), "VENDOR");
    s.number = trimmed(text_at(object_of(entry), "TRACKING_ID"));
    s.url = kit::tracking_url(s.carrier, s.number);
    auto same = [&](const shipment& x) { return x.number == s.number; };
    numbered = numbered && !s.number.empty();
    if (!s.number.empty() && std::ranges::none_of(report.shipments, same))
      report.shipments.push_back(std::move(s));
  }
  report.all_shipped =
      is_shipped(*body) && numbered && !report.shipments.empty();
  return report;
}

std::optional<notice> read_notice(const std::string& topic,
                                  const std::string& text,
                                  const provider_account& a) {
  auto body = kit::object_in(text);
  if (!body)
    return std::nullopt;
  notice n;
  auto take = [&](const json::object& from) {
    if (auto id = text_at(from, "order_id"); !id.empty())
      n.references.push_back(id);
  };
  // The body does not name its topic: the address it was sent to does.
  if (topic == "order-shipped" || topic == "order-partial-shipment") {
    n.kind = topic == "order-shipped" ? "shipped" : "partly_shipped";
    n.words = kit::words(text_at(*body, "tracker_number"), a);
    take(*body);
  } else if (topic == "design-rejected") {
    n.kind = "design_rejected";
    n.words = kit::words(
        text_at(*body, "reason") + " " + text_at(*body, "design_url"), a);
    for (const auto& one : array_at(*body, "orders"))
      take(object_of(one));
  }
  if (n.references.empty())
    return std::nullopt;
  return n;
}

} // namespace dastomized::connectors::customcat
