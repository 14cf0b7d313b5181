// Text, digests and references.
#include "domain/digest.hpp"
#include "domain/text.hpp"
#include "tests/domain/story.hpp"

#include <limits>
#include <set>

namespace dastomized::tests {
namespace {

TEST(Text, IsMadePlain) {
  const std::pair<const char*, const char*> rows[] = {
      {"Mum &amp; Dad", "Mum & Dad"},
      {"&lt;3 &quot;x&quot;", "<3 \"x\""},
      {"It&#8217;s", "It\u2019s"},
      {"&#x1F600;", "\U0001F600"},
      {"&#X41;&#65;", "AA"},
      {"a &ndash; b", "a \u2013 b"},
      {"<strong>Big</strong> shirt<br/>", "Big shirt"},
      {"1 < 2 & 3 > 2", "1 < 2 & 3 > 2"},
      {"I <3 you", "I <3 you"},
      {"open <b", "open <b"},
      {"&amp", "&amp"},
      {"&unheard;", "&unheard;"},
      {"&;", "&;"},
      {"&#;&#x;&#0;", "&#;&#x;&#0;"},
      {"&#xD800;", "&#xD800;"},
      {"&#1114112;", "&#1114112;"},
      {"&#12z;", "&#12z;"},
      {"&amp;amp;", "&amp;"},
      {"", ""},
      {"<", "<"},
      {"&", "&"},
  };
  for (auto [html, plain] : rows)
    EXPECT_EQ(plain_text(html), plain) << html;
}

TEST(Text, IsLoweredAndTrimmed) {
  EXPECT_EQ(lower("ABC xyz É"), "abc xyz É");
  EXPECT_EQ(trimmed(" \t a b\r\n"), "a b");
  EXPECT_EQ(trimmed(" \n"), "");
  EXPECT_EQ(trimmed(""), "");
}

TEST(Text, OfAnInstantKnowsEveryYear) {
  EXPECT_EQ(utc_text(instant{1769846400999ms}), "2026-01-31 08:00:00");
  EXPECT_EQ(utc_text(instant{-1ms}, 'T'), "1969-12-31T23:59:59");
  EXPECT_EQ(utc_text(instant{253402300799999ms}), "9999-12-31 23:59:59");
  EXPECT_EQ(utc_text(instant{-62167219200000ms}), "0000-01-01 00:00:00");
}

TEST(Digest, IsTheOneEverybodyKnows) {
  EXPECT_EQ(sha256_hex("abc"), "ba7816bf8f01cfea414140de5dae2223"
                               "b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(sha256_hex(""), "e3b0c44298fc1c149afbf4c8996fb924"
                            "27ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(sha256("abc").size(), 32u);
}

TEST(Reference, IsShortPlainAndItsOwn) {
  std::set<std::string> all;
  std::size_t made = 0;
  constexpr auto most = std::numeric_limits<std::int64_t>::max();
  for (std::string store : {"eu", "us", "a store with a very long name", "é/ü"})
    for (std::int64_t id : {std::int64_t{1}, std::int64_t{12}, most})
      for (auto provider : {"cats", "shine", "a-third"})
        for (std::uint32_t revision : {1u, 2u, 99u}) {
          auto r = reference_of({store, id}, provider, revision);
          EXPECT_LE(r.size(), 32u) << r;
          EXPECT_EQ(r.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                        "abcdefghijklmnopqrstuvwxyz"
                                        "0123456789-"),
                    r.npos)
              << r;
          EXPECT_EQ(r, reference_of({store, id}, provider, revision));
          all.insert(r);
          ++made;
        }
  EXPECT_EQ(all.size(), made);
}

// Orders in the field carry these: they must never change.
TEST(Reference, StaysTheSameForEver) {
  EXPECT_EQ(reference_of({"shop", 1042}, "cats", 1), "1042-nmjvw3jyt-1");
}

} // namespace
} // namespace dastomized::tests
