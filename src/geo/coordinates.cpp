#include "geo/coordinates.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <numbers>

#include "base/assert.hpp"
#include "base/characters.hpp"

namespace exifscrub {
namespace {

constexpr double pi = std::numbers::pi;
constexpr double radians_per_degree = pi / 180;

/// Fixed notation in every locale, without a minus before zero.
std::string fixed(double value, int decimals) {
  std::array<char, 64> buffer{};
  const auto [end, failure] =
      std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, std::chars_format::fixed, decimals);
  EXS_ASSERT(failure == std::errc{});
  std::string_view text(buffer.data(), static_cast<std::size_t>(end - buffer.data()));
  if (text.front() == '-' && text.find_first_not_of("-0.") == std::string_view::npos) text.remove_prefix(1);
  return std::string(text);
}

std::string two_digits(std::int64_t value) { return (value < 10 ? "0" : "") + std::to_string(value); }

/// Counts in hundredths of a second, so that 59.996 seconds carry into the minute.
std::string sexagesimal(double degrees, char positive, char negative) {
  const std::int64_t hundredths = std::llround(std::abs(degrees) * 360'000);
  const std::int64_t seconds = hundredths / 100;
  return std::to_string(seconds / 3600) + "°" + two_digits(seconds / 60 % 60) + "'" +
         two_digits(seconds % 60) + "." + two_digits(hundredths % 100) + "\"" +
         (degrees < 0 && hundredths != 0 ? negative : positive);
}

struct LeadingNumber {
  double value = 0;
  std::string_view rest;
};

std::optional<LeadingNumber> leading_number(std::string_view text) {
  const bool has_sign = text.starts_with('+') || text.starts_with('-');
  if (text.find_first_of("0123456789") != (has_sign ? 1U : 0U)) return std::nullopt;  // not "inf", not "nan"
  if (text.starts_with('+')) text.remove_prefix(1);
  double value = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, failure] = std::from_chars(text.data(), end, value, std::chars_format::fixed);
  if (failure != std::errc{}) return std::nullopt;
  return LeadingNumber{value, {stop, static_cast<std::size_t>(end - stop)}};
}

std::optional<double> whole_number(std::string_view text) {
  const auto number = leading_number(text);
  if (!number || !number->rest.empty()) return std::nullopt;
  return number->value;
}

std::optional<double> metres_per(std::string_view unit) {
  if (unit == "m") return 1;
  if (unit == "km") return 1000;
  if (unit == "mi") return 1609.344;
  return std::nullopt;
}

Result<double> parse_radius(std::string_view text, std::uint64_t offset) {
  const auto number = leading_number(text);
  if (!number) return Error{Errc::malformed, offset, "the radius is not a number"};
  const auto unit = trimmed(number->rest);
  if (unit.empty()) return Error{Errc::malformed, offset, "the radius needs a unit: m, km or mi"};
  const auto metres = metres_per(unit);
  if (!metres) return Error{Errc::malformed, offset, "the unit of the radius is none of m, km, mi"};
  if (!(number->value > 0)) return Error{Errc::malformed, offset, "the radius must be more than 0"};
  return number->value * *metres;
}

/// The periodic part that both axes share; `x` and `y` in degrees from 105 east, 35 north.
double ripple(double x) { return (20 * std::sin(6 * x * pi) + 20 * std::sin(2 * x * pi)) * 2 / 3; }

double northward(double x, double y) {
  return -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * std::sqrt(std::abs(x)) + ripple(x) +
         (20 * std::sin(y * pi) + 40 * std::sin(y / 3 * pi)) * 2 / 3 +
         (160 * std::sin(y / 12 * pi) + 320 * std::sin(y / 30 * pi)) * 2 / 3;
}

double eastward(double x, double y) {
  return 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * std::sqrt(std::abs(x)) + ripple(x) +
         (20 * std::sin(x * pi) + 40 * std::sin(x / 3 * pi)) * 2 / 3 +
         (150 * std::sin(x / 12 * pi) + 300 * std::sin(x / 30 * pi)) * 2 / 3;
}

/// Metres of shift become degrees by the radii of curvature of the Krasovsky 1940 ellipsoid.
Position gcj02_of(Position wgs84) {
  constexpr double semi_major_m = 6'378'245;
  constexpr double eccentricity_squared = 0.00669342162296594323;
  const double x = wgs84.longitude - 105;
  const double y = wgs84.latitude - 35;
  const double phi = wgs84.latitude * radians_per_degree;
  const double w_squared = 1 - eccentricity_squared * std::sin(phi) * std::sin(phi);
  const double w = std::sqrt(w_squared);
  const double meridian_m = semi_major_m * (1 - eccentricity_squared) / (w_squared * w);
  const double parallel_m = semi_major_m / w * std::cos(phi);
  return {wgs84.latitude + northward(x, y) / (meridian_m * radians_per_degree),
          wgs84.longitude + eastward(x, y) / (parallel_m * radians_per_degree)};
}

Position bd09_of(Position gcj02) {
  constexpr double frequency = pi * 3000 / 180;
  const double x = gcj02.longitude;
  const double y = gcj02.latitude;
  const double length = std::hypot(x, y) + 0.00002 * std::sin(y * frequency);
  const double angle = std::atan2(y, x) + 0.000003 * std::cos(x * frequency);
  return {length * std::sin(angle) + 0.006, length * std::cos(angle) + 0.0065};
}

constexpr std::array<std::string_view, 3> datum_names{"wgs84", "gcj02", "bd09"};

}  // namespace

