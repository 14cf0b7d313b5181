// Orders like those a real WooCommerce sends: the recorded one, with lines
// added until it is about 6 KB, under any id.
#pragma once

#include <cstdint>
#include <string>

namespace dastomized::bench {

class order_maker {
public:
  order_maker();
  // The JSON of an order that nobody else has.
  std::string body(std::int64_t id) const;

private:
  std::string before_, middle_, after_; // the id and the number between them
};

// base64(HMAC-SHA256(secret, body))
std::string signature(const std::string& secret, const std::string& body);

} // namespace dastomized::bench
