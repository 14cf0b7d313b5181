#include "sandbox/provider.hpp"

#include "sandbox/signing.hpp"

namespace dastomized::sandbox {

bool known_us_state(std::string_view code) {
  constexpr std::string_view all =
      "AL AK AZ AR CA CO CT DE DC FL GA HI ID IL IN IA KS KY LA ME MD MA MI "
      "MN MS MO MT NE NV NH NJ NM NY NC ND OH OK OR PA RI SC SD TN TX UT VT "
      "VA WA WV WI WY PR GU VI AS MP AA AE AP ";
  return code.size() == 2 && all.find(std::string(code) + " ") != all.npos;
}

bool undeliverable(std::string_view street, std::string_view zip,
                   std::string_view country) {
  bool zip_needed = country != "HK" && country != "IE" && country != "AE";
  return street.empty() || street.find("Nowhere") != street.npos ||
         (zip_needed && zip.empty());
}

std::string tracking_number(std::string_view prefix, std::string_view seed) {
  std::string digits(prefix);
  for (char c : hex_digest(seed).substr(0, 18))
    digits += static_cast<char>('0' + c % 10);
  return digits;
}

} // namespace dastomized::sandbox
