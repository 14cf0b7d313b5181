#include "http/personalization.hpp"

#include "domain/editing.hpp"
#include "domain/text.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>

namespace dastomized::http {

namespace json = boost::json;

namespace {

constexpr std::size_t urls_max = 100; // of one kind on one line

std::string plain(const json::value& v) {
  return v.is_string() ? std::string(v.get_string()) : json::serialize(v);
}

// The texts in a value: itself, or the scalars of a list.
std::vector<std::string> texts_in(const meta_entry& m) {
  boost::system::error_code error;
  auto parsed = m.is_json ? json::parse(m.value, error) : json::value();
  if (!m.is_json || error || !parsed.is_array())
    return {m.value};
  std::vector<std::string> all;
  for (const auto& v : parsed.get_array())
    if (!v.is_object() && !v.is_array())
      all.push_back(plain(v));
  return all;
}

// A text may name several, one a line.
std::vector<std::string> links_in(const meta_entry& m) {
  std::vector<std::string> found;
  for (const auto& text : texts_in(m)) {
    auto rest = plain_text(text);
    for (std::size_t at = 0; at < rest.size();) {
      auto begin = rest.find_first_not_of(" \t\r\n,", at);
      if (begin == rest.npos)
        break;
      at = std::min(rest.find_first_of(" \t\r\n", begin), rest.size());
      auto one = rest.substr(begin, at - begin);
      while (one.ends_with(','))
        one.pop_back();
      if (is_link(one))
        found.push_back(std::move(one));
    }
  }
  return found;
}

void add_links(std::vector<std::string>& to, const meta_entry& m) {
  for (auto& url : links_in(m))
    if (to.size() < urls_max && std::ranges::find(to, url) == to.end())
      to.push_back(std::move(url));
}

void add_option(personalization& to, std::string name, std::string_view value) {
  auto text = plain_text(value);
  if (!trimmed(text).empty())
    to.options.emplace_back(std::move(name), std::string(trimmed(text)));
}

void add_options(personalization& to, std::string name, const meta_entry& m) {
  boost::system::error_code error;
  auto v = m.is_json ? json::parse(m.value, error) : json::value();
  if (!m.is_json || error)
    return add_option(to, std::move(name), m.value);
  if (!v.is_object()) {
    for (const auto& text : texts_in(m))
      add_option(to, name, text);
    return;
  }
  for (const auto& [key, value] : v.get_object())
    if (!value.is_object() && !value.is_array() && !value.is_null())
      add_option(to, std::string(key), plain(value));
}

} // namespace

bool is_link(std::string_view url) {
  auto rest = url.starts_with("https://")  ? url.substr(8)
              : url.starts_with("http://") ? url.substr(7)
                                           : std::string_view();
  auto odd = [](char c) {
    return static_cast<unsigned char>(c) <= ' ' || c == '"' || c == '\'' ||
           c == '<' || c == '>' || c == '\\' || c == '\x7f';
  };
  auto host = rest.substr(0, rest.find_first_of("/?#"));
  return !host.empty() && host.find('@') == host.npos &&
         std::ranges::none_of(url, odd);
}

// "_dastomize_text_1" → "text 1"; what the store shows people stays.
std::string entry_name(const meta_entry& m, const key_set& any) {
  if (!m.key.starts_with('_'))
    return plain_text(m.label.empty() ? m.key : m.label);
  std::string_view name = m.key;
  for (const auto& prefix : any.prefixes)
    if (!prefix.empty() && m.key.starts_with(prefix) &&
        m.key.size() > prefix.size())
      name = std::string_view(m.key).substr(prefix.size());
  auto first = name.find_first_not_of("_-");
  std::string out(first == name.npos ? name : name.substr(first));
  std::ranges::replace(out, '_', ' ');
  return out;
}

personalization personalization_of(const line& l,
                                   const personalization_keys& keys) {
  personalization found;
  std::vector<std::string> previews;
  for (const auto& m : l.meta) {
    if (keys.print_file.matches(m.key))
      for (auto& url : links_in(m))
        if (found.print_files.size() < urls_max)
          found.print_files.emplace_back(m.key, std::move(url));
    if (keys.preview.matches(m.key))
      add_links(previews, m);
    if (keys.client_image.matches(m.key))
      add_links(found.client_images, m);
    if (is_option(m, keys))
      add_options(found, entry_name(m, keys.any), m);
  }
  if (!previews.empty())
    found.preview = previews.front();
  return found;
}

} // namespace dastomized::http
