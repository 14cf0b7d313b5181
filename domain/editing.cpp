// A person changes what the buyer chose. The change is an intent until the
// store has it; until then nothing of the order is sent, or a shirt would say
// what it was to say no more.
#include "domain/editing.hpp"

#include "domain/rules.hpp"
#include "domain/text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace dastomized {

namespace {

constexpr std::size_t value_max = 4000; // bytes of one value

const meta_entry* entry(const line& l, std::int64_t meta_id) {
  auto it = std::ranges::find(l.meta, meta_id, &meta_entry::id);
  return it == l.meta.end() ? nullptr : &*it;
}

bool is_file(const meta_entry& m, const personalization_keys& keys) {
  return keys.print_file.matches(m.key);
}

bool is_url(std::string_view text) {
  return text.starts_with("https://") || text.starts_with("http://");
}

} // namespace

bool is_option(const meta_entry& m, const personalization_keys& keys) {
  bool shown = !m.key.empty() && !m.key.starts_with('_');
  return !is_file(m, keys) && !keys.preview.matches(m.key) &&
         !keys.client_image.matches(m.key) &&
         (shown || keys.any.matches(m.key));
}

bool is_editable(const meta_entry& m, const personalization_keys& keys) {
  return m.id > 0 && !m.is_json &&
         (is_option(m, keys) || is_file(m, keys) ||
          keys.preview.matches(m.key));
}

std::vector<std::string> files_of(const line& l,
                                  const personalization_keys& keys) {
  std::vector<std::string> all;
  for (const auto& m : l.meta)
    if (is_file(m, keys))
      all.push_back(m.value);
  return all;
}

bool is_outdated(const order& o, const line& l,
                 const personalization_keys& keys) {
  auto it = std::ranges::find(o.outdated, l.id, &outdated_design::line_id);
  return it != o.outdated.end() && it->files == files_of(l, keys);
}

