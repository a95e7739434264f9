#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "report/csv.hpp"
#include "report/geojson.hpp"
#include "report/kml.hpp"
#include "report/position.hpp"
#include "report/xml_text.hpp"
#include "report_outcomes.hpp"

namespace exifscrub {
namespace {

constexpr Disclosure everything{Coordinates::exact, true};

TEST(CsvReport, FormulasAreDisarmed) {
  for (const char* formula : {"=1+1", "+1", "-1", "@SUM(A1)",
                              "\xEF\xBC\x9D"
                              "1"}) {
    EXPECT_EQ(csv_field(formula), "\"'" + std::string(formula) + "\"");
  }
  EXPECT_EQ(csv_field("\t=1+1"), "\"\\x09=1+1\"");
  EXPECT_EQ(csv_field("a=1"), "\"a=1\"");
}

TEST(CsvReport, QuotesAreDoubledAndLinesStayWhole) {
  EXPECT_EQ(csv_field("a\"b,\r\nc"), "\"a\"\"b,\\x0D\\x0Ac\"");
}

TEST(CsvReport, ExactBytesStandBesideAPathThatIsShownDifferently) {
  CsvReport report(everything);
  std::string out;
  report.add(plain_outcome("a.jpg", Status::clean), out);
  EXPECT_EQ(out.rfind("\"a.jpg\",,jpeg,clean,", 0), 0U) << out;
  out.clear();
  report.add(plain_outcome("-", Status::clean), out);
  EXPECT_EQ(out.rfind("\"'-\",LQ==,jpeg,clean,", 0), 0U) << out;
}

TEST(ToldPosition, NumbersNeverDependOnTheLocaleAndHaveNoIdleZeros) {
  EXPECT_EQ(number_of_degrees(36.169941), "36.169941");
  EXPECT_EQ(number_of_degrees(-115), "-115");
  EXPECT_EQ(number_of_degrees(-0.00000001), "0");
  EXPECT_EQ(number_of_metres(610.5), "610.5");
  EXPECT_EQ(number_of_metres(1e300).size(), 301U);
}

TEST(ToldPosition, WhatIsNoPlaceOnEarthIsNotTold) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  for (const Location& location : {Location{nan, 0, {}, "", true}, Location{0, nan, {}, "", true},
                                   Location{90.01, 0, {}, "", true}, Location{0, -180.01, {}, "", true}}) {
    EXPECT_FALSE(position_told(location, {Coordinates::exact}));
    EXPECT_FALSE(position_told(location, {Coordinates::coarse}));
  }
  EXPECT_TRUE(position_told({-90, 180, {}, "", true}, {Coordinates::exact}));
}

TEST(GeojsonReport, LongitudeComesFirstAndAltitudeThird) {
  GeojsonReport report({Coordinates::exact, false});
  std::string out;
  report.begin(out);
  report.add(audited_outcome("a.jpg"), out);
  report.add(plain_outcome("b.jpg", Status::clean), out);
  report.finish({}, out);
  const auto whole = nlohmann::json::parse(out);
  ASSERT_EQ(whole["features"].size(), 1U);
  EXPECT_EQ(whole["features"][0]["geometry"]["coordinates"],
            nlohmann::json::parse("[-115.13983,36.169941,610.5]"));
}

TEST(KmlReport, MarkupIsMarkupOnNoSecondReadingEither) {
  EXPECT_EQ(kml_text("<b>&lt;"),
            "\xE2\x80\xB9"
            "b\xE2\x80\xBA&amp;lt;");
}

TEST(XmlText, HoldsNothingThatXmlForbids) {
  EXPECT_EQ(xml_text("]]>&'\"<"), "]]&gt;&amp;&apos;&quot;&lt;");
  EXPECT_EQ(xml_text(std::string_view("\0\x0B\xEF\xBF\xBE", 5)), "\\x00\\x0B\xEF\xBF\xBD");
}

}  // namespace
}  // namespace exifscrub
