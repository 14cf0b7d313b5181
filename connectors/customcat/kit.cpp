#include "connectors/customcat/kit.hpp"

#include "domain/artwork.hpp"
#include "domain/text.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

namespace dastomized::connectors::kit {

namespace json = boost::json;

namespace {

constexpr std::size_t words_max = 500;
constexpr std::size_t raw_max = 16u << 10; // of a body, looked at for words

std::string clean(std::string_view text) {
  return std::string(trimmed(plain_text(text)));
}

std::string first_given(std::initializer_list<std::string_view> all) {
  for (auto one : all)
    if (auto text = clean(one); !text.empty())
      return text;
  return {};
}

std::string joined(std::string a, const std::string& b,
                   std::string_view between) {
  if (!a.empty() && !b.empty())
    a += between;
  return a + b;
}

// Providers want both names. A single word is repeated: validators of
// addresses refuse a last name that is empty or mere punctuation, and a
// repeated name still finds its door.
void split_name(recipient& r) {
  if (r.first.empty())
    std::swap(r.first, r.last);
  if (r.first.empty())
    r.first = r.company;
  if (!r.last.empty())
    return;
  auto gap = r.first.find_last_of(' ');
  if (gap == std::string::npos) {
    r.last = r.first;
    return;
  }
  r.last = r.first.substr(gap + 1);
  r.first = trimmed(r.first.substr(0, gap));
}

bool is_url(std::string_view text) {
  return text.starts_with("https://") || text.starts_with("http://");
}

void keep_first(std::string& front, std::string& back, const meta_entry& m) {
  auto url = trimmed(m.value);
  if (!is_url(url))
    return;
  auto& place = lower(m.key).find("back") == std::string::npos ? front : back;
  if (place.empty())
    place = url;
}

void hide_all(std::string& text, const std::string& secret) {
  if (secret.size() < 4) // would hide ordinary letters
    return;
  for (auto at = text.find(secret); at != std::string::npos;
       at = text.find(secret, at + 3))
    text.replace(at, secret.size(), "***");
}

// Providers echo keys we do not even know, such as the read-only one.
void hide_keys(std::string& text) {
  constexpr std::string_view name = "api_key", between = "\"': =";
  for (auto at = text.find(name); at != std::string::npos;
       at = text.find(name, at)) {
    at += name.size();
    auto from = text.find_first_not_of(between, at);
    if (from == std::string::npos || from == at)
      continue;
    auto to = text.find_first_of("\"'&, }<\n", from);
    text.replace(from, std::min(to, text.size()) - from, "***");
  }
}

void hide_secrets(std::string& text, const provider_account& a) {
  hide_all(text, a.token);
  hide_all(text, percent_encoded(a.token));
  hide_all(text, a.notice_url);
  hide_keys(text);
}

// Length of the UTF-8 sequence at the front; 0 if there is none.
std::size_t sequence(std::string_view s) {
  auto lead = static_cast<unsigned char>(s[0]);
  std::size_t n = lead < 0x80                   ? 1
                  : lead >= 0xC2 && lead < 0xE0 ? 2
                  : lead >= 0xE0 && lead < 0xF0 ? 3
                  : lead >= 0xF0 && lead < 0xF5 ? 4
                                                : 0;
  if (n == 0 || s.size() < n)
    return 0;
  for (std::size_t i = 1; i < n; ++i)
    if ((static_cast<unsigned char>(s[i]) & 0xC0) != 0x80)
      return 0;
  return n;
}

// One line of valid UTF-8, cut between characters.
std::string one_line(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    auto n = sequence(text);
    auto piece = n ? text.substr(0, n) : std::string_view("?");
    text.remove_prefix(n ? n : 1);
    if (n == 1 && (piece[0] <= ' ' || piece[0] == 0x7F))
      piece = " ";
    if (piece == " " && (out.empty() || out.back() == ' '))
      continue;
    if (out.size() + piece.size() > words_max)
      break;
    out += piece;
  }
  return std::string(trimmed(out));
}

std::string letters(std::string_view text) {
  std::string out;
  for (char c : lower(plain_text(text)))
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
        static_cast<unsigned char>(c) >= 0x80)
      out += c;
  return out;
}

part_unclear unclear(const http_outcome& o, const provider_account& a) {
  return {described(o, a)};
}

} // namespace

recipient recipient_of(const snapshot& s, const provider_account& a) {
  const auto& to = empty(s.shipping) ? s.billing : s.shipping;
  recipient r;
  r.first = clean(to.first_name);
  r.last = clean(to.last_name);
  r.company = clean(to.company);
  r.name = joined(r.first, r.last, " ");
  if (r.name.empty())
    r.name = r.company;
  split_name(r);
  r.line1 = clean(to.line1);
  r.line2 = clean(to.line2);
  if (r.line1.empty())
    std::swap(r.line1, r.line2);
  r.city = clean(to.city);
  r.state = clean(to.state);
  r.postcode = clean(to.postcode);
  r.country = clean(to.country);
  r.phone = first_given({to.phone, s.billing.phone, a.fallback_phone});
  r.email = first_given({s.billing.email, to.email, a.fallback_email});
  return r;
}

artwork artwork_of(const line& l, const personalization_keys& keys) {
  artwork found;
  auto files = print_files_of(l, keys);
  found.front = files.front;
  found.back = files.back;
  for (const auto& m : l.meta) {
    bool file = keys.print_file.matches(m.key);
    bool preview = keys.preview.matches(m.key);
    found.personal |= file || preview || keys.any.matches(m.key);
    if (preview)
      keep_first(found.mockup, found.mockup_back, m);
  }
  return found;
}

