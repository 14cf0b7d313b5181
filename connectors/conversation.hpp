// A short talk with somebody outside that ends in one outcome.
#pragma once

#include "connectors/http.hpp"

#include <functional>
#include <memory>
#include <utility>
#include <variant>

namespace dastomized::connectors {

// Pure: call start() once, then next() with the answer to each request given.
template <class Outcome>
class conversation {
public:
  virtual ~conversation() = default;
  using move = std::variant<http_request, Outcome>;
  virtual move start() = 0;
  virtual move next(const http_outcome& answer) = 0;
};

// Leads one over `transport`, which must outlive it. `done` runs once: on a
// thread of the transport, or at once if nothing had to be asked.
template <class Outcome>
void lead(http_transport& transport,
          std::shared_ptr<conversation<Outcome>> talk,
          typename conversation<Outcome>::move move,
          std::function<void(Outcome)> done) {
  if (auto* outcome = std::get_if<Outcome>(&move))
    return done(std::move(*outcome));
  transport.send(std::get<http_request>(std::move(move)),
                 [&transport, talk, done](http_outcome answer) {
                   lead<Outcome>(transport, talk, talk->next(answer), done);
                 });
}

template <class Outcome>
void lead(http_transport& transport,
          std::shared_ptr<conversation<Outcome>> talk,
          std::function<void(Outcome)> done) {
  auto first = talk->start();
  lead<Outcome>(transport, talk, std::move(first), std::move(done));
}

} // namespace dastomized::connectors
