// Answers as bytes from the wire. The first line is the method we ask with,
// the rest is what comes back before the other side closes.
#include "connectors/http_client.hpp"
#include "tests/fuzz/fuzz.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/write.hpp>

#include <future>
#include <mutex>
#include <string>
#include <thread>

namespace dastomized::fuzz {

namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

constexpr std::size_t body_max = 4096;

// Says the same to everybody until told to say something else.
class parrot {
public:
  parrot() : acceptor_(io_, {asio::ip::address_v4::loopback(), 0}) {
    thread_ = std::thread([this] { serve(); });
  }
  ~parrot() {
    error_code ignored;
    ended_ = true;
    tcp::socket(io_).connect(acceptor_.local_endpoint(), ignored);
    thread_.join();
  }
  parrot(const parrot&) = delete;
  parrot& operator=(const parrot&) = delete;

  void learn(std::string_view bytes) {
    std::lock_guard lock(mutex_);
    bytes_ = bytes;
  }
  std::string url() const {
    return "http://127.0.0.1:" +
           std::to_string(acceptor_.local_endpoint().port());
  }

private:
  void serve() {
    while (!ended_) {
      error_code ec;
      auto s = acceptor_.accept(ec);
      std::string heard;
      asio::read_until(s, asio::dynamic_buffer(heard), "\r\n\r\n", ec);
      asio::write(s, asio::buffer(learnt()), ec);
      s.shutdown(tcp::socket::shutdown_send, ec);
      asio::read(s, asio::dynamic_buffer(heard), ec); // until it is closed
      s.set_option(asio::socket_base::linger(true, 0), ec);
    }
  }
  std::string learnt() {
    std::lock_guard lock(mutex_);
    return bytes_;
  }

  asio::io_context io_;
  tcp::acceptor acceptor_;
  std::mutex mutex_;
  std::string bytes_;
  std::atomic<bool> ended_ = false;
  std::thread thread_;
};

struct stage {
  parrot other;
  std::unique_ptr<connectors::http_client> ours =
      connectors::http_client::start({}).value();
};

void run(std::string_view text) {
  static stage s;
  connectors::http_request r;
  auto method = next(text, "\n");
  r.method = method == "HEAD" || method == "POST" ? method : "GET";
  r.url = s.other.url() + "/orders?api_key=hidden";
  r.body_max = body_max;
  r.timeout = 10s;
  s.other.learn(text);
  std::promise<connectors::http_outcome> came;
  s.ours->send(std::move(r), [&](auto o) { came.set_value(std::move(o)); });
  auto outcome = came.get_future().get();
  if (auto* e = std::get_if<connectors::http_error>(&outcome)) {
    require(!e->what.empty() && !contains(e->what, "hidden"),
            "a failure has a sentence without secrets");
    require(!contains(e->what, "time-out"), "an answer that ended is no wait");
    return;
  }
  auto& a = std::get<connectors::http_response>(outcome);
  require(a.status >= 200 || a.status == 101, "an answer is a final one");
  require(a.body.size() <= body_max, "a body is no longer than allowed");
  require(a.body.empty() || method != "HEAD", "HEAD has no body");
  is_html(a);
}

} // namespace

} // namespace dastomized::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
  dastomized::fuzz::run(dastomized::fuzz::text_of(data, size));
  return 0;
}
