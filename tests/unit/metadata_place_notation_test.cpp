#include <gtest/gtest.h>

#include <string>

#include "metadata/place_notation.hpp"
#include "support/linearity.hpp"

namespace exifscrub {
namespace {

std::string numbers_in(std::string_view text) {
  std::string found;
  for (const TextPlace& place : find_text_places(text)) {
    if (!found.empty()) found += '|';
    found += text.substr(place.number.offset, place.number.length);
  }
  return found;
}

/// Both, where there are two.
std::pair<double, double> position_in(std::string_view text) {
  std::pair<double, double> position{};
  for (const TextPlace& place : find_text_places(text)) {
    if (place.axis == PlaceAxis::latitude) position.first = place.value;
    if (place.axis == PlaceAxis::longitude) position.second = place.value;
  }
  return position;
}

struct Written {
  std::string_view text;
  std::string_view numbers;
};

TEST(PlaceNotation, AllOfACoordinateBelongsToIt) {
  const Written all[] = {
      {"Lat: 48\u00B051'29.99\"N Long: 2\u00B017'40.12\"E", "48\u00B051'29.99\"N|2\u00B017'40.12\"E"},
      {"Lat: 48\u00B0 51' 29.99\" N Long: 2\u00B0 17' 40.12\" E",
       "48\u00B0 51' 29.99\" N|2\u00B0 17' 40.12\" E"},
      {"Lat: 48\xB0"
       "51'29.99\"N",
       "48\xB0"
       "51'29.99\"N"},
      {"Lat: 48\u00B051\u203229.99\u2033 N", "48\u00B051\u203229.99\u2033 N"},
      {"Lat: 48&#176;51&apos;29.99&quot;N", "48&#176;51&apos;29.99&quot;N"},
      {"{\"lat\":\"48\\u00b051'29.99\\\"N\"}", "48\\u00b051'29.99\\\"N"},
      {"Lat=48d51m29.9911s", "48d51m29.9911s"},
      {"GPS Latitude : 48 deg 51' 29.99\" N", "48 deg 51' 29.99\" N"},
      {"Latitude: 48 51 29.99 N, Longitude: 2 17 40.12 E", "48 51 29.99 N|2 17 40.12 E"},
      {"latitude=48:51:29.99", "48:51:29.99"},
      {"GPSLatitude=48,51.499N", "48,51.499N"},
      {"Lat: 48,8583701 Lon: 2,2944813", "48,8583701|2,2944813"},
      {"Latitude: N 48.8583 Longitude: East 2.2944", "N 48.8583|East 2.2944"},
      {"lat=4.88583701e1", "4.88583701e1"},
      {"lat=48.85. Then on.", "48.85"},
      {"Latitude: \u221233.8568", "\u221233.8568"},
      {"lat: 48.85 2.29", "48.85|2.29"},
      {"GPSLatitude: (47.0, 36.0, 46.5624) GPSLongitude: (8.0, 43.0, 53.7096)",
       "47.0, 36.0, 46.5624|8.0, 43.0, 53.7096"},
      {"GPSLatitude: [47, 36, 46.5624]", "47, 36, 46.5624"},
      {"GPS Latitude: 47, 36, 46.5624", "47, 36, 46.5624"},
      {"exif:GPSLatitude: 47/1, 36/1, 465624/10000", "47/1, 36/1, 465624/10000"},
      {"exif:GPSLatitude=47/1 36/1 465624/10000", "47/1 36/1 465624/10000"},
      {"'GPSLatitude': ((47, 1), (36, 1), (465624, 10000))", "(47, 1), (36, 1), (465624, 10000)"},
      {"GPSLatitude = [Fraction(47, 1), Fraction(36, 1), Fraction(465624, 10000)]",
       "Fraction(47, 1), Fraction(36, 1), Fraction(465624, 10000)"},
      {"Latitude: 47.6, 8.7, 12.3", "47.6"},
  };
  for (const Written& each : all) EXPECT_EQ(numbers_in(each.text), each.numbers) << each.text;
  const auto position = position_in("Lat: 48\u00B051'29.99\"S Long: 2\u00B017'40.12\"W");
  EXPECT_NEAR(position.first, -48.858331, 1e-6);
  EXPECT_NEAR(position.second, -2.294478, 1e-6);
  const auto listed = position_in("Latitude: (47.0, 36.0, 46.5624), Longitude: 8/1, 43/1, 537096/10000");
  EXPECT_NEAR(listed.first, 47.612934, 1e-6);
  EXPECT_NEAR(listed.second, 8.731586, 1e-6);
}

TEST(PlaceNotation, WordsStandBesideTheirNumbersInManyWays) {
  const Written all[] = {
      {"Lat 48.85\u00B0 Long 2.29\u00B0", "48.85\u00B0|2.29\u00B0"},
      {"Latitude 48.8583 Longitude 2.2944", "48.8583|2.2944"},
      {"Lat48.8584, Lon2.2945", "48.8584|2.2945"},
      {"<lat>48.8</lat><lon>2.3</lon>", "48.8|2.3"},
      {"Latitude:\t48.8\nLongitude:\n2.3", "48.8|2.3"},
      {"Latitude\uFF1A48.8", "48.8"},
      {"Latitude -> 48.8", "48.8"},
      {"Latitude (deg): 48.8", "48.8"},
      {"lat1=48.8 lon1=2.3", "48.8|2.3"},
      {"[GPS(lat,lon): 48.85, 2.29]", "48.85|2.29"},
      {"[GPS(lat,lon,alt):48.8583701,2.2944813,35.2]", "48.8583701|2.2944813|35.2"},
      {"{\"latlng\":[48.85,2.29]}", "48.85|2.29"},
      {"{\"latitude\":{\"value\":48.85}}", "48.85"},
      {"{\"latitudeE7\": 488583701, \"longitudeE7\": -22944813}", "488583701|-22944813"},
      {"lat=48.85 ele=35.5", "48.85|35.5"},
      {"Latitude and Longitude: 47.612934, -8.731586", "47.612934|-8.731586"},
      {"Lat und Long: 47.612934, -8.731586", "47.612934|-8.731586"},
      {"Lat./Long.: 47.612934, -8.731586", "47.612934|-8.731586"},
      {"lat|lon: 47.612934, -8.731586", "47.612934|-8.731586"},
      {"Latitude + Longitude = 47.612934, -8.731586", "47.612934|-8.731586"},
      {"Lat/Lon (47.612934, -8.731586)", "47.612934|-8.731586"},
      {"LatLon(47.61, -8.73)", "47.61|-8.73"},
  };
  for (const Written& each : all) EXPECT_EQ(numbers_in(each.text), each.numbers) << each.text;
}

TEST(PlaceNotation, SomeNotationsNeedNoWord) {
  const Written all[] = {
      {"https://maps.google.com/?q=48.858331,2.294477", "48.858331|2.294477"},
      {"https://www.google.com/maps/@48.85,2.29,17z", "48.85|2.29"},
      {"https://www.google.com/maps/place/X/data=!3d48.8583!4d-2.2944", "48.8583|-2.2944"},
      {"https://www.google.com/maps/place/47%C2%B036'46.6%22N+8%C2%B043'53.7%22W/@47.6,-8.7,17z",
       "47%C2%B036'46.6%22N|8%C2%B043'53.7%22W|47.6|-8.7"},
      {"https://www.google.com/maps/search/47%C2%B036%2746.6%22N+8%C2%B043%2753.7%22W",
       "47%C2%B036%2746.6%22N|8%C2%B043%2753.7%22W"},
      {"https://maps.apple.com/?ll=48.8583%2C2.2944", "48.8583|2.2944"},
      {"https://www.openstreetmap.org/#map=15/48.8583/-2.2944", "48.8583|-2.2944"},
      {"https://www.openstreetmap.org/?mlat=48.85&mlon=2.29", "48.85|2.29"},
      {"https://www.bing.com/maps?cp=48.8583~2.2944", "48.8583|2.2944"},
      {"seen at geo:48.8,-2.29;u=35", "48.8|-2.29"},
      {"{\"type\":\"Point\",\"coordinates\":[2.2944,48.8583]}", "2.2944|48.8583"},
      {"<coordinates>2.2944,48.8583,35.5 2.2945,48.8584,36.5</coordinates>",
       "2.2944|48.8583|35.5|2.2945|48.8584|36.5"},
      {"$GPGGA,123519,4851.4998,N,00217.6686,W,1,08,0.9,545.4,M,46.9,M,,*47",
       "4851.4998,N|00217.6686,W|545.4"},
      {"+48.8583-002.2944+035.0/", "+48.8583|-002.2944|+035.0"},
      {"taken at 48.8583 N, 2.2944 E", "48.8583 N|2.2944 E"},
      {"N48.8583701 E2.2944813", "N48.8583701|E2.2944813"},
      {"48\u00B051'29.99\"N 2\u00B017'40.12\"E", "48\u00B051'29.99\"N|2\u00B017'40.12\"E"},
      {"Breite 48\u00B051'29\"N", "48\u00B051'29\"N"},
  };
  for (const Written& each : all) EXPECT_EQ(numbers_in(each.text), each.numbers) << each.text;
  EXPECT_NEAR(position_in("$GPRMC,1,A,4851.4998,N,00217.6686,W,").second, -2.294477, 1e-6);
  EXPECT_NEAR(position_in("+4851.4998-00217.6686/").first, 48.858330, 1e-6);
  EXPECT_NEAR(position_in("+485129.99-0021740.12/").second, -2.294478, 1e-6);
  EXPECT_EQ(position_in("{\"coordinates\":[2.2944,48.8583]}"), (std::pair{48.8583, 2.2944}));
}

TEST(PlaceNotation, OtherNumbersAreNone) {
  for (const std::string_view text : {
           "a table 2.5 m long 2 wide",
           "exposure long 2 s",
           "XLng2s",
           "48.8583, 2.2944",
           "curve 0.2512, 0.7344, 0.1234",
           "coordinates: 0.2512, 0.7344",
           "version 1.2.3, 4.5.6",
           "tone map=1.5,2.5",
           "user@48.85",
           "12:30:15 N",
           "-3.25+12.5",
           "f/2.8, 1/250",
           "alt=35.5",
           "10.5 E 12.5 N",
           "flat: 12.5, along 7.1234",
           "a lens (long) (2.5, 3.5)",
           "sizes: 47, 36, 46.5",
       })
    EXPECT_EQ(numbers_in(text), "") << text;
}

/// What erasing leaves is none of it, wherever it stood.
TEST(PlaceNotation, BlanksAreNoPlace) {
  for (std::string text :
       {std::string{"lat=\"48.85\" 2.0"}, std::string{"Latitude: 48 51 29.99 N, Longitude: 2 17 40.12 E"},
        std::string{"lat 48.8583 12.1234 lon=2.5 7"}, std::string{"geo:48.8,2.2,35.5,17.2"},
        std::string{"q=48.858331,2.294477 maps.google.com/?q=48.8,2.2/3.3"},
        std::string{"Latitude: ((47, 1), (36, 1), (4656, 100)) 7.5, lat: 47, 36, 46.5 12, 13"},
        std::string{"lat: 47/1 36/1 4656/100 12/1 latlon(47.61, -8.73)"}}) {
    for (const TextPlace& place : find_text_places(text))
      text.replace(place.number.offset, place.number.length, place.number.length, ' ');
    EXPECT_EQ(numbers_in(text), "") << text;
  }
}

TEST(PlaceNotation, Base64IsPassedOverAndNothingElse) {
  std::string text(2000, 'A');
  EXPECT_EQ(numbers_in(text + "lat=="), "");
  EXPECT_EQ(numbers_in(text + " lat=48.5"), "48.5");
  EXPECT_EQ(numbers_in("lat=488583701;" + text), "488583701");
}

TEST(PlaceNotation, TakesTimeInProportionToTheText) {
  for (const std::string_view piece :
       {"lat",       "lat ", "lat:",     "lat (",       "lat,lon",   "N ",    "48.1234,",
        "48.12,N,",  "&",    "\\u00b0",  "geo:4.1,",    "+48.12+",   "1",     "1.",
        "48 ",       "\"\"", "lat: 1 ",  "lat:[{\"",    "q=1.2345 ", "[GPS(", "lat:((1,",
        "lat: 1/1 ", "lat+", "lat and ", "latlon(1.5, "}) {
    const double growth = test::growth_at_four_times(1U << 16, [piece](std::size_t size) {
      std::string text;
      while (text.size() < size) text += piece;
      (void)find_text_places(text);
    });
    EXPECT_LT(growth, 9) << piece;
  }
}

TEST(PlaceNotation, WordsBehindGpsAreWords) {
  EXPECT_EQ(numbers_in("gpslat: 48.8583 gpslon: 2.2944"), "48.8583|2.2944");
  EXPECT_EQ(numbers_in("flat: 48.8583 salon: 2.2944"), "");
}

}  // namespace
}  // namespace exifscrub
