#include "cli/walk_rules.hpp"

#include <gtest/gtest.h>

namespace exifscrub::cli {
namespace {

TEST(PathFilter, IncludeAndExcludeActAsInAWalk) {
  WalkRules rules;
  EXPECT_TRUE(takes_path(rules, "a/b.jpg"));
  rules.include.emplace_back("*.jpg");
  EXPECT_TRUE(takes_path(rules, "a/b.jpg"));
  EXPECT_FALSE(takes_path(rules, "a.jpg/b.png")) << "a folder's name includes nothing";
  rules.exclude.emplace_back("raw");
  rules.exclude.emplace_back("x/y");
  EXPECT_FALSE(takes_path(rules, "a/raw/b.jpg")) << "an excluded folder takes all in it along";
  EXPECT_FALSE(takes_path(rules, "x/y/b.jpg"));
  EXPECT_TRUE(takes_path(rules, "a/x/y/b.jpg")) << "a pattern with a slash counts from the top";
  EXPECT_TRUE(takes_path(rules, "raw.jpg"));
}

TEST(PathFilter, HiddenNamesAnywhereInThePath) {
  WalkRules rules;
  EXPECT_TRUE(takes_path(rules, ".a/b.jpg"));
  rules.hidden = false;
  EXPECT_FALSE(takes_path(rules, ".a/b.jpg"));
  EXPECT_FALSE(takes_path(rules, "a/.b.jpg"));
  EXPECT_TRUE(takes_path(rules, "a/b.jpg"));
}

}  // namespace
}  // namespace exifscrub::cli
