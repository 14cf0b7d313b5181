// Every message between actors, and every actor's interface. Reading this
// file is reading how they work together. Nothing replies: answers are
// messages of their own.
#pragma once

#include "actors/front.hpp"
#include "actors/runtime.hpp"
#include "connectors/conversation.hpp"
#include "domain/advance.hpp"
#include "storage/store.hpp"

#include <memory>
#include <string>
#include <variant>
#include <vector>

namespace dastomized::actors {

// ---- to an order ----------------------------------------------------------

// What news came to; told once it is on disk.
enum class outcome : std::uint8_t { created, updated, unchanged, failed };
using tell_outcome = std::function<void(outcome)>;

// Something happened. `delivery`: the inbox entry it came from, or 0. `done`
// may be empty; it runs in the order's actor and only passes a message on.
struct news {
  std::shared_ptr<const event> what;
  std::uint64_t delivery = 0;
  std::shared_ptr<const tell_outcome> done{};
};

// A person waits for an answer. `seen`: denied as "stale" if the order is not
// at this version. `marks`: written in the commit that grants it; a conflict
// is the answer if one of them is there already. While a petition with the
// same marks waits, another is passed over.
struct petition {
  std::shared_ptr<const person_asked> what;
  std::shared_ptr<std::function<void(result<ask_answer>)>> done;
  std::optional<std::uint64_t> seen{};
  std::vector<storage::named_value> marks{};
};

// INTERNAL: storage gave the record (none: a new order).
struct loaded {
  std::shared_ptr<result<std::optional<order>>> what;
};
// INTERNAL: storage looked for an earlier order like this one.
struct twin_sought {
  std::shared_ptr<result<std::optional<order_key>>> what;
};
// INTERNAL: the commit is durable, or was not made.
struct saved {
  std::shared_ptr<result<std::uint64_t>> version;
};
// INTERNAL: a timer; an older generation is void.
struct look_again {
  std::uint64_t generation = 0;
};
// From the directory: nothing more will come, end.
struct leave {};

using order_actor =
    rt::interface<void(news), void(petition), void(loaded), void(twin_sought),
                  void(saved), void(look_again), void(leave)>;

// ---- to the directory -----------------------------------------------------

struct order_news {
  order_key key;
  news message;
};
struct order_petition {
  order_key key;
  petition message;
};
// Its time is near: load it if it rests. Awake orders keep their own timers.
struct order_due {
  order_key key;
};
// An order has nothing to do for long. `heard`: messages it got from the
// directory so far; if that is all that was sent, it may leave.
struct wants_rest {
  order_key key;
  std::uint64_t heard = 0;
};
// Everybody leaves; the process ends.
struct close_down {
  std::shared_ptr<std::function<void()>> done;
};

using directory_actor =
    rt::interface<void(order_news), void(order_petition), void(order_due),
                  void(wants_rest), void(close_down)>;

// ---- to a gateway (of a store or a provider) --------------------------------

// One talk with the outside: requests go out until `next` gives none, having
// told whoever waits. Talks of one lane never overlap.
struct talk {
  std::string lane;
  // Told if `next` throws, which ends the talk: whoever waits must hear.
  std::function<void(const std::string&)> failed{};
  bool can_wait = false; // behind those of orders that are due
  // nullptr first, then the answer to each request.
  std::function<std::optional<connectors::http_request>(
      const connectors::http_outcome*)>
      next;
};
struct say {
  std::shared_ptr<talk> what;
};
// INTERNAL: an answer came.
struct heard {
  std::uint64_t talk = 0;
  std::shared_ptr<connectors::http_outcome> what;
};
// INTERNAL: the rate allows more.
struct allowed {
  std::uint64_t generation = 0;
};

using gateway_actor = rt::interface<void(say), void(heard), void(allowed)>;

// ---- to the viewer of artwork -----------------------------------------------

// Look at these, and tell the order.
struct look_wanted {
  order_key key;
  look_at_artwork what;
};
// INTERNAL: an answer came.
struct look_heard {
  std::uint64_t look = 0;
  std::shared_ptr<connectors::http_outcome> what;
};
// INTERNAL: it was judged: what to ask next, or the verdict.
struct look_judged {
  std::uint64_t look = 0;
  std::shared_ptr<connectors::conversation<artwork_look>::move> what;
};

using viewer_actor =
    rt::interface<void(look_wanted), void(look_heard), void(look_judged)>;

// ---- to an importer ---------------------------------------------------------

// The inbox has something new.
struct arrived {};
// INTERNAL: deliveries read and decoded on the I/O thread.
struct inbox_read {
  struct item {
    std::uint64_t seq = 0;
    std::optional<event> what; // none: set aside for `reason`
    order_key key;
    std::string reason;
  };
  std::shared_ptr<result<std::vector<item>>> items;
};
// An order has dealt with a delivery.
struct settled {
  std::uint64_t seq = 0;
};
// INTERNAL: poll the store now.
struct poll_now {
  std::uint64_t generation = 0;
};
// Do not wait for the next poll's time.
struct poll_soon {};
// INTERNAL: a page of the poll.
struct polled {
  std::uint64_t round = 0;
  std::shared_ptr<
      connectors::woocommerce::answer<connectors::woocommerce::order_page>>
      page;
  milliseconds took{0}; // from request to answer
};
// INTERNAL: what an order made of the poll's or a delivery's news.
struct news_took {
  std::int64_t order = 0;
  bool polled = false;
  instant modified{};      // by the store's word
  std::uint64_t round = 0; // of the poll
  bool changed = false, failed = false;
};

using importer_actor =
    rt::interface<void(arrived), void(inbox_read), void(settled),
                  void(poll_now), void(poll_soon), void(polled),
                  void(news_took)>;

// ---- to an import job -------------------------------------------------------

// INTERNAL: a page, and which time it was asked for.
struct page_ask {
  std::uint32_t page = 0;
  std::uint64_t ticket = 0;
};
// INTERNAL: the store answered.
struct import_page {
  page_ask of;
  std::shared_ptr<
      connectors::woocommerce::answer<connectors::woocommerce::order_page>>
      what;
};
struct import_order {
  page_ask of;
  std::int64_t id = 0;
  std::shared_ptr<connectors::woocommerce::answer<snapshot>> what;
};
// INTERNAL: an order has stored it.
struct import_took {
  page_ask of;
  std::int64_t id = 0;
  outcome what{};
};
// INTERNAL: a page that failed, or may have been forgotten, is due again.
struct ask_again {
  page_ask of;
};
// A person does not want it any more.
struct give_up {};

using import_actor =
    rt::interface<void(import_page), void(import_order), void(import_took),
                  void(ask_again), void(give_up)>;

// ---- to a job of one action on many orders ----------------------------------

// The job and its set are on disk, or could not be written and there is none.
struct bulk_stored {
  bool well = false;
};
// INTERNAL: the set, and what became of a part of it in an earlier life.
struct bulk_read {
  std::shared_ptr<result<std::vector<bulk_item>>> set;
  std::vector<bulk_row> rows;
};
// INTERNAL: the order of a row answered.
struct bulk_answered {
  std::uint64_t n = 0;
  std::shared_ptr<result<ask_answer>> what;
};
// INTERNAL: the row is on disk, as it is told here; none: it is not.
struct bulk_settled {
  std::uint64_t n = 0;
  std::optional<row_outcome> outcome;
};
// INTERNAL: a timer; an older generation is void.
struct bulk_goes_on {
  std::uint64_t generation = 0;
};

using bulk_actor =
    rt::interface<void(bulk_stored), void(bulk_read), void(bulk_answered),
                  void(bulk_settled), void(bulk_goes_on), void(give_up)>;

// ---- to a guardian ----------------------------------------------------------

// INTERNAL: look after the webhooks now.
struct guard_now { // generation 0: settings changed
  std::uint64_t generation = 0;
};
// INTERNAL: they were looked after.
struct hooks_checked {
  std::vector<std::string> repaired; // what was done, for people
  std::string problem;               // empty: all is well
  std::string made_with;             // fingerprint of address and secret
};

using guardian_actor = rt::interface<void(guard_now), void(hooks_checked)>;

// ---- to a sweeper -----------------------------------------------------------

// INTERNAL: see what is due.
struct sweep_now {
  std::uint64_t generation = 0;
};
// INTERNAL: the statuses the store knows.
struct statuses_came {
  std::shared_ptr<connectors::woocommerce::answer<std::vector<std::string>>>
      what;
};
// INTERNAL: all orders we hold of the store.
struct keys_read {
  std::shared_ptr<result<std::vector<order_key>>> what;
};
// INTERNAL: a page of the store's list.
struct marks_came {
  std::shared_ptr<connectors::woocommerce::answer<
      std::vector<connectors::woocommerce::order_mark>>>
      what;
};
// INTERNAL: which of that page differ from what we hold.
struct compared {
  std::vector<std::int64_t> doubtful;
  bool last = false; // there is no further page
};
// INTERNAL: one of them was read again, and what its order made of it.
struct doubt_read {
  std::int64_t id = 0;
  std::shared_ptr<connectors::woocommerce::answer<snapshot>> what;
};
struct doubt_settled {
  bool changed = false;
};

using sweeper_actor =
    rt::interface<void(sweep_now), void(statuses_came), void(keys_read),
                  void(marks_came), void(compared), void(doubt_read),
                  void(doubt_settled)>;

// ---- to a watcher -----------------------------------------------------------

// INTERNAL: ask what changed.
struct watch_now {
  std::uint64_t generation = 0;
};
// INTERNAL: a page of it.
struct changes_came {
  std::uint64_t round = 0;
  std::shared_ptr<connectors::change_outcome> page;
};

using watcher_actor = rt::interface<void(watch_now), void(changes_came)>;

// ---- to the due-clock -------------------------------------------------------

// The countdown of an order ended long ago: it waits for its turn.
struct late_order {
  order_key key;
  instant due{};
};
// INTERNAL: time for the next turn; a person may have said that all may go.
struct next_turn {
  std::uint64_t generation = 0; // 0: not of a timer
};
// INTERNAL: walk the index.
struct walk {
  std::uint64_t generation = 0;
};
// INTERNAL: a page of it.
struct walked {
  std::shared_ptr<result<std::vector<storage::order_store::due_entry>>> page;
};

using due_clock_actor =
    rt::interface<void(walk), void(walked), void(late_order), void(next_turn)>;

} // namespace dastomized::actors

