// An order, an account and answers for the tests of the providers.
#pragma once

#include "connectors/provider.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

namespace dastomized::connectors {

inline provider_account test_account(std::string name = "pod") {
  provider_account a;
  a.name = std::move(name);
  a.url = "https://pod.example";
  a.token = "RW-KEY-secret";
  a.sandbox = true;
  a.shipping_method = "Economy";
  a.notice_url = "https://fulfil.example.com/hooks/pod/shipped/RANDOM";
  a.personalization.any.prefixes = {"_dastomize"};
  a.personalization.print_file.prefixes = {"_dastomize_print"};
  a.personalization.preview.keys = {"_dastomize_preview"};
  return a;
}

inline meta_entry meta(std::string key, std::string value) {
  meta_entry m;
  m.key = std::move(key);
  m.value = std::move(value);
  return m;
}

inline line test_line(std::int64_t id, std::vector<meta_entry> all = {}) {
  line l;
  l.id = id;
  l.name = "Tee &amp; more";
  l.sku = "CC-48146";
  l.quantity = 1;
  l.meta = std::move(all);
  return l;
}

inline address ada() {
  address a;
  a.first_name = "Ada";
  a.last_name = "Byron";
  a.line1 = "12 Elm St";
  a.city = "Troy";
  a.state = "MI";
  a.postcode = "48083";
  a.country = "US";
  a.phone = "2485550100";
  return a;
}

// One line, paid by Ada, sent to herself.
inline order test_order(line l = test_line(88)) {
  order o;
  o.key = {"shop", 10231};
  o.said.id = 10231;
  o.said.status = "processing";
  o.said.billing = o.said.shipping = ada();
  o.said.billing.email = "ada@example.com";
  o.said.lines.push_back(std::move(l));
  return o;
}

inline part test_part(std::string sku = "48146", std::int64_t line_id = 88) {
  part p;
  p.provider = "pod";
  p.reference = "AV-10231-1";
  p.lines.push_back({line_id, 1, std::move(sku)});
  return p;
}

inline http_response says(int status, std::string body,
                          header_list headers = {}, std::string reason = "") {
  http_response r;
  r.status = status;
  r.body = std::move(body);
  r.headers = std::move(headers);
  r.reason = std::move(reason);
  return r;
}

inline http_error broke(http_error::stage at = http_error::stage::maybe_seen) {
  return {at, "the connection broke"};
}

inline std::string golden(const std::string& name) {
  std::ifstream in(std::string(DASTOMIZED_GOLDEN "/providers/") + name);
  EXPECT_TRUE(in) << name;
  std::ostringstream out;
  out << in.rdbuf();
  auto text = out.str();
  if (text.ends_with('\n'))
    text.pop_back();
  return text;
}

// An outcome in one line: "accepted ID", "refused CODE", "unclear" …
inline std::string brief(const part_outcome& o) {
  if (auto* yes = std::get_if<part_accepted>(&o))
    return "accepted " + yes->provider_order_id;
  if (auto* no = std::get_if<part_refused>(&o)) {
    auto text = "refused " + no->code + (no->transient ? " transient" : "");
    if (no->retry_after)
      text += " " + std::to_string(no->retry_after->count() / 1000) + "s";
    return text;
  }
  return "unclear";
}

inline std::string brief(const look_up_outcome& o) {
  if (auto* f = std::get_if<part_found>(&o))
    return "found " + f->provider_order_id +
           (f->cancelled ? " cancelled" : "") +
           (f->differs.empty() ? "" : " differs");
  return std::holds_alternative<part_not_there>(o) ? "not there" : "no answer";
}

inline std::string words_of(const part_outcome& o) {
  return std::visit([](const auto& x) { return x.words; }, o);
}

// Plays answers to a conversation; `asked` gets "METHOD url" of each request.
template <class Outcome>
std::optional<Outcome> play(conversation<Outcome>& talk,
                            const std::vector<http_outcome>& answers,
                            std::vector<std::string>* asked = nullptr) {
  auto m = talk.start();
  for (std::size_t i = 0;; ++i) {
    auto* request = std::get_if<http_request>(&m);
    if (!request)
      return std::get<Outcome>(m);
    if (asked)
      asked->push_back(request->method + " " + request->url);
    if (i == answers.size())
      return std::nullopt; // wants to go on
    m = talk.next(answers[i]);
  }
}

} // namespace dastomized::connectors
