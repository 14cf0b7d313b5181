#include "tests/simulation/promises.hpp"

#include "domain/advance.hpp"
#include "storage/codec.hpp"

#include <algorithm>

namespace dastomized::simulation {

namespace {

using enum part_state;

// From the store's answer to the commit: a slow disk, no more.
constexpr milliseconds fresh = 2min;

std::string shown(const order& o) {
  auto text = fmt::format("{} v{} {} {}", to_string(o.key), o.version,
                          o.said.status, name(o.count.state));
  if (o.gone)
    text += " gone";
  if (o.request)
    text += " request=" + o.request->by;
  if (o.intent)
    text += " intent=" + o.intent->to;
  if (o.edit)
    text += o.edit->refused ? " edit=refused" : " edit";
  for (const auto& p : o.parts)
    text += fmt::format(" {}:{}#{}{}", p.reference, name(p.state), p.attempt,
                        p.transient ? "t" : "");
  return text;
}

} // namespace

void promises::complain(std::string what) {
  trace_.note("BROKEN: {}", what);
  complaints_.push_back(std::move(what));
}

const part* promises::committed(const std::string& reference) const {
  auto it = parts_.find(reference);
  return it == parts_.end() ? nullptr : &it->second.what;
}

void promises::written(const storage::write_batch& b, instant at) {
  for (const auto& op : b) {
    if (op.where != storage::family::records || !op.value)
      continue;
    auto o = storage::decode_order(*op.value);
    if (!o) {
      complain("a record on disk can not be read: " + o.error().what);
      continue;
    }
    trace_.note("written: {}", trace_.wanted ? shown(*o) : "");
    auto& before = orders_[o->key.id];
    check_order(before, *o, at);
    for (const auto& p : o->parts)
      parts_[p.reference] = {o->key.id, p};
    before = std::move(*o);
  }
}

void promises::check_order(const order& before, const order& now, instant at) {
  if (now.version != before.version + 1)
    complain(fmt::format("{} went from version {} to {}", to_string(now.key),
                         before.version, now.version));
  for (const auto& was : before.parts) {
    auto* is = find_part(now, was.reference);
    bool final =
        was.state == accepted || (was.state == cancelled && !was.lines.empty());
    if (final && (!is || (is->state != accepted && is->state != cancelled)))
      complain(fmt::format("{} was {} and is not any more", was.reference,
                           name(was.state)));
  }
  for (const auto& p : now.parts) {
    auto* was = find_part(before, p.reference);
    bool again = was && was->state == intended && was->attempt == p.attempt;
    if (p.state == intended && !again) {
      check_intention(now, was, p);
      check_reading(now, p, at);
    }
  }
}

void promises::check_intention(const order& o, const part* before,
                               const part& now) {
  ++intentions_;
  const auto& name = now.reference;
  if (name != reference_of(o.key, now.provider, now.revision) ||
      (now.revision > 1 && !remakes_asked_.contains(now.remake_of)))
    complain(name + " is a reference nobody asked for");
  if (before && before->state == unknown && before->payload != now.payload)
    complain(name + " goes again with other bytes while it may be there");
  if (o.said.status != "processing" && o.said.status != "completed")
    complain(
        fmt::format("{} is sent though the order is {}", name, o.said.status));
  for (const auto& l : now.lines)
    if (now.attempt == 1 && o.edit && o.edit->line_id == l.line_id)
      complain(name + " is sent while what it says is being changed");
  auto frozen = freezes();
  if (freeze_on(o, now, frozen, trace_.now))
    complain(name + " is sent though that is frozen");
}

// What nobody asked for goes after a fresh read only.
void promises::check_reading(const order& o, const part& now, instant at) {
  if (now.requested_by != "countdown" || now.attempt > 1)
    return;
  auto& seen = reads_[o.key.id]["processing"];
  if (seen == instant{} || at - seen > fresh)
    complain(now.reference +
             " is sent by itself, and the store did not just say that "
             "it may be");
}

void promises::sends(const std::string& reference, const std::string& body) {
  auto* p = committed(reference);
  if (!p)
    return complain(reference + " is sent, and nothing was written first");
  if (p->state != intended)
    return complain(fmt::format("{} is sent while it is {} on disk", reference,
                                name(p->state)));
  // CustomCat's body begins with the key.
  if (body != p->payload && !body.ends_with("," + p->payload.substr(1)))
    complain(reference + " is sent with other bytes than were written");
}

void promises::releases(const std::string& reference) {
  auto* p = committed(reference);
  if (!p || p->state == accepted || p->state == cancelled || p->state == none ||
      p->state == blocked)
    complain(fmt::format("{} is released while it is {} on disk", reference,
                         p ? name(p->state) : "nothing"));
}

void promises::worked_on(const std::string& reference) {
  auto took = outside_.took(reference);
  if (took.twice() > 0)
    complain(reference + " is made twice");
  if (took.accepted + took.reposts - took.cancelled > 1 &&
      !acted_late(reference))
    complain(reference + " was taken twice");
  auto it = parts_.find(reference);
  if (took.accepted <= took.cancelled || it == parts_.end() ||
      !it->second.what.remake_of.empty())
    return;
  for (const auto& [other, x] : parts_) {
    auto there = outside_.took(other);
    if (other == reference || x.order != it->second.order ||
        !x.what.remake_of.empty() || there.accepted <= there.cancelled)
      continue;
    for (const auto& l : it->second.what.lines)
      if (std::ranges::find(x.what.lines, l.line_id, &part_line::line_id) !=
          x.what.lines.end())
        complain(fmt::format("line {} is made as {} and as {}", l.line_id,
                             reference, other));
  }
}

void promises::clock_leapt() {
  for (const auto& [reference, x] : parts_)
    if (x.what.state == intended || x.what.state == unknown)
      acts_late(reference);
}

void promises::read_again(std::int64_t order, std::string status) {
  reads_[order][std::move(status)] = trace_.now;
}

} // namespace dastomized::simulation
