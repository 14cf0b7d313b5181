// Prints the table of routes, a line each, for what compares it with the API's
// description: method, least role, pattern. "{action}" is spelt out.
#include "http/actions.hpp"
#include "http/api.hpp"

#include <iostream>
#include <string>

int main() {
  using namespace dastomized::http;
  constexpr std::string_view any = "{action}";
  auto print = [](const route& r, const std::string& pattern) {
    std::cout << r.method << ' '
              << (r.least ? dastomized::access::name(*r.least) : "open") << ' '
              << pattern << '\n';
  };
  for (const auto& r : routes()) {
    std::string pattern(r.pattern);
    auto at = pattern.find(any);
    if (at == pattern.npos)
      print(r, pattern);
    else
      for (auto name : action_names())
        print(r, std::string(pattern).replace(at, any.size(), name));
  }
}
