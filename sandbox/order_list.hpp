// GET orders: filters, order, pages.
#pragma once

#include "sandbox/call.hpp"
#include "sandbox/shop.hpp"

namespace dastomized::sandbox {

answer list_orders(shop& s, const call& c);

// The document narrowed by ?_fields=; whole without it. Nested names are
// ignored, as the recorded shop does.
json::value narrowed(const json::object& doc, const call& c, bool links);

// One page of documents with X-WP-Total, X-WP-TotalPages and Link.
answer paged(const json::array& all, const call& c, const shop& s);

answer refusal_answer(const refusal& r);

} // namespace dastomized::sandbox
