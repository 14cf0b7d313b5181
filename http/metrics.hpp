// What the HTTP side counts, and the text Prometheus reads. Thread-safe.
#pragma once

#include "actors/front.hpp"

#include <prometheus/counter.h>
#include <prometheus/family.h>
#include <prometheus/gauge.h>
#include <prometheus/registry.h>

#include <string>

namespace dastomized::http {

class metrics {
public:
  explicit metrics(prometheus::Registry& r);

  void request(const std::string& route, unsigned status);
  // accepted, ping, unsigned, wrong_signature, failed
  void delivery(const std::string& store, const std::string& outcome);
  // accepted, not_understood
  void notice(const std::string& provider, const std::string& outcome);

  // Open now; told and given up since the last call.
  void streams(std::size_t open, std::uint64_t sent, std::uint64_t dropped);

  // Everything in the registry and what the health report tells.
  std::string text(const actors::health_report& h, bool storage_healthy) const;

private:
  prometheus::Registry& registry_;
  prometheus::Family<prometheus::Counter>&requests_, &deliveries_, &notices_;
  prometheus::Gauge& streams_;
  prometheus::Counter &events_, &dropped_;
};

} // namespace dastomized::http
