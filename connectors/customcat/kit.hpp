// What the providers' connectors have in common: the recipient and artwork
// of an order, the meaning of answers that every provider means alike, and
// the provider's words made fit for people and logs. Pure.
#pragma once

#include "connectors/provider.hpp"

#include <boost/json/value.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dastomized::connectors::kit {

// Where a part goes: the shipping address, or the billing address when that
// is empty; phone and e-mail with the account's fallbacks. Entities decoded.
struct recipient {
  std::string name, first, last, company;
  std::string line1, line2, city, state, postcode, country;
  std::string phone, email;
};
recipient recipient_of(const snapshot& s, const provider_account& a);

// URLs found in a line's meta. `personal`: the line was personalized, with
// or without a file.
struct artwork {
  std::string front, back, mockup, mockup_back;
  bool personal = false;
};
artwork artwork_of(const line& l, const personalization_keys& keys);

// The line a part's line is about; nullptr when the order lost it.
const line* line_of(const order& o, const part_line& l);

// All of it, with the account's secrets replaced.
std::string without_secrets(std::string text, const provider_account& a);
// At most 500 bytes of plain text without the account's secrets.
std::string words(std::string_view raw, const provider_account& a);
// "HTTP 502 Bad Gateway: …", the beginning of the body as words.
std::string described(const http_response& r, const provider_account& a);
// How the exchange went, for people.
std::string described(const http_outcome& o, const provider_account& a);

// Seconds, or a date seen from the answer's own Date; nullopt: unreadable.
std::optional<milliseconds> retry_after(const http_response& r);
bool is_success(const http_response& r); // 2xx
std::optional<boost::json::object> object_in(std::string_view body);

// What a submission's answer means with every provider: broken exchanges,
// 429, 5xx, redirects, pages of some proxy. Nullopt: 2xx and plain 4xx,
// which the provider explains itself.
std::optional<part_outcome> common_outcome(const http_outcome& o,
                                           const provider_account& a);
// 401 and 403: nobody gets through until a person acts.
part_refused token_refused(const http_response& r, const provider_account& a);
// A 4xx that says the request can not have been taken. Not among them: 408,
// 409, 423, 425, which may be about a request seen before.
bool is_definite_refusal(int status);

// Members as text (numbers and booleans written out, null as nothing), and
// as arrays and objects; empty where absent or of another kind.
std::string text_at(const boost::json::object& o, std::string_view key);
const boost::json::array& array_at(const boost::json::object& o,
                                   std::string_view key);
const boost::json::object& object_at(const boost::json::object& o,
                                     std::string_view key);
const boost::json::object& object_of(const boost::json::value& v);

// One thing we sent and what the provider holds instead.
struct compared {
  std::string_view what;
  std::string ours, theirs;
  bool postcode = false;
};
// A sentence on what is not alike, as far as both sides speak; else empty.
std::string differences(const std::vector<compared>& all);

// Equal but for case, blanks and punctuation.
bool alike(std::string_view a, std::string_view b);
// Equal as far as both go: 48083 and 48083-1200.
bool alike_postcode(std::string_view a, std::string_view b);

// Where people follow a parcel; empty for carriers we do not know.
std::string tracking_url(std::string_view carrier, std::string_view number);

} // namespace dastomized::connectors::kit
