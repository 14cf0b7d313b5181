// The table of all routes.
#include "http/desk.hpp"

#include <array>

namespace dastomized::http {

namespace {

using boost::beast::http::verb;
constexpr auto open = access::open;
constexpr auto token = access::token;

constexpr std::array table{
    route{verb::post, "/hooks/{store}/{secret}", open,
          "deliveries of a store's webhooks", &desk::store_hook},
    route{verb::post, "/hooks/{provider}/{topic}/{secret}", open,
          "notices of a provider", &desk::provider_hook},
    route{verb::get, "/api/v1/orders", token,
          "orders, newest first; store, status, submit_status, type, "
          "provider, needs_attention, search, limit, cursor",
          &desk::list_orders},
    route{verb::get, "/api/v1/orders/{store}/{id}", token,
          "one order with its parts, shipments and the verdict on a "
          "submission now",
          &desk::show_order},
    route{verb::get, "/api/v1/orders/{store}/{id}/journal", token,
          "what happened to it and why", &desk::show_journal},
    route{verb::get, "/api/v1/orders/{store}/{id}/ledger", token,
          "what was said to and by the providers", &desk::show_ledger},
    route{verb::get, "/api/v1/orders/{store}/{id}/explain", token,
          "why it is so, what happens next and when, what would change it",
          &desk::explain_order},
    route{verb::get, "/api/v1/orders/{store}/{id}/evidence", token,
          "one file with all that was sent and said, for a dispute",
          &desk::show_evidence},
    route{verb::post, "/api/v1/orders/{store}/{id}/{action}", token,
          "submit, retry, hold, release, extend, restart, status, type, "
          "resolve, remake, clear-twin, cancel-status",
          &desk::act},
    route{verb::post, "/api/v1/stores/{store}/import", token,
          "reads orders from the store: all, ids, or from and to, by "
          "created or modified; answers a job",
          &desk::import_orders},
    route{verb::get, "/api/v1/jobs", token, "imports, newest first",
          &desk::list_jobs},
    route{verb::get, "/api/v1/jobs/{id}", token, "how far one is, its report",
          &desk::show_job},
    route{verb::post, "/api/v1/jobs/{id}/cancel", token, "ends it",
          &desk::cancel_job},
    route{verb::get, "/api/v1/freezes", token, "what is frozen and why",
          &desk::list_freezes},
    route{verb::post, "/api/v1/freezes", token,
          "stops submissions: scope all, store, provider or type; name, "
          "reason, until",
          &desk::add_freeze},
    route{verb::post, "/api/v1/freezes/{id}/lift", token, "ends it",
          &desk::lift_freeze},
    route{verb::get, "/api/v1/catch-up", token,
          "orders that are overdue and wait for their turn",
          &desk::show_catch_up},
    route{verb::post, "/api/v1/catch-up/approve", token,
          "says that those which fell due during a downtime may go",
          &desk::approve_catch_up},
    route{verb::get, "/api/v1/inbox", token,
          "deliveries, newest first; before, limit", &desk::list_inbox},
    route{verb::get, "/api/v1/inbox/{seq}", token, "one delivery as it came",
          &desk::show_delivery},
    route{verb::post, "/api/v1/inbox/{seq}/replay", token,
          "takes it in once more", &desk::replay},
    route{verb::get, "/api/v1/health", token, "stores and providers",
          &desk::show_health},
    route{verb::get, "/api/v1/stores/{store}/doctor", token,
          "looks at the store now, from its address to its webhooks",
          &desk::examine_store},
    route{verb::get, "/api/v1/providers/{provider}/doctor", token,
          "looks at the provider now", &desk::examine_provider},
    route{verb::post, "/api/v1/backups", token,
          "makes a backup below backup_dir", &desk::make_backup},
    route{verb::get, "/metrics", token, "for Prometheus", &desk::show_metrics},
    route{verb::get, "/healthz", open, "the process is alive", &desk::alive},
    route{verb::get, "/readyz", open, "storage is open, clocks move",
          &desk::ready},
    route{verb::get, "/", token, "this page", &desk::front_page},
};

} // namespace

std::span<const route> routes() {
  return table;
}

} // namespace dastomized::http