namespace rules {

namespace {

std::string named(const line& l) {
  return fmt::format("\"{}\"", plain_text(l.name));
}

// Why this line can not say so; empty code: it can.
denial unfit(const line& l, const wanted_value& w,
             const personalization_keys& keys) {
  auto* m = entry(l, w.meta_id);
  if (m == nullptr || !is_editable(*m, keys))
    return {"not_editable",
            fmt::format("entry {} of the line can not be changed", w.meta_id)};
  if (w.value.size() > value_max)
    return {"invalid",
            fmt::format("{} takes {} bytes at most", m->key, value_max)};
  if (is_file(*m, keys) && !is_url(trimmed(w.value)))
    return {"invalid", fmt::format("{} must be a web address", m->key)};
  return {};
}

bool touches_words(const draft& d, const line& l) {
  const auto& keys = d.rules.personalization;
  const auto& changes = d.out.next.edit->changes;
  bool files = false, words = false;
  for (const auto& c : changes)
    if (auto* m = entry(l, c.meta_id))
      (is_file(*m, keys) ? files : words) = true;
  return words && !files;
}

bool forget_outdated(draft& d, std::int64_t line_id) {
  auto& all = d.o().outdated;
  auto gone = std::erase_if(
      all, [&](const outdated_design& x) { return x.line_id == line_id; });
  if (all.empty())
    d.settle("design");
  return gone > 0;
}

void keep_files(draft& d, const person_asked& e) {
  if (!e.keeps_files || !forget_outdated(d, e.line_id))
    return d.deny("same_value", "the line already says so");
  d.note("design.kept", "the print file is right as it is", e.by);
  revive(d);
}

// What waited for it goes on.
void go_on(draft& d) {
  auto& r = d.o().request;
  if (!r || r->late || !r->next_try)
    return;
  r->next_try = d.now;
  check_request(d, false);
}

void outdate(draft& d, const line& l) {
  auto& o = d.o();
  auto now = files_of(l, d.rules.personalization);
  forget_outdated(d, l.id);
  if (now.empty() || o.edit->keeps_files || now != o.edit->files ||
      !touches_words(d, l))
    return;
  o.outdated.push_back({l.id, now});
  d.attend("design", fmt::format("the print file of {} is from before its "
                                 "personalization was changed",
                                 named(l)));
}

void written(draft& d, const line& l) {
  auto& o = d.o();
  d.note("edit.written",
         fmt::format("the store has the change of {}", named(l)), o.edit->by);
  outdate(d, l);
  o.edit.reset();
  d.settle("edit");
  go_on(d);
}

// Files that came since show what the line says.
void renew_outdated(draft& d) {
  auto& o = d.o();
  const auto& keys = d.rules.personalization;
  auto renewed = [&](const outdated_design& x) {
    auto* l = find_line(o.said, x.line_id);
    return l == nullptr || files_of(*l, keys) != x.files;
  };
  if (std::erase_if(o.outdated, renewed) > 0 && o.outdated.empty())
    d.settle("design");
}

enum class standing { asked, there, overtaken };

standing stands(const line_edit& e, const line* l) {
  bool all = true;
  for (const auto& c : e.changes) {
    auto* m = l ? entry(*l, c.meta_id) : nullptr;
    if (m == nullptr || (m->value != c.from && m->value != c.to))
      return standing::overtaken;
    all = all && m->value == c.to;
  }
  return all ? standing::there : standing::asked;
}

} // namespace

bool edit_under_way(const order& o) {
  return o.edit && !o.edit->refused;
}

// Once it may be at a provider, a change would reach nobody.
denial closed_to_edits(const order& o, std::int64_t line_id) {
  if (o.gone)
    return {"gone", "the order is in the trash or deleted"};
  if (phase_of(o.said.status) == phase::over)
    return {"status",
            fmt::format("an order that is {} is not edited", o.said.status)};
  if (!find_line(o.said, line_id))
    return {"no_line", "the order has no such line"};
  for (const auto& p : o.parts) {
    if (!std::ranges::count(p.lines, line_id, &part_line::line_id))
      continue;
    if (p.state == part_state::accepted)
      return {"already_submitted", "the line was already submitted"};
    if (p.state == part_state::unknown)
      return {"unknown_outcome", "the line may already be at the provider"};
    if (p.state == part_state::intended || p.transient)
      return {"submitting", "the line is being submitted"};
  }
  if (edit_under_way(o))
    return {"edit_pending", "another change is being written to the store"};
  return {};
}

void ask_edit(draft& d, const person_asked& e) {
  auto& o = d.o();
  if (auto no = closed_to_edits(o, e.line_id); !no.code.empty())
    return d.deny(no.code, no.what);
  const auto& keys = d.rules.personalization;
  const auto& l = *find_line(o.said, e.line_id);
  line_edit wish;
  for (const auto& w : e.values) {
    if (auto no = unfit(l, w, keys); !no.code.empty())
      return d.deny(no.code, no.what);
    auto* m = entry(l, w.meta_id);
    if (w.value != m->value && w.value != plain_text(m->value))
      wish.changes.push_back({m->id, m->key, m->value, w.value});
  }
  if (wish.changes.empty())
    return keep_files(d, e);
  wish.line_id = l.id;
  wish.files = files_of(l, keys);
  wish.keeps_files = e.keeps_files;
  wish.by = e.by;
  wish.at = d.now;
  wish.number = ++o.edits;
  for (const auto& c : wish.changes)
    d.note("edit.intended",
           fmt::format("{} of {}: \"{}\" → \"{}\"", c.key, named(l),
                       plain_text(c.from), c.to),
           e.by);
  d.settle("edit");
  d.act(push_edit{wish.line_id, wish.changes, wish.number});
  o.edit = std::move(wish);
}

void cancel_edit(draft& d, const person_asked& e) {
  auto& o = d.o();
  if (!o.edit)
    return d.deny("no_edit", "no change of the personalization is pending");
  o.edit.reset();
  d.settle("edit");
  d.note("edit.withdrawn", "the change of the personalization was withdrawn",
         e.by);
  go_on(d);
  revive(d);
}

void settle_edit(draft& d) {
  renew_outdated(d);
  auto& o = d.o();
  if (!o.edit)
    return;
  auto* l = find_line(o.said, o.edit->line_id);
  auto how = stands(*o.edit, l);
  if (how == standing::there)
    return written(d, *l);
  if (how == standing::asked)
    return;
  d.note("edit.overtaken",
         "the store changed the line meanwhile and wins over the change that "
         "was asked for",
         "store");
  o.edit.reset();
  d.settle("edit");
  go_on(d);
}

void on_edit_pushed(draft& d, const edit_pushed& e) {
  constexpr std::uint32_t unkept_max = 5;
  auto& x = d.o().edit;
  if (!x || x->number != e.number || x->refused)
    return;
  x->problem = e.said ? "the store answered without the change" : e.problem;
  ++x->tries;
  if (e.permanent || (e.said && x->tries >= unkept_max)) {
    x->refused = true;
    x->next_try.reset();
    d.attend("edit", fmt::format("the store refused a change of the "
                                 "personalization: {}",
                                 x->problem));
    d.note("edit.refused", x->problem, "store");
    return;
  }
  x->next_try = d.now + backoff(x->tries, 5s, 2, 10min, to_string(d.o().key));
  if (x->tries == 1)
    d.note(
        "edit.put_off",
        fmt::format("the store could not be told: {}; tried again", x->problem),
        "store");
}

void check_edit(draft& d, bool fresh) {
  auto& x = d.o().edit;
  if (!x || x->refused || !(x->next_try ? *x->next_try <= d.now : fresh))
    return;
  x->next_try.reset();
  d.act(push_edit{x->line_id, x->changes, x->number});
}

void check_edited(std::vector<blocker>& out, const line& l, const order& o,
                  const policy& p) {
  if (o.edit && o.edit->refused && o.edit->line_id == l.id)
    out.push_back({"edit.refused",
                   fmt::format("the store refused a change of {}: {}", named(l),
                               o.edit->problem),
                   "withdraw the change, or ask for it once more", l.id});
  if (is_outdated(o, l, p.personalization))
    out.push_back({"design.outdated",
                   fmt::format("the final design of {} is from before its "
                               "personalization was changed",
                               named(l)),
                   "wait for the store to render it, give its new address, or "
                   "say that it is right as it is",
                   l.id});
}

} // namespace rules
} // namespace dastomized
