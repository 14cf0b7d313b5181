// The small world of the actor tests: a shop and a provider that answer HTTP
// requests as plain functions, and a transport that delivers the answers
// when the test lets it.
#pragma once

#include "connectors/provider.hpp"
#include "tests/support/golden.hpp"

#include <algorithm>
#include <deque>
#include <map>

namespace dastomized::tests {

using connectors::http_error;
using connectors::http_outcome;
using connectors::http_request;
using connectors::http_response;

// Orders as WooCommerce's own JSON.
class model_shop {
public:
  bool down = false;
  std::map<std::int64_t, boost::json::object> orders;
  std::vector<std::string> writes; // "PUT 12 on-hold"
  std::vector<std::string> notes;
  unsigned page_max = 100; // larger pages end in a 500
  std::vector<unsigned> pages_asked;
  std::map<std::int64_t, boost::json::object> hooks; // with their secrets

  // A recorded order made personalized and fulfillable; returns its id.
  std::int64_t place(std::int64_t id, const std::string& created);
  std::string body(std::int64_t id) const;
  void set_status(std::int64_t id, const std::string& status);
  http_outcome answer(const http_request& r);

private:
  http_outcome on_order(const http_request& r, std::int64_t id);
  http_outcome on_hooks(const http_request& r, const std::string& path);
  int edits_ = 0;
};

// Takes parts under their reference. A second print of one reference is what
// must never be.
class model_provider {
public:
  enum class mood {
    well,
    loses_answer,
    refuses,
    rejects,
    breaks,
    babbles,    // takes it and answers what nobody can read
    locked_out, // does not know our account
    busy,       // for an hour
  };
  mood now = mood::well;
  std::map<std::string, std::vector<std::string>> prints; // payloads taken
  std::map<std::string, std::string> tracking;            // number per ref
  std::uint64_t changes_asked = 0;
  std::uint64_t look_ups = 0, calls = 0; // calls: to take an order

  http_outcome answer(const http_request& r);
};

// The connector that speaks to model_provider.
class model_connector : public connectors::provider {
public:
  provider_rules rules() const override;
  result<std::string> build(const order& o, const part& p) const override;
  std::unique_ptr<connectors::conversation<part_outcome>>
  submit(std::string reference, std::string payload) const override;
  std::unique_ptr<connectors::conversation<look_up_outcome>>
  look_up(std::string reference, std::string payload,
          bool may_release) const override;
  http_request tracking(const std::string& reference,
                        const std::string& id) const override;
  connectors::tracking_outcome read_tracking(const http_outcome& o,
                                             const part& p) const override;
  std::optional<http_request> changes(instant since,
                                      unsigned page) const override;
  connectors::change_outcome read_changes(const http_outcome& o) const override;
  std::optional<connectors::notice>
  read_notice(const std::string& topic, const std::string& body) const override;
  http_request cancel(const std::string& reference,
                      const std::string& id) const override;
  std::string redacted(std::string text) const override { return text; }
  bool account_fault(const part_refused& r) const override;
  bool test_mode() const override { return false; }
};

class model_transport : public connectors::http_transport {
public:
  std::function<http_outcome(const http_request&)> answer;
  bool silent = false; // requests stay under way

  void send(http_request r, std::function<void(http_outcome)> done) override {
    waiting_.emplace_back(std::move(r), std::move(done));
  }
  bool let_out(); // true if there was any
  void forget() { waiting_.clear(); }
  std::size_t under_way(std::string_view url) const { // that were let out
    return static_cast<std::size_t>(std::ranges::count_if(
        out_, [&](const auto& x) { return x.first.url.starts_with(url); }));
  }

private:
  std::deque<std::pair<http_request, std::function<void(http_outcome)>>>
      waiting_, out_;
};

} // namespace dastomized::tests
