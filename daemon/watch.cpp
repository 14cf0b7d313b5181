#include "daemon/watch.hpp"

#include "connectors/http_client.hpp"
#include "daemon/inquiry.hpp"
#include "daemon/process.hpp"
#include "daemon/watch_table.hpp"

#include <fmt/format.h>

#include <array>
#include <cstdio>
#include <optional>
#include <unistd.h>

namespace dastomized {

namespace json = boost::json;
namespace {

// What the table shows, each a question of its own.
struct section {
  const char *title, *query;
  std::int64_t watched::*counted = nullptr; // gets the total
};
constexpr std::array sections{
    section{"newest", "limit=8", &watched::total},
    section{"on hold", "limit=3&status=on-hold"},
    section{"submitted", "limit=5&status=processing&submit_status=submitted"},
    section{"completed", "limit=4&status=completed"},
    section{"needs a person", "limit=5&needs_attention=true",
            &watched::attention}};

// Reads JSON from the daemon and the sandbox, one question at a time.
class reader {
public:
  reader(const watch_options& o, connectors::http_transport& t)
      : o_(o), transport_(t), token_(token_in(o.token_file)) {}

  std::optional<watched> look() {
    watched w;
    for (const char* state : states) {
      auto page = daemon(fmt::format("limit=1&submit_status={}", state));
      if (!page)
        return std::nullopt;
      w.counts.emplace_back(state, number(*page, "total"));
    }
    for (const auto& s : sections) {
      auto page = daemon(s.query);
      if (!page)
        return std::nullopt;
      if (s.counted)
        w.*s.counted = number(*page, "total");
      if (auto* rows = page->if_contains("orders"); rows && rows->is_array())
        w.sections.emplace_back(s.title, std::move(rows->get_array()));
    }
    look_at_health(w);
    count_sandbox(w);
    return w;
  }

  std::string problem; // of the last question that failed

private:
  static constexpr std::array states{
      "blank",  "queued", "submitting", "submitted", "partly_submitted",
      "failed", "unknown"};

  static std::int64_t number(const json::object& o, std::string_view key) {
    const auto* v = o.if_contains(key);
    return v && v->is_int64() ? v->get_int64() : 0;
  }

  std::optional<json::object> daemon(const std::string& query) {
    return get(o_.url + "/api/v1/orders?" + query, token_);
  }

  std::optional<json::object> get(const std::string& url,
                                  const std::string& token) {
    auto answer = inquire(transport_, {"GET", url, token});
    if (answer)
      return std::move(*answer);
    problem = answer.error().what;
    return std::nullopt;
  }

  void look_at_health(watched& w) {
    auto health = get(o_.url + "/api/v1/health", token_);
    if (!health)
      return;
    if (auto* all = health->if_contains("freezes"); all && all->is_array())
      w.freezes = std::move(all->get_array());
    if (auto* late = health->if_contains("catch_up"); late && late->is_object())
      w.overdue = std::move(late->get_object());
  }

  void count_sandbox(watched& w) {
    if (o_.sandbox.empty())
      return;
    auto counts = get(o_.sandbox + "/control/counts", "");
    if (!counts)
      return;
    w.printed = 0;
    for (const auto& [provider, c] : *counts)
      if (c.is_object()) {
        w.printed += number(c.get_object(), "distinct");
        w.twice += number(c.get_object(), "twice");
      }
  }

  const watch_options& o_;
  connectors::http_transport& transport_;
  std::string token_;
};

// Where to look besides, below a table that took the whole terminal.
std::string hints(const watch_options& o) {
  auto out = fmt::format(
      "\ncurl -H 'Authorization: Bearer …' '{}/api/v1/orders?limit=5'", o.url);
  if (!o.sandbox.empty())
    out += fmt::format("\ncurl {}/control/counts", o.sandbox);
  return out + "     Ctrl-C ends this\n";
}

// On a terminal the table replaces the one before; into a file go the sums.
void draw(const std::optional<watched>& w, const std::string& problem,
          const watch_options& o) {
  bool terminal = isatty(STDOUT_FILENO) == 1;
  auto text = !w         ? "no answer: " + problem + "\n"
              : terminal ? table_of(*w) + hints(o)
                         : sums_of(*w) + "\n";
  fmt::print("{}{}", terminal ? "\033[H\033[2J" : "", text);
  std::fflush(stdout);
}

} // namespace

int watch(const watch_options& o) {
  signals told;
  auto client = connectors::http_client::start({});
  if (!client) {
    fmt::print(stderr, "{}\n", client.error().what);
    return 1;
  }
  reader r(o, **client);
  std::optional<watched> last;
  for (unsigned passed = 0; o.seconds == 0 || passed < o.seconds; ++passed) {
    last = r.look();
    draw(last, r.problem, o);
    if (told.wait(1s) != 0)
      break;
  }
  last = r.look();
  fmt::print("\n{}\n", last ? sums_of(*last) : "no answer: " + r.problem);
  return last && last->twice == 0 ? 0 : 1;
}

} // namespace dastomized
