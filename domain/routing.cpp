#include "domain/rules.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace dastomized::rules {

namespace {

const route* match(const std::string& sku, const policy& p) {
  for (const auto& r : p.routes)
    if (!r.sku.empty() && r.sku == sku)
      return &r;
  for (const auto& r : p.routes)
    if (r.sku.empty() && !r.prefix.empty() && sku.starts_with(r.prefix))
      return &r;
  return nullptr;
}

std::string provider_sku(const route& r, const std::string& sku) {
  if (!r.provider_sku.empty())
    return r.provider_sku;
  return r.strip_prefix ? sku.substr(r.prefix.size()) : sku;
}

blocker missing(const line& l) {
  return {"route.missing",
          l.sku.empty()
              ? fmt::format("line \"{}\" has no SKU", l.name)
              : fmt::format("no provider is configured for SKU {}", l.sku),
          "add a [[route]] for it, or mark it as not fulfilled by us", l.id};
}

part& part_for(std::vector<part>& parts, const order& o,
               const std::string& provider) {
  auto it = std::ranges::find(parts, provider, &part::provider);
  if (it != parts.end())
    return *it;
  part p;
  p.provider = provider;
  p.reference = reference_of(o.key, provider, 1);
  return parts.emplace_back(std::move(p));
}

bool rests(const part& p) { // nothing of it can be at the provider
  return p.state == part_state::none || p.state == part_state::blocked ||
         p.state == part_state::refused;
}

// Was sent once and not taken: kept without lines, so that its attempts go on
// counting and no answer of then is taken for one of now.
void withdraw(draft& d, part& p) {
  p.state = part_state::cancelled;
  p.transient = false;
  p.next_try.reset();
  p.lines.clear();
  p.blockers.clear();
  d.note("part.withdrawn", fmt::format("{} has no lines left", p.reference),
         "store");
}

// Another provider has the line, or may have it: a changed route or SKU does
// not have it made a second time.
bool held_elsewhere(const order& o, std::int64_t line_id,
                    const std::string& provider) {
  return std::ranges::any_of(o.parts, [&](const part& p) {
    return p.provider != provider && p.attempt > 0 && !rests(p) &&
           std::ranges::find(p.lines, line_id, &part_line::line_id) !=
               p.lines.end();
  });
}

} // namespace

routed route_lines(const order& o, const policy& p) {
  routed out;
  for (const auto& l : o.said.lines) {
    int net = l.quantity - l.refunded;
    if (net <= 0)
      continue;
    auto* r = l.sku.empty() ? nullptr : match(l.sku, p);
    if (held_elsewhere(o, l.id, r ? r->provider : ""))
      continue;
    if (!r) {
      out.blockers.push_back(missing(l));
    } else if (!r->provider.empty()) {
      part_for(out.parts, o, r->provider)
          .lines.push_back({l.id, net, provider_sku(*r, l.sku)});
    }
  }
  return out;
}

void refresh_parts(draft& d) {
  auto fresh = route_lines(d.o(), d.rules).parts;
  auto& parts = d.o().parts;
  auto in_fresh = [&](const part& p) {
    return std::ranges::find(fresh, p.provider, &part::provider) != fresh.end();
  };
  for (auto& p : parts)
    if (rests(p) && p.attempt > 0 && !in_fresh(p))
      withdraw(d, p);
  std::erase_if(parts, [&](const part& p) { return rests(p) && !in_fresh(p); });
  for (auto& f : fresh) {
    auto it = std::ranges::find(parts, f.provider, &part::provider);
    if (it == parts.end())
      parts.push_back(std::move(f));
    else if (rests(*it) || it->lines.empty()) {
      it->state = it->lines.empty() ? part_state::none : it->state;
      it->lines = std::move(f.lines);
    }
  }
}

} // namespace dastomized::rules
