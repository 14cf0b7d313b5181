#include "sandbox/faults.hpp"

#include <algorithm>
#include <array>

namespace dastomized::sandbox {

namespace {

constexpr std::array kinds{"latency", "429",         "500",     "503",
                           "reject",  "drop_after",  "garbage", "slow_drip",
                           "html",    "drop_before", "down",    "reset_before",
                           "cut",     "huge",        "answer",  "reset_after"};
constexpr std::size_t huge_size = 17u << 20; // above what clients accept
constexpr std::array targets{"customcat", "shineon", "shop"};

template <class List>
bool among(const List& list, std::string_view s) {
  return std::find(list.begin(), list.end(), s) != list.end();
}

// Every service wraps an error text in its own way.
answer error_of(const fault_rule& f, unsigned status, std::string message) {
  if (!f.message.empty())
    message = f.message;
  if (f.target == "shop")
    return json_answer(status, {{"code", "sandbox_fault"},
                                {"message", message},
                                {"data", {{"status", status}}}});
  answer a;
  a.status = status;
  if (f.target == "shineon") {
    a.body = json::serialize(json::object{{"error", message}});
  } else {
    a.body = json::serialize(json::object{{"error_description", message}});
    a.headers.emplace_back("X-FAIL-MESSAGE", message);
    a.reason = message;
  }
  return a;
}

// Whatever the rule says, over what the service answered.
answer said_by(const fault_rule& f, answer a) {
  if (f.status != 0)
    a.status = static_cast<unsigned>(f.status);
  if (!f.type.empty())
    a.content_type = f.type;
  if (!f.message.empty())
    a.body = f.message;
  return a;
}

answer html_page() {
  answer a;
  a.status = 502;
  a.content_type = "text/html";
  a.body = "<html><head><title>502 Bad Gateway</title></head><body>"
           "<h1>502 Bad Gateway</h1></body></html>\n";
  return a;
}

} // namespace

std::optional<fault_rule> fault_box::add(const json::object& given,
                                         std::string& why) {
  fault_rule f;
  f.target = text_at(given, "target");
  f.kind = text_at(given, "kind");
  if (!among(targets, f.target))
    why = "target is customcat, shineon or shop";
  else if (!among(kinds, f.kind))
    why = "unknown kind";
  if (!why.empty())
    return std::nullopt;
  f.id = ++last_id_;
  if (given.contains("match"))
    f.match = text_at(given, "match");
  f.count = number_at(given, "count", f.kind == "down" ? -1 : 1);
  f.about = text_at(given, "about");
  f.percent = number_at(given, "percent", 100);
  f.status = number_at(given, "status");
  f.type = text_at(given, "type");
  f.taken = number_at(given, "taken") == 1;
  f.ms = number_at(given, "ms");
  f.retry_after = number_at(given, "retry_after");
  f.message = text_at(given, "message");
  rules_.push_back(f);
  return f;
}

json::array fault_box::listed() const {
  json::array all;
  for (const auto& f : rules_)
    all.push_back({{"id", f.id},
                   {"target", f.target},
                   {"kind", f.kind},
                   {"match", f.match},
                   {"count", f.count},
                   {"about", f.about},
                   {"percent", f.percent},
                   {"ms", f.ms},
                   {"retry_after", f.retry_after},
                   {"message", f.message}});
  return all;
}

std::optional<fault_rule> fault_box::meet(std::string_view target,
                                          std::string_view call_kind,
                                          const call& c) {
  auto it = std::find_if(rules_.begin(), rules_.end(), [&](const auto& f) {
    return f.target == target && (f.match == "any" || f.match == call_kind) &&
           strikes(f, c);
  });
  if (it == rules_.end())
    return std::nullopt;
  auto met = *it;
  if (it->count > 0 && --it->count == 0)
    rules_.erase(it);
  return met;
}

bool fault_box::strikes(const fault_rule& f, const call& c) {
  auto told = [&](const std::string& text) {
    return text.find(f.about) != text.npos;
  };
  bool meant = told(c.path) || told(c.body) ||
               std::any_of(c.query.begin(), c.query.end(),
                           [&](const auto& q) { return told(q.second); });
  return meant && static_cast<std::int64_t>(dice_() % 100) < f.percent;
}

std::optional<answer> answered_instead(const fault_rule& f) {
  if (f.kind == "drop_before" || f.kind == "down" || f.kind == "reset_before") {
    answer a;
    a.drop = f.kind != "reset_before";
    a.reset = !a.drop;
    return a;
  }
  if (f.kind == "answer" && !f.taken)
    return said_by(f, {});
  if (f.kind == "html")
    return html_page();
  if (f.kind == "reject")
    return error_of(f, f.target == "shineon" ? 422 : 400,
                    "Invalid Shipping Address");
  if (f.kind == "500")
    return error_of(f, 500, "Internal Server Error");
  if (f.kind != "429" && f.kind != "503")
    return std::nullopt;
  auto a = f.kind == "429" ? error_of(f, 429, "Too Many Requests")
                           : error_of(f, 503, "Service Unavailable");
  if (f.retry_after > 0)
    a.headers.emplace_back("Retry-After", std::to_string(f.retry_after));
  return a;
}

answer spoiled(const fault_rule& f, answer a) {
  if (f.kind == "answer")
    return said_by(f, std::move(a));
  a.drop = f.kind == "drop_after";
  a.reset = f.kind == "reset_after";
  a.cut = f.kind == "cut";
  if (f.kind == "huge")
    a.body.append(huge_size, ' ');
  if (f.kind == "slow_drip")
    a.drip_ms = static_cast<unsigned>(std::max<std::int64_t>(1, f.ms));
  if (f.kind == "garbage")
    a.body = "{\"ord\x01\xff" + a.body.substr(0, a.body.size() / 2);
  return a;
}

} // namespace dastomized::sandbox
