// One request taken apart for routing, and the answer to it, both free of
// Beast. The faults a client can meet on the wire are part of the answer.
#pragma once

#include "http/server.hpp"
#include "sandbox/json_text.hpp"

#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dastomized::sandbox {

using pair_list = std::vector<std::pair<std::string, std::string>>;

struct call {
  std::string method;
  std::string path;               // as sent, without the query
  std::vector<std::string> parts; // decoded segments of the path
  pair_list query;                // decoded, in order
  std::string host;
  std::string authorization;
  std::string body;

  // First query value of that name; "" if absent.
  std::string arg(std::string_view name) const;
  bool has(std::string_view name) const;
  std::string part(std::size_t i) const; // "" past the end
};

call taken_apart(const http::request& request);

struct answer {
  unsigned status = 200;
  std::string body;
  std::string content_type = "application/json; charset=UTF-8";
  pair_list headers;
  std::string reason;   // "" for the usual phrase
  bool drop = false;    // close the connection instead of answering
  bool reset = false;   // the same with a TCP reset
  bool cut = false;     // close it before the last byte
  unsigned drip_ms = 0; // above 0: one byte in that many milliseconds

  std::string header(std::string_view name) const;
};

using reply = std::function<void(answer)>;

answer json_answer(unsigned status, const json::value& body);
http::response to_response(const answer& a);

std::string percent_decoded(std::string_view text, bool plus_is_space);
std::string url_encoded(std::string_view text); // RFC 3986

} // namespace dastomized::sandbox
