#include "sandbox/order_list.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <limits>
#include <set>

namespace dastomized::sandbox {

namespace {

constexpr auto no_bound = std::numeric_limits<std::int64_t>::min();

struct query {
  std::set<std::string, std::less<>> statuses; // empty: any
  std::set<std::int64_t> include;
  std::string search;
  std::string orderby = "date";
  bool ascending = false;
  std::int64_t per_page = 10;
  std::int64_t page = 1;
  std::int64_t after = no_bound, before = no_bound;
  std::int64_t modified_after = no_bound, modified_before = no_bound;
};

std::vector<std::string> split(std::string_view text) {
  std::vector<std::string> found;
  while (!text.empty()) {
    auto one = text.substr(0, text.find(','));
    text.remove_prefix(std::min(text.size(), one.size() + 1));
    if (!one.empty())
      found.emplace_back(one);
  }
  return found;
}

std::int64_t whole(const std::string& text, std::int64_t otherwise) {
  std::int64_t n = otherwise;
  std::from_chars(text.data(), text.data() + text.size(), n);
  return n;
}

std::optional<refusal> read_statuses(query& q, const call& c, const shop& s) {
  std::size_t at = 0;
  bool any = false;
  for (const auto& [key, value] : c.query) {
    if (!key.starts_with("status"))
      continue;
    for (const auto& one : split(value)) {
      if (one == "any")
        any = true;
      else if (one != "trash" && !s.knows_status(one))
        return bad_param(
            "status",
            fmt::format("status[{}] is not one of any, trash, auto-draft, "
                        "pending, processing, on-hold, completed, cancelled, "
                        "refunded, failed, and checkout-draft.",
                        at));
      q.statuses.insert(one);
      ++at;
    }
  }
  if (any)
    q.statuses.clear(); // "any" swallows the others
  return std::nullopt;
}

std::optional<refusal> read_dates(query& q, const call& c, const shop& s) {
  auto gmt = c.arg("dates_are_gmt");
  for (auto [name, bound] : {std::pair{"after", &q.after},
                             {"before", &q.before},
                             {"modified_after", &q.modified_after},
                             {"modified_before", &q.modified_before}}) {
    if (!c.has(name))
      continue;
    bool zone = false;
    auto at = read_date(c.arg(name), zone);
    if (!at)
      return bad_param(name, "Invalid date.", "rest_invalid_date");
    *bound = *at - (zone || gmt == "true" || gmt == "1" ? 0 : s.offset);
  }
  return std::nullopt;
}

std::optional<refusal> read_paging(query& q, const call& c) {
  q.per_page = whole(c.arg("per_page"), q.per_page);
  if (q.per_page < 1 || q.per_page > 100)
    return bad_param("per_page",
                     "per_page must be between 1 (inclusive) and 100 "
                     "(inclusive)",
                     "rest_out_of_bounds");
  q.page = std::max<std::int64_t>(1, whole(c.arg("page"), 1));
  return std::nullopt;
}

std::optional<refusal> read_query(query& q, const call& c, const shop& s) {
  if (auto no = read_paging(q, c))
    return no;
  if (c.has("orderby"))
    q.orderby = c.arg("orderby");
  if (std::set<std::string>{"date", "id", "include", "title", "slug",
                            "modified"}
          .count(q.orderby) == 0)
    return bad_param("orderby", "orderby is not one of date, id, include, "
                                "title, slug, and modified.");
  if (c.has("order") && c.arg("order") != "asc" && c.arg("order") != "desc")
    return bad_param("order", "order is not one of asc and desc.");
  q.ascending = c.arg("order") == "asc";
  q.search = c.arg("search");
  for (const auto& one : split(c.arg("include")))
    q.include.insert(whole(one, 0));
  if (auto no = read_statuses(q, c, s))
    return no;
  return read_dates(q, c, s);
}

bool found_in(const shop_order& o, const std::string& needle) {
  if (needle == std::to_string(o.id))
    return true;
  for (const char* part : {"billing", "shipping"})
    for (const auto& [key, value] : object_at(o.doc, part))
      if (value.is_string() &&
          value.get_string().find(needle) != json::string::npos)
        return true;
  return false;
}

bool within(std::int64_t at, std::int64_t after, std::int64_t before) {
  return (after == no_bound || at > after) &&
         (before == no_bound || at < before);
}

bool matches(const shop_order& o, const query& q) {
  const std::string_view status = o.doc.at("status").as_string();
  if (q.statuses.empty() ? status == "trash" || status == "auto-draft"
                         : q.statuses.count(status) == 0)
    return false;
  if (!q.include.empty() && q.include.count(o.id) == 0)
    return false;
  return within(o.created, q.after, q.before) &&
         within(o.modified, q.modified_after, q.modified_before) &&
         (q.search.empty() || found_in(o, q.search));
}

std::string default_parameters(const call& c, std::int64_t page) {
  std::string out;
  for (const auto& [key, value] : c.query)
    if (key != "page" && key != "status")
      out += url_encoded(key) + "=" + url_encoded(value) + "&";
  return out + fmt::format("status%5B0%5D=any&dp=2&context=view&page={}", page);
}

void add_pages(answer& a, const call& c, const shop& s, std::int64_t total,
               std::int64_t page, std::int64_t per_page) {
  auto pages = (total + per_page - 1) / per_page;
  if (page > std::max<std::int64_t>(pages, 1))
    total = pages = 0; // past the end both read 0
  a.headers.emplace_back("X-WP-Total", std::to_string(total));
  a.headers.emplace_back("X-WP-TotalPages", std::to_string(pages));
  auto base = s.url + c.path.substr(s.name.size() + 1) + "?";
  std::string links;
  if (page > 1)
    links = fmt::format("<{}{}>; rel=\"prev\"", base,
                        default_parameters(c, std::min(page - 1, pages)));
  if (page < pages)
    links += fmt::format("{}<{}{}>; rel=\"next\"", links.empty() ? "" : ", ",
                         base, default_parameters(c, page + 1));
  if (links.empty())
    links = fmt::format("<{}/wp-json/>; rel=\"https://api.w.org/\"", s.url);
  a.headers.emplace_back("Link", links);
}

std::vector<const shop_order*> sorted(const shop& s, const query& q) {
  std::vector<const shop_order*> found;
  for (const auto& [id, o] : s.orders)
    if (matches(o, q))
      found.push_back(&o);
  if (q.orderby == "id") { // as they are kept
    if (!q.ascending)
      std::reverse(found.begin(), found.end());
    return found;
  }
  auto rank = [&](const shop_order* o) {
    auto first = q.orderby == "date"       ? o->created
                 : q.orderby == "modified" ? o->modified
                                           : o->id;
    return std::pair{first, o->id};
  };
  std::sort(found.begin(), found.end(), [&](auto* a, auto* b) {
    return q.ascending ? rank(a) < rank(b) : rank(b) < rank(a);
  });
  return found;
}

} // namespace

answer refusal_answer(const refusal& r) {
  return json_answer(r.status, r.body);
}

json::value narrowed(const json::object& doc, const call& c, bool links) {
  if (!c.has("_fields"))
    return doc;
  json::object out;
  for (const auto& name : split(c.arg("_fields")))
    if (const auto* member = doc.if_contains(name))
      out[name] = *member;
  if (links && doc.contains("_links"))
    out["_links"] = doc.at("_links");
  return out;
}

namespace {

const std::vector<const shop_order*>& listed(shop& s, const call& c,
                                             const query& q) {
  auto& lists = s.lists;
  if (lists.of != s.revision || lists.by_query.size() > 8)
    lists.by_query.clear();
  lists.of = s.revision;
  std::string asked;
  for (const auto& [key, value] : c.query)
    if (key != "page" && !key.starts_with("oauth_"))
      asked += key + '=' + value + '&';
  auto [it, missing] = lists.by_query.try_emplace(asked);
  if (missing)
    it->second = sorted(s, q);
  return it->second;
}

} // namespace

answer list_orders(shop& s, const call& c) {
  query q;
  if (auto no = read_query(q, c, s))
    return refusal_answer(*no);
  const auto& found = listed(s, c, q);
  auto total = static_cast<std::int64_t>(found.size());
  json::array page;
  for (auto i = (q.page - 1) * q.per_page;
       i < std::min(total, q.page * q.per_page); ++i)
    page.push_back(narrowed(found[static_cast<std::size_t>(i)]->doc, c, false));
  auto a = json_answer(200, page);
  add_pages(a, c, s, total, q.page, q.per_page);
  return a;
}

answer paged(const json::array& all, const call& c, const shop& s) {
  query q;
  if (auto no = read_paging(q, c))
    return refusal_answer(*no);
  auto total = static_cast<std::int64_t>(all.size());
  json::array page;
  for (auto i = (q.page - 1) * q.per_page;
       i < std::min(total, q.page * q.per_page); ++i)
    page.push_back(
        narrowed(all[static_cast<std::size_t>(i)].as_object(), c, false));
  auto a = json_answer(200, page);
  add_pages(a, c, s, total, q.page, q.per_page);
  return a;
}

} // namespace dastomized::sandbox
