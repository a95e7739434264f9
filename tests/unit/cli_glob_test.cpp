#include <gtest/gtest.h>

#include "cli/glob.hpp"

namespace exifscrub::cli {
namespace {

bool matches(const char* pattern, std::string_view path) {
  return Glob(pattern).matches(path, path.substr(path.rfind('/') + 1));
}

TEST(Glob, WithoutSlashMatchesBaseNames) {
  EXPECT_TRUE(matches("*.jpg", "a/b/c.jpg"));
  EXPECT_FALSE(matches("*.jpg", "a/b.jpg/c.png"));
  EXPECT_TRUE(matches("IMG_????.JPG", "x/IMG_0042.JPG"));
  EXPECT_FALSE(matches("IMG_????.JPG", "x/IMG_042.JPG"));
  EXPECT_TRUE(matches("*", ""));
}

TEST(Glob, WithSlashMatchesPathsBelow) {
  EXPECT_TRUE(matches("a/*.jpg", "a/c.jpg"));
  EXPECT_FALSE(matches("a/*.jpg", "a/b/c.jpg"));
  EXPECT_FALSE(matches("a/*.jpg", "z/a/c.jpg"));
  EXPECT_TRUE(matches("/c.jpg", "c.jpg"));
  EXPECT_FALSE(matches("/c.jpg", "a/c.jpg"));
}

TEST(Glob, DoubleStarCrossesSlashes) {
  EXPECT_TRUE(matches("a/**", "a/b/c.jpg"));
  EXPECT_TRUE(matches("**/c.jpg", "a/b/c.jpg"));
  EXPECT_TRUE(matches("**/c.jpg", "c.jpg"));
  EXPECT_FALSE(matches("**/c.jpg", "a/bc.jpg"));
  EXPECT_TRUE(matches("a/**/c.jpg", "a/c.jpg"));
  EXPECT_TRUE(matches("a/**/c.jpg", "a/x/y/c.jpg"));
  EXPECT_FALSE(matches("a/**/c.jpg", "ac.jpg"));
}

TEST(Glob, SetsAndEscapes) {
  EXPECT_TRUE(matches("[a-c]?.jpg", "b1.jpg"));
  EXPECT_FALSE(matches("[!a-c]?.jpg", "b1.jpg"));
  EXPECT_TRUE(matches("[]]", "]"));
  EXPECT_TRUE(matches("[", "["));
  EXPECT_TRUE(matches("\\*", "*"));
  EXPECT_FALSE(matches("\\*", "a"));
  EXPECT_FALSE(matches("x[/]y/", "x/y/"));
}

TEST(Glob, ASlashAtTheEndMeansAFolder) {
  EXPECT_TRUE(Glob("raw/").matches("a/raw", "raw", true));
  EXPECT_FALSE(Glob("raw/").matches("a/raw", "raw", false));
  EXPECT_TRUE(Glob("a/raw/").matches("a/raw", "raw", true));
  EXPECT_FALSE(Glob("/raw/").matches("a/raw", "raw", true));
  EXPECT_TRUE(matches("./a/*.jpg", "a/c.jpg"));
  EXPECT_TRUE(matches("./*.jpg", "a/c.jpg"));
}

TEST(Glob, WhatCannotMatchIsSaid) {
  EXPECT_NE(objection_to_glob("../a/*.jpg"), "");
  EXPECT_NE(objection_to_glob("*.{jpg,png}"), "");
  EXPECT_EQ(objection_to_glob("*.\\{jpg,png}"), "");
  EXPECT_EQ(objection_to_glob("{jpg}, {png"), "");
  EXPECT_EQ(objection_to_glob("a..b/*"), "");
}

TEST(Glob, ManyStarsStayLinear) {
  std::string pattern;
  for (int i = 0; i < 200; ++i) pattern += "*a";
  EXPECT_FALSE(matches((pattern + "b").c_str(), std::string(5000, 'a')));
}

}  // namespace
}  // namespace exifscrub::cli
