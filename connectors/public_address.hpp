// Which addresses belong to the public internet. URLs that come with orders
// may point anywhere: at the router, at the cloud's metadata, at ourselves.
#pragma once

#include <boost/asio/ip/address.hpp>

namespace dastomized::connectors {

// False for loopback, private, link-local, shared (CGNAT), unique local,
// multicast, documentation and reserved addresses, and for the forms of IPv6
// that carry such an IPv4 address.
bool is_public(const boost::asio::ip::address& a);

} // namespace dastomized::connectors
