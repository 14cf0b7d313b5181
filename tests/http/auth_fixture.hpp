// Users who come in with a password, over the running API.
#pragma once

#include "tests/http/api_fixture.hpp"

namespace dastomized::http {

const std::string password = "correct horse battery";

class auth_test : public api_test {
protected:
  // What a browser sends on a page of ours.
  asked_for by_page(verb method, std::string path, std::string body = "") {
    asked_for a{method, std::move(path), std::move(body)};
    a.headers = {{"Authorization", ""},
                 {"Cookie", "theme=dark; dastomized_session=" + session_},
                 {"Origin", "http://127.0.0.1"}};
    return a;
  }

  asked_for nobody(verb method, std::string path, std::string body = "") {
    return {method, std::move(path), std::move(body), {{"Authorization", ""}}};
  }

  heard sign_in(const std::string& name, const std::string& with = password) {
    auto r = ask(nobody(
        verb::post, "/api/v1/session",
        json::serialize(json::object{{"name", name}, {"password", with}})));
    if (r.status == 200)
      session_ = cookie_of(r);
    return r;
  }

  static std::string cookie_of(const heard& r) {
    std::string all(r.headers[wire::field::set_cookie]);
    auto from = all.find('=') + 1;
    return all.substr(from, all.find(';') - from);
  }

  void add(const std::string& name, const std::string& role) {
    auto r = post("/api/v1/users",
                  json::serialize(json::object{
                      {"name", name}, {"role", role}, {"password", password}}));
    ASSERT_EQ(r.status, 201u) << r.body;
  }

  // The newest entry of the audit.
  json::object last_entry() {
    return get("/api/v1/audit?limit=1")
        .object()
        .at("entries")
        .at(0)
        .as_object();
  }

  std::string session_;
};

} // namespace dastomized::http
