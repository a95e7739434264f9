#include <gtest/gtest.h>

#include <cstdlib>

#include "cli/invocation.hpp"
#include "cli/verbs.hpp"
#include "cli/whereabouts.hpp"
#include "support/place_pages.hpp"

namespace exifscrub::cli {
namespace {

/// Pages of the place data that are in use when such a run is over.
std::size_t pages_after(std::vector<std::string> arguments) {
  arguments.insert(arguments.end(), {"-r", EXIFSCRUB_CORPUS "/demo"});
  Options options;
  Invocation invocation;
  if (parse_arguments(arguments, options) || interpret(std::move(options), invocation)) std::_Exit(2);
  static_cast<void>(run_tree(std::move(invocation)));
  return test::place_pages_in_use();
}

[[noreturn]] void run_without_and_with_places() {
  if (test::place_pages_in_use() == test::pages_unknown) std::_Exit(3);
  const std::vector<std::vector<std::string>> placeless = {
      {"-n"},
      {"audit", "--coordinates", "none"},
      {"audit", "--coordinates", "none", "--group-by", "place", "--group-by", "cluster"},
      {"audit", "--coordinates", "none", "--format", "json"},
      {"audit", "--format", "junit", "--group-by", "place"},
      {"-n", "--near", "36.1147,-115.1728,500m"},
  };
  for (const auto& arguments : placeless) {
    if (pages_after(arguments) != 0) std::_Exit(1);
  }
  std::_Exit(pages_after({"audit"}) > 0 ? 0 : 4);
}

TEST(PlacesDeathTest, ARunThatPrintsNoPlaceNeverTouchesTheirData) {
  if (::access("/proc/self/pagemap", R_OK) != 0) GTEST_SKIP() << "no /proc/self/pagemap";
  GTEST_FLAG_SET(death_test_style, "threadsafe");  // a process of its own, in which no other test has run
  EXPECT_EXIT(run_without_and_with_places(), ::testing::ExitedWithCode(0), "");
}

/// What a run finds among photos of one place.
Summary clusters_among(std::size_t photos, std::vector<std::string> arguments) {
  arguments.insert(arguments.end(), {"-r", EXIFSCRUB_CORPUS "/demo"});
  Options options;
  Invocation invocation;
  EXPECT_FALSE(parse_arguments(arguments, options) || interpret(std::move(options), invocation));
  ShotList shots(invocation);
  Outcome outcome;
  outcome.locations.emplace_back().latitude = 47.05;
  for (std::uint64_t i = 0; i < photos; ++i) shots.add(outcome, i);
  Summary summary;
  shots.tell(summary);
  return summary;
}

std::size_t clusters_of(std::vector<std::string> arguments) {
  return clusters_among(10, std::move(arguments)).clusters.size();
}

TEST(ShotList, GathersOnlyWhatTheRunTells) {
  EXPECT_EQ(clusters_of({"audit"}), 1U);
  EXPECT_EQ(clusters_of({"audit", "-q"}), 0U);
  EXPECT_EQ(clusters_of({"audit", "-q", "--group-by", "cluster"}), 1U);
  EXPECT_EQ(clusters_of({"audit", "-q", "--report", "text=a.txt"}), 1U);
  EXPECT_EQ(clusters_of({"audit", "-q", "--report", "json=a.json"}), 0U);
  EXPECT_EQ(clusters_of({"audit", "-q", "--report", "html=a.html"}), 1U);
  EXPECT_EQ(clusters_of({"-n"}), 0U);
}

TEST(ShotList, HoldsNoMoreThanTheHintNeedsUnlessClustersAreListed) {
  const std::size_t many = ShotList::hint_shots + 10;
  EXPECT_EQ(clusters_among(many, {"audit"}).clustered, ShotList::hint_shots);
  EXPECT_EQ(clusters_among(many, {"audit", "--group-by", "cluster"}).clustered, many);
  EXPECT_EQ(clusters_among(many, {"audit", "--report", "html=a.html"}).clustered, many);
}

}  // namespace
}  // namespace exifscrub::cli
