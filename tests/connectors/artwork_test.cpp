// What bytes and answers mean for a print file.
#include "connectors/artwork.hpp"
#include "domain/digest.hpp"

#include <gtest/gtest.h>

#include <string>

namespace dastomized::connectors {
namespace {

using namespace std::string_literals;
using enum artwork_verdict;

// ---- crafted images ---------------------------------------------------------

std::string big(std::uint32_t n, int bytes) {
  std::string out;
  for (int i = bytes - 1; i >= 0; --i)
    out += static_cast<char>(n >> (8 * i));
  return out;
}

std::string chunk(const std::string& kind, const std::string& data) {
  return big(static_cast<std::uint32_t>(data.size()), 4) + kind + data + "crc!";
}

const std::string png_begin = "\x89PNG\r\n\x1A\n";

std::string header(std::uint32_t w, std::uint32_t h) {
  return png_begin + chunk("IHDR", big(w, 4) + big(h, 4) + "\x08\x06\0\0\0"s);
}

std::string png(std::uint32_t w, std::uint32_t h, std::uint32_t per_metre = 0) {
  auto text = header(w, h);
  if (per_metre > 0)
    text += chunk("pHYs", big(per_metre, 4) + big(per_metre, 4) + "\x01");
  return text + chunk("IDAT", "pixels") + chunk("IEND", "");
}

std::string segment(char marker, const std::string& data) {
  return "\xFF"s + marker +
         big(static_cast<std::uint32_t>(data.size() + 2), 2) + data;
}

std::string jfif(int unit, std::uint32_t density) {
  return segment('\xE0', "JFIF\0\x01\x02"s + static_cast<char>(unit) +
                             big(density, 2) + big(density, 2) + "\0\0"s);
}

std::string jpeg(std::uint32_t w, std::uint32_t h,
                 const std::string& before = "") {
  return "\xFF\xD8"s + before +
         segment('\xC0', "\x08"s + big(h, 2) + big(w, 2) + "\x03") +
         segment('\xDA', "scan") + "pixels\xFF\xD9";
}

// ---- what they tell ---------------------------------------------------------

struct image_row {
  const char* what;
  std::string bytes;
  std::string type; // empty: no image
  std::uint32_t width = 0, height = 0, dpi = 0;
  bool whole = true;
};

const image_row images[] = {
    {"a PNG", png(4500, 5400), "PNG", 4500, 5400, 0},
    {"with 300 dpi", png(4500, 5400, 11811), "PNG", 4500, 5400, 300},
    {"with more dpi than anybody has", png(9, 9, 0xFFFFFFFF), "PNG", 9, 9, 0},
    {"with the largest size there is", png(0xFFFFFFFF, 1), "PNG", 0xFFFFFFFF, 1,
     0},
    {"a PNG of no size", png(0, 5400), "PNG", 0, 5400, 0, false},
    {"a PNG without end", header(4, 5), "PNG", 4, 5, 0, false},
    {"a chunk longer than the file", header(4, 5) + "\xFF\xFF\xFF\xFFIDAT12345",
     "PNG", 4, 5, 0, false},
    {"a PNG's first bytes", png_begin, "PNG", 0, 0, 0, false},
    {"another chunk first", png_begin + chunk("tEXt", std::string(40, 'x')),
     "PNG", 0, 0, 0, false},
    {"a JPEG", jpeg(1200, 800), "JPEG", 1200, 800, 0},
    {"a JPEG with dpi", jpeg(1200, 800, jfif(1, 300)), "JPEG", 1200, 800, 300},
    {"dots per centimetre", jpeg(1200, 800, jfif(2, 118)), "JPEG", 1200, 800,
     300},
    {"an aspect ratio is no density", jpeg(12, 8, jfif(0, 1)), "JPEG", 12, 8,
     0},
    {"a table before the frame", jpeg(12, 8, segment('\xC4', "xx")), "JPEG", 12,
     8, 0},
    {"padding before a marker", jpeg(12, 8, "\xFF\xFF"), "JPEG", 12, 8, 0},
    {"a JPEG's first bytes", "\xFF\xD8\xFF", "JPEG", 0, 0, 0, false},
    {"a segment longer than the file", "\xFF\xD8\xFF\xE0\xFF\xFFJFIF", "JPEG",
     0, 0, 0, false},
    {"a segment of no length", "\xFF\xD8\xFF\xE0\0\0\0\0"s, "JPEG", 0, 0, 0,
     false},
    {"a frame without numbers", "\xFF\xD8"s + segment('\xC0', ""), "JPEG", 0, 0,
     0, false},
    {"an SVG", "<svg xmlns='http://www.w3.org/2000/svg'/>", "SVG"},
    {"with all that may stand before it",
     "\xEF\xBB\xBF <?xml version='1.0'?>\n<!-- <html> -->\n"
     "<!DOCTYPE svg PUBLIC 'x' 'y' [<!ENTITY a 'b'>]>\n<svg>",
     "SVG"},
    {"an element that only begins so", "<svgs>", ""},
    {"a comment without end", "<!-- <svg>", ""},
    {"WebP", "RIFF\1\2\3\4WEBPVP8 ", "WebP"},
    {"GIF", "GIF89a", "GIF"},
    {"TIFF", "II*\0rest"s, "TIFF"},
    {"PDF", "%PDF-1.7", "PDF"},
    {"HTML", "<!doctype html><svg>", ""},
    {"text", "not found", ""},
    {"nothing", "", ""},
};

TEST(Artwork, ImagesTellWhatTheyAre) {
  for (const auto& row : images) {
    SCOPED_TRACE(row.what);
    auto got = inspect_image(row.bytes);
    EXPECT_EQ(got ? got->type : "", row.type);
    if (!got)
      continue;
    EXPECT_EQ(got->width, row.width);
    EXPECT_EQ(got->height, row.height);
    EXPECT_EQ(got->dpi, row.dpi);
    EXPECT_EQ(got->broken.empty(), row.whole) << got->broken;
  }
}

// Cut anywhere, changed anywhere: never read beyond the end (the sanitizers
// look), and a PNG that was cut is never whole.
TEST(Artwork, AnyBytesAreBearable) {
  for (const auto& row : images)
    for (std::size_t n = 0; n < row.bytes.size(); ++n) {
      // In a block of its very size.
      std::vector<char> cut(row.bytes.begin(),
                            row.bytes.begin() + static_cast<std::ptrdiff_t>(n));
      auto got = inspect_image({cut.data(), cut.size()});
      EXPECT_FALSE(got && got->type == "PNG" && got->broken.empty());
      auto bent = row.bytes;
      for (char c : {'\0', '\xFF', '\x7F'}) {
        bent[n] = c;
        inspect_image(bent);
      }
    }
}

// ---- what answers mean ------------------------------------------------------

http_response answered(int status, std::string body = "",
                       std::string type = "image/png") {
  return {status, "Words", {{"Content-Type", type}}, std::move(body)};
}

struct answer_row {
  const char* what;
  http_outcome answer;
  artwork_verdict expected;
};

const answer_row answers[] = {
    {"an image", answered(200, png(40, 50)), good},
    {"whatever its type is called", answered(200, png(40, 50), "text/html"),
     good},
    {"the smallest side that is enough", answered(200, png(30, 900)), good},
    {"too few pixels", answered(200, png(29, 900)), too_small},
    {"an SVG has no pixels", answered(200, "<svg/>"), good},
    {"not found", answered(404, png(40, 50)), not_there},
    {"gone", answered(410), not_there},
    {"forbidden", answered(403, "<html>"), unsure},
    {"a page", answered(200, "<html>sign in", "text/html"), not_an_image},
    {"an error in JSON", answered(200, "{}"), not_an_image},
    {"nothing", answered(200), not_an_image},
    {"half an image", answered(200, header(40, 50)), not_an_image},
    {"more than is allowed",
     http_error{http_error::stage::maybe_seen, "body limit exceeded",
                http_error::step::exchanging, true},
     too_large},
    {"an image nobody is known to take", answered(200, "GIF89a"), unsure},
    {"who are you", answered(401), unsure},
    {"slow down", answered(429), unsure},
    {"broken", answered(500), unsure},
    {"down", answered(503, "<html>"), unsure},
    {"a part", answered(206, png(40, 50)), unsure},
    {"compressed",
     http_response{200, "", {{"Content-Encoding", "gzip"}}, "\x1F\x8B"},
     unsure},
    {"no answer", http_error{http_error::stage::not_sent, "connection refused"},
     unsure},
};

TEST(Artwork, AnswersAreJudged) {
  artwork_limits limits;
  limits.pixels_min = 30;
  for (const auto& row : answers) {
    SCOPED_TRACE(row.what);
    auto got = judge_artwork(row.answer, limits);
    EXPECT_EQ(got.verdict, row.expected) << got.words;
    EXPECT_EQ(got.words.empty(), row.expected == good);
  }
}

TEST(Artwork, AGoodFileIsDescribed) {
  auto bytes = png(4500, 5400, 11811);
  auto got = judge_artwork(answered(200, bytes), {});
  EXPECT_EQ(got.type, "PNG");
  EXPECT_EQ(got.bytes, bytes.size());
  EXPECT_EQ(got.width, 4500u);
  EXPECT_EQ(got.height, 5400u);
  EXPECT_EQ(got.dpi, 300u);
  EXPECT_EQ(got.sha256, sha256_hex(bytes));
}

TEST(Artwork, AReasonIsOneLineOfPlainText) {
  auto r = answered(404);
  r.reason = "Gone\r\n\x1B[2J" + std::string(5000, 'x');
  auto words = judge_artwork(r, {}).words;
  EXPECT_LT(words.size(), 100u);
  EXPECT_EQ(words.find_first_of("\r\n\x1B"), std::string::npos);
}

// ---- where to look ----------------------------------------------------------

std::string found(const std::string& base, const std::string& to) {
  return resolved(base, to).value_or("nowhere");
}

TEST(Artwork, RedirectsLeadWhereTheySay) {
  const std::string base = "https://a.b:8/c/d?e=f#g";
  EXPECT_EQ(found(base, "http://x.y/z"), "http://x.y/z");
  EXPECT_EQ(found(base, "HTTPS://x.y"), "HTTPS://x.y");
  EXPECT_EQ(found(base, "//x.y/z"), "https://x.y/z");
  EXPECT_EQ(found(base, "/z"), "https://a.b:8/z");
  EXPECT_EQ(found(base, "z"), "https://a.b:8/c/z");
  EXPECT_EQ(found(base, "?q"), "https://a.b:8/c/d?q");
  EXPECT_EQ(found("https://a.b?e", "z"), "https://a.b/z");
  EXPECT_EQ(found(base, "/my file\xC3\xA9.png"),
            "https://a.b:8/my%20file%C3%A9.png");
  EXPECT_EQ(found(base, ""), "nowhere");
  EXPECT_EQ(found(base, "file:///etc/passwd"), "nowhere");
  EXPECT_EQ(found(base, "data:image/png,x"), "nowhere");
  EXPECT_EQ(found(base, "javascript:x"), "nowhere");
  EXPECT_EQ(found(base, std::string(10'000, 'x')), "nowhere");
}

http_response to(std::string place) {
  return {302, "", {{"Location", std::move(place)}}, ""};
}

using talk = conversation<artwork_look>;

TEST(Artwork, ARequestCarriesNothingOfOurs) {
  auto t = look_at("https://f.x/my file.png?sig=1", {});
  auto r = std::get<http_request>(t->start());
  EXPECT_EQ(r.method, "GET");
  EXPECT_EQ(r.url, "https://f.x/my%20file.png?sig=1");
  EXPECT_TRUE(r.public_only);
  EXPECT_EQ(r.body_max, 25u << 20);
  EXPECT_EQ(r.timeout, 30s);
  EXPECT_EQ(r.headers.size(), 1u); // Accept
}

TEST(Artwork, ThreeRedirectsAreFollowedAndNoMore) {
  auto t = look_at("https://f.x/0", {});
  t->start();
  for (auto place : {"/1", "//f.y/2", "http://f.z/3"}) {
    auto r = std::get<http_request>(t->next(to(place)));
    EXPECT_TRUE(r.public_only);
    EXPECT_TRUE(r.url.ends_with(place)) << r.url;
  }
  auto end = t->next(to("/4"));
  EXPECT_EQ(std::get<artwork_look>(end).verdict, unsure);
}

TEST(Artwork, ARedirectMayLeadToAnImage) {
  auto t = look_at("https://f.x/0", {});
  t->start();
  t->next(to("/1"));
  auto end = t->next(answered(200, png(4, 4)));
  EXPECT_EQ(std::get<artwork_look>(end).verdict, good);
}

TEST(Artwork, ARedirectToNowhereIsNoVerdict) {
  auto t = look_at("https://f.x/0", {});
  t->start();
  auto end = t->next(to("file:///etc/passwd"));
  EXPECT_EQ(std::get<artwork_look>(end).verdict, unsure);
}

TEST(Artwork, WhatLetsOthersInIsNotTold) {
  auto t = look_at("https://f.x/0.png?X-Amz-Signature=5ec7e7", {});
  t->start();
  auto end = std::get<artwork_look>(t->next(
      http_error{http_error::stage::not_sent,
                 "connect to https://f.x/0.png?X-Amz-Signature=5ec7e7: no"}));
  EXPECT_EQ(end.words, "connect to https://f.x: no");
}

} // namespace
} // namespace dastomized::connectors
