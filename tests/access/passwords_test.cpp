#include <gtest/gtest.h>

#include "access/passwords.hpp"
#include <set>

namespace dastomized::access {
namespace {

TEST(Passwords, FitTheirOwnHashOnly) {
  auto hash = hash_password("correct horse battery");
  EXPECT_TRUE(hash.starts_with("$argon2id$"));
  EXPECT_EQ(hash.find("correct"), hash.npos);
  EXPECT_TRUE(password_fits(hash, "correct horse battery"));
  EXPECT_FALSE(password_fits(hash, "correct horse batterz"));
  EXPECT_FALSE(password_fits(hash, ""));
  EXPECT_NE(hash_password("correct horse battery"), hash);
}

TEST(Passwords, NoHashFitsNothing) {
  for (const char* word : {"", "anything"})
    EXPECT_FALSE(password_fits("", word));
  EXPECT_FALSE(password_fits("$argon2id$damaged", "anything"));
}

TEST(Secrets, AreLongUrlSafeAndNeverTheSame) {
  std::set<std::string> all;
  for (int i = 0; i < 1000; ++i) {
    auto s = new_secret();
    EXPECT_EQ(s.size(), 43u);
    EXPECT_EQ(s.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnop"
                                  "qrstuvwxyz0123456789-_"),
              s.npos);
    EXPECT_TRUE(all.insert(s).second);
  }
}

} // namespace
} // namespace dastomized::access