#define DASTOMIZED_MESSAGE(name)                                               \
  CAF_ALLOW_UNSAFE_MESSAGE_TYPE(dastomized::actors::name)

DASTOMIZED_MESSAGE(news)
DASTOMIZED_MESSAGE(petition)
DASTOMIZED_MESSAGE(loaded)
DASTOMIZED_MESSAGE(twin_sought)
DASTOMIZED_MESSAGE(saved)
DASTOMIZED_MESSAGE(look_again)
DASTOMIZED_MESSAGE(leave)
DASTOMIZED_MESSAGE(order_news)
DASTOMIZED_MESSAGE(order_petition)
DASTOMIZED_MESSAGE(order_due)
DASTOMIZED_MESSAGE(wants_rest)
DASTOMIZED_MESSAGE(close_down)
DASTOMIZED_MESSAGE(say)
DASTOMIZED_MESSAGE(heard)
DASTOMIZED_MESSAGE(allowed)
DASTOMIZED_MESSAGE(look_wanted)
DASTOMIZED_MESSAGE(look_heard)
DASTOMIZED_MESSAGE(look_judged)
DASTOMIZED_MESSAGE(arrived)
DASTOMIZED_MESSAGE(inbox_read)
DASTOMIZED_MESSAGE(settled)
DASTOMIZED_MESSAGE(poll_now)
DASTOMIZED_MESSAGE(poll_soon)
DASTOMIZED_MESSAGE(polled)
DASTOMIZED_MESSAGE(news_took)
DASTOMIZED_MESSAGE(import_page)
DASTOMIZED_MESSAGE(import_order)
DASTOMIZED_MESSAGE(import_took)
DASTOMIZED_MESSAGE(ask_again)
DASTOMIZED_MESSAGE(give_up)
DASTOMIZED_MESSAGE(bulk_stored)
DASTOMIZED_MESSAGE(bulk_read)
DASTOMIZED_MESSAGE(bulk_answered)
DASTOMIZED_MESSAGE(bulk_settled)
DASTOMIZED_MESSAGE(bulk_goes_on)
DASTOMIZED_MESSAGE(guard_now)
DASTOMIZED_MESSAGE(hooks_checked)
DASTOMIZED_MESSAGE(sweep_now)
DASTOMIZED_MESSAGE(statuses_came)
DASTOMIZED_MESSAGE(watch_now)
DASTOMIZED_MESSAGE(late_order)
DASTOMIZED_MESSAGE(next_turn)
DASTOMIZED_MESSAGE(changes_came)
DASTOMIZED_MESSAGE(keys_read)
DASTOMIZED_MESSAGE(marks_came)
DASTOMIZED_MESSAGE(compared)
DASTOMIZED_MESSAGE(doubt_read)
DASTOMIZED_MESSAGE(doubt_settled)
DASTOMIZED_MESSAGE(walk)
DASTOMIZED_MESSAGE(walked)

