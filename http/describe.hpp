// Orders and their history as the API's JSON. Pure.
#pragma once

#include "actors/front.hpp"
#include "domain/order.hpp"
#include "domain/policy.hpp"
#include "storage/store.hpp"

#include <boost/json/value.hpp>

#include <array>
#include <functional>

namespace dastomized::http {

// What an attention's code means, for people; empty: not known.
std::string_view attention_words(std::string_view code);

boost::json::object row_json(const storage::row& r, instant now);

// The whole order. `rules`: of its store, for the verdict on a submission
// now; nullptr when the store is not configured any more.
boost::json::object order_json(const order& o, const policy* rules,
                               instant now);

boost::json::object blocker_json(const blocker& b);
boost::json::object snapshot_json(const snapshot& s); // lines, addresses …
boost::json::object freeze_json(const freeze& f);
boost::json::object catch_up_json(const actors::catch_up_view& v);
// Who did what the journal tells: "person", "automatic", "store" or
// "provider".
std::string_view actor_of(std::string_view by, const order& o,
                          const policy& rules);
boost::json::object journal_json(const storage::numbered_entry& e,
                                 std::string_view actor);
boost::json::object ledger_json(const storage::ledger_entry& e,
                                bool with_payloads);
// As the API says them, by their numbers.
inline constexpr std::array<std::string_view, 4> verdict_names{
    "pending", "applied", "unchanged", "set_aside"};
boost::json::object inbox_json(const storage::inbox_item& i, bool with_body);
boost::json::array findings_json(const connectors::findings& all);
// `zone_of`: a store's, by its name.
boost::json::object
health_json(const actors::health_report& h, bool storage_healthy,
            const std::function<std::string(const std::string&)>& zone_of);
boost::json::object job_json(const actors::job& j, instant now);

} // namespace dastomized::http
