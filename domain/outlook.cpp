#include "domain/outlook.hpp"

#include <algorithm>

namespace dastomized {

namespace {

constexpr int rounds_max = 6; // looks, a read, a status, and again

// What was looked at is as it was; what was not is good.
artwork_seen as_seen_before(const look_at_artwork& look, const order& o,
                            instant now) {
  artwork_seen all{now, look.number, {}};
  for (const auto& url : look.urls) {
    artwork_look seen;
    auto it = std::ranges::find(o.artwork, url, &artwork_file::url);
    if (it != o.artwork.end())
      seen = it->seen;
    if (seen.verdict == artwork_verdict::unseen)
      seen.verdict = artwork_verdict::good;
    all.seen.emplace_back(url, std::move(seen));
  }
  return all;
}

snapshot edited(snapshot said, const push_edit& e, instant now) {
  for (auto& l : said.lines)
    for (auto& m : l.meta)
      for (const auto& c : e.changes)
        if (l.id == e.line_id && m.id == c.meta_id)
          m.value = c.to;
  said.modified = std::max(now, said.modified + 1s);
  return said;
}

std::optional<event> yes_to(const effect& e, const order& o, instant now) {
  if (std::holds_alternative<reread_order>(e))
    return store_said{now, o.said, origin::reread, {}};
  if (auto* look = std::get_if<look_at_artwork>(&e))
    return as_seen_before(*look, o, now);
  if (auto* edit = std::get_if<push_edit>(&e))
    return edit_pushed{
        now, edit->number, edited(o.said, *edit, now), false, {}};
  auto* push = std::get_if<push_status>(&e);
  if (!push)
    return std::nullopt;
  auto said = o.said;
  said.status = push->to;
  said.modified = std::max(now, said.modified + 1s);
  return status_pushed{now, push->number, std::move(said), false, {}};
}

} // namespace

outlook look_ahead(step first, const policy& p, instant now) {
  outlook out;
  auto waiting = std::move(first.effects);
  out.notes = std::move(first.notes);
  out.after = std::move(first.next);
  for (int round = 0; !waiting.empty(); ++round) {
    std::vector<effect> more;
    for (const auto& e : waiting) {
      auto answer =
          round < rounds_max ? yes_to(e, out.after, now) : std::nullopt;
      if (!answer) {
        out.left.push_back(e);
        continue;
      }
      auto* look = std::get_if<look_at_artwork>(&e);
      out.looks_first = out.looks_first || (look && look->urgent);
      auto s = advance(std::move(out.after), *answer, p);
      out.after = std::move(s.next);
      std::ranges::move(s.notes, std::back_inserter(out.notes));
      std::ranges::move(s.effects, std::back_inserter(more));
    }
    waiting = std::move(more);
  }
  return out;
}

} // namespace dastomized
