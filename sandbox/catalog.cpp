#include "sandbox/catalog.hpp"

#include <fmt/format.h>

namespace dastomized::sandbox {

const std::vector<product>& catalog() {
  static const std::vector<product> all{
      {11, "CC-48146-BLK-L", "Personalized Family Tee &#8211; Black, L",
       "24.95", maker::customcat, "Name"},
      {12, "CC-45475-BLK-S", "Dog Mom Tee &amp; Portrait", "26.50",
       maker::customcat, "Dog&#8217;s name"},
      {13, "CC-77120-11OZ", "Photo Mug 11 oz", "17.90", maker::customcat,
       "Caption"},
      {14, "CC-60233-NVY-XL", "Fishing Legend Hoodie", "44.00",
       maker::customcat, "Year"},
      {21, "SO-1234567", "Forever Love Necklace", "59.95", maker::shineon,
       "Engraving Line 1"},
      {22, "SO-7654321", "Cuban Chain &quot;To My Son&quot;", "64.90",
       maker::shineon, "Engraving Line 1"},
      {23, "SO-2468013", "Photo Heart Keychain", "34.95", maker::shineon, ""},
      {31, "GIFT-BOX", "Gift Box &amp; Ribbon", "5.00", maker::other, ""},
      {32, "CARD-01", "Greeting Card", "3.50", maker::other, "Message"},
  };
  return all;
}

json::object product_doc(const product& p, std::string_view url) {
  return {{"id", p.id},
          {"name", p.name},
          {"type", "simple"},
          {"status", "publish"},
          {"sku", p.sku},
          {"price", p.price},
          {"images", json::array()},
          {"variations", json::array()},
          {"permalink", fmt::format("{}/product/{}/", url, p.id)}};
}

json::array order_statuses(const std::set<std::string, std::less<>>& own) {
  auto all = json::parse(R"([{"slug":"pending","name":"Pending payment"},
    {"slug":"processing","name":"Processing"},
    {"slug":"on-hold","name":"On hold"},
    {"slug":"completed","name":"Completed"},
    {"slug":"cancelled","name":"Cancelled"},
    {"slug":"refunded","name":"Refunded"},
    {"slug":"failed","name":"Failed"},
    {"slug":"checkout-draft","name":"Draft"}])")
                 .as_array();
  for (const auto& slug : own)
    all.push_back({{"slug", slug}, {"name", slug}});
  return all;
}

} // namespace dastomized::sandbox
