#include "bench/orders.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <array>
#include <fstream>
#include <iterator>
#include <stdexcept>

namespace dastomized::bench {

namespace json = boost::json;

namespace {

constexpr std::size_t size_wanted = 6000;
constexpr std::string_view id_mark = "7000000001", number_mark = "7000000002";

json::object recorded() {
  std::ifstream in(DASTOMIZED_GOLDEN
                   "/woocommerce/webhooks/order-created-processing.json");
  std::string text(std::istreambuf_iterator<char>(in), {});
  auto file = json::parse(text).as_object();
  const auto& body = file.at("request").at("body").as_string();
  return json::parse(body).as_object();
}

std::string enlarged() {
  auto order = recorded();
  order["id"] = std::stoll(std::string(id_mark));
  order["number"] = number_mark;
  auto& lines = order["line_items"].as_array();
  const auto pattern = lines.front();
  for (std::int64_t i = 1; json::serialize(order).size() < size_wanted; ++i) {
    lines.push_back(pattern);
    lines.back().as_object()["id"] = 100'000 + i;
  }
  auto& meta = lines.front().as_object()["meta_data"].as_array();
  meta.push_back({{"id", 1},
                  {"key", "_dastomize_print_file"},
                  {"value", "https://files.example.com/print.png"}});
  return json::serialize(order);
}

} // namespace

order_maker::order_maker() {
  auto text = enlarged();
  auto id = text.find(id_mark), number = text.find(number_mark);
  if (id == text.npos || number == text.npos || id > number)
    throw std::runtime_error("the recorded order has changed its form");
  before_ = text.substr(0, id);
  middle_ = text.substr(id + id_mark.size(), number - id - id_mark.size());
  after_ = text.substr(number + number_mark.size());
}

std::string order_maker::body(std::int64_t id) const {
  auto text = std::to_string(id);
  return before_ + text + middle_ + text + after_;
}

std::string signature(const std::string& secret, const std::string& body) {
  std::array<unsigned char, 32> mac{};
  unsigned size = 0;
  HMAC(EVP_sha256(), secret.data(), static_cast<int>(secret.size()),
       reinterpret_cast<const unsigned char*>(body.data()), body.size(),
       mac.data(), &size);
  std::array<unsigned char, 45> text{};
  EVP_EncodeBlock(text.data(), mac.data(), static_cast<int>(mac.size()));
  return reinterpret_cast<const char*>(text.data());
}

} // namespace dastomized::bench
