#include "http/order_view.hpp"

#include "domain/choices.hpp"
#include "domain/drift.hpp"
#include "domain/editing.hpp"
#include "domain/text.hpp"
#include "http/answers.hpp"
#include "http/describe.hpp"
#include "http/personalization.hpp"
#include "http/times.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace dastomized::http {

namespace json = boost::json;

namespace {

json::string text(std::string_view bytes) {
  return json::string(valid_utf8(bytes));
}

json::string human(const std::string& html) {
  return text(plain_text(html));
}

json::value link_or_null(const std::string& url) {
  return is_link(url) ? json::value(text(url)) : nullptr;
}

json::object choice_json(const choice& c) {
  return {{"allowed", c.allowed},
          {"code", c.code},
          {"why", text(c.why)},
          {"effect", text(c.effect)}};
}

// ---- lines ------------------------------------------------------------------

json::object personalization_json(const personalization& p) {
  json::array options, files, images;
  for (const auto& [name, value] : p.options)
    options.push_back(
        json::object{{"name", text(name)}, {"value", text(value)}});
  for (const auto& [key, url] : p.print_files)
    files.push_back(json::object{{"url", text(url)}, {"key", text(key)}});
  for (const auto& url : p.client_images)
    images.push_back(text(url));
  json::object out;
  out["options"] = std::move(options);
  out["preview"] = link_or_null(p.preview);
  out["print_files"] = std::move(files);
  out["client_images"] = std::move(images);
  return out;
}

// Of several the latest: a remake stands for its original.
json::value line_part_json(const order& o, std::int64_t line_id) {
  json::value found = nullptr;
  for (const auto& p : o.parts) {
    auto l = std::ranges::find(p.lines, line_id, &part_line::line_id);
    if (l != p.lines.end())
      found = json::object{{"reference", p.reference},
                           {"provider", p.provider},
                           {"provider_sku", l->provider_sku},
                           {"state", name(p.state)}};
  }
  return found;
}

// "/?p=…" is WordPress's own short link; it leads to the product's page.
std::string product_url(const std::string& store, const line& l) {
  return store.empty() || l.product_id < 1
             ? ""
             : fmt::format("{}/?p={}", store, l.product_id);
}

// WooCommerce leads this on to wherever it keeps its orders.
std::string admin_url(const std::string& store, const order& o) {
  return store.empty() ? ""
                       : fmt::format("{}/wp-admin/post.php?post={}&action=edit",
                                     store, o.key.id);
}

// Where the product's design template is defined.
std::string product_admin_url(const std::string& store, const line& l) {
  return store.empty() || l.product_id < 1
             ? ""
             : fmt::format("{}/wp-admin/post.php?post={}&action=edit", store,
                           l.product_id);
}

json::object edit_json(const line& l, const order& o,
                       const order_surroundings& around) {
  const auto& keys = around.rules.personalization;
  json::array entries;
  for (const auto& m : l.meta)
    if (is_editable(m, keys))
      entries.push_back(json::object{{"meta_id", m.id},
                                     {"name", text(entry_name(m, keys.any))},
                                     {"value", human(m.value)},
                                     {"is_link", !is_option(m, keys)}});
  auto out = choice_json(edit_choice(l, o, around.rules));
  out["entries"] = std::move(entries);
  return out;
}

void add_to_lines(json::array& lines, const order& o,
                  const order_surroundings& around, const std::string& store) {
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const auto& l = o.said.lines[i];
    auto& out = lines[i].as_object();
    out["product_url"] = link_or_null(product_url(store, l));
    out["personalization"] = personalization_json(
        personalization_of(l, around.rules.personalization));
    out["part"] = line_part_json(o, l.id);
    out["product_admin_url"] = link_or_null(product_admin_url(store, l));
    out["edit"] = edit_json(l, o, around);
    out["design_outdated"] = is_outdated(o, l, around.rules.personalization);
  }
}

// ---- what can be done -------------------------------------------------------

void add_to_parts(json::array& parts, const order& o,
                  const order_surroundings& around) {
  for (std::size_t i = 0; i < parts.size(); ++i) {
    auto c = choices_of(o.parts[i], o, around.rules, around.now);
    json::object actions;
    actions["resolve_there"] = choice_json(c.resolve_there);
    actions["resolve_not_there"] = choice_json(c.resolve_not_there);
    actions["remake"] = choice_json(c.remake);
    parts[i].as_object()["actions"] = std::move(actions);
  }
}

json::object actions_json(const order& o, const order_surroundings& around) {
  json::object all;
  for (const auto& c : choices_of(o, around.rules, around.now))
    all[c.name] = choice_json(c.what);
  return all;
}

json::array statuses_json(const order& o, const order_surroundings& around) {
  json::array all;
  if (around.store_url.empty()) // nobody there to ask
    return all;
  for (const auto& s : status_choices(o, around.rules, around.now))
    all.push_back(json::object{{"status", s.status},
                               {"name", text(status_title(s.status))},
                               {"effect", text(s.effect)}});
  return all;
}

// ---- what else there is -----------------------------------------------------

json::value drift_json(const order& o, const policy& rules) {
  if (!o.sent_as)
    return nullptr;
  json::array differences, allows;
  for (const auto& d : drift_of(o))
    differences.push_back(json::object{{"field", d.field},
                                       {"line_id", d.line_id},
                                       {"label", text(d.label)},
                                       {"sent", human(d.sent)},
                                       {"now", human(d.now)}});
  for (const auto& a : still_allowed(o, rules))
    allows.push_back(json::object{{"reference", a.reference},
                                  {"provider", a.provider},
                                  {"what", text(a.what)}});
  json::object out;
  out["differences"] = std::move(differences);
  out["provider_allows"] = std::move(allows);
  return out;
}

json::array twins_json(const order& o, const std::vector<order>& twins,
                       instant now) {
  json::array all;
  for (const auto& t : twins) {
    auto row = row_json(storage::row_of(t), now);
    json::object out;
    for (const char* key : {"store", "id", "number", "customer", "created",
                            "status", "submit_status"})
      out[key] = row.at(key);
    out["relation"] = o.twin_of == t.key ? "holds_this" : "held_by_this";
    all.push_back(std::move(out));
  }
  return all;
}

} // namespace

json::object order_page_json(const order& o, const order_surroundings& around) {
  auto store = around.store_url;
  while (store.ends_with('/'))
    store.pop_back();
  auto out = order_json(o, &around.rules, around.now);
  add_to_lines(out.at("lines").as_array(), o, around, store);
  add_to_parts(out.at("parts").as_array(), o, around);
  auto first = primary_action(o, around.rules, around.now);
  out["twins"] = twins_json(o, around.twins, around.now);
  out["store_admin_url"] = link_or_null(admin_url(store, o));
  out["statuses"] = statuses_json(o, around);
  out["actions"] = actions_json(o, around);
  out["primary_action"] =
      first.empty() ? json::value(nullptr) : json::value(first);
  out["drift"] = drift_json(o, around.rules);
  return out;
}

} // namespace dastomized::http
