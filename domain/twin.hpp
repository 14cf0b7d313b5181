// Two store orders for one purchase: both would be printed.
#pragma once

#include "domain/order.hpp"

#include <string>

namespace dastomized {

// Equal for orders that look like one purchase: same customer, lines and
// address. Empty when there is too little to compare.
std::string purchase_fingerprint(const snapshot& s);

// Equal for orders paid with one transaction; empty when it names none.
std::string payment_fingerprint(const snapshot& s);

// Two orders are hardly ever paid with one transaction, however far apart.
inline constexpr milliseconds payment_window = 30 * 24h;

// Is this order to be held because of another that looks the same? The later
// one is, unless nothing will come of the earlier one; and whichever finds
// the other at a provider already.
bool held_by(const order& o, const order& other);

} // namespace dastomized
