#include "actors/talks.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace dastomized::actors {

namespace {

namespace woo = connectors::woocommerce;
using connectors::http_outcome;
using connectors::http_request;
using maybe_request = std::optional<http_request>;

woo::account account_of(const context_ptr& ctx, const std::string& store) {
  auto all = ctx->settings();
  auto* x = ctx->store_named(*all, store);
  return x ? x->account : woo::account{};
}

void note_reachable(const context_ptr& ctx, const std::string& store,
                    const http_outcome& o) {
  auto it = ctx->store_stats.find(store);
  if (it != ctx->store_stats.end())
    it->second.reachable = std::holds_alternative<connectors::http_response>(o);
}

// A talk written as a chain: each answer goes to the step set last.
class chain : public std::enable_shared_from_this<chain> {
public:
  using step = std::function<maybe_request(const http_outcome&)>;

  chain(context_ptr c, order_key k) : ctx(std::move(c)), key(std::move(k)) {
    account = account_of(ctx, key.store);
  }
  virtual ~chain() = default;
  virtual maybe_request begin() = 0;

  std::shared_ptr<talk> as_talk() {
    auto t = std::make_shared<talk>();
    t->lane = to_string(key);
    t->next = [me = shared_from_this()](const http_outcome* o) {
      if (!o)
        return me->begin();
      note_reachable(me->ctx, me->key.store, *o);
      return std::exchange(me->then_, nullptr)(*o);
    };
    return t;
  }

protected:
  maybe_request ask(http_request r, step then) {
    then_ = std::move(then);
    return r;
  }

  context_ptr ctx;
  order_key key;
  woo::account account;

private:
  step then_;
};

// ---- reading one order, with its refunds ----------------------------------

class read_chain : public chain {
public:
  using outcome = woo::answer<snapshot>;
  // by_number: an id no order has may be what people call the order.
  read_chain(context_ptr c, order_key k, std::function<void(outcome)> d,
             bool by_number = false)
      : chain(std::move(c), std::move(k)), done_(std::move(d)),
        by_number_(by_number) {}

  maybe_request begin() override {
    return ask(woo::get_order(account, key.id),
               [this](auto& o) { return on_order(o); });
  }

private:
  maybe_request on_order(const http_outcome& o) {
    auto read = woo::read_order(o);
    if (auto* p = std::get_if<woo::problem>(&read); p && p->gone && by_number_)
      return search(std::move(*p));
    return take(std::move(read));
  }

  maybe_request search(woo::problem why) {
    woo::list_orders q;
    q.statuses = ctx->statuses(key.store);
    q.search = std::to_string(key.id);
    return ask(woo::get_orders(account, q),
               [this, why = std::move(why)](auto& o) {
                 auto read = woo::read_orders(o);
                 if (auto* p = std::get_if<woo::problem>(&read))
                   return take(std::move(*p));
                 for (auto& said : std::get<woo::order_page>(read).orders)
                   if (said.number == std::to_string(key.id))
                     return take(std::move(said));
                 return take(why);
               });
  }

  maybe_request take(outcome read) {
    auto* said = std::get_if<snapshot>(&read);
    if (!said || said->refunds.empty()) {
      done_(std::move(read));
      return {};
    }
    said_ = std::move(*said);
    return ask(woo::get_refunds(account, said_.id),
               [this](auto& r) { return on_refunds(r); });
  }

  maybe_request on_refunds(const http_outcome& o) {
    auto read = woo::read_refunds(o);
    if (auto* p = std::get_if<woo::problem>(&read)) {
      done_(std::move(*p)); // without net quantities nothing may be sent
      return {};
    }
    using pieces = std::vector<std::pair<std::int64_t, int>>;
    for (auto& [line_id, n] : std::get<pieces>(read))
      for (auto& l : said_.lines)
        if (l.id == line_id)
          l.refunded += n;
    done_(std::move(said_));
    return {};
  }

  std::function<void(outcome)> done_;
  snapshot said_;
  bool by_number_;
};

// ---- a status -------------------------------------------------------------

class status_chain : public chain {
public:
  status_chain(context_ptr c, const order& o, const push_status& e,
               tell_order d)
      : chain(std::move(c), o.key), wish_(e), done_(std::move(d)) {
    if (o.intent)
      base_ = o.intent->base;
  }

  maybe_request begin() override {
    return ask(woo::get_order(account, key.id),
               [this](auto& o) { return on_read(o); });
  }

private:
  maybe_request on_read(const http_outcome& o) {
    auto read = woo::read_order(o);
    if (auto* p = std::get_if<woo::problem>(&read))
      return fail(*p);
    auto& said = std::get<snapshot>(read);
    // Done already, overtaken, or in the trash, where a write would bring
    // it back: the store's word decides.
    if (said.status == wish_.to || said.status != base_)
      return finish(std::move(said));
    return ask(woo::put_status(account, key.id, wish_.to),
               [this](auto& a) { return on_written(a); });
  }

