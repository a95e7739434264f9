#include "report/position.hpp"

#include <charconv>
#include <cmath>

namespace exifscrub {
namespace {

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

std::optional<ToldPosition> position_told(Position position, Disclosure disclosure) {
  if (!is_valid(position)) return std::nullopt;
  const Position at = in_datum(position, disclosure.datum);
  switch (disclosure.coordinates) {
    case Coordinates::none:
    case Coordinates::place:
      return std::nullopt;
    case Coordinates::coarse:
      return ToldPosition{coarsened(at), std::nullopt};
    case Coordinates::exact:
      return ToldPosition{at, std::nullopt};
  }
  return std::nullopt;
}

std::optional<ToldPosition> position_told(const Location& location, Disclosure disclosure) {
  auto position = position_told(Position{location.latitude, location.longitude}, disclosure);
  const bool exact = disclosure.coordinates == Coordinates::exact;
  if (position && exact && location.altitude_m && std::isfinite(*location.altitude_m)) {
    position->altitude_m = location.altitude_m;
  }
  return position;
}

std::optional<ToldPlace> place_told(const std::optional<NearestPlace>& place, Disclosure disclosure) {
  if (!place || disclosure.coordinates == Coordinates::none) return std::nullopt;
  if (disclosure.coordinates == Coordinates::coarse) return ToldPlace{{}, 0, place->country};
  return ToldPlace{place->name, std::round(place->distance_km * 10) / 10, place->country};
}

std::string number_of_degrees(double degrees) { return fixed(degrees, 7); }

std::string number_of_metres(double metres) { return fixed(metres, 3); }

std::string number_of_kilometres(double kilometres) { return fixed(kilometres, 1); }

}  // namespace exifscrub
