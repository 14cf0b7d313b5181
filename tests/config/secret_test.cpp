#include "tests/config/folder.hpp"

#include <gtest/gtest.h>

#include <gmock/gmock.h>
#include <sstream>

namespace dastomized::config {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

std::string token_line(const std::string& value) {
  return "[http]\napi_token = " + value + '\n';
}

std::string token(const loaded& l) {
  return l.value.http.api_token.reveal();
}

TEST(Secrets, AreNeverPrinted) {
  secret s{"hunter2"};
  std::ostringstream out;
  out << s;
  EXPECT_EQ(out.str(), "***");
  EXPECT_EQ(fmt::format("{}", s), "***");
  EXPECT_EQ(fmt::format("{:>5}", s), "  ***");
  EXPECT_EQ(s.reveal(), "hunter2");
}

TEST(Secrets, ComeFromACredential) {
  folder f;
  f.write("creds/api", "hunter2\n");
  environment env{{{"CREDENTIALS_DIRECTORY", f.path() + "/creds"}}};
  auto l = f.load(token_line("{ credential = 'api' }"), env);
  EXPECT_TRUE(l.ok()) << to_string(l.problems);
  EXPECT_EQ(token(l), "hunter2");
}

TEST(Secrets, ComeFromAFileBesideTheConfiguration) {
  folder f;
  f.write("secrets/api", "hunter2\r\n\n");
  EXPECT_EQ(token(f.load(token_line("{ file = 'secrets/api' }"))), "hunter2");
  auto absolute = "{ file = '" + f.path() + "/secrets/api' }";
  EXPECT_EQ(token(f.load(token_line(absolute))), "hunter2");
}

TEST(Secrets, ComeFromTheEnvironment) {
  folder f;
  environment env{{{"API", "hunter2"}}};
  EXPECT_EQ(token(f.load(token_line("{ env = 'API' }"), env)), "hunter2");
}

TEST(Secrets, InTheFileItselfWorkWithAWarningThatDoesNotShowThem) {
  folder f;
  auto l = f.load(token_line("'hunter2'"));
  EXPECT_TRUE(l.ok());
  EXPECT_EQ(token(l), "hunter2");
  EXPECT_THAT(to_string(l.problems),
              HasSubstr("dastomized.toml:2:1: warning: [http]: api_token: "
                        "the secret itself stands in the file"));
  EXPECT_THAT(to_string(l.problems), Not(HasSubstr("hunter2")));
}

TEST(Secrets, ReadableByEverybodyAreWarnedAbout) {
  folder f;
  auto file = f.write("api", "hunter2");
  std::filesystem::permissions(file, std::filesystem::perms{0644});
  auto l = f.load(token_line("{ file = 'api' }"));
  EXPECT_TRUE(l.ok());
  EXPECT_THAT(to_string(l.problems), HasSubstr("everybody on this machine"));
}

struct row {
  const char* value;
  const char* complaint;
};

TEST(Secrets, ThatCanNotBeHadAreErrors) {
  folder f;
  f.write("empty", "\n");
  f.write("lines", "a\nb\n");
  f.write("creds/api", "x");
  f.write("long", std::string(5000, 'x'));
  environment env{
      {{"CREDENTIALS_DIRECTORY", f.path() + "/creds"}, {"EMPTY", ""}}};
  for (const auto& r :
       {row{"''", "the secret is empty"},
        row{"{ file = 'empty' }", "the secret is empty"},
        row{"{ env = 'EMPTY' }", "the secret is empty"},
        row{"{ file = 'lines' }", "line break or control character"},
        row{"{ file = 'long' }", "longer than 4096"},
        row{"{ file = 'none' }", "can not read none: No such file"},
        row{"{ file = 'creds' }", "can not read creds: not a regular file"},
        row{"{ env = 'NONE' }", "variable NONE is not set"},
        row{"{ credential = 'key' }",
            "there is no credential \"key\" (LoadCredential=key:"},
        row{"{ credential = '../empty' }", "can not name a credential"},
        row{"{ vault = 'x' }", "must say where the secret is"},
        row{"{ file = 'a', env = 'B' }", "must say where the secret is"},
        row{"{}", "must say where the secret is"},
        row{"{ file = 7 }", "must say where the secret is"},
        row{"7", "must say where the secret is"}}) {
    auto text = f.problems(token_line(r.value), env);
    EXPECT_THAT(text, HasSubstr("error: [http]: api_token: ")) << r.value;
    EXPECT_THAT(text, HasSubstr(r.complaint)) << r.value;
  }
}

TEST(Secrets, NeedSystemdForCredentials) {
  folder f;
  EXPECT_THAT(f.problems(token_line("{ credential = 'x' }")),
              HasSubstr("systemd passed no credentials"));
}

} // namespace
} // namespace dastomized::config
