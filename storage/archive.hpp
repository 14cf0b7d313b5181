// A compact binary form with one field list per struct for both directions.
// Reading is bounded and total: bytes that do not fit set `ok` to false.
#pragma once

#include "domain/time.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace dastomized::storage {

// Every stored value begins with the version of the code that wrote it.
inline constexpr std::uint8_t format_version = 6;

class writer {
public:
  static constexpr bool reads = false;
  static constexpr std::uint8_t version = format_version;
  std::string out;

  void number(std::uint64_t n) {
    for (; n >= 0x80; n >>= 7)
      out += static_cast<char>(0x80 | (n & 0x7F));
    out += static_cast<char>(n);
  }
  void text(const std::string& s) {
    number(s.size());
    out += s;
  }
};

class reader {
public:
  static constexpr bool reads = true;
  explicit reader(std::string_view bytes) : rest_(bytes) {}
  bool ok = true;
  std::uint8_t version = format_version;

  bool at_end() const { return rest_.empty(); }
  std::size_t left() const { return rest_.size(); }

  std::uint64_t number() {
    std::uint64_t n = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
      if (rest_.empty())
        break;
      auto byte = static_cast<unsigned char>(rest_.front());
      rest_.remove_prefix(1);
      n |= static_cast<std::uint64_t>(byte & 0x7F) << shift;
      if (byte < 0x80)
        return n;
    }
    ok = false;
    return 0;
  }
  std::string text() {
    auto size = number();
    if (!ok || size > rest_.size()) {
      ok = false;
      return {};
    }
    std::string s(rest_.substr(0, size));
    rest_.remove_prefix(size);
    return s;
  }

private:
  std::string_view rest_;
};

// Signed numbers as zig-zag, so that small ones stay short.
inline std::uint64_t folded(std::int64_t n) {
  return (static_cast<std::uint64_t>(n) << 1) ^
         static_cast<std::uint64_t>(n >> 63);
}
inline std::int64_t unfolded(std::uint64_t n) {
  return static_cast<std::int64_t>(n >> 1) ^ -static_cast<std::int64_t>(n & 1);
}

template <class E>
constexpr std::uint64_t last_of = 255; // specialised: highest value of an enum

template <class A, class T>
void field(A& a, T& x);

template <class A>
void field(A& a, std::string& s) {
  if constexpr (A::reads)
    s = a.text();
  else
    a.text(s);
}

template <class A, class T>
void field(A& a, std::vector<T>& all) {
  if constexpr (A::reads) {
    auto n = a.number();
    if (n > a.left()) // each element takes a byte at least
      a.ok = false;
    for (std::uint64_t i = 0; a.ok && i < n; ++i)
      field(a, all.emplace_back());
  } else {
    a.number(all.size());
    for (auto& x : all)
      field(a, x);
  }
}

template <class A, class T>
void field(A& a, std::optional<T>& x) {
  bool there = x.has_value();
  field(a, there);
  if constexpr (A::reads) {
    if (there && a.ok)
      field(a, x.emplace());
  } else if (there) {
    field(a, *x);
  }
}

template <class A>
void field(A& a, milliseconds& d) {
  std::int64_t n = d.count();
  field(a, n);
  if constexpr (A::reads)
    d = milliseconds{n};
}

template <class A>
void field(A& a, instant& t) {
  auto since = t.time_since_epoch();
  field(a, since);
  if constexpr (A::reads)
    t = instant{since};
}

template <class A, class T>
void scalar(A& a, T& x) {
  if constexpr (A::reads) {
    auto n = a.number();
    if constexpr (std::is_enum_v<T>) {
      a.ok = a.ok && n <= last_of<T>;
      x = static_cast<T>(n);
    } else if constexpr (std::is_signed_v<T>) {
      auto wide = unfolded(n);
      x = static_cast<T>(wide);
      a.ok = a.ok && x == wide;
    } else {
      x = static_cast<T>(n);
      a.ok = a.ok && static_cast<std::uint64_t>(x) == n;
    }
  } else if constexpr (std::is_enum_v<T>) {
    a.number(static_cast<std::uint64_t>(x));
  } else if constexpr (std::is_signed_v<T>) {
    a.number(folded(x));
  } else {
    a.number(x);
  }
}

template <class A, class T>
void field(A& a, T& x) {
  if constexpr (std::is_enum_v<T> || std::is_integral_v<T>)
    scalar(a, x);
  else
    fields(a, x);
}

template <class A, class... Ts>
void all(A& a, Ts&... xs) {
  (field(a, xs), ...);
}

} // namespace dastomized::storage