UnitVector unit_vector_of(Position position) {
  const double phi = position.latitude * radians_per_degree;
  const double lambda = position.longitude * radians_per_degree;
  return {std::cos(phi) * std::cos(lambda), std::cos(phi) * std::sin(lambda), std::sin(phi)};
}

Position position_of(UnitVector vector) {
  if (vector.x == 0 && vector.y == 0 && vector.z == 0) return {90, 0};
  return {std::atan2(vector.z, std::hypot(vector.x, vector.y)) / radians_per_degree,
          std::atan2(vector.y, vector.x) / radians_per_degree};
}

std::string decimal_degrees(Position position) {
  return fixed(position.latitude, 6) + ", " + fixed(position.longitude, 6);
}

std::string degrees_minutes_seconds(Position position) {
  return sexagesimal(position.latitude, 'N', 'S') + " " + sexagesimal(position.longitude, 'E', 'W');
}

std::string coarse_degrees(Position position) {
  const Position coarse = coarsened(position);
  return fixed(coarse.latitude, 1) + ", " + fixed(coarse.longitude, 1);
}

Position coarsened(Position position) {
  return {std::round(position.latitude * 10) / 10, std::round(position.longitude * 10) / 10};
}

Result<Vicinity> parse_vicinity(std::string_view text) {
  const auto first = text.find(',');
  const auto second = first == std::string_view::npos ? first : text.find(',', first + 1);
  if (second == std::string_view::npos || text.find(',', second + 1) != std::string_view::npos) {
    return Error{Errc::malformed, 0, "expected LAT,LON,RADIUS, as in 52.5,13.4,500m"};
  }
  const auto latitude = whole_number(trimmed(text.substr(0, first)));
  if (!latitude) return Error{Errc::malformed, 0, "the latitude is not a number of degrees"};
  if (!is_valid({*latitude, 0})) return Error{Errc::malformed, 0, "the latitude is not within -90 to 90"};
  const auto longitude = whole_number(trimmed(text.substr(first + 1, second - first - 1)));
  if (!longitude) return Error{Errc::malformed, first + 1, "the longitude is not a number of degrees"};
  if (!is_valid({0, *longitude})) {
    return Error{Errc::malformed, first + 1, "the longitude is not within -180 to 180"};
  }
  EXS_TRY(const double radius_m, parse_radius(trimmed(text.substr(second + 1)), second + 1));
  return Vicinity{{*latitude, *longitude}, radius_m};
}

std::string_view name_of(Datum datum) { return datum_names.at(static_cast<std::size_t>(datum)); }

std::optional<Datum> datum_named(std::string_view name) {
  const auto* const found = std::find(datum_names.begin(), datum_names.end(), name);
  if (found == datum_names.end()) return std::nullopt;
  return static_cast<Datum>(found - datum_names.begin());
}

bool has_chinese_shift(Position wgs84) {
  return wgs84.latitude >= 18.1 && wgs84.latitude <= 53.6 && wgs84.longitude >= 73.5 &&
         wgs84.longitude <= 134.8;
}

Position in_datum(Position wgs84, Datum datum) {
  if (datum == Datum::wgs84 || !has_chinese_shift(wgs84)) return wgs84;
  const Position gcj02 = gcj02_of(wgs84);
  return datum == Datum::gcj02 ? gcj02 : bd09_of(gcj02);
}

std::string_view note_on(Datum datum) {
  switch (datum) {
    case Datum::wgs84:
      return {};
    case Datum::gcj02:
      return "coordinates are shifted to GCJ-02 inside mainland China only; everywhere else they are WGS 84";
    case Datum::bd09:
      return "coordinates are shifted to BD-09 inside mainland China only; everywhere else they are WGS 84";
  }
  return {};
}

}  // namespace exifscrub
