// Reads golden files.
#pragma once

#include <boost/json.hpp>
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>
#include <string>

namespace dastomized::tests {

inline std::string golden_text(const std::string& name) {
  std::ifstream in(std::string(DASTOMIZED_GOLDEN) + "/" + name);
  EXPECT_TRUE(in) << name;
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

inline boost::json::object golden_json(const std::string& name) {
  return boost::json::parse(golden_text(name)).as_object();
}

} // namespace dastomized::tests
