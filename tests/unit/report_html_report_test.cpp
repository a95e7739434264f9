#include <gtest/gtest.h>

#include "report/html/html_report.hpp"
#include "report/html/page_record.hpp"
#include "report_outcomes.hpp"

namespace exifscrub {
namespace {

std::size_t count(std::string_view text, std::string_view part) {
  std::size_t found = 0;
  for (std::size_t at = text.find(part); at != text.npos; at = text.find(part, at + 1)) ++found;
  return found;
}

TextSettings audit(Disclosure disclosure = {Coordinates::exact, true}) {
  TextSettings settings;
  settings.verb = Verb::audit;
  settings.disclosure = disclosure;
  return settings;
}

TEST(HtmlReport, HoldsAtMostTwoThousandThumbnails) {
  HtmlReport report(audit());
  Outcome outcome = audited_outcome("a.jpg");
  outcome.thumbnail = std::vector<Byte>(1000, 0xAB);
  std::string out;
  for (int i = 0; i < 1999; ++i) report.add(outcome, out);
  EXPECT_TRUE(report.wants_thumbnails());
  for (int i = 0; i < 100; ++i) report.add(outcome, out);
  EXPECT_FALSE(report.wants_thumbnails());
  EXPECT_EQ(count(out, "\"g\":"), 2000U);
}

TEST(HtmlReport, FilesWithoutALocationLeaveThumbnailsToTheOthers) {
  HtmlReport report(audit());
  Outcome outcome = plain_outcome("a.jpg", Status::clean);
  outcome.thumbnail = std::vector<Byte>(1000, 0xAB);
  std::string out;
  for (int i = 0; i < 1000; ++i) report.add(outcome, out);
  EXPECT_EQ(count(out, "\"g\":"), 500U);
  EXPECT_TRUE(report.wants_thumbnails());
}

TEST(HtmlReport, ThumbnailsAreValuesToo) {
  HtmlReport report(audit({Coordinates::exact, false}));
  EXPECT_FALSE(report.wants_thumbnails());
  Outcome outcome = audited_outcome("a.jpg");
  outcome.thumbnail = std::vector<Byte>(1000, 0xAB);
  std::string out;
  report.add(outcome, out);
  EXPECT_EQ(count(out, "\"g\":"), 0U);
}

TEST(HtmlReport, StaysBelowTwentyMegabytesAndSaysWhatIsMissing) {
  HtmlReport report(audit());
  Summary summary;
  std::string out;
  report.begin(out);
  Outcome leaking = audited_outcome(std::string(200, 'a').append("/leaking.jpg"));
  leaking.thumbnail = std::vector<Byte>(8000, 0xAB);
  const Outcome clean = plain_outcome(std::string(200, 'b').append("/clean.jpg"), Status::clean);
  constexpr std::size_t files = 40'000;
  for (std::size_t i = 0; i < files; ++i) {
    for (const Outcome* outcome : {static_cast<const Outcome*>(&leaking), &clean}) {
      summary.add(*outcome);
      report.add(*outcome, out);
    }
  }
  report.finish(summary, out);
  EXPECT_LE(out.size(), 20'000'000U);
  EXPECT_GT(out.size(), 15'000'000U);
  const std::size_t leaks = count(out, "/leaking.jpg\"");
  const std::size_t others = count(out, "/clean.jpg\"");
  EXPECT_GT(leaks, others) << "those that matter go on longer";
  EXPECT_LT(leaks, files);
  const std::size_t missing = 2 * files - leaks - others;
  std::string number = std::to_string(missing);
  number.insert(number.size() - 3, ",");
  EXPECT_NE(out.find("The page is full: " + number + " more files"), out.npos) << number;
  // Behind a file that is left out, numbers are written.
  EXPECT_NE(out.find("\"i\":"), out.npos);
}

TEST(SharedTexts, AreNumberedFromTheirSecondTimeOn) {
  SharedTexts texts;
  EXPECT_EQ(texts.of("EXIF"), "EXIF");
  EXPECT_EQ(texts.of("XMP"), "XMP");
  EXPECT_EQ(texts.of("EXIF"), 0);
  EXPECT_EQ(texts.of("XMP"), 1);
}

TEST(SharedTexts, ATextIsNeverTakenForANumberOrForALongText) {
  SharedTexts texts;
  EXPECT_EQ(texts.of("=x"), "==x");
  EXPECT_EQ(texts.of("=x"), "==x");
  const std::string text(500, 'x');
  EXPECT_EQ(texts.of(text), "=" + text);
  EXPECT_EQ(texts.of("0"), "0");
  EXPECT_EQ(texts.of("0"), 0);
}

}  // namespace
}  // namespace exifscrub
