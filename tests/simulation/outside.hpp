// A shop and two printers, as the sandbox has them, on the simulation's
// clock and without sockets.
#pragma once

#include "connectors/http.hpp"
#include "sandbox/customcat.hpp"
#include "sandbox/shineon.hpp"
#include "sandbox/shop_front.hpp"
#include "tests/simulation/dice.hpp"

#include <boost/asio/io_context.hpp>

#include <functional>
#include <map>
#include <set>

namespace dastomized::simulation {

class outside {
public:
  outside(trace& t, milliseconds listing_lag, milliseconds ship_after);

  // Serves at once what reached it.
  connectors::http_response serve(const connectors::http_request& r);

  // Designs are there unless they are missing, or a web page instead.
  connectors::http_response print_file(const std::string& url) const;
  std::set<std::string> missing, page_instead;

  void go_on(instant now); // printers work
  std::int64_t now_s() const { return now_.time_since_epoch() / 1s; }

  // What the printer took under a reference so far.
  sandbox::tally_line took(const std::string& reference) const;
  std::vector<std::string> taken() const; // all references
  std::string reference_of_shineon_order(std::string_view id);
  void cancel_at_printer(const std::string& reference);

  sandbox::shop shop;
  std::function<void(const std::string& reference)> shipped; // a notice

private:
  sandbox::call call_of(const connectors::http_request& r) const;
  void hide_fresh(sandbox::call& c) const;
  sandbox::answer route(const sandbox::call& c);
  sandbox::answer ask(std::string method, const std::string& path,
                      const std::string& query = {});

  trace& trace_;
  instant now_{};
  milliseconds lag_;
  boost::asio::io_context io_;
  sandbox::surroundings around_;
  std::map<std::string, instant> created_; // at a printer, by reference
  sandbox::webhook_queue pings_;
  sandbox::shop_front front_;
  sandbox::customcat customcat_;
  sandbox::shineon shineon_;
};

} // namespace dastomized::simulation
