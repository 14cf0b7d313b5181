// Leads whatever copies of a reference ShineOn has to one released order.
// All copies but one are withdrawn, which is confirmed by reading again,
// before that one is released: at no moment can two be on their way to print.
#pragma once

#include "connectors/shineon/answers.hpp"

#include <deque>

namespace dastomized::connectors::shineon {

class settling {
public:
  // may_release false: a held copy is withdrawn, whatever was made of it.
  settling(provider_account a, std::string reference, std::string payload,
           bool may_release = true);

  struct released {
    copy what;
  };                 // it will be, or is, or was made
  struct nothing {}; // definitely no copy that could be made
  struct stuck {     // nobody knows; ask again later
    std::string words;
  };
  using move = std::variant<http_request, released, nothing, stuck>;

  // Reads what there is. `own`: the id of a copy made from this payload, which
  // is ours even if ShineOn writes its address in another way.
  move start(std::string own = {});
  move next(const http_outcome& answer);

private:
  enum class step : std::uint8_t { reading, withdrawing, releasing };

  move on_listing(const listing& seen);
  move on_withdrawn(const http_outcome& answer);
  move on_released(const http_outcome& answer);
  move withdraw_next();
  bool is_ours(const copy& c) const;

  provider_account a_;
  std::string reference_, payload_, own_;
  bool may_release_;
  step at_ = step::reading;
  int rounds_ = 0;
  std::deque<std::string> extras_; // to be withdrawn, front first
  std::optional<copy> done_;       // released before; extras do not matter
  copy kept_;
};

http_request list_request(const provider_account& a,
                          const std::string& reference);
http_request changes_request(const provider_account& a, instant since,
                             unsigned page);
http_request order_request(const provider_account& a, std::string method,
                           const std::string& path);

} // namespace dastomized::connectors::shineon
