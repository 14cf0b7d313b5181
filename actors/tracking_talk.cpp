// Tracking numbers go to the best place the store has. Each write is preceded
// by a read, so that a write whose answer was lost is not repeated, and what
// is reported as written is what was read back.
#include "actors/chain.hpp"
#include "actors/talks.hpp"
#include "connectors/woocommerce/tracking.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace dastomized::actors {

namespace {

namespace woo = connectors::woocommerce;
using connectors::http_outcome;
using woo::tracking_home;

constexpr std::string_view tracking_key = "_dastomized_tracking";

std::string joined_numbers(const std::vector<shipment>& all) {
  std::string out;
  for (const auto& s : all)
    out += (out.empty() ? "" : ", ") + s.number;
  return out;
}

bool mentions(std::string_view text, const std::string& number) {
  return text.find(number) != text.npos;
}

std::string note_text(const shipment& s) {
  return fmt::format("Your order was shipped{}{}. Tracking number: {}{}{}",
                     s.carrier.empty() ? "" : " with ", s.carrier, s.number,
                     s.url.empty() ? "" : ". ", s.url);
}

// The home the configuration names, else fulfillments, else the store's
// plugin, else order meta and a note to the customer. Amazon orders get the
// meta WP-Lister reads.
class tracking_chain : public chain {
public:
  tracking_chain(context_ptr c, const order& o, const push_tracking& e,
                 tell_order d)
      : chain(std::move(c), o.key), order_(o), parcels_(e.shipments),
        done_(std::move(d)) {
    auto all = ctx->settings();
    if (auto* s = ctx->store_named(*all, key.store))
      wish_ = s->tracking;
  }

  maybe_request begin() override {
    if (type_of(order_) == order_type::amazon || wish_ == tracking_wish::note)
      return read_meta();
    switch (wish_) {
    case tracking_wish::shipment_tracking:
      return read_parcels(tracking_home::shipment_tracking);
    case tracking_wish::ast:
      return read_parcels(tracking_home::ast);
    default:
      return read_parcels(tracking_home::fulfillments);
    }
  }

private:
  using parcels = std::vector<woo::parcel>;

  maybe_request read_parcels(tracking_home h) {
    home_ = h;
    return ask(woo::get_parcels(account, home_, key.id),
               [this](auto& o) { return on_parcels(o); });
  }

  maybe_request on_parcels(const http_outcome& o) {
    auto read = woo::read_parcels(home_, o);
    if (auto* p = std::get_if<woo::problem>(&read))
      return p->where == woo::problem::layer::not_found && !p->gone
                 ? not_there(*p)
                 : fail(*p);
    auto& there = std::get<parcels>(read);
    for (const auto& s : parcels_)
      if (std::ranges::find(there, s.number, &woo::parcel::number) ==
          there.end()) {
        if (++writes_ > parcels_.size())
          return finish(numbers_in(there), "the store did not keep it");
        return ask(woo::post_parcel(account, home_, key.id, form(s)),
                   [this](auto& a) { return on_posted(a); });
      }
    return finish(numbers_in(there), "");
  }

  maybe_request not_there(const woo::problem& p) {
    if (wish_ != tracking_wish::automatic)
      return finish({}, fmt::format("tracking_target is {}, but the store has "
                                    "none: {}",
                                    woo::name_of(home_), p.what));
    if (home_ != tracking_home::fulfillments)
      return read_meta();
    if (auto known = ctx->namespaces(key.store))
      return try_plugin(*known);
    return ask(woo::get_index(account), [this](auto& o) {
      auto read = woo::read_namespaces(o);
      if (auto* q = std::get_if<woo::problem>(&read))
        return fail(*q);
      auto& names = std::get<std::vector<std::string>>(read);
      ctx->learn_namespaces(key.store, names);
      return try_plugin(names);
    });
  }

  maybe_request try_plugin(const std::vector<std::string>& namespaces) {
    auto plugin = woo::plugin_among(namespaces);
    return plugin ? read_parcels(*plugin) : read_meta();
  }

  // A plugin's refusal is in the words of a missing order whatever it is.
  maybe_request on_posted(const http_outcome& o) {
    auto read = woo::read_done(o);
    if (auto* p = std::get_if<woo::problem>(&read))
      return finish({}, p->what);
    return read_parcels(home_);
  }

  woo::parcel form(const shipment& s) const {
    woo::parcel out{s.number, s.url, s.carrier, s.seen, {}};
    auto* p = find_part(order_, s.reference);
    const auto& lines = s.lines.empty() && p ? p->lines : s.lines;
    for (const auto& l : lines)
      out.items.emplace_back(l.line_id, l.quantity);
    return out;
  }

