// Looks at print files: two at a time in the whole process, those that a
// submission waits for first. The bytes are judged on the I/O thread. A server
// that keeps us waiting is left alone for a while, or all orders would wait.
#include "actors/context.hpp"

#include <deque>

namespace dastomized::actors {

namespace {

constexpr std::size_t in_flight_max = 2;
// Every so many looks one that can wait goes first, so that it comes at all.
constexpr unsigned patient_share = 4;

// So many fetches in a row that took long and came to nothing …
constexpr unsigned failures_max = 3;
constexpr milliseconds took_long = 1s;
constexpr milliseconds left_alone = 60s; // … and nobody asks for so long

using artwork_talk = connectors::conversation<artwork_look>;

struct viewer_state {
  static inline const char* name = "viewer";

  struct visit {
    look_wanted of;
    std::size_t at = 0; // of its URLs
    std::shared_ptr<artwork_talk> talk;
    artwork_seen seen;
    instant asked{};
  };
  struct trouble {
    unsigned failures = 0;
    instant last{};
  };

  context_ptr ctx;
  std::deque<look_wanted> urgent, patient;
  std::map<std::uint64_t, visit> running;
  std::map<std::string, trouble> troubles; // by server
  std::uint64_t last_id = 0;
  unsigned turn = 0;

  void on_wanted(look_wanted m) {
    (m.what.urgent ? urgent : patient).push_back(std::move(m));
    pump();
  }

  std::deque<look_wanted>& next_line() {
    bool yield = turn++ % patient_share == patient_share - 1;
    bool wait = urgent.empty() || (yield && !patient.empty());
    return wait ? patient : urgent;
  }

  void pump() {
    while (running.size() < in_flight_max &&
           !(urgent.empty() && patient.empty())) {
      auto& line = next_line();
      visit l;
      l.of = std::move(line.front());
      line.pop_front();
      l.seen.number = l.of.what.number;
      running.emplace(++last_id, std::move(l));
      next_file(last_id);
    }
    ctx->looks_waiting = urgent.size() + patient.size();
  }

  void next_file(std::uint64_t id) {
    auto& l = running.at(id);
    if (l.at == l.of.what.urls.size())
      return finish(id);
    if (shunned(l.of.what.urls[l.at]))
      return go_on(id, unreachable());
    l.talk =
        connectors::look_at(l.of.what.urls[l.at], ctx->settings()->artwork);
    go_on(id, l.talk->start());
  }

  void go_on(std::uint64_t id, artwork_talk::move move) {
    auto& l = running.at(id);
    if (auto* look = std::get_if<artwork_look>(&move)) {
      l.seen.seen.emplace_back(l.of.what.urls[l.at++], std::move(*look));
      return next_file(id);
    }
    l.asked = ctx->now();
    // The answer may come after everybody has left: nothing is held but a
    // way to ask who is there.
    std::weak_ptr<context> home = ctx;
    ctx->transport.send(
        std::get<connectors::http_request>(std::move(move)),
        [home, id](connectors::http_outcome o) {
          if (auto there = home.lock())
            rt::tell(there->viewer(),
                     look_heard{id, std::make_shared<connectors::http_outcome>(
                                        std::move(o))});
        });
  }

  void on_heard(const look_heard& m) {
    auto it = running.find(m.look);
    if (it == running.end())
      return;
    keep_count(it->second, *m.what);
    ctx->io.post(
        [ctx = ctx, id = m.look, talk = it->second.talk, what = m.what] {
          rt::tell(ctx->viewer(),
                   look_judged{id, std::make_shared<artwork_talk::move>(
                                       judged(*talk, *what))});
        });
  }

  bool shunned(const std::string& url) {
    auto it = troubles.find(connectors::origin_of(url));
    return it != troubles.end() && it->second.failures >= failures_max &&
           ctx->now() - it->second.last < left_alone;
  }

  static artwork_look unreachable() {
    artwork_look seen;
    seen.verdict = artwork_verdict::unsure;
    seen.words = "its server could not be reached a moment ago";
    return seen;
  }

  void keep_count(const visit& l, const connectors::http_outcome& what) {
    auto now = ctx->now();
    std::erase_if(troubles, [now](const auto& x) {
      return now - x.second.last > 10 * left_alone;
    });
    auto server = connectors::origin_of(l.of.what.urls[l.at]);
    auto* e = std::get_if<connectors::http_error>(&what);
    if (!e || e->too_large || now - l.asked < took_long) {
      troubles.erase(server);
      return;
    }
    auto& t = troubles[server];
    ++t.failures;
    t.last = now;
  }

  // What can not be judged must not keep an order waiting.
  static artwork_talk::move judged(artwork_talk& talk,
                                   const connectors::http_outcome& what) {
    try {
      return talk.next(what);
    } catch (const std::exception& e) {
      spdlog::error("artwork.look_failed error=\"{}\"", e.what());
      artwork_look look;
      look.verdict = artwork_verdict::unsure;
      look.words = e.what();
      return look;
    }
  }

  void on_judged(const look_judged& m) {
    if (!running.contains(m.look))
      return;
    go_on(m.look, std::move(*m.what));
    pump();
  }

  void finish(std::uint64_t id) {
    auto l = std::move(running.at(id));
    running.erase(id);
    l.seen.at = ctx->now();
    rt::tell(ctx->directory(),
             order_news{l.of.key,
                        {std::make_shared<const event>(std::move(l.seen)), 0}});
  }
};

viewer_actor::behavior_type
viewer_life(viewer_actor::stateful_pointer<viewer_state> self,
            context_ptr ctx) {
  rt::harden(self);
  self->state.ctx = std::move(ctx);
  return {
      [self](look_wanted& m) { self->state.on_wanted(std::move(m)); },
      [self](const look_heard& m) { self->state.on_heard(m); },
      [self](const look_judged& m) { self->state.on_judged(m); },
  };
}

} // namespace

viewer_actor spawn_viewer(caf::actor_system& sys, context_ptr ctx) {
  return sys.spawn(viewer_life, std::move(ctx));
}

} // namespace dastomized::actors
