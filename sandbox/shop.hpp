// The state of one simulated WooCommerce shop and the rules for changing
// it. Used on the sandbox's one thread only.
#pragma once

#include "sandbox/json_text.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace dastomized::sandbox {

struct shop_order {
  std::int64_t id = 0;
  json::object doc; // what REST shows, members in the shop's order
  std::int64_t created = 0;
  std::int64_t modified = 0;
  std::int64_t paid = 0;      // 0: not yet
  std::int64_t completed = 0; // 0: not yet
  std::string before_trash;   // the status it had
  json::array notes;
  json::array refunds;
  json::array fulfillments;
  json::array trackings; // what a tracking plugin keeps
};

struct webhook {
  std::int64_t id = 0;
  std::string name;
  std::string status = "active";
  std::string topic;
  std::string delivery_url;
  std::string secret;
  std::int64_t created = 0;
  std::int64_t modified = 0; // 0: never
  int failures = 0;          // in a row; REST never shows it
};

// A refusal as the shop words it.
struct refusal {
  unsigned status = 400;
  json::object body;
};

refusal refused(unsigned status, std::string_view code,
                std::string_view message);
// rest_invalid_param about one parameter.
refusal bad_param(std::string_view param, std::string_view message,
                  std::string_view code = "rest_not_in_enum");

class shop {
public:
  std::string name;           // first part of every path
  std::string url;            // http://127.0.0.1:18080/shop
  std::int64_t offset = 3600; // shop time minus UTC, seconds
  bool fulfillments_on = false;
  // The namespace of a tracking plugin, "wc-ast/v3" or
  // "wc-shipment-tracking/v3"; empty: none.
  std::string tracking_plugin;
  std::set<std::string, std::less<>> own_statuses; // a plugin's

  std::map<std::int64_t, shop_order> orders;
  std::map<std::int64_t, webhook> webhooks;

  // Grows with every change of an order. What lists showed is kept until
  // then: a client that pages through many orders asks for one list often.
  std::uint64_t revision = 0;
  struct {
    std::uint64_t of = 0; // revision
    std::map<std::string, std::vector<const shop_order*>> by_query;
  } lists;

  // Called with a topic ("order.updated") and the order it is about.
  std::function<void(std::string_view, std::int64_t)> announce;

  shop_order* find(std::int64_t id);
  bool knows_status(std::string_view status) const; // trash is none

  // Places an order from a POST body. Fields only a checkout sets
  // (created_via, line name, sku, total) are taken from the body too.
  shop_order& place(const json::object& body, std::int64_t now);

  // A PUT; the order is unchanged when it is refused.
  std::optional<refusal> change(shop_order& o, const json::object& body,
                                std::int64_t now);
  void set_status(shop_order& o, std::string_view status, std::int64_t now);
  void trash(shop_order& o, std::int64_t now);
  void restore(shop_order& o, std::int64_t now); // in the admin
  json::object add_note(shop_order& o, std::string_view text, bool customer,
                        std::string_view author, std::int64_t now);
  std::optional<refusal> refund(shop_order& o, const json::object& body,
                                std::int64_t now);
  std::optional<refusal> fulfil(shop_order& o, const json::object& body,
                                std::int64_t now);
  // Through the tracking plugin.
  std::optional<refusal> track(shop_order& o, const json::object& body,
                               std::int64_t now);

  json::object webhook_doc(const webhook& w) const;
  std::int64_t next_id() { return ++last_id_; }

  json::object saved() const;
  void load(const json::object& state);

private:
  json::object line_from(const json::object& given);
  void take_lines(json::object& doc, const json::object& body);
  void put_meta(json::array& list, const json::object& entry, bool display);
  std::optional<refusal> change_lines(json::object& doc,
                                      const json::array& given);
  void touch(shop_order& o, std::int64_t now);
  void refresh(shop_order& o);

  std::int64_t last_id_ = 50;
  std::int64_t last_item_ = 50;
  std::int64_t last_meta_ = 99;
};

} // namespace dastomized::sandbox