const line* line_of(const order& o, const part_line& l) {
  return find_line(o.said, l.line_id);
}

std::string without_secrets(std::string text, const provider_account& a) {
  hide_secrets(text, a);
  return text;
}

std::string words(std::string_view raw, const provider_account& a) {
  std::string text(raw.substr(0, raw_max));
  hide_secrets(text, a);
  text = plain_text(text);
  hide_secrets(text, a); // what was written with entities
  return one_line(text);
}

std::string described(const http_response& r, const provider_account& a) {
  auto text = fmt::format("HTTP {} {}", r.status, r.reason);
  if (!trimmed(r.body).empty())
    text += fmt::format(": {}", std::string_view(r.body).substr(0, raw_max));
  return words(text, a);
}

std::string described(const http_outcome& o, const provider_account& a) {
  if (auto* r = std::get_if<http_response>(&o))
    return described(*r, a);
  return words(std::get<http_error>(o).what, a);
}

std::optional<milliseconds> retry_after(const http_response& r) {
  constexpr milliseconds longest = 24h;
  auto given = r.header("Retry-After");
  if (!given)
    return std::nullopt;
  auto text = trimmed(*given);
  std::uint32_t seconds = 0;
  auto [end, ec] =
      std::from_chars(text.data(), text.data() + text.size(), seconds);
  if (ec == std::errc{} && end == text.data() + text.size())
    return std::min(milliseconds{std::chrono::seconds{seconds}}, longest);
  auto until = http_date(text);
  auto now = http_date(r.header("Date").value_or(""));
  if (!until || !now)
    return std::nullopt;
  return std::clamp(*until - *now, milliseconds{0}, longest);
}

bool is_success(const http_response& r) {
  return r.status >= 200 && r.status < 300;
}

std::optional<json::object> object_in(std::string_view body) {
  boost::system::error_code ec;
  auto value = json::parse(json::string_view(body.data(), body.size()), ec);
  if (ec || !value.is_object())
    return std::nullopt;
  return value.get_object();
}

std::optional<part_outcome> common_outcome(const http_outcome& o,
                                           const provider_account& a) {
  if (auto* e = std::get_if<http_error>(&o)) {
    if (e->at == http_error::stage::not_sent)
      return part_refused{"network.not_sent", words(e->what, a), true, {}};
    return unclear(o, a);
  }
  const auto& r = std::get<http_response>(o);
  if (r.status == 429)
    return part_refused{"provider.busy", described(r, a), true, retry_after(r)};
  if (r.status < 200 || (r.status >= 300 && r.status < 400) || r.status >= 500)
    return unclear(o, a);
  return std::nullopt;
}

part_refused token_refused(const http_response& r, const provider_account& a) {
  return {"account.token", described(r, a), false, {}};
}

bool is_definite_refusal(int status) {
  constexpr std::array definite{400, 404, 405, 406, 410,
                                411, 413, 414, 415, 422};
  return std::ranges::find(definite, status) != definite.end();
}

std::string text_at(const json::object& o, std::string_view key) {
  auto* v = o.if_contains(json::string_view(key.data(), key.size()));
  if (!v || v->is_null() || v->is_structured())
    return {};
  if (auto* text = v->if_string())
    return std::string(text->data(), text->size());
  return json::serialize(*v);
}

const json::array& array_at(const json::object& o, std::string_view key) {
  static const json::array none;
  auto* v = o.if_contains(json::string_view(key.data(), key.size()));
  return v && v->is_array() ? v->get_array() : none;
}

const json::object& object_at(const json::object& o, std::string_view key) {
  static const json::value none;
  auto* v = o.if_contains(json::string_view(key.data(), key.size()));
  return object_of(v ? *v : none);
}

const json::object& object_of(const json::value& v) {
  static const json::object none;
  return v.is_object() ? v.get_object() : none;
}

std::string differences(const std::vector<compared>& all) {
  std::string out;
  for (const auto& [what, ours, theirs, postcode] : all) {
    if (ours.empty() || theirs.empty())
      continue;
    if (postcode ? alike_postcode(ours, theirs) : alike(ours, theirs))
      continue;
    out += fmt::format("{}{}: we sent \"{}\", it holds \"{}\"",
                       out.empty() ? "" : "; ", what, ours, theirs);
  }
  return out;
}

bool alike(std::string_view a, std::string_view b) {
  return letters(a) == letters(b);
}

bool alike_postcode(std::string_view a, std::string_view b) {
  auto x = letters(a), y = letters(b);
  return x.starts_with(y) || y.starts_with(x);
}

std::string tracking_url(std::string_view carrier, std::string_view number) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 4> known{
      {{"usps", "https://tools.usps.com/go/TrackConfirmAction?tLabels="},
       {"ups", "https://www.ups.com/track?tracknum="},
       {"fedex", "https://www.fedex.com/fedextrack/?trknbr="},
       {"dhl", "https://www.dhl.com/global-en/home/tracking.html?"
               "tracking-id="}}};
  auto name = letters(carrier); // "UPS Mail Innovations", "Fed-Ex"
  for (auto [start, url] : known)
    if (name.starts_with(start))
      return std::string(url) + percent_encoded(number);
  return {};
}

} // namespace dastomized::connectors::kit
