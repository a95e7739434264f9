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
  out.clear();
  report.add(plain_outcome("\xFB\xEF\xBE", Status::clean), out);
  EXPECT_NE(out.find(",\"'++++\",jpeg"), out.npos) << out;
}

/// The fields of one row, as a reader of CSV that knows quotes sees them.
std::vector<std::string> fields_of(const Outcome& outcome, Disclosure disclosure) {
  CsvReport report(disclosure);
  std::string row;
  report.add(outcome, row);
  std::vector<std::string> fields(1);
  bool quoted = false;
  for (const char c : row.substr(0, row.size() - 2)) {
    if (c == '"') {
      quoted = !quoted;
    } else if (c == ',' && !quoted) {
      fields.emplace_back();
    } else {
      fields.back() += c;
    }
  }
  return fields;
}

Outcome placed_outcome() {
  Outcome outcome = audited_outcome("a.jpg");
  outcome.locations[0].place = NearestPlace{"Las Vegas", "Nevada", "US", 3.24};
  return outcome;
}

std::vector<std::string> where_in_csv(Coordinates coordinates) {
  const std::vector<std::string> fields = fields_of(placed_outcome(), {coordinates, false});
  return {fields.begin() + 11, fields.begin() + 17};
}

TEST(CsvReport, ThePlaceStandsBesideThePositionAsFarAsItMayBeTold) {
  using Fields = std::vector<std::string>;
  EXPECT_EQ(where_in_csv(Coordinates::exact),
            (Fields{"36.169941", "-115.13983", "610.5", "Las Vegas", "3.2", "US"}));
  EXPECT_EQ(where_in_csv(Coordinates::coarse), (Fields{"36.2", "-115.1", "", "", "", "US"}));
  EXPECT_EQ(where_in_csv(Coordinates::place), (Fields{"", "", "", "Las Vegas", "3.2", "US"}));
  EXPECT_EQ(where_in_csv(Coordinates::none), (Fields{"", "", "", "", "", ""}));
}

TEST(CsvReport, WhatIsOnlyARemarkIsNoted) {
  Outcome outcome = plain_outcome("IMG_20240506.jpg", Status::clean);
  outcome.findings.push_back(
      {LeakClass::time, Action::found, Standing::remark, "File:FileName", "2024-05-06", "file name", {}});
  EXPECT_EQ(fields_of(outcome, everything)[19], "noted File:FileName=2024-05-06");
  EXPECT_EQ(fields_of(outcome, everything)[18], "") << "a remark is no class that counts";
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
  for (const Location& location :
       {Location{nan, 0, {}, "", true, {}}, Location{0, nan, {}, "", true, {}},
        Location{90.01, 0, {}, "", true, {}}, Location{0, -180.01, {}, "", true, {}}}) {
    EXPECT_FALSE(position_told(location, {Coordinates::exact}));
    EXPECT_FALSE(position_told(location, {Coordinates::coarse}));
  }
  EXPECT_TRUE(position_told({-90, 180, {}, "", true, {}}, {Coordinates::exact}));
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

std::string of_placed(auto report) {
  std::string out;
  report.begin(out);
  report.add(placed_outcome(), out);
  report.finish({}, out);
  return out;
}

TEST(GeojsonReport, ThePlaceIsAPropertyAsFarAsItMayBeTold) {
  const auto properties = [](Coordinates coordinates) {
    const auto whole = nlohmann::json::parse(of_placed(GeojsonReport({coordinates, false})));
    EXPECT_EQ(whole.contains("attribution"), coordinates != Coordinates::none);
    return whole["features"][0]["properties"];
  };
  const auto exact = properties(Coordinates::exact);
  EXPECT_EQ(exact["place"], "Las Vegas");
  EXPECT_EQ(exact["distance_km"], 3.2);
  EXPECT_EQ(exact["country"], "US");
  EXPECT_EQ(properties(Coordinates::place), exact);
  const auto coarse = properties(Coordinates::coarse);
  EXPECT_FALSE(coarse.contains("place") || coarse.contains("distance_km"));
  EXPECT_EQ(coarse["country"], "US");
  EXPECT_FALSE(properties(Coordinates::none).contains("country"));
}

TEST(KmlReport, ThePlaceIsDataAndWordsAsFarAsItMayBeTold) {
  const std::string exact = of_placed(KmlReport({Coordinates::exact, false}));
  EXPECT_NE(exact.find("<description>near Las Vegas, US</description>"), std::string::npos) << exact;
  EXPECT_NE(exact.find("<Data name=\"place\"><value>Las Vegas</value></Data><Data "
                       "name=\"distance_km\"><value>3.2</value></Data><Data name=\"country\"><value>US"),
            std::string::npos)
      << exact;
  EXPECT_NE(exact.find("GeoNames"), std::string::npos);
  const std::string coarse = of_placed(KmlReport({Coordinates::coarse, false}));
  EXPECT_EQ(coarse.find("Las Vegas"), std::string::npos) << coarse;
  EXPECT_NE(coarse.find("<Data name=\"country\"><value>US"), std::string::npos);
  const std::string none = of_placed(KmlReport({Coordinates::none, false}));
  EXPECT_EQ(none.find("US"), std::string::npos) << none;
  EXPECT_EQ(none.find("GeoNames"), std::string::npos);
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
