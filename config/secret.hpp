// Text that must never be printed: keys, tokens, webhook secrets.
#pragma once

#include <fmt/format.h>

#include <ostream>
#include <string>
#include <utility>

namespace dastomized::config {

// Streams and fmt show "***"; only reveal() gives the text, and a call of it
// is easy to find.
class secret {
public:
  secret() = default;
  explicit secret(std::string text) : text_(std::move(text)) {}

  const std::string& reveal() const { return text_; }
  bool empty() const { return text_.empty(); }
  bool operator==(const secret&) const = default;

  friend std::ostream& operator<<(std::ostream& out, const secret&) {
    return out << "***";
  }

private:
  std::string text_;
};

} // namespace dastomized::config

template <>
struct fmt::formatter<dastomized::config::secret>
    : fmt::formatter<std::string_view> {
  template <class Context>
  auto format(const dastomized::config::secret&, Context& ctx) const {
    return fmt::formatter<std::string_view>::format("***", ctx);
  }
};
