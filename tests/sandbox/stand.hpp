// A running sandbox and a plain blocking client for it, with its own OAuth
// signing: what the tests of this folder share.
#pragma once

#include "http/server.hpp"
#include "sandbox/json_text.hpp"
#include "sandbox/sandbox.hpp"

#include <gtest/gtest.h>

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>

namespace dastomized::sandbox {

using pairs = std::vector<std::pair<std::string, std::string>>;

struct got {
  int status = 0;
  std::string reason;
  std::map<std::string, std::string> headers; // names in lower case
  std::string body;
  json::value parsed() const { return json::parse(body); }
  json::object object() const { return parsed().as_object(); }
};

struct ask {
  std::string method = "GET";
  std::string path;
  pairs query = {};
  std::string body = {};
  pairs headers = {};
};

// One exchange on its own connection; nullopt when the connection ended
// without a whole answer.
std::optional<got> exchange(std::uint16_t port, const ask& a);

struct oauth {
  std::string key = "ck_sandbox";
  std::string secret = "cs_sandbox";
  std::string nonce = {};   // "": a fresh one
  std::int64_t shift_s = 0; // added to the clock
};
pairs signed_query(std::uint16_t port, const ask& a, const oauth& with);

// A recorded exchange.
struct recorded {
  unsigned status;
  std::string body;
  json::object response;
};
recorded recording(const std::string& name);
json::object recorded_webhook(const std::string& name);

// Same names in the same order, same JSON types (numbers are one type).
void expect_same_shape(const json::object& expected, const json::object& seen,
                       const std::string& where);

// Listens like the daemon would and keeps what comes.
class listener {
public:
  explicit listener(unsigned status = 200);
  std::string url(const std::string& path) const;
  http::request next(); // waits
  std::size_t count();
  void answer_with(unsigned status);
  void before_answering(std::function<void()> act);

private:
  std::mutex mutex_;
  std::condition_variable came_;
  std::deque<http::request> requests_;
  std::size_t count_ = 0;
  unsigned status_;
  std::function<void()> act_ = [] {};
  std::unique_ptr<http::server> server_;
};

class stand : public testing::Test {
protected:
  static options settings() {
    options o;
    o.port = 0;
    o.still = true; // its buyers do nothing while a test looks
    o.queue_interval = std::chrono::hours{24}; // runs when a test says so
    o.ship_after = std::chrono::hours{24};
    return o;
  }

  void open(options o = settings());
  got call(const ask& a);                  // must be answered
  got shop(ask a, const oauth& with = {}); // /shop/wp-json/wc/v3/…
  got control(const std::string& path, const json::value& body = {});
  got customcat(const std::string& method, const std::string& path,
                json::object body = {});
  got shineon(const std::string& method, const std::string& path,
              const json::value& body = {}, const pairs& query = {});
  json::object counts(); // with references
  std::int64_t place(json::object body = {});
  std::int64_t add_webhook(const std::string& topic, const std::string& url);
  void run_queue();

  std::unique_ptr<sandbox> box;
};

} // namespace dastomized::sandbox
