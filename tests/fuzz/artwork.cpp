// Print files as they come from anywhere: the bytes of an image, and a whole
// talk of redirects and answers about one.
#include "connectors/artwork.hpp"

#include "connectors/http_message.hpp"
#include "connectors/public_address.hpp"
#include "domain/artwork.hpp"
#include "domain/text.hpp"
#include "tests/fuzz/answers.hpp"
#include "tests/fuzz/fuzz.hpp"

namespace dastomized::fuzz {

namespace {

using namespace connectors;

constexpr std::string_view first_url = "https://files.example/print/a.png";

void judged(const artwork_look& look) {
  require(look.verdict != artwork_verdict::unseen, "a look tells something");
  require(look.verdict != artwork_verdict::good || !look.sha256.empty(),
          "what is good was read");
  require(look.verdict == artwork_verdict::good || !look.words.empty(),
          "what is not good says why");
  require(!described(look).empty(), "it can be told to people");
  require(look.dpi <= 20'000, "no nonsense number of dots");
}

void image(std::string_view bytes) {
  http_response r;
  r.status = 200;
  r.body = bytes;
  judged(judge_artwork(r, {}));
}

void redirect(std::string_view location) {
  auto to = resolved(first_url, location);
  if (!to)
    return;
  require(lower(to->substr(0, 4)) == "http", "only the web is asked");
  auto again = resolved(first_url, *to); // none: too long by now
  require(!again || again == to, "what was resolved stays");
  for (char c : *to)
    require(c > ' ' && c < 0x7F, "an address that can be written");
}

void address(std::string_view text) {
  boost::system::error_code ec;
  auto a = boost::asio::ip::make_address(std::string(text.substr(0, 64)), ec);
  if (!ec && (a.is_loopback() || a.is_unspecified() || a.is_multicast()))
    require(!is_public(a), "what is not public is not asked");
}

// Ends, and goes only where it may.
void talk(std::string_view text) {
  auto limits = artwork_limits{1u << 20, 600, false};
  auto look = look_at(std::string(first_url), limits);
  auto move = look->start();
  unsigned asked = 0;
  for (const auto& answer : answers_in(text)) {
    auto* r = std::get_if<http_request>(&move);
    if (r == nullptr)
      break;
    require(++asked <= 4, "at most three redirects");
    require(r->public_only && r->body_max == limits.bytes_max,
            "every request is confined");
    if (auto to = parse_target(r->url))
      require(serialized(*r, *to, "fuzz").has_value(), "it can be sent");
    move = look->next(answer);
  }
  if (auto* end = std::get_if<artwork_look>(&move))
    judged(*end);
}

} // namespace

} // namespace dastomized::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
  using namespace dastomized::fuzz;
  auto text = text_of(data, size);
  image(text);
  redirect(text);
  address(text);
  talk(text);
  return 0;
}
