#include "http/origin.hpp"

#include <gtest/gtest.h>

namespace dastomized::http {
namespace {

struct row {
  const char* story;
  std::string peer;
  std::vector<std::string> lines; // of X-Forwarded-For
  std::vector<std::string> trusted;
  std::string from;
};

const std::vector<row> rows{
    {"nobody is trusted", "127.0.0.1", {"198.51.100.7"}, {}, "127.0.0.1"},
    {"a stranger may say what it likes",
     "203.0.113.9",
     {"198.51.100.7"},
     {"127.0.0.1"},
     "203.0.113.9"},
    {"the proxy says where from",
     "127.0.0.1",
     {"198.51.100.7"},
     {"127.0.0.1"},
     "198.51.100.7"},
    {"what the client wrote stands further left",
     "127.0.0.1",
     {"10.0.0.1, 198.51.100.7"},
     {"127.0.0.1"},
     "198.51.100.7"},
    {"also in a line of its own",
     "127.0.0.1",
     {"10.0.0.1", "198.51.100.7"},
     {"127.0.0.1"},
     "198.51.100.7"},
    {"through several trusted hops",
     "127.0.0.1",
     {"10.0.0.1, 198.51.100.7, 10.1.2.3"},
     {"127.0.0.1", "10.0.0.0/8"},
     "198.51.100.7"},
    {"all are trusted",
     "127.0.0.1",
     {"10.0.0.1, 10.1.2.3"},
     {"127.0.0.1", "10.0.0.0/8"},
     "10.0.0.1"},
    {"a proxy that says nothing", "127.0.0.1", {}, {"127.0.0.1"}, "127.0.0.1"},
    {"what is no address",
     "127.0.0.1",
     {"<script>"},
     {"127.0.0.1"},
     "127.0.0.1"},
    {"what is no address behind a hop",
     "127.0.0.1",
     {"unknown, 10.1.2.3"},
     {"127.0.0.1", "10.0.0.0/8"},
     "10.1.2.3"},
    {"an IPv4 peer of an IPv6 socket",
     "::ffff:127.0.0.1",
     {"::ffff:198.51.100.7"},
     {"127.0.0.1"},
     "198.51.100.7"},
    {"an IPv4 stranger of an IPv6 socket",
     "::ffff:203.0.113.9",
     {},
     {},
     "203.0.113.9"},
    {"the control socket",
     "unix:root",
     {"198.51.100.7"},
     {"0.0.0.0/0"},
     "unix:root"},
};

TEST(Origin, IsWhatTrustedHopsSayAndNobodyElse) {
  for (const auto& x : rows) {
    request r;
    for (const auto& line : x.lines)
      r.insert("X-Forwarded-For", line);
    std::vector<ip_network> trusted;
    for (const auto& n : x.trusted)
      trusted.push_back(parse_network(n).value());
    EXPECT_EQ(origin_of(r, x.peer, trusted), x.from) << x.story;
  }
}

} // namespace
} // namespace dastomized::http
