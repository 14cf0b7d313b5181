// Between the daemon and the outside: requests take time, get lost, and so
// do answers.
#pragma once

#include "connectors/http.hpp"
#include "tests/simulation/outside.hpp"
#include "tests/simulation/promises.hpp"

#include <array>
#include <list>
#include <optional>

namespace dastomized::simulation {

// How bad it is on the way to one host, in percent.
struct weather {
  unsigned not_sent = 0;      // no connection
  unsigned lost_before = 0;   // breaks before the other side saw it
  unsigned lost_after = 0;    // the other side acted, its answer is lost
  unsigned late = 0;          // it acts only after we have given up
  unsigned error_instead = 0; // 5xx, nothing was done
  unsigned error_after = 0;   // 5xx or garbage, though it was done
  unsigned busy = 0;          // 429
  unsigned rejects = 0;       // submissions, for good
  bool account_fault = false; // 401 for everything
  milliseconds slowest{200ms};
};

enum class host : std::uint8_t { shop, customcat, shineon, files };

class network : public connectors::http_transport {
public:
  network(outside& o, promises& p, dice& d, trace& t)
      : outside_(o), promises_(p), dice_(d), trace_(t) {}

  std::array<weather, 4> over{}; // by host

  void send(connectors::http_request r,
            std::function<void(connectors::http_outcome)> done) override;

  std::optional<instant> next() const; // when something arrives somewhere
  std::size_t arriving() const;        // now
  void arrive(std::size_t which);
  bool about(const std::string& reference) const; // is one under way?
  bool quiet() const { return flights_.empty(); }

  // The daemon died: what was under way got through or did not, and nobody
  // waits for the answers.
  void cut();
  void connect() { up_ = true; }

  std::set<std::string> rejected; // references refused for good by dice

private:
  enum class fate : std::uint8_t {
    well,
    not_sent,
    lost_before,
    lost_after,
    late,
    error_instead,
    error_after,
    busy,
    rejected,
    account_fault,
  };
  struct flight {
    connectors::http_request request;
    std::function<void(connectors::http_outcome)> done; // empty: nobody waits
    std::string reference; // of a submission or release
    host to{};
    fate what{};
    instant at{};      // of the next arrival
    bool back = false; // the answer is on its way
    milliseconds way_back{0};
    connectors::http_outcome answer;
  };

  void take_off(flight f);
  fate draw(const weather& w, const flight& f);
  void watch(flight& f);
  void reach(flight& f);
  connectors::http_outcome served(flight& f);
  connectors::http_outcome error_answer();

  outside& outside_;
  promises& promises_;
  dice& dice_;
  trace& trace_;
  bool up_ = true;
  std::list<flight> flights_;
};

} // namespace dastomized::simulation
