#include "tests/domain/story.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <ostream>

namespace dastomized::tests {

namespace {

result<std::string> payload_of(const order& o, const part& p) {
  auto text = fmt::format("{};{};{}", p.reference, o.said.shipping.line1,
                          o.said.shipping.postcode);
  for (const auto& l : p.lines)
    text += fmt::format(";{}x{}", l.quantity, l.provider_sku);
  return text;
}

} // namespace

freeze total_freeze() {
  return {1, freeze_scope::all, "", "peak", "ann", noon, {}, false};
}

freeze provider_freeze(std::string name) {
  return {
      2,    freeze_scope::provider, std::move(name), "strike", "ann", noon, {},
      false};
}

policy usual_rules() {
  policy p;
  p.personalization.any.prefixes = {"_dastomize"};
  p.personalization.print_file.keys = {"_dastomize_print"};
  p.personalization.preview.keys = {"_dastomize_preview"};
  p.routes = {{"TIP", "", "", "", false},
              {"", "CC-", "cats", "", true},
              {"", "SO-", "shine", "", false},
              {"", "PT-", "shine", "", false}};
  p.providers["cats"].build = payload_of;
  p.providers["cats"].needs_print_file = true;
  p.providers["cats"].states_for = {"US"};
  p.providers["shine"].build = payload_of;
  return p;
}

line shirt(std::int64_t id, std::string sku) {
  line l;
  l.id = id;
  l.product_id = 10;
  l.name = "Shirt";
  l.sku = std::move(sku);
  l.quantity = 1;
  l.meta = {{1, "_dastomize_print", "https://shop/print.png", false, ""}};
  return l;
}

snapshot a_paid_shirt() {
  snapshot s;
  s.id = 1042;
  s.number = "1042";
  s.status = "processing";
  s.created_via = "checkout";
  s.created = s.modified = noon;
  s.paid = noon;
  s.customer_id = 7;
  s.shipping = {"Ada", "Byron", "", "1 Mill Lane", "", "Ely", "", "E1",
                "GB",  "",      ""};
  s.billing = s.shipping;
  s.billing.email = "ada@example.org";
  s.lines = {shirt()};
  return s;
}

order an_order(std::string store, std::int64_t id) {
  order o;
  o.key = {std::move(store), id};
  return o;
}

const step& story::feed(const event& e) {
  last = advance(o, e, rules);
  if (last.denied) {
    EXPECT_EQ(last.next, o) << "denied, yet something changed";
    EXPECT_TRUE(last.notes.empty() && last.effects.empty());
  }
  o = last.next;
  journal.insert(journal.end(), last.notes.begin(), last.notes.end());
  return last;
}

const step& story::news_of(snapshot s, origin from) {
  return feed(store_said{now, std::move(s), from, {}});
}

const step& story::news(origin from) {
  shop.modified = now;
  return news_of(shop, from);
}

const step& story::becomes(std::string status) {
  shop.status = std::move(status);
  return news();
}

const step& story::pass(milliseconds span) {
  now += span;
  feed(time_passed{now, false});
  return did<ask_turn>().empty() ? last : feed(turn_came{now});
}

const step& story::restart() {
  return feed(time_passed{now, true});
}

std::string story::asks(ask what, wish w) {
  auto reference = w.reference;
  if (reference.empty() && !o.parts.empty())
    reference = first().reference;
  feed(person_asked{now, what, "mia", w.text, reference, w.span, w.until,
                    w.there});
  return last.denied ? last.denied->code : "";
}

const step& story::answer(part_outcome outcome, std::size_t which) {
  const auto& p = o.parts.at(which);
  return feed(part_answered{now, p.reference, p.attempt, std::move(outcome)});
}

const step& story::look_up(look_up_outcome outcome, std::size_t which) {
  const auto& p = o.parts.at(which);
  feed(part_looked_up{now, p.reference, p.attempt, std::move(outcome)});
  return did<reread_order>().empty() ? last : reread();
}

const step& story::pushed(std::string problem, bool permanent) {
  auto number = o.intent ? o.intent->number : 0;
  std::optional<snapshot> said;
  if (problem.empty() && o.intent) {
    shop.status = o.intent->to;
    shop.modified = now;
    said = shop;
  }
  return feed(status_pushed{now, number, said, permanent, problem});
}

void story::submitted() {
  EXPECT_EQ(asks(ask::submit), "");
  for (std::size_t i = 0; i < o.parts.size(); ++i)
    answer(yes(), i);
}

bool story::attends(std::string_view code) const {
  return std::ranges::find(o.attentions, code, &attention::code) !=
         o.attentions.end();
}

bool story::journaled(std::string_view kind) const {
  return std::ranges::find(journal, kind, &journal_entry::kind) !=
         journal.end();
}

} // namespace dastomized::tests

namespace dastomized {

void PrintTo(order_type t, std::ostream* out) {
  *out << name(t);
}
void PrintTo(countdown_state s, std::ostream* out) {
  *out << name(s);
}
void PrintTo(part_state s, std::ostream* out) {
  *out << name(s);
}
void PrintTo(submit_status s, std::ostream* out) {
  *out << name(s);
}

} // namespace dastomized
