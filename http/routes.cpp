// The table of all routes.
#include "http/desk.hpp"

#include <array>

namespace dastomized::http {

namespace {

using boost::beast::http::verb;
constexpr std::optional<access::role> open;
constexpr auto viewer = access::role::viewer;
constexpr auto operator_ = access::role::operator_;
constexpr auto admin = access::role::admin;

constexpr std::array table{
    route{verb::post, "/hooks/{store}/{secret}", open,
          "deliveries of a store's webhooks", &desk::store_hook},
    route{verb::post, "/hooks/{provider}/{topic}/{secret}", open,
          "notices of a provider", &desk::provider_hook},
    route{verb::post, "/api/v1/session", open,
          "signs in: name and password, or link", &desk::sign_in},
    route{verb::get, "/api/v1/session", viewer, "who is asking",
          &desk::show_session},
    route{verb::delete_, "/api/v1/session", viewer, "signs out",
          &desk::sign_out},
    route{verb::post, "/api/v1/session/password", viewer,
          "changes one's own password", &desk::change_password},
    route{verb::get, "/api/v1/me/preferences", viewer,
          "what the dashboard keeps for a user", &desk::show_preferences},
    route{verb::put, "/api/v1/me/preferences", viewer, "keeps other ones",
          &desk::keep_preferences},
    route{verb::post, "/api/v1/login-links", admin, "a link that signs in once",
          &desk::make_login_link},
    route{verb::get, "/api/v1/users", admin, "who may come in",
          &desk::list_users},
    route{verb::post, "/api/v1/users", admin, "lets somebody in",
          &desk::add_user},
    route{verb::post, "/api/v1/users/{name}", admin,
          "changes role, password, disabled", &desk::change_user},
    route{verb::delete_, "/api/v1/users/{name}", admin, "removes a user",
          &desk::remove_user},
    route{verb::get, "/api/v1/tokens", admin, "tokens of programs",
          &desk::list_tokens},
    route{verb::post, "/api/v1/tokens", admin, "makes a token",
          &desk::make_token},
    route{verb::delete_, "/api/v1/tokens/{id}", admin, "revokes a token",
          &desk::revoke_token},
    route{verb::get, "/api/v1/audit", admin,
          "who asked for what; before, limit, who, target", &desk::list_audit},
    route{
        verb::get, "/api/v1/orders", viewer,
        "orders with their counts per tab; store, status, submit_status, "
        "type, provider, attention, needs_attention, tab, created_from, "
        "created_to, due_from, due_to, search, search_in, sort, limit, cursor",
        &desk::list_orders},
    route{verb::get, "/api/v1/board", viewer,
          "which countdowns end when, and what waits for a person",
          &desk::show_board},
    route{verb::get, "/api/v1/orders/{store}/{id}", viewer,
          "one order with its parts, shipments and the verdict on a "
          "submission now",
          &desk::show_order},
    route{verb::get, "/api/v1/orders/{store}/{id}/journal", viewer,
          "what happened to it and why", &desk::show_journal},
    route{verb::get, "/api/v1/orders/{store}/{id}/ledger", viewer,
          "what was said to and by the providers", &desk::show_ledger},
    route{verb::get, "/api/v1/orders/{store}/{id}/explain", viewer,
          "why it is so, what happens next and when, what would change it",
          &desk::explain_order},
    route{verb::get, "/api/v1/orders/{store}/{id}/evidence", operator_,
          "one file with all that was sent and said, for a dispute",
          &desk::show_evidence},
    route{verb::post, "/api/v1/orders/{store}/{id}/{action}", operator_,
          "submit, retry, hold, release, extend, restart, status, type, "
          "resolve, remake, clear-twin, cancel-status, edit, cancel-edit",
          &desk::act},
    route{verb::get, "/api/v1/events", viewer,
          "changes of orders, jobs and health as they come; after or "
          "Last-Event-ID",
          &desk::stream_events},
    route{verb::post, "/api/v1/stores/{store}/import", operator_,
          "reads orders from the store: all, ids, or from and to, by "
          "created or modified; answers a job",
          &desk::import_orders},
    route{verb::post, "/api/v1/bulk/preview", operator_,
          "what submit, hold, release or retry would do to many orders",
          &desk::preview_bulk},
    route{verb::post, "/api/v1/bulk", operator_,
          "does what was previewed; answers a job", &desk::begin_bulk},
    route{verb::get, "/api/v1/jobs", viewer,
          "imports and actions on many orders, newest first", &desk::list_jobs},
    route{verb::get, "/api/v1/jobs/{id}", viewer, "how far one is, its report",
          &desk::show_job},
    route{verb::get, "/api/v1/jobs/{id}/rows", viewer,
          "what became of each order; after, limit, outcome",
          &desk::list_job_rows},
    route{verb::post, "/api/v1/jobs/{id}/cancel", operator_, "ends it",
          &desk::cancel_job},
    route{verb::get, "/api/v1/freezes", viewer, "what is frozen and why",
          &desk::list_freezes},
    route{verb::post, "/api/v1/freezes", operator_,
          "stops submissions: scope all, store, provider or type; name, "
          "reason, until",
          &desk::add_freeze},
    route{verb::post, "/api/v1/freezes/{id}/lift", operator_, "ends it",
          &desk::lift_freeze},
    route{verb::get, "/api/v1/catch-up", viewer,
          "orders that are overdue and wait for their turn",
          &desk::show_catch_up},
    route{verb::post, "/api/v1/catch-up/approve", operator_,
          "says that those which fell due during a downtime may go",
          &desk::approve_catch_up},
    route{verb::get, "/api/v1/inbox", viewer,
          "deliveries, newest first; before, limit, store, topic, verdict",
          &desk::list_inbox},
    route{verb::get, "/api/v1/inbox/{seq}", viewer, "one delivery as it came",
          &desk::show_delivery},
    route{verb::post, "/api/v1/inbox/{seq}/replay", operator_,
          "takes it in once more", &desk::replay},
    route{verb::get, "/api/v1/health", viewer, "stores and providers",
          &desk::show_health},
    route{verb::get, "/api/v1/stores/{store}/doctor", operator_,
          "looks at the store now, from its address to its webhooks",
          &desk::examine_store},
    route{verb::get, "/api/v1/providers/{provider}/doctor", operator_,
          "looks at the provider now", &desk::examine_provider},
    route{verb::post, "/api/v1/backups", admin,
          "makes a backup below backup_dir", &desk::make_backup},
    route{verb::get, "/metrics", viewer, "for Prometheus", &desk::show_metrics},
    route{verb::get, "/healthz", open, "the process is alive", &desk::alive},
    route{verb::get, "/readyz", open, "storage is open, clocks move",
          &desk::ready},
    route{verb::get, "/", open, "the dashboard", &desk::first_file},
};

} // namespace

std::span<const route> routes() {
  return table;
}

} // namespace dastomized::http