#undef DASTOMIZED_MESSAGE

CAF_BEGIN_TYPE_ID_BLOCK(dastomized, first_custom_type_id)

CAF_ADD_TYPE_ID(dastomized, (dastomized::actors::news))
CAF_ADD_TYPE_ID(dastomized, (dastomized::actors::petition))
CAF_ADD_TYPE_ID(dastomized, (dastomized::actors::loaded))
CAF_ADD_TYPE_ID(dastomized, (dastomized::actors::twin_sought))
CAF_ADD_TYPE_ID(dastomized, (dastomized::actors::saved))
CAF_ADD_TYPE_ID(dastomized, (dastomized::actors::look_again))
CAF_ADD_TYPE_ID(dastomized, (dastomized::actors::leave))
CAF_ADD_TYPE_ID(dastomized, (dastomized::actors::order_news))
CAF_ADD_TYPE_ID(dastomized, (dastomized::actors::order_petition))
CAF_ADD_TYPE_ID(dastomized, (dastomized::actors::order_due))
CAF_ADD_TYPE_ID(dastomized, (dastomized::actors::wants_rest))
CAF_ADD_TYPE_ID(dastomized, (dastomized::actors::close_down))
CAF_ADD_TYPE_ID(dastomized, (dastomized::actors::say))
CAF_ADD_TYPE_ID(dastomized, (dastomized::actors::heard))
CAF_ADD_TYPE_ID(dastomized, (dastomized::actors::allowed))
CAF_ADD_TYPE_ID(dastomized, (dastomized::actors::look_wanted))
CAF_ADD_TYPE_ID(dastomized, (dastomized::actors::look_heard))
CAF_ADD_TYPE_ID(dastomized, (dastomized::actors::look_judged))
CAF_ADD_TYPE_ID(dastomized, (dastomized::actors::arrived))
CAF_ADD_TYPE_ID(dastomized, (dastomized::actors::inbox_read))
CAF_ADD_TYPE_ID(dastomized, (dastomized::actors::settled))
CAF_ADD_TYPE_ID(dastomized, (dastomized::actors::poll_now))
CAF_ADD_TYPE_ID(dastomized, (dastomized::actors::poll_soon))
CAF_ADD_TYPE_ID(dastomized, (dastomized::actors::polled))
CAF_ADD_TYPE_ID(dastomized, (dastomized::actors::news_took))
CAF_ADD_TYPE_ID(dastomized, (dastomized::actors::import_page))
CAF_ADD_TYPE_ID(dastomized, (dastomized::actors::import_order))
CAF_ADD_TYPE_ID(dastomized, (dastomized::actors::import_took))
CAF_ADD_TYPE_ID(dastomized, (dastomized::actors::ask_again))
CAF_ADD_TYPE_ID(dastomized, (dastomized::actors::give_up))
CAF_ADD_TYPE_ID(dastomized, (dastomized::actors::bulk_stored))
CAF_ADD_TYPE_ID(dastomized, (dastomized::actors::bulk_read))
CAF_ADD_TYPE_ID(dastomized, (dastomized::actors::bulk_answered))
CAF_ADD_TYPE_ID(dastomized, (dastomized::actors::bulk_settled))
CAF_ADD_TYPE_ID(dastomized, (dastomized::actors::bulk_goes_on))
CAF_ADD_TYPE_ID(dastomized, (dastomized::actors::guard_now))
CAF_ADD_TYPE_ID(dastomized, (dastomized::actors::hooks_checked))
CAF_ADD_TYPE_ID(dastomized, (dastomized::actors::sweep_now))
CAF_ADD_TYPE_ID(dastomized, (dastomized::actors::statuses_came))
CAF_ADD_TYPE_ID(dastomized, (dastomized::actors::watch_now))
CAF_ADD_TYPE_ID(dastomized, (dastomized::actors::late_order))
CAF_ADD_TYPE_ID(dastomized, (dastomized::actors::next_turn))
CAF_ADD_TYPE_ID(dastomized, (dastomized::actors::changes_came))
CAF_ADD_TYPE_ID(dastomized, (dastomized::actors::keys_read))
CAF_ADD_TYPE_ID(dastomized, (dastomized::actors::marks_came))
CAF_ADD_TYPE_ID(dastomized, (dastomized::actors::compared))
CAF_ADD_TYPE_ID(dastomized, (dastomized::actors::doubt_read))
CAF_ADD_TYPE_ID(dastomized, (dastomized::actors::doubt_settled))
CAF_ADD_TYPE_ID(dastomized, (dastomized::actors::walk))
CAF_ADD_TYPE_ID(dastomized, (dastomized::actors::walked))

CAF_END_TYPE_ID_BLOCK(dastomized)