  maybe_request on_written(const http_outcome& o) {
    auto read = woo::read_order(o);
    if (auto* p = std::get_if<woo::problem>(&read))
      return fail(*p);
    return finish(std::move(std::get<snapshot>(read)));
  }

  maybe_request finish(snapshot said) {
    done_(status_pushed{ctx->now(), wish_.number, std::move(said), false, {}});
    return {};
  }

  maybe_request fail(const woo::problem& p) {
    if (p.gone)
      done_(store_gone{ctx->now(), "deleted"});
    else
      done_(status_pushed{ctx->now(), wish_.number, {}, !p.again, p.what});
    return {};
  }

  push_status wish_;
  std::string base_;
  tell_order done_;
};

// ---- tracking
// --------------------------------------------------------------------

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

// Core fulfillments where the shop has them, else order meta and a note to
// the customer; Amazon orders get the meta WP-Lister reads. Each write is
// preceded by a read, and the numbers reported are those read back.
class tracking_chain : public chain {
public:
  tracking_chain(context_ptr c, const order& o, const push_tracking& e,
                 tell_order d)
      : chain(std::move(c), o.key), order_(o), parcels_(e.shipments),
        done_(std::move(d)) {}

  maybe_request begin() override {
    if (type_of(order_) == order_type::amazon)
      return read_meta();
    return ask(woo::get_fulfillments(account, key.id),
               [this](auto& o) { return on_fulfillments(o); });
  }

private:
  using fulfillments = std::vector<woo::fulfillment>;

  maybe_request on_fulfillments(const http_outcome& o) {
    auto read = woo::read_fulfillments(o);
    if (auto* p = std::get_if<woo::problem>(&read))
      return p->where == woo::problem::layer::not_found && !p->gone
                 ? read_meta() // the shop has the feature off
                 : fail(*p);
    auto& there = std::get<fulfillments>(read);
    for (const auto& s : parcels_)
      if (std::ranges::find(there, s.number, &woo::fulfillment::number) ==
          there.end()) {
        if (++writes_ > parcels_.size())
          return finish(numbers_in(there), "the store did not keep it");
        return ask(woo::post_fulfillment(account, key.id, form(s)),
                   [this](auto& a) { return on_posted(a); });
      }
    return finish(numbers_in(there), "");
  }

  maybe_request on_posted(const http_outcome& o) {
    auto read = woo::read_done(o);
    if (auto* p = std::get_if<woo::problem>(&read))
      return fail(*p);
    return ask(woo::get_fulfillments(account, key.id),
               [this](auto& a) { return on_fulfillments(a); });
  }

  woo::fulfillment form(const shipment& s) const {
    woo::fulfillment f{0, s.number, s.url, s.carrier, {}, true};
    auto* p = find_part(order_, s.reference);
    const auto& lines = s.lines.empty() && p ? p->lines : s.lines;
    for (const auto& l : lines)
      f.items.emplace_back(l.line_id, l.quantity);
    return f;
  }

  std::vector<std::string> numbers_in(const fulfillments& there) const {
    std::vector<std::string> out;
    for (const auto& f : there)
      out.push_back(f.number);
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
      return finish(joined(), "");
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
    return finish(joined(), "");
  }

  maybe_request on_note_written(const http_outcome& o) {
    auto read = woo::read_done(o);
    if (auto* p = std::get_if<woo::problem>(&read))
      return fail(*p);
    return ask(woo::get_notes(account, key.id),
               [this](auto& a) { return on_notes(a); });
  }

  std::vector<std::string> joined() const {
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
  std::size_t writes_ = 0, notes_written_ = 0;
};

} // namespace

std::shared_ptr<talk>
read_talk(const context_ptr& ctx, const order_key& key,
          std::function<void(woo::answer<snapshot>)> done) {
  return std::make_shared<read_chain>(ctx, key, std::move(done))->as_talk();
}

std::shared_ptr<talk>
find_talk(const context_ptr& ctx, const order_key& key,
          std::function<void(woo::answer<snapshot>)> done) {
  return std::make_shared<read_chain>(ctx, key, std::move(done), true)
      ->as_talk();
}

std::shared_ptr<talk> reread_talk(const context_ptr& ctx, const order& o,
                                  tell_order done) {
  return read_talk(ctx, o.key, [ctx, done](woo::answer<snapshot> read) {
    if (auto* said = std::get_if<snapshot>(&read))
      return done(store_said{ctx->now(), std::move(*said), origin::reread, {}});
    const auto& p = std::get<woo::problem>(read);
    if (p.gone)
      return done(store_gone{ctx->now(), "deleted"});
    done(reread_failed{ctx->now(), p.what});
  });
}

std::shared_ptr<talk> status_talk(const context_ptr& ctx, const order& o,
                                  const push_status& e, tell_order done) {
  return std::make_shared<status_chain>(ctx, o, e, std::move(done))->as_talk();
}

std::shared_ptr<talk> tracking_talk(const context_ptr& ctx, const order& o,
                                    const push_tracking& e, tell_order done) {
  return std::make_shared<tracking_chain>(ctx, o, e, std::move(done))
      ->as_talk();
}

} // namespace dastomized::actors
