#include "http/metrics.hpp"

#include <prometheus/text_serializer.h>

#include <vector>

namespace dastomized::http {

namespace {

using prometheus::ClientMetric;
using prometheus::MetricFamily;
using prometheus::MetricType;

prometheus::Family<prometheus::Counter>&
counters(prometheus::Registry& r, const char* name, const char* help) {
  return prometheus::BuildCounter().Name(name).Help(help).Register(r);
}

// Families made from one health report.
struct report {
  std::vector<MetricFamily>& out;

  void begin(const char* name, const char* help, MetricType type) {
    out.push_back({name, help, type, {}});
  }
  void add(double value, const char* label = nullptr,
           const std::string& of = {}) {
    ClientMetric m;
    if (label != nullptr)
      m.label = {{label, of}};
    (out.back().type == MetricType::Gauge ? m.gauge.value : m.counter.value) =
        value;
    out.back().metric.push_back(std::move(m));
  }

  // One value per item, labelled with its name.
  template <class Items, class Value>
  void each(const char* label, const Items& items, Value value) {
    for (const auto& i : items)
      add(static_cast<double>(value(i)), label, i.name);
  }
};

void add_stores(report r, const actors::health_report& h) {
  using item = actors::store_health;
  r.begin("dastomized_store_reachable", "1: the store answers",
          MetricType::Gauge);
  r.each("store", h.stores, [](const item& s) { return s.reachable ? 1 : 0; });
  r.begin("dastomized_store_deliveries_total", "Webhook deliveries stored",
          MetricType::Counter);
  r.each("store", h.stores, [](const item& s) { return s.deliveries; });
  r.begin("dastomized_store_found_by_poll_total",
          "Changes that were found by the poll", MetricType::Counter);
  r.each("store", h.stores, [](const item& s) { return s.found_by_poll; });
  r.begin("dastomized_store_webhooks_repaired_total",
          "Webhooks made, enabled or moved", MetricType::Counter);
  r.each("store", h.stores, [](const item& s) { return s.webhooks_repaired; });
  r.begin("dastomized_store_webhook_lag_seconds",
          "From the change in the store to its announcement, last one",
          MetricType::Gauge);
  r.each("store", h.stores, [](const item& s) {
    return std::chrono::duration<double>(s.lag).count();
  });
  r.begin("dastomized_store_errors",
          "What the last examination of the store found broken",
          MetricType::Gauge);
  r.each("store", h.stores, [](const item& s) { return s.errors; });
  r.begin("dastomized_store_warnings",
          "What the last examination of the store found wanting",
          MetricType::Gauge);
  r.each("store", h.stores, [](const item& s) { return s.warnings; });
  r.begin("dastomized_store_backlog", "Deliveries stored but not processed",
          MetricType::Gauge);
  r.each("store", h.stores, [](const item& s) { return s.backlog; });
}

void add_providers(report r, const actors::health_report& h) {
  using item = actors::provider_health;
  auto counter = [&](const char* name, const char* help, auto value) {
    r.begin(name, help, MetricType::Counter);
    r.each("provider", h.providers, value);
  };
  counter("dastomized_provider_submitted_total", "Parts accepted",
          [](const item& p) { return p.submitted; });
  counter("dastomized_provider_refused_total", "Parts refused",
          [](const item& p) { return p.refused; });
  counter("dastomized_provider_unclear_total", "Answers that left it open",
          [](const item& p) { return p.unclear; });
  r.begin("dastomized_provider_waiting", "Requests that wait for their turn",
          MetricType::Gauge);
  r.each("provider", h.providers, [](const item& p) { return p.waiting; });
  r.begin("dastomized_provider_stopped", "1: a person must act",
          MetricType::Gauge);
  r.each("provider", h.providers, [](const item& p) { return p.stopped; });
}

} // namespace

metrics::metrics(prometheus::Registry& r)
    : registry_(r), requests_(counters(r, "dastomized_http_requests_total",
                                       "HTTP requests answered")),
      deliveries_(counters(r, "dastomized_hook_deliveries_total",
                           "Webhook requests of stores")),
      notices_(
          counters(r, "dastomized_hook_notices_total", "Notices of providers")),
      streams_(prometheus::BuildGauge()
                   .Name("dastomized_event_streams")
                   .Help("Pages that listen to changes")
                   .Register(r)
                   .Add({})),
      events_(counters(r, "dastomized_events_sent_total",
                       "Events written to streams")
                  .Add({})),
      dropped_(counters(r, "dastomized_event_streams_dropped_total",
                        "Streams whose reader was too slow")
                   .Add({})) {}

void metrics::streams(std::size_t open, std::uint64_t sent,
                      std::uint64_t dropped) {
  streams_.Set(static_cast<double>(open));
  events_.Increment(static_cast<double>(sent));
  dropped_.Increment(static_cast<double>(dropped));
}

void metrics::request(const std::string& route, unsigned status) {
  requests_.Add({{"route", route}, {"status", std::to_string(status)}})
      .Increment();
}

void metrics::delivery(const std::string& store, const std::string& outcome) {
  deliveries_.Add({{"store", store}, {"outcome", outcome}}).Increment();
}

void metrics::notice(const std::string& provider, const std::string& outcome) {
  notices_.Add({{"provider", provider}, {"outcome", outcome}}).Increment();
}

std::string metrics::text(const actors::health_report& h,
                          bool storage_healthy) const {
  auto all = registry_.Collect();
  report r{all};
  r.begin("dastomized_storage_healthy", "0: a write failed", MetricType::Gauge);
  r.add(storage_healthy ? 1 : 0);
  r.begin("dastomized_moving", "1: clocks made progress", MetricType::Gauge);
  r.add(h.moving ? 1 : 0);
  r.begin("dastomized_orders_awake", "Order actors", MetricType::Gauge);
  r.add(static_cast<double>(h.awake));
  r.begin("dastomized_freezes", "Freezes in force", MetricType::Gauge);
  r.add(static_cast<double>(h.freezes.size()));
  r.begin("dastomized_overdue_waiting",
          "Orders that are overdue and wait for their turn", MetricType::Gauge);
  r.add(static_cast<double>(h.catch_up.waiting));
  r.begin("dastomized_overdue_question",
          "1: a person has to say whether the overdue may go",
          MetricType::Gauge);
  r.add(h.catch_up.asks ? 1 : 0);
  add_stores(r, h);
  add_providers(r, h);
  return prometheus::TextSerializer{}.Serialize(all);
}

} // namespace dastomized::http
