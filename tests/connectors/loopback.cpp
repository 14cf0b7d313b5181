#include "tests/connectors/loopback.hpp"

#include <boost/asio/write.hpp>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <cstdio>
#include <cstdlib>
#include <memory>
#include <stdexcept>
#include <sys/socket.h>

namespace dastomized::testing {

namespace asio = boost::asio;
namespace ssl = boost::asio::ssl;
namespace wire = boost::beast::http;
using asio::ip::tcp;
using boost::system::error_code;

heard_request line::hear() {
  heard_request r;
  wire::read(socket, buffer_, r);
  return r;
}

void line::say(std::string_view bytes) {
  asio::write(socket, asio::buffer(bytes));
}

void line::wait_for_close() {
  error_code ec;
  char byte[256];
  while (!ec)
    socket.read_some(asio::buffer(byte), ec);
}

loopback::loopback(std::vector<script> scripts)
    : acceptor_(io_, {asio::ip::address_v4::loopback(), 0}),
      port_(acceptor_.local_endpoint().port()),
      thread_([this, scripts = std::move(scripts)] {
        for (const auto& play : scripts) {
          error_code ec;
          line l{acceptor_.accept(ec)};
          if (ec)
            return;
          try {
            play(l);
          } catch (const boost::system::system_error&) {
            // The client went away: on with the next connection.
          }
        }
      }) {}

loopback::~loopback() {
  // Wakes an accept nobody came for; closing from here would be a race.
  ::shutdown(acceptor_.native_handle(), SHUT_RDWR);
  thread_.join();
}

std::string loopback::url(std::string_view path) const {
  return "http://127.0.0.1:" + std::to_string(port_) + std::string{path};
}

namespace {

using key_ptr = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;
using cert_ptr = std::unique_ptr<X509, decltype(&X509_free)>;
using file_ptr = std::unique_ptr<std::FILE, decltype(&std::fclose)>;

void require(bool ok) {
  if (!ok)
    throw std::runtime_error{"could not make a certificate"};
}

void extend(X509* cert, int what, const std::string& text) {
  X509_EXTENSION* e = X509V3_EXT_conf_nid(nullptr, nullptr, what, text.c_str());
  require(e && X509_add_ext(cert, e, -1));
  X509_EXTENSION_free(e);
}

cert_ptr certify(EVP_PKEY* key, const std::string& name) {
  cert_ptr cert{X509_new(), X509_free};
  X509_set_version(cert.get(), 2);
  ASN1_INTEGER_set(X509_get_serialNumber(cert.get()), 1);
  X509_gmtime_adj(X509_getm_notBefore(cert.get()), -3600);
  X509_gmtime_adj(X509_getm_notAfter(cert.get()), 3600);
  X509_set_pubkey(cert.get(), key);
  auto* subject = X509_get_subject_name(cert.get());
  const unsigned char text[] = "test";
  X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_ASC, text, -1, -1, 0);
  X509_set_issuer_name(cert.get(), subject);
  extend(cert.get(), NID_basic_constraints, "critical,CA:TRUE");
  extend(cert.get(), NID_subject_alt_name, name);
  require(X509_sign(cert.get(), key, EVP_sha256()) > 0);
  return cert;
}

} // namespace

self_signed::self_signed(const std::string& name) {
  std::string where =
      (std::filesystem::temp_directory_path() / "cert.XXXXXX").string();
  require(::mkdtemp(where.data()) != nullptr);
  dir_ = where;
  const key_ptr key{EVP_EC_gen("P-256"), EVP_PKEY_free};
  require(key != nullptr);
  const auto cert = certify(key.get(), name);
  const file_ptr k{std::fopen(this->key().c_str(), "w"), std::fclose};
  const file_ptr c{std::fopen(certificate().c_str(), "w"), std::fclose};
  require(PEM_write_PrivateKey(k.get(), key.get(), nullptr, nullptr, 0, nullptr,
                               nullptr) &&
          PEM_write_X509(c.get(), cert.get()));
}

self_signed::~self_signed() {
  std::error_code ec;
  std::filesystem::remove_all(dir_, ec);
}

loopback::script self_signed::secret() const {
  return [this](line& l) {
    ssl::context context{ssl::context::tls_server};
    context.use_certificate_file(certificate(), ssl::context::pem);
    context.use_private_key_file(key(), ssl::context::pem);
    ssl::stream<tcp::socket&> tls{l.socket, context};
    tls.handshake(ssl::stream_base::server);
    boost::beast::flat_buffer buffer;
    while (true) {
      heard_request r;
      wire::read(tls, buffer, r);
      asio::write(tls, asio::buffer(std::string_view{
                           "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n"
                           "secret"}));
    }
  };
}

} // namespace dastomized::testing
