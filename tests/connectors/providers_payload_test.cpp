#include "tests/connectors/providers_support.hpp"

namespace dastomized::connectors {

namespace {

order many_lines() {
  auto o = test_order(test_line(
      88, {meta("_dastomize_print_back", "https://f.example/88-back.png"),
           meta("_dastomize_print_file", "https://f.example/88.png"),
           meta("_dastomize_preview", " https://f.example/88-small.jpg "),
           meta("_dastomize_preset", "2")}));
  auto plain = test_line(89);
  plain.quantity = 3;
  o.said.lines.push_back(plain);
  return o;
}

part many_parts() {
  auto p = test_part("48146-front");
  p.lines.push_back({89, 3, "482-9130-9713-18"});
  return p;
}

order from_far_away() {
  auto o = test_order(test_line(
      88, {meta("_engraving_line_1", "Für immer &amp; ewig"),
           meta("pa_size-us", "7"), meta("Engraving Font", ""),
           meta("_dastomize_print_file", "https://f.example/1.png")}));
  auto& to = o.said.shipping;
  to.first_name = "Zoë";
  to.last_name = "O&#039;Brien-Łukasz";
  to.company = "Café &amp; Söhne";
  to.line1 = "רחוב הרצל 5";
  to.line2 = "Apt &quot;7&quot;";
  to.city = "תל אביב";
  to.state = "";
  to.postcode = "6688312";
  to.country = "IL";
  to.phone = "";
  return o;
}

struct golden_row {
  const char* kind;
  order what;
  part of;
  bool sandbox;
  const char* file;
};

TEST(providers_payload, BytesAreGolden) {
  auto engraved = test_order(test_line(
      88, {meta("ENGRAVING LINE 1", "Always"),
           meta("engraving_line_2", "2024-05-01"),
           meta("Engraving Font:", "Script"), meta("Size (US)", "6.5")}));
  auto drawn = test_order(test_line(
      88, {meta("_dastomize_print_file", "https://f.example/88.svg")}));
  const golden_row rows[] = {
      {"customcat", many_lines(), many_parts(), true, "customcat_forms.json"},
      {"customcat", from_far_away(), test_part(), false,
       "customcat_far_away.json"},
      {"shineon", engraved, test_part("SO-1234567"), true,
       "shineon_engraved.json"},
      {"shineon", drawn, test_part("PT-77"), false, "shineon_template.json"},
      {"shineon", from_far_away(), test_part("SO-1234567"), false,
       "shineon_far_away.json"},
  };
  for (const auto& row : rows) {
    auto a = test_account();
    a.sandbox = row.sandbox;
    auto api = make_provider(row.kind, a);
    auto bytes = api->build(row.what, row.of);
    ASSERT_TRUE(bytes) << row.file << bytes.error().what;
    EXPECT_EQ(*bytes, golden(row.file)) << row.file;
    EXPECT_EQ(*bytes, *api->build(row.what, row.of));
  }
}

std::string built(const std::string& kind, const order& o,
                  const provider_account& a = test_account(),
                  const part& p = test_part()) {
  auto made = make_provider(kind, a)->build(o, p);
  return made ? *made : "failed: " + made.error().what;
}

void expect_has(const std::string& text, const std::string& piece) {
  EXPECT_NE(text.find(piece), std::string::npos) << piece << "\nin " << text;
}

struct name_row {
  const char *story, *first, *last, *company, *first_sent, *last_sent;
};

TEST(providers_payload, NamesAreAlwaysTwo) {
  const name_row rows[] = {
      {"as the store has them", "Ada", "Byron", "", "Ada", "Byron"},
      {"both in one field", "Ada King Byron", "", "", "Ada King", "Byron"},
      {"a single word is repeated", "Cher", "", "", "Cher", "Cher"},
      {"only a last name", "", "Byron", "", "Byron", "Byron"},
      {"a company alone", "", "", "Byron Ltd", "Byron", "Ltd"},
      {"entities", "J&#248;rn", "B&amp;B", "", "Jørn", "B&B"},
  };
  for (const auto& row : rows) {
    auto o = test_order();
    o.said.shipping.first_name = row.first;
    o.said.shipping.last_name = row.last;
    o.said.shipping.company = row.company;
    auto text = built("customcat", o);
    SCOPED_TRACE(row.story);
    expect_has(text, std::string("\"shipping_first_name\":\"") +
                         row.first_sent + "\",\"shipping_last_name\":\"" +
                         row.last_sent + "\"");
  }
}

TEST(providers_payload, AnEmptyShippingAddressFallsBackToBilling) {
  auto o = test_order();
  o.said.shipping = {};
  o.said.billing.city = "Warren";
  expect_has(built("customcat", o), R"("shipping_city":"Warren")");
  expect_has(built("shineon", o, test_account(), test_part("SO-1")),
             R"("city":"Warren")");
}

TEST(providers_payload, PhoneAndEmailFallBack) {
  auto o = test_order();
  o.said.shipping.phone = "";
  expect_has(built("customcat", o), R"("shipping_phone":"2485550100")");
  o.said.billing.phone = o.said.billing.email = "";
  auto a = test_account();
  expect_has(built("customcat", o), "failed: CustomCat needs a phone");
  a.fallback_phone = "555";
  expect_has(built("customcat", o, a), "failed: CustomCat needs an e-mail");
  a.fallback_email = "shop@example.com";
  auto text = built("customcat", o, a);
  expect_has(text, R"("shipping_email":"shop@example.com")");
  expect_has(text, R"("shipping_phone":"555")");
  // ShineOn takes orders without either.
  text = built("shineon", o, test_account(), test_part("SO-1"));
  EXPECT_EQ(text.find("phone"), std::string::npos);
  EXPECT_EQ(text.find("email"), std::string::npos);
}

TEST(providers_payload, ACompanyGoesBeforeTheSecondLine) {
  auto o = test_order();
  o.said.shipping.company = "Byron Ltd";
  expect_has(built("customcat", o), R"("shipping_address2":"Byron Ltd")");
  o.said.shipping.line2 = "Floor 2";
  expect_has(built("customcat", o),
             R"("shipping_address2":"Byron Ltd, Floor 2")");
}

TEST(providers_payload, WithoutAProvinceTheCityStandsIn) {
  auto o = test_order();
  o.said.shipping.state = "";
  o.said.shipping.country = "IL";
  o.said.shipping.city = "Haifa";
  auto text = built("shineon", o, test_account(), test_part("SO-1"));
  expect_has(text, R"("province":"Haifa")");
  EXPECT_EQ(text.find("province_code"), std::string::npos);
}

struct failing_row {
  const char *story, *kind, *sku;
  std::vector<meta_entry> meta;
  const char* why;
};

TEST(providers_payload, WhatWouldPrintWrongIsNotBuilt) {
  const failing_row rows[] = {
      {"the file is still being made",
       "customcat",
       "48146",
       {meta("_dastomize_preview", "https://f.example/p.jpg")},
       "failed: the print file of \"Tee & more\" is not there yet"},
      {"the file is not a URL",
       "customcat",
       "48146",
       {meta("_dastomize_print_file", "pending")},
       "failed: the print file of \"Tee & more\" is not there yet"},
      {"a template without artwork",
       "shineon",
       "PT-7",
       {},
       "failed: the print file of \"Tee & more\" is not there yet"},
      {"nothing of what the customer made",
       "shineon",
       "SO-7",
       {meta("_dastomize_id", "9")},
       "failed: \"Tee & more\" is personalized"},
      {"no SKU", "customcat", "", {}, "failed: \"Tee & more\" has no quantity"},
  };
  for (const auto& row : rows) {
    SCOPED_TRACE(row.story);
    expect_has(built(row.kind, test_order(test_line(88, row.meta)),
                     test_account(), test_part(row.sku)),
               row.why);
  }
  expect_has(
      built("customcat", test_order(), test_account(), test_part("1", 99)),
      "failed: line 99 is gone");
  expect_has(
      built("shineon", test_order(), test_account(), test_part("SO-1", 99)),
      "failed: line 99 is gone");
  auto a = test_account();
  a.notice_url = a.shipping_method = "";
  expect_has(built("customcat", test_order(), a), "shipping_method");
  expect_has(built("shineon", test_order(), a, test_part("SO-1")),
             "failed: ShineOn demands an address");
}

TEST(providers_payload, AFileForTheBackStaysAtTheBack) {
  auto o = test_order(test_line(
      88, {meta("_dastomize_print_back", "https://f.example/b.png")}));
  auto text = built("customcat", o);
  expect_has(text, R"("design_url_back":"https://f.example/b.png")");
  EXPECT_EQ(text.find("\"design_url\""), std::string::npos);
}

} // namespace

} // namespace dastomized::connectors
