#include "actors/chain.hpp"
#include "actors/talks.hpp"

#include <algorithm>

namespace dastomized::actors {

namespace {

namespace woo = connectors::woocommerce;
using connectors::http_outcome;

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
          l.refunded = std::min(l.refunded + n, std::max(l.quantity, 0));
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
    if (o.intent && o.intent->number == e.number) // else it is wanted no more
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
      return finish(std::move(said), false);
    return ask(woo::put_status(account, key.id, wish_.to),
               [this](auto& a) { return on_written(a); });
  }

  maybe_request on_written(const http_outcome& o) {
    auto read = woo::read_order(o);
    if (auto* p = std::get_if<woo::problem>(&read))
      return fail(*p);
    return finish(std::move(std::get<snapshot>(read)), true);
  }

  maybe_request finish(snapshot said, bool written) {
    done_(status_pushed{
        ctx->now(), wish_.number, std::move(said), false, {}, written});
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

// ---- the personalization of a line ------------------------------------------

class edit_chain : public chain {
public:
  edit_chain(context_ptr c, const order& o, const push_edit& e, tell_order d)
      : chain(std::move(c), o.key), wish_(e), done_(std::move(d)) {}

  maybe_request begin() override { return read(true); }

private:
  maybe_request read(bool first) {
    return ask(woo::get_order(account, key.id),
               [this, first](auto& o) { return on_read(o, first); });
  }

  maybe_request on_read(const http_outcome& o, bool first) {
    auto read = woo::read_order(o);
    if (auto* p = std::get_if<woo::problem>(&read))
      return fail(*p);
    auto& said = std::get<snapshot>(read);
    if (first && is_wanted(said))
      return ask(
          woo::put_line_meta(account, key.id, wish_.line_id, wish_.changes),
          [this](auto& a) { return on_written(a); });
    done_(edit_pushed{ctx->now(), wish_.number, std::move(said), false, {}});
    return {};
  }

  // Not there yet, and nobody else changed it; a write would bring an order
  // back from the trash.
  bool is_wanted(const snapshot& said) const {
    auto* l = find_line(said, wish_.line_id);
    if (l == nullptr || said.status == "trash")
      return false;
    bool missing = false;
    for (const auto& c : wish_.changes) {
      auto m = std::ranges::find(l->meta, c.meta_id, &meta_entry::id);
      if (m == l->meta.end() || (m->value != c.from && m->value != c.to))
        return false;
      missing = missing || m->value != c.to;
    }
    return missing;
  }

  maybe_request on_written(const http_outcome& o) {
    auto answer = woo::read_order(o);
    if (auto* p = std::get_if<woo::problem>(&answer))
      return fail(*p);
    return read(false); // what it has is what it tells others
  }

  maybe_request fail(const woo::problem& p) {
    if (p.gone)
      done_(store_gone{ctx->now(), "deleted"});
    else
      done_(edit_pushed{ctx->now(), wish_.number, {}, !p.again, p.what});
    return {};
  }

  push_edit wish_;
  tell_order done_;
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
  auto t = read_talk(ctx, o.key, [ctx, done](woo::answer<snapshot> read) {
    if (auto* said = std::get_if<snapshot>(&read))
      return done(store_said{ctx->now(), std::move(*said), origin::reread, {}});
    const auto& p = std::get<woo::problem>(read);
    if (p.gone)
      return done(store_gone{ctx->now(), "deleted"});
    done(reread_failed{ctx->now(), p.what});
  });
  t->failed = [ctx, done](const std::string& what) {
    done(reread_failed{ctx->now(), what});
  };
  return t;
}

std::shared_ptr<talk> status_talk(const context_ptr& ctx, const order& o,
                                  const push_status& e, tell_order done) {
  auto t = std::make_shared<status_chain>(ctx, o, e, done)->as_talk();
  t->failed = [ctx, e, done](const std::string& what) {
    done(status_pushed{ctx->now(), e.number, {}, false, what});
  };
  return t;
}

std::shared_ptr<talk> edit_talk(const context_ptr& ctx, const order& o,
                                const push_edit& e, tell_order done) {
  auto t = std::make_shared<edit_chain>(ctx, o, e, done)->as_talk();
  t->failed = [ctx, e, done](const std::string& what) {
    done(edit_pushed{ctx->now(), e.number, {}, false, what});
  };
  return t;
}

} // namespace dastomized::actors
