#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <set>

#include "report/github.hpp"
#include "report/junit.hpp"
#include "report/path_base.hpp"
#include "report/problem.hpp"
#include "report/sarif.hpp"
#include "report_outcomes.hpp"

namespace exifscrub {
namespace {

CiSettings location_fails() {
  CiSettings settings;
  settings.disclosure = {Coordinates::none, false};
  settings.fail_on[static_cast<std::size_t>(LeakClass::location)] = true;
  return settings;
}

TEST(PathBase, PathsReadFromTheRoot) {
  const PathBase base{"/home/ann/repo/sub", "/home/ann/repo"};
  EXPECT_EQ(path_below(base, "a.jpg"), "sub/a.jpg");
  EXPECT_EQ(path_below(base, "./x/../a.jpg"), "sub/a.jpg");
  EXPECT_EQ(path_below(base, "../a.jpg"), "a.jpg");
  EXPECT_EQ(path_below(base, "/home/ann/repo/b//c.jpg"), "b/c.jpg");
  EXPECT_EQ(path_below(base, ".."), ".");
  EXPECT_EQ(path_below(base, "../../a.jpg"), std::nullopt);
  EXPECT_EQ(path_below(base, "/home/ann/repository/a.jpg"), std::nullopt);
  EXPECT_EQ(path_below({"/a", "/"}, "b.jpg"), "a/b.jpg");
}

TEST(PathBase, WithoutARootPathsStayAsTyped) {
  EXPECT_EQ(path_in_ci({"/home", ""}, "../x/a.jpg"), "../x/a.jpg");
  EXPECT_EQ(path_in_ci({"/home", "/home"}, "-"), "-");
}

TEST(PathBase, UrisHoldUnreservedCharactersOnly) {
  EXPECT_EQ(uri_of("a b/c%:?#\xE9.jpg"), "a%20b/c%25%3A%3F%23%E9.jpg");
  EXPECT_EQ(uri_of("javascript:alert(1)"), "javascript%3Aalert%281%29");
}

TEST(Problem, ALeakHasOneForEachClassThatFails) {
  CiSettings settings = location_fails();
  ASSERT_EQ(problems_of(audited_outcome("a.jpg"), settings).size(), 1U);
  settings.fail_on[static_cast<std::size_t>(LeakClass::device)] = true;
  const std::vector<Problem> problems = problems_of(audited_outcome("a.jpg"), settings);
  ASSERT_EQ(problems.size(), 2U);
  EXPECT_EQ(problems[0].rule, "location");
  EXPECT_EQ(problems[0].message, "location in EXIF, XMP: GPS:GPSLatitude, XMP-exif:GPSLatitude");
  EXPECT_EQ(problems[0].where, (Extent{100, 24}));
  EXPECT_EQ(problems[1].rule, "device");
}

TEST(Problem, LeftoversAndRemarksAreNone) {
  Outcome outcome = audited_outcome("a.jpg");
  for (Finding& finding : outcome.findings) finding.standing = Standing::remark;
  const std::vector<Problem> problems = problems_of(outcome, location_fails());
  ASSERT_EQ(problems.size(), 1U) << "the status still counts";
  EXPECT_EQ(problems[0].rule, "leaks");
}

TEST(Problem, ManyNamesAreCutShort) {
  Outcome outcome = audited_outcome("a.jpg");
  for (int i = 0; i < 100; ++i) {
    outcome.findings.push_back(outcome.findings[0]);
    outcome.findings.back().name = "XMP:Tag" + std::to_string(i);
  }
  const std::string message = problems_of(outcome, location_fails())[0].message;
  EXPECT_NE(message.find(" and 94 more"), std::string::npos) << message;
}

TEST(Problem, CleanFilesHaveNone) {
  for (const Status status : {Status::metadata, Status::unproven, Status::clean, Status::skipped}) {
    EXPECT_TRUE(problems_of(plain_outcome("a", status), location_fails()).empty());
  }
}

TEST(Problem, EveryRuleIsDescribed) {
  std::vector<std::string_view> ids;
  for (const ProblemRule& rule : problem_rules()) ids.push_back(rule.id);
  EXPECT_EQ(std::set<std::string_view>(ids.begin(), ids.end()).size(), ids.size());
  for (std::size_t i = 0; i < status_count; ++i) {
    for (const Problem& problem : problems_of(plain_outcome("a", static_cast<Status>(i)), location_fails())) {
      EXPECT_NE(std::find(ids.begin(), ids.end(), problem.rule), ids.end()) << problem.rule;
    }
  }
}

TEST(Problem, FingerprintsFollowPathRuleAndPictureAlone) {
  Outcome outcome = audited_outcome("a.jpg");
  const std::string before = fingerprint_of(outcome, "a.jpg", "location");
  EXPECT_EQ(before.size(), 32U);
  outcome.locations.clear();
  outcome.findings.clear();
  EXPECT_EQ(fingerprint_of(outcome, "a.jpg", "location"), before);
  EXPECT_NE(fingerprint_of(outcome, "b.jpg", "location"), before);
  EXPECT_NE(fingerprint_of(outcome, "a.jpg", "device"), before);
  outcome.image_hash.bytes[3] = 1;
  EXPECT_NE(fingerprint_of(outcome, "a.jpg", "location"), before);
}

TEST(GithubReport, NoNameLeavesItsCommand) {
  EXPECT_EQ(workflow_property("a,b:c%\n::error::x"), "a%2Cb%3Ac%25\\x0A%3A%3Aerror%3A%3Ax");
  GithubReport report(location_fails());
  std::string out;
  Outcome outcome = audited_outcome(hostile);
  outcome.findings[0].name = "x\n::set-env name=y::z";
  report.add(outcome, out);
  EXPECT_EQ(std::count(out.begin(), out.end(), '\n'), 1);
  EXPECT_EQ(out.rfind("::error file=", 0), 0U) << out;
}

TEST(SarifReport, MessagesHoldNoPlaceholderAndNoLink) {
  EXPECT_EQ(sarif_message("{0}[x](http://y)"), "\\x7B0\\x7D\\x5Bx\\x5D(http://y)");
}

TEST(SarifReport, WhatTheBaselineKnowsIsSuppressed) {
  SarifReport report(location_fails());
  std::string out;
  report.begin(out);
  Outcome outcome = audited_outcome("a.jpg");
  outcome.accepted = true;
  report.add(outcome, out);
  report.finish({}, out);
  const auto result = nlohmann::json::parse(out)["runs"][0]["results"][0];
  EXPECT_EQ(result["level"], "note");
  EXPECT_EQ(result["suppressions"][0]["kind"], "external");
}

TEST(JunitReport, LargeFoldersGoIntoSeveralSuites) {
  JunitReport report(location_fails());
  std::string out;
  report.begin(out);
  for (int i = 0; i < 1001; ++i) report.add(plain_outcome("d/a.jpg", Status::clean), out);
  report.finish({}, out);
  EXPECT_NE(out.find("<testsuite name=\"d\" tests=\"1000\""), std::string::npos);
  EXPECT_NE(out.find("<testsuite name=\"d\" tests=\"1\""), std::string::npos);
}

}  // namespace
}  // namespace exifscrub
