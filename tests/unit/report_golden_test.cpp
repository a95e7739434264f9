#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <regex>
#include <sstream>

#include "base/text.hpp"
#include "report/report.hpp"
#include "report_outcomes.hpp"

namespace exifscrub {
namespace {

/// One outcome of every kind, harmless and hostile.
std::vector<Outcome> one_of_each() {
  std::vector<Outcome> outcomes;
  outcomes.push_back(audited_outcome("/home/ann/repo/pictures/kitchen.jpg"));
  outcomes.back().locations[0].place = NearestPlace{"Las Vegas", "Nevada", "US", 3.24};
  outcomes.back().findings.push_back(
      {LeakClass::time, Action::found, Standing::remark, "File:FileName", "2024-05-06", "file name", {}});
  outcomes.push_back(audited_outcome("pictures/known to all.jpg"));
  outcomes.back().accepted = true;
  outcomes.push_back(audited_outcome("pictures/old.jpg"));
  outcomes.back().locations[0].place = NearestPlace{"Takoradi", "Western", "GH", 579.4};
  outcomes.back().commits = {"1a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d",
                             "00112233445566778899aabbccddeeff00112233"};
  outcomes.push_back(scrubbed_outcome("garden/caf\xC3\xA9 50%.jpg"));
  outcomes.push_back(scrubbed_outcome("garden/b.jpg"));
  outcomes.back().status = Status::would_scrub;
  outcomes.push_back(plain_outcome("garden/scan.jpg", Status::refused, "segment length runs past the end"));
  outcomes.push_back(plain_outcome("gone.jpg", Status::error, "Input/output error"));
  outcomes.push_back(plain_outcome("kept.jpg", Status::kept, "location outside the Exif was left"));
  outcomes.push_back(plain_outcome("meta.jpg", Status::metadata));
  outcomes.push_back(plain_outcome("quick.jpg", Status::unproven));
  outcomes.push_back(plain_outcome("clean.jpg", Status::clean));
  outcomes.push_back(plain_outcome("notes.txt", Status::skipped));
  Outcome evil = audited_outcome(std::string("=1+1/") + hostile);
  for (Finding& finding : evil.findings) finding.name = finding.value = finding.carrier = hostile;
  evil.locations[0].carrier = evil.reason = hostile;
  evil.locations[0].place = NearestPlace{hostile, hostile, "US", 1};
  evil.locations.push_back({91, 0, std::nullopt, "nowhere", false, {}});
  evil.notes = {hostile};
  outcomes.push_back(std::move(evil));
  return outcomes;
}

/// A page without what is the same for every run: styles, scripts, outlines, body and the hashes of the
/// policy.
std::string without_assets(std::string_view page) {
  std::string out;
  const auto pass = [&](std::string_view from, std::string_view to) {
    const std::size_t begin = page.find(from);
    const std::size_t end = page.find(to, begin);
    ASSERT_NE(end, page.npos) << from << to;
    out += page.substr(0, begin + from.size());
    page.remove_prefix(end);
  };
  pass("style-src ", "base-uri");
  pass("</title>\n", "</head>");
  pass("<body>", "<script type=\"application/json\"");
  constexpr std::string_view end = "</script>\n";
  return out.append(page.substr(0, page.find(end) + end.size()));
}

std::string report_of(const ReportRow& row, Disclosure disclosure) {
  TextSettings settings;
  settings.verb = Verb::audit;
  settings.fail_on[static_cast<std::size_t>(LeakClass::location)] = true;
  settings.fail_on[static_cast<std::size_t>(LeakClass::device)] = true;
  settings.disclosure = disclosure;
  Report report(row.format, settings, {"/home/ann/repo", "/home/ann/repo"});
  Summary summary;
  std::string out;
  report.begin(out);
  for (const Outcome& outcome : one_of_each()) {
    summary.add(outcome);
    report.add(outcome, out);
  }
  summary.add(PassedOver::symlink);
  report.pass_over(PassedOver::symlink, "link", out);
  report.finish(summary, out);
  if (row.format == ReportFormat::html) out = without_assets(out);
  // A release changes its own version only.
  return std::regex_replace(out, std::regex("(\"exifscrub\",\"version\":)\"[^\"]*\""), "$1\"0\"");
}

std::string content_of(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

class GoldenReport : public testing::TestWithParam<ReportRow> {};

/// To accept a change that is meant: run with EXIFSCRUB_ACCEPT_GOLDEN=1, read the difference, commit it.
TEST_P(GoldenReport, IsWhatItWas) {
  const std::string path =
      std::string(EXIFSCRUB_GOLDEN) + "/report/" + std::string(GetParam().name) + ".golden";
  const std::string report = report_of(GetParam(), GetParam().disclosure);
  if (std::getenv("EXIFSCRUB_ACCEPT_GOLDEN") != nullptr) std::ofstream(path, std::ios::binary) << report;
  EXPECT_EQ(report, content_of(path));
}

TEST_P(GoldenReport, TellsNothingWhenNothingMayBeTold) {
  const std::string report = report_of(GetParam(), {Coordinates::none, false});
  for (const char* secret : {"36.1", "36.2", "36,10", "115.1", "4711", "610.5"}) {
    EXPECT_EQ(report.find(secret), std::string::npos) << secret << " in\n" << report;
  }
}

TEST_P(GoldenReport, CoarseIsATenthOfADegreeWithoutAltitude) {
  const std::string report = report_of(GetParam(), {Coordinates::coarse, false});
  for (const char* secret : {"36.16", "36,10", "115.13", "4711", "610.5"}) {
    EXPECT_EQ(report.find(secret), std::string::npos) << secret << " in\n" << report;
  }
  EXPECT_NE(report.find("36.2"), std::string::npos) << report;
}

TEST_P(GoldenReport, ExactAndValuesAreToldWhenAskedFor) {
  const std::string report = report_of(GetParam(), {Coordinates::exact, true});
  EXPECT_NE(report.find("36.16994"), std::string::npos) << report;
  if (GetParam().format != ReportFormat::text) {
    EXPECT_NE(report.find("4711"), std::string::npos) << report;
  }
}

TEST_P(GoldenReport, HoldsNoControl) {
  const std::string report = report_of(GetParam(), {Coordinates::exact, true});
  for (std::string_view rest = report; !rest.empty();) {
    const CodePoint next = front_code_point(rest);
    ASSERT_TRUE(next.valid) << report;
    const bool line_end = next.value == '\n' || (next.value == '\r' && rest.substr(0, 2) == "\r\n");
    ASSERT_TRUE(line_end || !is_control(next.value)) << report;
    rest.remove_prefix(next.length);
  }
}

INSTANTIATE_TEST_SUITE_P(AllFormats, GoldenReport,
                         testing::ValuesIn(report_table().begin(), report_table().end()),
                         [](const auto& row) { return std::string(row.param.name); });

TEST(ReportTable, RowsStandInTheOrderOfTheFormats) {
  for (std::size_t i = 0; i < report_table().size(); ++i) {
    EXPECT_EQ(static_cast<std::size_t>(report_table()[i].format), i);
  }
}

TEST(ReportTable, CiFormatsTellNothingByThemselves) {
  for (const ReportRow& row : report_table()) {
    if (!row.for_ci) continue;
    EXPECT_EQ(row.disclosure, (Disclosure{Coordinates::none, false})) << row.name;
  }
}

TEST(ReportTable, EndingsNameFormats) {
  EXPECT_EQ(report_format_of("a.csv.gz"), ReportFormat::csv);
  EXPECT_EQ(report_format_of("a.sarif"), ReportFormat::sarif);
  EXPECT_EQ(report_format_of("a.xml"), ReportFormat::junit);
  EXPECT_EQ(report_format_of("a.geojson"), ReportFormat::geojson);
  EXPECT_EQ(report_format_of("a.kml"), ReportFormat::kml);
  EXPECT_EQ(report_format_of("a"), std::nullopt);
}

}  // namespace
}  // namespace exifscrub
