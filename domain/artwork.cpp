// When print files are looked at, and what the looks mean: as soon as an
// order that will go has one, again while something is wrong with it, ahead
// of the deadline, and right before it goes.
#include "domain/artwork.hpp"

#include "domain/rules.hpp"
#include "domain/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

namespace dastomized {

namespace {

constexpr std::array<std::string_view, 7> verdict_names{
    "unseen",       "good",      "unsure",   "not_there",
    "not_an_image", "too_large", "too_small"};

bool is_url(std::string_view text) {
  return text.starts_with("https://") || text.starts_with("http://");
}

} // namespace

std::string_view name(artwork_verdict v) {
  auto i = static_cast<std::size_t>(v);
  return i < verdict_names.size() ? verdict_names[i] : "?";
}

print_files print_files_of(const line& l, const personalization_keys& keys) {
  print_files found;
  for (const auto& m : l.meta) {
    auto url = trimmed(m.value);
    if (!keys.print_file.matches(m.key) || !is_url(url))
      continue;
    bool front = lower(m.key).find("back") == std::string::npos;
    auto& place = front ? found.front : found.back;
    if (place.empty())
      place = url;
  }
  return found;
}

bool is_bad(artwork_verdict v) {
  return v > artwork_verdict::unsure;
}

std::string_view blocker_code(artwork_verdict v) {
  switch (v) {
  case artwork_verdict::not_there:
    return "design.not_there";
  case artwork_verdict::not_an_image:
    return "design.not_an_image";
  case artwork_verdict::too_large:
    return "design.too_large";
  case artwork_verdict::too_small:
    return "design.too_small";
  default:
    return "";
  }
}

std::string without_query(const std::string& url) {
  return url.substr(0, url.find_first_of("?#"));
}

std::string described(const artwork_look& seen) {
  switch (seen.verdict) {
  case artwork_verdict::unseen:
    return "was not looked at yet";
  case artwork_verdict::unsure:
    return "could not be judged from here: " + seen.words;
  case artwork_verdict::not_there:
    return "is not there: " + seen.words;
  case artwork_verdict::not_an_image:
    return "is not an image: " + seen.words;
  case artwork_verdict::too_large:
    return "is too large: " + seen.words;
  case artwork_verdict::too_small:
    return "is too small: " + seen.words;
  case artwork_verdict::good:
    break;
  }
  auto text = seen.type;
  if (seen.width > 0)
    text += fmt::format(", {} × {}", seen.width, seen.height);
  if (seen.dpi > 0)
    text += fmt::format(", {} dpi", seen.dpi);
  return text;
}

namespace rules {

namespace {

constexpr milliseconds good_for = 15min; // then it is looked at once more
constexpr milliseconds again_after = 30min;
constexpr milliseconds again_max = 12h;
constexpr milliseconds ahead = 1h; // of the deadline

artwork_file* find_file(std::vector<artwork_file>& all,
                        const std::string& url) {
  auto it = std::ranges::find(all, url, &artwork_file::url);
  return it == all.end() ? nullptr : &*it;
}

bool rests(const part& p) { // may still be sent
  return p.state == part_state::none || p.state == part_state::blocked ||
         p.state == part_state::refused;
}

// Nobody sells a hundred designs in one order: whoever sends more does not
// keep us busy with them. What is above is not looked at and blocks nothing.
constexpr std::size_t files_max = 100;

void add_once(std::vector<std::string>& all, const std::string& url) {
  if (!url.empty() && all.size() < files_max &&
      std::ranges::find(all, url) == all.end())
    all.push_back(url);
}

void add_files(std::vector<std::string>& all, const order& o, const part& x,
               const policy& p) {
  for (const auto& pl : x.lines)
    if (auto* l = find_line(o.said, pl.line_id)) {
      auto files = print_files_of(*l, p.personalization);
      add_once(all, files.front);
      add_once(all, files.back);
    }
}

// Those of the parts that are not sent yet.
std::vector<std::string> needed_files(const order& o, const policy& p) {
  std::vector<std::string> all;
  if (!p.check_artwork || o.gone)
    return all;
  for (const auto& x : o.parts)
    if (rests(x))
      add_files(all, o, x, p);
  return all;
}

bool blocked_by_design(const order& o) {
  return std::ranges::any_of(o.parts, [](const part& p) {
    return p.state == part_state::blocked &&
           std::ranges::any_of(p.blockers, [](const blocker& b) {
             return b.code.starts_with("design.");
           });
  });
}

// It will be submitted, as far as one can see.
bool will_go(const order& o, const policy& p) {
  if (o.request)
    return true;
  auto at = phase_of(o.said.status);
  if (at == phase::over || at == phase::unpaid || amazon_fulfilled(o.said))
    return false;
  return o.said.created >= p.auto_submit_since || blocked_by_design(o);
}

void ask_look(draft& d, std::vector<std::string> urls, bool urgent) {
  auto& o = d.o();
  if (urls.empty())
    return;
  ++o.looks;
  for (const auto& url : urls) {
    auto* f = find_file(o.artwork, url);
    if (!f)
      f = &o.artwork.emplace_back(artwork_file{url, {}, {}, 0, 0, {}, 0, {}});
    f->asked = o.looks;
    f->asked_at = d.now;
  }
  d.act(look_at_artwork{o.looks, std::move(urls), urgent});
}

// What was good stays so for a while; what was not counts only if it was
// looked at for this very request.
bool known_for(const submission_request& r, const artwork_file* f,
               instant now) {
  if (!f || f->look == 0 || now - f->checked_at > good_for)
    return false;
  return f->seen.verdict == artwork_verdict::good || f->look > r.looks;
}

std::vector<std::string> unknown_files(draft& d) {
  auto& o = d.o();
  std::vector<std::string> all;
  if (!o.request)
    return all;
  for (auto& url : needed_files(o, d.rules))
    if (!known_for(*o.request, find_file(o.artwork, url), d.now))
      all.push_back(std::move(url));
  return all;
}

bool any_bad(draft& d) {
  return std::ranges::any_of(needed_files(d.o(), d.rules),
                             [&](const std::string& url) {
                               auto* f = find_file(d.o().artwork, url);
                               return f && is_bad(f->seen.verdict);
                             });
}

// When a file is looked at again by itself.
std::optional<instant> next_look(const order& o, const artwork_file& f) {
  if (f.look == 0)
    return std::nullopt;
  if (f.seen.verdict != artwork_verdict::good)
    return f.checked_at +
           backoff(std::max(f.fails, 1u), again_after, 2, again_max, f.url);
  auto due = o.count.due - ahead;
  bool early = o.count.state == countdown_state::running &&
               f.checked_at + good_for < due;
  return early ? std::optional(due) : std::nullopt;
}

// Kept for the evidence from the moment that something was sent.
void keep_needed(order& o, const std::vector<std::string>& urls) {
  auto sent = [](const part& p) { return p.attempt > 0; };
  if (std::ranges::any_of(o.parts, sent))
    return;
  std::erase_if(o.artwork, [&](const artwork_file& f) {
    return std::ranges::find(urls, f.url) == urls.end();
  });
}

std::string todo_of(artwork_verdict v) {
  switch (v) {
  case artwork_verdict::too_large:
    return "define a smaller file, or raise max_bytes of [artwork]";
  case artwork_verdict::too_small:
    return "define a larger design, or lower min_pixels of [artwork]";
  case artwork_verdict::not_there:
    return "put the file back or define the design anew; it is looked at "
           "again by itself";
  default:
    return "define the design anew as PNG or JPEG; it is looked at again by "
           "itself";
  }
}

void note_look(draft& d, const artwork_file& was, const artwork_file& is) {
  if (was.look != 0 && was.seen == is.seen)
    return;
  auto text = fmt::format("{}: {}", without_query(is.url), described(is.seen));
  if (!is.seen.sha256.empty())
    text += fmt::format(" (sha256 {})", is.seen.sha256);
  bool other = was.seen.verdict == artwork_verdict::good &&
               is.seen.verdict == artwork_verdict::good;
  d.note(other ? "artwork.changed" : "artwork.seen", std::move(text),
         "preflight");
}

void take_look(draft& d, artwork_file& f, const artwork_look& seen) {
  auto was = f;
  f.look = std::exchange(f.asked, 0);
  f.seen = seen;
  f.checked_at = d.now;
  f.fails = seen.verdict == artwork_verdict::good ? 0 : f.fails + 1;
  note_look(d, was, f);
}

} // namespace

void check_artwork(std::vector<blocker>& out, const line& l, const order& o,
                   const policy& p) {
  auto files = print_files_of(l, p.personalization);
  for (const auto& f : o.artwork)
    if (is_bad(f.seen.verdict) && (f.url == files.front || f.url == files.back))
      out.push_back({std::string(blocker_code(f.seen.verdict)),
                     fmt::format("the final design of \"{}\" {}",
                                 plain_text(l.name), described(f.seen)),
                     todo_of(f.seen.verdict), l.id});
}

bool looks_first(draft& d) {
  auto& o = d.o();
  auto wanted = unknown_files(d);
  o.request->looking = !wanted.empty();
  if (wanted.empty())
    return false;
  // One that was under way before waits behind all others: asked anew.
  std::vector<std::string> ask;
  for (const auto& url : wanted)
    if (auto* f = find_file(o.artwork, url); !f || f->asked <= o.request->looks)
      ask.push_back(url);
  ask_look(d, std::move(ask), true);
  return true;
}

bool looks_first(draft& d, const part& p) {
  if (!d.rules.check_artwork)
    return false;
  auto& o = d.o();
  std::vector<std::string> all, ask;
  add_files(all, o, p, d.rules);
  auto open = [&](const std::string& url) {
    auto* f = find_file(o.artwork, url);
    return !f || f->look == 0 || d.now - f->checked_at > good_for;
  };
  std::erase_if(all, [&](const std::string& url) { return !open(url); });
  for (const auto& url : all)
    if (auto* f = find_file(o.artwork, url); !f || f->asked == 0)
      ask.push_back(url);
  ask_look(d, std::move(ask), true);
  return !all.empty();
}

void on_artwork(draft& d, const artwork_seen& e) {
  auto& o = d.o();
  bool good_news = false;
  for (const auto& [url, seen] : e.seen)
    if (auto* f = find_file(o.artwork, url);
        f && f->asked == e.number && e.number > 0) {
      good_news = good_news || seen.verdict == artwork_verdict::good;
      take_look(d, *f, seen);
    }
  // What was bad and can not be reached now goes when a person says so.
  if (good_news && blocked_by_design(o) && !any_bad(d))
    revive(d);
}

void forget_looks(draft& d) {
  for (auto& f : d.o().artwork)
    f.asked = 0;
}

void tend_artwork(draft& d, bool look_at_due) {
  auto& o = d.o();
  // All was seen, or what was waited for is not needed any more.
  if (o.request && o.request->looking) {
    if (unknown_files(d).empty())
      prepare(d);
    else if (look_at_due) // one was seen too long before another
      looks_first(d);
  }
  auto urls = needed_files(o, d.rules);
  if (urls.empty() && o.artwork.empty())
    return;
  keep_needed(o, urls);
  if (!will_go(o, d.rules))
    urls.clear();
  std::vector<std::string> due;
  std::string warning;
  for (auto& f : o.artwork)
    if (std::ranges::find(urls, f.url) == urls.end())
      f.next_look.reset();
  for (const auto& url : urls) {
    auto* f = find_file(o.artwork, url);
    if (f)
      f->next_look = next_look(o, *f);
    if (!f || (!f->asked && (f->look == 0 || (look_at_due && f->next_look &&
                                              *f->next_look <= d.now))))
      due.push_back(url);
    if (f && f->look != 0 && f->seen.verdict != artwork_verdict::good)
      warning += fmt::format("{}{} {}", warning.empty() ? "" : "; ",
                             without_query(url), described(f->seen));
  }
  ask_look(d, std::move(due), false);
  if (warning.empty())
    d.settle("artwork");
  else
    d.attend("artwork", std::move(warning));
}

} // namespace rules

} // namespace dastomized
