// Backups on request. Where they go is the configuration's business alone:
// nothing of the request becomes part of a path.
#include "http/desk.hpp"
#include "http/times.hpp"

#include <boost/asio/post.hpp>

#include <algorithm>
#include <exception>

namespace dastomized::http {

namespace json = boost::json;

namespace {

// 2026-01-31T080000.000Z
std::string name_of(instant t) {
  auto name = to_text(t);
  std::erase(name, ':');
  return name;
}

response told(const result<storage::backup_report>& r) {
  return r ? json_response(201, json::object{{"path", valid_utf8(r->path)},
                                             {"orders", r->orders},
                                             {"bytes", r->bytes}})
           : problem(r.error());
}

} // namespace

// Takes long with many orders: on a thread of its own, one at a time.
void desk::make_backup(call_ptr c) {
  auto body = json_body(*c);
  if (!body || !body->empty())
    return c->answer(problem(422, "invalid", "a backup takes no parameters"));
  auto into = settings()->backup_dir;
  if (into.empty())
    return c->answer(problem(409, "refused", "no backup_dir is configured"));
  if (backing_up_.exchange(true))
    return c->answer(problem(409, "under_way", "a backup is being made"));
  into += '/' + name_of(now_());
  c->note->target = "backup";
  c->note->what = into;
  boost::asio::post(backups_, [this, c, into] {
    auto answer = problem(500, "internal", "this should not have happened");
    try {
      answer = told(store_.checkpoint(into));
    } catch (const std::exception&) { // our own mistake; details stay inside
    }
    backing_up_ = false;
    c->answer(std::move(answer));
  });
}

} // namespace dastomized::http
