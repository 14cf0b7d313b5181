// The only place that speaks CAF's sending and interface syntax (0.17 now;
// see docs/decisions/0001). Rules it carries: messages are plain structs,
// nothing replies, so no error reply can end a sender; timers are short and
// carry generations; handlers do not throw.
#pragma once

#include "domain/time.hpp"

#include <caf/all.hpp>
#include <spdlog/spdlog.h>

#include <string>
#include <utility>

namespace dastomized::actors::rt {

namespace detail {
template <class F>
struct signature;
template <class... Ts>
struct signature<void(Ts...)> {
  using type = caf::reacts_to<Ts...>;
};
} // namespace detail

// interface<void(message)…>: the handle type of an actor.
template <class... Fs>
using interface = caf::typed_actor<typename detail::signature<Fs>::type...>;

// From any thread, and between actors. Never blocks, never fails.
template <class Handle, class Message>
void tell(const Handle& to, Message m) {
  if (to)
    caf::anon_send(to, std::move(m));
}

// To oneself later. Can not be cancelled: keep waits under an hour and
// compare generations on arrival.
template <class Self, class Message>
void tell_self_after(Self* self, milliseconds wait, Message m) {
  self->delayed_send(self, wait, std::move(m));
}

// First line of every behaviour of a long-lived actor.
template <class Self>
void harden(Self* self) {
  self->set_error_handler([](auto* who, caf::error& e) {
    spdlog::warn("actor.error_reply actor={} error={}", who->name(),
                 to_string(e));
  });
  self->set_exception_handler([](auto* who, std::exception_ptr& e) {
    try {
      std::rethrow_exception(e);
    } catch (const std::exception& x) {
      spdlog::error("actor.threw actor={} error=\"{}\"", who->name(), x.what());
    } catch (...) {
      spdlog::error("actor.threw actor={}", who->name());
    }
    return caf::error{caf::exit_reason::unhandled_exception};
  });
}

template <class Handle>
void dismiss(const Handle& who) {
  if (who)
    caf::anon_send_exit(who, caf::exit_reason::user_shutdown);
}

} // namespace dastomized::actors::rt
