// Records as bytes: frozen, and none that is broken passes for a whole one.
#include "storage/codec.hpp"
#include "tests/storage/fixtures.hpp"
#include "tests/support/golden.hpp"

#include <gtest/gtest.h>

namespace dastomized::tests {
namespace {

using namespace storage;

order a_submitted_order() {
  auto o = an_order(2, noon);
  part p;
  p.provider = "cats";
  p.reference = "2-abc-1";
  p.lines = {{7, 2, "48146"}};
  p.state = part_state::refused;
  p.transient = true;
  p.payload = "{}";
  p.payload_hash = "44136f";
  p.attempt = 2;
  p.next_try = noon + 1h;
  p.account = "a1b2";
  p.not_there_at = noon + 2s;
  p.read_at = noon + 1s;
  o.parts.push_back(p);
  o.doubts = 1;
  o.doubted_at = noon - 1s;
  o.request = submission_request{"countdown", noon, true, 1, noon, true};
  return o;
}

order an_order_with_artwork() {
  auto o = a_submitted_order();
  artwork_look seen{
      artwork_verdict::not_an_image, "a web page", "", 812, 0, 0, 0, "e3b0c4"};
  o.artwork.push_back(
      {"https://shop/1.png", seen, noon, 3, 4, noon + 1s, 2, noon + 30min});
  seen = {artwork_verdict::good, "", "PNG", 90'000, 4500, 5400, 300, "9f86d0"};
  o.artwork.push_back({"https://shop/2.png", seen, noon, 2, 0, {}, 0, {}});
  o.looks = 4;
  o.request->looking = true;
  o.request->looks = 3;
  return o;
}

order an_edited_order() {
  auto o = an_order_with_artwork();
  line_edit e;
  e.line_id = 7;
  e.changes = {{21, "Name", "Bela", "Bella"}};
  e.files = {"https://shop/1.png"};
  e.keeps_files = true;
  e.by = "mia";
  e.at = noon;
  e.number = 2;
  e.tries = 1;
  e.next_try = noon + 5s;
  e.refused = true;
  e.problem = "timed out";
  o.edit = e;
  o.edits = 2;
  o.outdated = {{8, {"https://shop/2.png", ""}}};
  return o;
}

order a_withdrawn_order() {
  auto o = an_edited_order();
  o.stray = {3, "on-hold", "processing", "mia"};
  return o;
}

TEST(Codec, NoPrefixOfARecordPassesForOne) {
  auto bytes = encode(an_order(1, noon));
  ASSERT_TRUE(decode_order(bytes));
  for (std::size_t n = 0; n < bytes.size(); ++n)
    EXPECT_FALSE(decode_order(std::string_view(bytes).substr(0, n))) << n;
}

TEST(Codec, ANewerRecordSaysSo) {
  auto bytes = encode(an_order(1, noon));
  bytes[0] = 9;
  auto got = decode_order(bytes);
  ASSERT_FALSE(got);
  EXPECT_NE(got.error().what.find("newer version"), std::string::npos);
}

std::string hex_of(const std::string& bytes) {
  std::string hex;
  for (char c : bytes)
    hex += "0123456789abcdef"[static_cast<unsigned char>(c) >> 4],
        hex += "0123456789abcdef"[c & 15];
  return hex;
}

std::string bytes_of(const std::string& hex) {
  std::string bytes;
  for (std::size_t i = 0; i + 1 < hex.size(); i += 2)
    bytes += static_cast<char>(std::stoi(hex.substr(i, 2), nullptr, 16));
  return bytes;
}

// Frozen: if one of these fails, old data directories no longer open. Raise
// the format version and keep reading the old one instead.
TEST(Codec, TheFormatIsFrozen) {
  EXPECT_EQ(hex_of(encode(a_withdrawn_order())),
            golden_text("storage/order-v6.hex"));
}

TEST(Codec, EveryFormerFormatIsRead) {
  auto got = decode_order(bytes_of(golden_text("storage/order-v1.hex")));
  ASSERT_TRUE(got);
  EXPECT_EQ(*got, an_order(1, noon));
  got = decode_order(bytes_of(golden_text("storage/order-v2.hex")));
  ASSERT_TRUE(got);
  EXPECT_EQ(*got, a_submitted_order());
  got = decode_order(bytes_of(golden_text("storage/order-v3.hex")));
  ASSERT_TRUE(got);
  EXPECT_EQ(*got, an_order_with_artwork());
  got = decode_order(bytes_of(golden_text("storage/order-v4.hex")));
  ASSERT_TRUE(got);
  EXPECT_EQ(*got, an_order_with_artwork());
  got = decode_order(bytes_of(golden_text("storage/order-v5.hex")));
  ASSERT_TRUE(got);
  EXPECT_EQ(*got, an_edited_order());
}

} // namespace
} // namespace dastomized::tests
