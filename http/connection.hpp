// One accepted connection: reads a request, hands it over, writes the answer,
// and again. Everything but the constructor, start() and retire() runs on the
// connection's strand.
#pragma once

#include "http/server.hpp"

#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/strand.hpp>
#include <boost/beast/core/flat_buffer.hpp>

#include <chrono>
#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_set>
#include <vector>

namespace dastomized::http {

class connection;

using strand = boost::asio::strand<boost::asio::io_context::executor_type>;
using stream_socket =
    boost::asio::basic_stream_socket<boost::asio::ip::tcp, strand>;
using stream_timer = boost::asio::basic_waitable_timer<
    std::chrono::steady_clock,
    boost::asio::wait_traits<std::chrono::steady_clock>, strand>;

// What the connections of one server share, and the list of them.
// Thread-safe. Outlives every connection: responders, which may outlive the
// server, reach it through a weak pointer only.
class hub : public std::enable_shared_from_this<hub> {
public:
  hub(const server_settings&, handler);

  // False when full or stopping: drop the connection.
  bool admit(std::shared_ptr<connection>);
  void forget(const std::shared_ptr<connection>&);

  // From here on nothing is admitted; answers the connections there are.
  std::vector<std::shared_ptr<connection>> close_doors();
  void wait_until_empty(milliseconds at_most);
  void clear();

  boost::asio::io_context io;
  const server_limits limits;
  const doorman door;
  const handler on_request;

private:
  std::mutex guard_;
  std::condition_variable empty_;
  std::unordered_set<std::shared_ptr<connection>> open_;
  std::map<std::string, std::size_t> near_; // open ones by neighbourhood
  bool stopping_ = false;
};

class connection : public std::enable_shared_from_this<connection> {
public:
  connection(stream_socket, hub&);
  ~connection();
  connection(const connection&) = delete;
  connection& operator=(const connection&) = delete;

  void start();
  const std::string& peer() const { return peer_; }
  // Of whom this is one of many; empty: it is not counted.
  const std::string& counted_with() const { return counted_with_; }
  // Closes when idle, otherwise after the answer under way.
  void retire();
  void answer(response);

private:
  using clock = std::chrono::steady_clock;
  using parser =
      boost::beast::http::request_parser<boost::beast::http::string_body>;
  enum class phase : std::uint8_t {
    idle, // no byte of the next request yet
    reading,
    continuing, // writing "100 Continue"
    handling,
    writing,
    streaming,
    lingering, // answered for good; waits until the peer has read it
    closed,
  };

  void next_request();
  void read();
  void on_read(boost::system::error_code, std::size_t);
  void feed();
  bool allows_body();
  bool put(); // false: answered already, or more bytes needed
  bool wants_continue() const;
  void send_continue();
  void hand_over();
  void refuse(boost::system::error_code);
  void refuse(boost::beast::http::status, const char* code);
  void write();
  void write_fixed();
  void on_written(boost::system::error_code);
  // streaming.cpp
  void begin_stream();
  void on_stream(); // has something
  void flush();
  void write_chunk();
  void end_stream();
  void listen_for_end();

  bool say_no_more();
  void linger();
  void drain();
  void close();

  static constexpr std::size_t read_small = 4u << 10;
  static constexpr milliseconds linger_max{1s};

  void due_in(milliseconds);
  void watch();
  void on_tick();
  void expire();

  stream_socket socket_;
  stream_timer timer_;
  hub& hub_;
  phase phase_ = phase::idle;
  clock::time_point deadline_ = clock::time_point::max();
  boost::beast::flat_buffer buffer_;
  std::optional<parser> parser_;
  response response_;
  std::string chunk_; // being written of a stream, or a head; empty: none
  const std::string peer_, counted_with_;
  bool keep_ = false;     // the request asked for keep-alive
  bool head_ = false;     // answered without a body
  bool retiring_ = false; // no request after this one
  unsigned version_ = 11;
};

} // namespace dastomized::http
