// Every write that somebody asked for, carried out or not: who, what, from
// where, before and after. Of what anybody can ask for, at no cost and as often
// as they like, the first ones and the number of the others.
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

json::object page_json(const storage::audit_page& page) {
  json::array all;
  for (const auto& e : page.entries)
    all.push_back(entry_json(e));
  return {{"entries", std::move(all)},
          {"next_before", page.next_before == 0
                              ? json::value(nullptr)
                              : json::value(page.next_before)}};
}

// Whether many of these may be told as one. What a viewer may ask for changes
// nothing of the others', and a refusal nothing at all.
bool only_counts(const audit_note& n, unsigned status) {
  if (n.minor)
    return true;
  if (status < 400)
    return false;
  return !n.who || n.who->role == access::role::viewer || status == 403;
}

// What was asked for may be done; but whoever asked is not told so before the
// audit knows.
response not_audited() {
  return problem(503, "storage",
                 "it may be done, but the audit log did not take it: look "
                 "before you ask again");
}

std::string principal_of(const audit_note& n) {
  return n.who ? std::string(name(n.who->via)) + ' ' + n.who->name : "";
}

} // namespace

void desk::write_audit(std::vector<storage::audit_entry> all,
                       std::function<void(const result<bool>&)> done) {
  if (all.empty())
    return done(true);
  auto last = std::move(all.back());
  all.pop_back();
  auto lost = [](const failure& f) {
    spdlog::error("audit.not_kept reason=\"{}\"", f.what);
  };
  for (auto& e : all) // written in the order of the calls
    store_.append_audit(std::move(e), [lost](const auto& kept) {
      if (!kept)
        lost(kept.error());
    });
  store_.append_audit(std::move(last), [lost, done](const auto& kept) {
    if (!kept)
      lost(kept.error());
    done(kept ? result<bool>(true) : kept.error());
  });
}

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
    full.what = valid_utf8(
        (problem.empty() ? note->what : problem).substr(0, text_max));
    full.before = text_if_any(note->before);
    full.after = text_if_any(note->after);
    auto kept = std::make_shared<response>(std::move(r));
    std::vector<storage::audit_entry> all;
    if (only_counts(*note, full.status)) {
      all = refusals_.add(std::move(full), principal_of(*note));
    } else {
      all = refusals_.over(full.at);
      all.push_back(std::move(full));
    }
    write_audit(std::move(all), [kept, answer](const result<bool>& done) {
      bool good = done || kept->result_int() >= 400;
      answer(good ? std::move(*kept) : not_audited());
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
  write_audit(refusals_.over(now_()), [this, c, q](const result<bool>&) {
    read(c, [this, q]() -> result<response> {
      auto page = store_.audit(q);
      if (!page)
        return page.error();
      return json_response(200, page_json(*page));
    });
  });
}

} // namespace dastomized::http
