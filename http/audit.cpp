// Every write that somebody asked for, carried out or not: who, what, from
// where, before and after.
#include "http/desk.hpp"
#include "http/times.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <spdlog/spdlog.h>

#include <limits>

namespace dastomized::http {

namespace json = boost::json;

namespace {

constexpr std::size_t path_max = 500, text_max = 500;

// What a problem's answer says of itself; empty: it is none.
std::string detail_of(const response& r) {
  if (r.result_int() < 400)
    return {};
  boost::system::error_code error;
  auto body = json::parse(r.body(), error);
  const auto* o = error ? nullptr : body.if_object();
  const auto* detail = o ? o->if_contains("detail") : nullptr;
  return detail && detail->is_string() ? std::string(detail->get_string())
                                       : std::string();
}

std::string text_if_any(const json::value& v) {
  return v.is_null() ? std::string() : json::serialize(v);
}

json::value value_in(const std::string& text) {
  boost::system::error_code error;
  auto v = json::parse(text, error);
  return text.empty() || error ? json::value(nullptr) : v;
}

json::value word_or_null(const std::string& word) {
  return word.empty() ? json::value(nullptr) : json::value(word);
}

json::object entry_json(const storage::audit_entry& e) {
  return {{"seq", e.seq},
          {"at", to_text(e.at)},
          {"who", e.who},
          {"role", word_or_null(e.role)},
          {"via", word_or_null(e.via)},
          {"from", e.from},
          {"method", e.method},
          {"path", e.path},
          {"target", e.target},
          {"status", e.status},
          {"what", e.what},
          {"before", value_in(e.before)},
          {"after", value_in(e.after)}};
}

} // namespace

std::function<void(response)>
desk::audited(const call& c, std::function<void(response)> answer) {
  storage::audit_entry e;
  auto method = c.asked.method_string();
  auto path = c.asked.target();
  e.method = {method.data(), method.size()};
  e.path = valid_utf8({path.data(), std::min(path.size(), path_max)});
  e.from = c.from;
  return [this, e, note = c.note, answer = std::move(answer)](response r) {
    auto full = e;
    full.at = now_();
    if (note->who) {
      full.who = note->who->name;
      full.role = name(note->who->role);
      full.via = name(note->who->via);
    }
    full.target = valid_utf8(note->target).substr(0, text_max);
    full.status = r.result_int();
    auto problem = detail_of(r);
    full.what = problem.empty() ? note->what : problem;
    full.before = text_if_any(note->before);
    full.after = text_if_any(note->after);
    auto kept = std::make_shared<response>(std::move(r));
    store_.append_audit(std::move(full), [kept, answer](const auto& done) {
      if (!done)
        spdlog::error("audit.not_kept reason=\"{}\"", done.error().what);
      answer(std::move(*kept));
    });
  };
}

void desk::list_audit(call_ptr c) {
  constexpr auto any = std::numeric_limits<std::uint64_t>::max();
  if (auto odd = unknown_arg(*c, {"before", "limit", "who", "target"}))
    return c->answer(problem(422, "invalid", "there is no parameter " + *odd));
  auto before = number_arg(*c, "before", any, any);
  auto limit = number_arg(*c, "limit", 50, 200);
  if (!before || !limit)
    return c->answer(problem(before ? limit.error() : before.error()));
  storage::audit_query q;
  q.before = *before;
  q.limit = *limit;
  if (const auto* who = c->arg("who"))
    q.who = *who;
  if (const auto* target = c->arg("target"))
    q.target = *target;
  read(c, [this, q]() -> result<response> {
    auto page = store_.audit(q);
    if (!page)
      return page.error();
    json::array all;
    for (const auto& e : page->entries)
      all.push_back(entry_json(e));
    json::object out;
    out["entries"] = std::move(all);
    out["next_before"] = page->next_before == 0
                             ? json::value(nullptr)
                             : json::value(page->next_before);
    return json_response(200, out);
  });
}

} // namespace dastomized::http
