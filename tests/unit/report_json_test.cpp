#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <sstream>

#include "base/text.hpp"
#include "report/json.hpp"
#include "report/record.hpp"
#include "report_outcomes.hpp"

namespace exifscrub {
namespace {

using Json = nlohmann::json;

constexpr Disclosure everything{Coordinates::exact, true};

Json record(const Outcome& outcome, Disclosure disclosure = everything) {
  return Json::parse(json_line(record_of(outcome, disclosure)));
}

TEST(JsonReport, AnErrorSaysWhatThePathHolds) {
  Outcome outcome = plain_outcome("a.jpg", Status::error, "Input/output error");
  outcome.state = FileState::partly_cleaned;
  EXPECT_EQ(record(outcome)["state"], "partly-cleaned");
}

TEST(JsonReport, RecordNamesEveryFieldOfTheManual) {
  const Json r = record(scrubbed_outcome("a/b.jpg"));
  EXPECT_EQ(r["path"], "a/b.jpg");
  EXPECT_FALSE(r.contains("path_b64"));
  EXPECT_EQ(r["format"], "jpeg");
  EXPECT_EQ(r["status"], "scrubbed");
  EXPECT_EQ(r["changed"], true);
  EXPECT_EQ(r["reason"], "");
  EXPECT_FALSE(r.contains("state"));
  EXPECT_EQ(r["bytes_in"], 250000);
  EXPECT_EQ(r["bytes_out"], 212000);
  EXPECT_EQ(r["image_hash"], "xxh3:ab000000000000000000000000000000");
  EXPECT_EQ(r["location"], Json::parse(R"({"lat":36.169941,"lon":-115.13983,"altitude":610.5})"));
  EXPECT_EQ(r["locations"][0]["carrier"], "EXIF");
  ASSERT_EQ(r["findings"].size(), 3U);
  EXPECT_EQ(r["findings"][0], Json::parse(R"({"class":"location","name":"GPS:GPSLatitude",
      "value":"36.169941","carrier":"EXIF","where":[{"offset":100,"length":24}],"action":"removed"})"));
}

TEST(JsonReport, WhatCountsForNothingSaysSo) {
  Outcome outcome = scrubbed_outcome("a.jpg");
  outcome.findings[0].standing = Standing::remark;
  outcome.findings[1].standing = Standing::leftover;
  const Json findings = record(outcome)["findings"];
  EXPECT_EQ(findings[0]["standing"], "remark");
  EXPECT_EQ(findings[1]["standing"], "leftover");
  EXPECT_FALSE(findings[2].contains("standing"));
}

TEST(JsonReport, SummarySaysWhatHeldTheRun) {
  Summary summary;
  summary.sandbox.no_network = true;
  EXPECT_EQ(Json::parse(json_line(record_of(summary, everything)))["sandbox"],
            Json::parse(R"({"network_blocked": true, "writes_confined": false})"));
}

TEST(JsonReport, NamesThatAreNotUtf8StandBesideTheirBytes) {
  const Json r = record(plain_outcome("caf\xE9.jpg", Status::clean));
  EXPECT_EQ(r["path"], "caf\xEF\xBF\xBD.jpg");
  EXPECT_EQ(r["path_b64"], "Y2Fm6S5qcGc=");
}

TEST(JsonReport, EachLevelTellsNoMoreThanItMay) {
  const std::string none = json_line(record_of(scrubbed_outcome("a.jpg"), {Coordinates::none, false}));
  EXPECT_EQ(none.find("36"), std::string::npos) << none;
  EXPECT_EQ(none.find("115"), std::string::npos) << none;
  EXPECT_EQ(none.find("4711"), std::string::npos) << none;
  EXPECT_EQ(none.find("610"), std::string::npos) << none;

  const Json coarse = record(scrubbed_outcome("a.jpg"), {Coordinates::coarse, true});
  EXPECT_EQ(coarse["location"], Json::parse(R"({"lat":36.2,"lon":-115.1})"));
  EXPECT_FALSE(coarse["findings"][0].contains("value"));
  EXPECT_EQ(coarse["findings"][2]["value"], "SN4711");

  const Json exact = record(scrubbed_outcome("a.jpg"), {Coordinates::exact, false});
  EXPECT_EQ(exact["findings"][0]["value"], "36.169941");
  EXPECT_FALSE(exact["findings"][2].contains("value"));
}

TEST(JsonReport, PositionsThatAreNoNumbersAreLeftOut) {
  Outcome outcome = scrubbed_outcome("a.jpg");
  outcome.locations[0].latitude = std::numeric_limits<double>::quiet_NaN();
  EXPECT_TRUE(record(outcome)["location"].is_null());
}

TEST(JsonReport, HostileTextStaysInsideItsString) {
  Outcome outcome = scrubbed_outcome(hostile);
  outcome.reason = outcome.findings[0].name = outcome.findings[0].value = outcome.findings[0].carrier =
      hostile;
  outcome.notes = {hostile};
  const std::string line = json_line(record_of(outcome, everything));
  for (std::string_view rest = line; !rest.empty();) {
    const CodePoint next = front_code_point(rest);
    ASSERT_TRUE(next.valid && !is_control(next.value)) << line;
    rest.remove_prefix(next.length);
  }
  EXPECT_EQ(Json::parse(line)["notes"][0], repair_utf8(hostile));
}

TEST(JsonReport, ControlsBeyondSixteenBitsBecomeSurrogates) {
  EXPECT_EQ(json_line("\xF3\xA0\x81\x81"), "\"\\udb40\\udc41\"");
}

TEST(JsonReport, WholeReportIsOneObject) {
  JsonReport report(everything);
  Summary summary;
  std::string out;
  report.begin(out);
  for (const char* path : {"a.jpg", "b.jpg"}) {
    report.add(scrubbed_outcome(path), out);
    summary.add(scrubbed_outcome(path));
  }
  report.finish(summary, out);
  const Json whole = Json::parse(out);
  EXPECT_EQ(whole["files"].size(), 2U);
  EXPECT_EQ(whole["summary"]["files"], 2);
  EXPECT_EQ(whole["summary"]["scrubbed"], 2);
  EXPECT_EQ(whole["summary"]["bytes_removed"], 76000);
  EXPECT_EQ(whole["summary"]["version"], record_version);
}

TEST(JsonReport, EmptyRunIsValidToo) {
  JsonReport report(everything);
  std::string out;
  report.begin(out);
  report.finish({}, out);
  EXPECT_TRUE(Json::parse(out)["files"].empty());
}

TEST(NdjsonReport, OneRecordALineAndTheSummaryLast) {
  NdjsonReport report(everything);
  std::string out;
  report.begin(out);
  report.add(plain_outcome("a\nb.jpg", Status::clean), out);
  report.finish({}, out);
  std::istringstream lines(out);
  std::string line;
  ASSERT_TRUE(std::getline(lines, line));
  EXPECT_EQ(Json::parse(line)["path"], "a\nb.jpg");
  ASSERT_TRUE(std::getline(lines, line));
  EXPECT_TRUE(Json::parse(line).contains("summary"));
  EXPECT_FALSE(std::getline(lines, line));
}

TEST(JsonReport, SummaryHasACountForEveryStatus) {
  Summary summary;
  for (std::size_t i = 0; i < status_count; ++i) {
    summary.add(plain_outcome("x", static_cast<Status>(i)));
  }
  const Json r = Json::parse(json_line(record_of(summary, everything)));
  for (std::size_t i = 0; i < status_count; ++i) {
    EXPECT_EQ(r[std::string(name_of(static_cast<Status>(i)))], 1);
  }
  EXPECT_EQ(r["files"], status_count);
}

}  // namespace
}  // namespace exifscrub
