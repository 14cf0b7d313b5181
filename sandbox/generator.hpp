// Customers made up from a seed: places orders in a shop and later pays,
// releases or cancels some of them. The same seed gives the same orders.
#pragma once

#include "sandbox/catalog.hpp"
#include "sandbox/shop.hpp"

#include <map>
#include <random>
#include <string>

namespace dastomized::sandbox {

class generator {
public:
  generator(shop& s, std::uint64_t seed, std::string files_url);

  // Places one order dated `now_s` and plans what follows. What `wish` says
  // is as it says: any member of an order, of an address only some of them;
  // each of its lines is a made-up one with what it says itself.
  shop_order& place(std::int64_t now_s, const json::object& wish = {});

  // Does what was planned up to now.
  void tick(std::int64_t now_s);

  json::object saved() const;
  void load(const json::object& state);

private:
  std::size_t roll(std::size_t n) { return dice_() % n; } // 0 … n-1
  bool chance(std::size_t percent) { return roll(100) < percent; }
  json::object customer();
  json::object line(const product& p);
  json::array lines(bool amazon);
  void spoil(json::object& body);
  void make_amazon(json::object& body);
  void fulfil(const json::object& wish, json::object& body);
  void plan(const shop_order& o, std::int64_t now_s);
  std::string image(std::string_view role);
  const product& pick(maker m);

  struct later {
    std::int64_t order;
    std::string status;
  };

  shop& shop_;
  std::mt19937_64 dice_;
  std::string files_;
  std::multimap<std::int64_t, later> planned_;
};

} // namespace dastomized::sandbox
