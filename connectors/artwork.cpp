#include "connectors/artwork.hpp"

#include "domain/digest.hpp"
#include "domain/text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace dastomized::connectors {

namespace {

using enum artwork_verdict;

constexpr unsigned redirects_max = 3;
constexpr std::size_t url_max = 4096;

bool leads_on(int status) {
  return status == 301 || status == 302 || status == 303 || status == 307 ||
         status == 308;
}

artwork_look verdict(artwork_verdict v, std::string words) {
  artwork_look look;
  look.verdict = v;
  look.words = std::move(words);
  return look;
}

std::string shown_size(std::uint64_t bytes) {
  return bytes < 10u << 20 ? fmt::format("{} KiB", bytes >> 10)
                           : fmt::format("{} MiB", bytes >> 20);
}

// One line of plain ASCII: it goes to people, and comes from anywhere.
std::string reason_of(const http_response& r) {
  std::string text = fmt::format("HTTP {} ", r.status);
  for (char c : std::string_view(r.reason).substr(0, 60))
    text += c >= ' ' && c < 0x7F ? c : '?';
  return std::string(trimmed(text));
}

artwork_look judge_bytes(const http_response& r, const artwork_limits& l) {
  artwork_look look;
  look.bytes = r.body.size();
  look.sha256 = sha256_hex(r.body);
  auto facts = inspect_image(r.body);
  if (!facts) {
    look.verdict = not_an_image;
    look.words = is_html(r) ? "a web page" : "neither PNG nor JPEG nor SVG";
    return look;
  }
  look.type = facts->type;
  look.width = facts->width;
  look.height = facts->height;
  look.dpi = facts->dpi;
  auto side = std::min(look.width, look.height);
  if (!facts->broken.empty()) {
    look.verdict = not_an_image;
    look.words = facts->broken;
  } else if (!facts->taken) {
    look.verdict = unsure;
    look.words = fmt::format("a {}; providers ask for PNG or JPEG", look.type);
  } else if (side > 0 && side < l.pixels_min) {
    look.verdict = too_small;
    look.words = fmt::format("{} × {} pixels, {} are wanted", look.width,
                             look.height, l.pixels_min);
  } else {
    look.verdict = good;
  }
  return look;
}

class fetch : public conversation<artwork_look> {
public:
  fetch(std::string url, const artwork_limits& l)
      : url_(std::move(url)), limits_(l) {}

  move start() override {
    // As a browser would write it: shops put spaces and umlauts in names.
    auto clean = resolved(url_, url_);
    if (!clean)
      return verdict(unsure, "its address can not be read");
    return get(std::move(*clean));
  }

  move next(const http_outcome& answer) override {
    auto* r = std::get_if<http_response>(&answer);
    if (!r || !leads_on(r->status))
      return without_address(judge_artwork(answer, limits_));
    auto to = resolved(url_, r->header("Location").value_or(""));
    if (!to)
      return verdict(unsure, "a redirect that leads nowhere");
    if (++redirects_ > redirects_max)
      return verdict(unsure, "more than three redirects");
    return get(std::move(*to));
  }

private:
  // The host is enough: what follows may let others in.
  artwork_look without_address(artwork_look look) const {
    auto whole = redacted(url_);
    if (auto at = look.words.find(whole); at != std::string::npos)
      look.words.replace(at, whole.size(), origin_of(url_));
    return look;
  }

  http_request get(std::string url) {
    url_ = std::move(url);
    http_request r;
    r.method = "GET";
    r.url = url_;
    r.headers = {{"Accept", "image/*, */*;q=0.5"}};
    r.body_max = limits_.bytes_max;
    r.public_only = !limits_.allow_private;
    return r;
  }

  std::string url_;
  artwork_limits limits_;
  unsigned redirects_ = 0;
};

// What may not stand in a request's first line, percent-encoded.
std::string without_blanks(std::string_view url) {
  std::string out;
  for (char c : trimmed(url))
    if (c > ' ' && c < 0x7F)
      out += c;
    else
      out += percent_encoded(std::string_view(&c, 1));
  return out;
}

} // namespace

std::string origin_of(std::string_view url) {
  auto host = url.find("://") + 3;
  return std::string(url.substr(0, url.find_first_of("/?#", host)));
}

std::optional<std::string> resolved(std::string_view base,
                                    std::string_view location) {
  auto to = without_blanks(location);
  auto scheme_end = base.find("://");
  if (to.empty() || to.size() > url_max || scheme_end == base.npos)
    return std::nullopt;
  auto colon = to.find(':');
  auto scheme = lower(to.substr(0, colon));
  if (scheme == "http" || scheme == "https")
    return to;
  if (colon < to.find_first_of("/?#"))
    return std::nullopt; // file:, javascript:, data: …
  auto path_at =
      std::min(base.find_first_of("/?#", scheme_end + 3), base.size());
  std::string origin(base.substr(0, path_at));
  if (to.starts_with("//"))
    return std::string(base.substr(0, scheme_end + 1)) + to;
  if (to.starts_with('/'))
    return origin + to;
  auto path = base.substr(path_at);
  path = path.substr(0, path.find_first_of("?#"));
  if (to.starts_with('?'))
    return origin + std::string(path) + to;
  auto folder = path.substr(0, path.rfind('/') + 1);
  return origin + (folder.empty() ? "/" : std::string(folder)) + to;
}

artwork_look judge_artwork(const http_outcome& answer,
                           const artwork_limits& l) {
  if (auto* e = std::get_if<http_error>(&answer)) {
    if (e->too_large)
      return verdict(too_large,
                     fmt::format("more than {}", shown_size(l.bytes_max)));
    return verdict(unsure, e->what);
  }
  const auto& r = std::get<http_response>(answer);
  if (r.status == 404 || r.status == 410)
    return verdict(not_there, reason_of(r));
  // 401, 403: what keeps robots out may let the provider in.
  if (r.status != 200)
    return verdict(unsure, reason_of(r));
  auto coding = lower(trimmed(r.header("Content-Encoding").value_or("")));
  if (!coding.empty() && coding != "identity")
    return verdict(unsure, "it came compressed");
  if (r.body.empty())
    return verdict(not_an_image, "the file is empty");
  return judge_bytes(r, l);
}

std::unique_ptr<conversation<artwork_look>> look_at(std::string url,
                                                    const artwork_limits& l) {
  return std::make_unique<fetch>(std::move(url), l);
}

} // namespace dastomized::connectors