  static std::vector<std::string> numbers_in(const parcels& there) {
    std::vector<std::string> out;
    for (const auto& p : there)
      out.push_back(p.number);
    return out;
  }

  maybe_request read_meta() {
    return ask(woo::get_order(account, key.id),
               [this](auto& o) { return on_meta(o); });
  }

  maybe_request on_meta(const http_outcome& o) {
    auto read = woo::read_order(o);
    if (auto* p = std::get_if<woo::problem>(&read))
      return fail(*p);
    auto& said = std::get<snapshot>(read);
    if (said.status == "trash")
      return gone("trash"); // a write would bring it back
    auto* held = find_meta(said.meta, tracking_key);
    bool all = held && std::ranges::all_of(order_.shipments, [&](auto& s) {
                 return mentions(held->value, s.number);
               });
    if (!all && ++writes_ > 1)
      return finish({}, "the store did not keep the tracking number");
    if (!all)
      return ask(woo::put_meta(account, key.id, meta()),
                 [this](auto& a) { return on_meta_written(a); });
    if (type_of(order_) == order_type::amazon)
      return finish(numbers(), "");
    return ask(woo::get_notes(account, key.id),
               [this](auto& a) { return on_notes(a); });
  }

  std::vector<meta_entry> meta() const {
    auto entry = [](std::string_view k, std::string v) {
      return meta_entry{0, std::string(k), std::move(v), false, {}};
    };
    std::vector<meta_entry> out{
        entry(tracking_key, joined_numbers(order_.shipments))};
    if (type_of(order_) == order_type::amazon) {
      const auto& s = parcels_.front();
      out.push_back(entry("_wpla_tracking_number", s.number));
      out.push_back(entry("_wpla_tracking_provider",
                          s.carrier.empty() ? "Other" : s.carrier));
    }
    return out;
  }

  maybe_request on_meta_written(const http_outcome& o) {
    auto read = woo::read_done(o);
    if (auto* p = std::get_if<woo::problem>(&read))
      return fail(*p);
    return read_meta();
  }

  // One note a parcel, and only if none mentions it: it mails the customer.
  maybe_request on_notes(const http_outcome& o) {
    auto read = woo::read_notes(o);
    if (auto* p = std::get_if<woo::problem>(&read))
      return fail(*p);
    const auto& notes = std::get<std::vector<std::string>>(read);
    for (const auto& s : parcels_) {
      bool told = std::ranges::any_of(
          notes, [&](auto& n) { return mentions(n, s.number); });
      if (told)
        continue;
      if (++notes_written_ > parcels_.size())
        return finish({}, "the store did not keep the note");
      return ask(woo::post_note(account, key.id, note_text(s), true),
                 [this](auto& a) { return on_note_written(a); });
    }
    return finish(numbers(), "");
  }

  maybe_request on_note_written(const http_outcome& o) {
    auto read = woo::read_done(o);
    if (auto* p = std::get_if<woo::problem>(&read))
      return fail(*p);
    return ask(woo::get_notes(account, key.id),
               [this](auto& a) { return on_notes(a); });
  }

  std::vector<std::string> numbers() const {
    std::vector<std::string> out;
    for (const auto& s : parcels_)
      out.push_back(s.number);
    return out;
  }

  maybe_request finish(std::vector<std::string> numbers, std::string problem) {
    done_(tracking_pushed{ctx->now(), std::move(numbers), std::move(problem)});
    return {};
  }

  maybe_request gone(std::string how) {
    done_(store_gone{ctx->now(), std::move(how)});
    return {};
  }

  maybe_request fail(const woo::problem& p) {
    if (p.gone)
      return gone("deleted");
    return finish({}, p.what);
  }

  order order_;
  std::vector<shipment> parcels_;
  tell_order done_;
  tracking_wish wish_ = tracking_wish::automatic;
  tracking_home home_ = tracking_home::fulfillments;
  std::size_t writes_ = 0, notes_written_ = 0;
};

} // namespace

std::shared_ptr<talk> tracking_talk(const context_ptr& ctx, const order& o,
                                    const push_tracking& e, tell_order done) {
  auto t = std::make_shared<tracking_chain>(ctx, o, e, done)->as_talk();
  t->failed = [ctx, done](const std::string& what) {
    done(tracking_pushed{ctx->now(), {}, what});
  };
  return t;
}

} // namespace dastomized::actors
