#include "report/position.hpp"

#include <charconv>
#include <cmath>

namespace exifscrub {
namespace {

bool is_on_earth(const Location& location) {
  // Written so that NaN fails.
  return std::fabs(location.latitude) <= 90 && std::fabs(location.longitude) <= 180;
}

double to_tenth(double degrees) { return std::round(degrees * 10) / 10; }

/// Independent of the locale, unlike printf.
std::string fixed(double number, int decimals) {
  char text[400];
  const auto [end, error] =
      std::to_chars(text, text + sizeof text, number, std::chars_format::fixed, decimals);
  if (error != std::errc()) return "0";
  std::string trimmed(text, end);
  while (trimmed.back() == '0') trimmed.pop_back();
  if (trimmed.back() == '.') trimmed.pop_back();
  return trimmed == "-0" ? "0" : trimmed;
}

}  // namespace

std::optional<ToldPosition> position_told(const Location& location, Coordinates coordinates) {
  if (!is_on_earth(location)) return std::nullopt;
  if (coordinates == Coordinates::coarse) {
    return ToldPosition{to_tenth(location.latitude), to_tenth(location.longitude), std::nullopt};
  }
  if (coordinates != Coordinates::exact) return std::nullopt;
  ToldPosition position{location.latitude, location.longitude, std::nullopt};
  if (location.altitude_m && std::isfinite(*location.altitude_m)) position.altitude_m = location.altitude_m;
  return position;
}

std::string number_of_degrees(double degrees) { return fixed(degrees, 7); }

std::string number_of_metres(double metres) { return fixed(metres, 3); }

}  // namespace exifscrub
