#include "metadata/xmp_position.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <string>

#include "base/characters.hpp"

namespace exifscrub {
namespace {

void skip_to_number(std::string_view& text) {
  const auto starts = [](char c) { return is_digit(c) || c == '+' || c == '-' || c == '.'; };
  while (!text.empty() && !starts(text.front())) text.remove_prefix(1);
}

/// Takes the number at the front, a fraction of two numbers too.
std::optional<double> take_number(std::string_view& text) {
  const bool negative = text.starts_with('-');
  if (negative || text.starts_with('+')) text.remove_prefix(1);
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || !std::isfinite(value)) return std::nullopt;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  if (text.size() >= 2 && text[0] == '/' && is_digit(text[1])) {
    double below = 0;
    const auto [stop, failure] = std::from_chars(text.data() + 1, text.data() + text.size(), below);
    if (failure != std::errc{} || below == 0) return std::nullopt;
    text.remove_prefix(static_cast<std::size_t>(stop - text.data()));
    value /= below;
  }
  return negative ? -value : value;
}

/// -1 for a text that says south or west behind its digits, 1 for north and east, 0 for neither.
int hemisphere(std::string_view text) {
  text.remove_prefix(text.find_last_of("0123456789") + 1);  // npos + 1: no digits, the text is the word
  const std::size_t letter = text.find_first_of("NnEeSsWw");
  if (letter == std::string_view::npos) return 0;
  return std::string_view{"SsWw"}.find(text[letter]) == std::string_view::npos ? 1 : -1;
}

enum class Part : std::uint8_t {
  none,
  latitude,
  latitude_ref,
  longitude,
  longitude_ref,
  altitude,
  altitude_ref
};

Part part_named(std::string_view local) {
  struct Row {
    std::string_view local;
    Part part;
  };
  // drone-dji writes GpsLongtitude; wgs84_pos lat and long; Darwin Core decimalLatitude.
  constexpr std::array rows = {
      Row{"gpslatitude", Part::latitude},
      Row{"latitude", Part::latitude},
      Row{"lat", Part::latitude},
      Row{"decimallatitude", Part::latitude},
      Row{"gpslongitude", Part::longitude},
      Row{"gpslongtitude", Part::longitude},
      Row{"longitude", Part::longitude},
      Row{"long", Part::longitude},
      Row{"lon", Part::longitude},
      Row{"decimallongitude", Part::longitude},
      Row{"gpsaltitude", Part::altitude},
      Row{"altitude", Part::altitude},
      Row{"alt", Part::altitude},
      Row{"absolutealtitude", Part::altitude},
      Row{"gpsaltituderef", Part::altitude_ref},
      Row{"gpslatituderef", Part::latitude_ref},
      Row{"gpslongituderef", Part::longitude_ref},
  };
  std::string flat{local};
  std::transform(flat.begin(), flat.end(), flat.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  for (const Row& row : rows) {
    if (row.local == flat) return row.part;
  }
  return Part::none;
}

}  // namespace

std::optional<double> parse_angle(std::string_view text) {
  constexpr std::array<double, 3> divisors = {1, 60, 3600};
  double degrees = 0;
  bool negative = false;
  std::size_t count = 0;
  std::string_view rest = text;
  for (; count < divisors.size(); ++count) {
    skip_to_number(rest);
    if (rest.empty()) break;
    const bool minus = rest.front() == '-';
    const auto number = take_number(rest);
    if (!number) return std::nullopt;
    if (count == 0) negative = minus;
    degrees += std::abs(*number) / divisors[count];
  }
  if (count == 0 || !std::isfinite(degrees)) return std::nullopt;
  return negative || hemisphere(text) < 0 ? -degrees : degrees;
}

std::optional<double> parse_quantity(std::string_view text) {
  skip_to_number(text);
  if (text.empty()) return std::nullopt;
  return take_number(text);
}

void XmpPositions::add(std::uint32_t scope, std::uint32_t space, std::string_view local,
                       std::string_view value) {
  const Part part = part_named(local);
  if (part == Part::none) return;
  Parts& parts = parts_[{scope, space}];
  switch (part) {
    case Part::latitude:
      if (!parts.latitude) parts.latitude = parse_angle(value);
      break;
    case Part::longitude:
      if (!parts.longitude) parts.longitude = parse_angle(value);
      break;
    case Part::altitude:
      if (!parts.altitude_m) parts.altitude_m = parse_quantity(value);
      break;
    // XMP has no such properties, but some sidecars do.
    case Part::latitude_ref:
      parts.south = hemisphere(value) < 0;
      break;
    case Part::longitude_ref:
      parts.west = hemisphere(value) < 0;
      break;
    case Part::altitude_ref:
      parts.below_sea = value == "1";
      break;
    case Part::none:
      break;
  }
}

void XmpPositions::report(std::uint32_t block, Reading& into) const {
  for (const auto& [key, parts] : parts_) {
    if (!parts.latitude || !parts.longitude) continue;
    if (std::abs(*parts.latitude) > 90 || std::abs(*parts.longitude) > 180) continue;
    BlockPosition position;
    position.block = block;
    position.latitude = *parts.latitude;
    position.longitude = *parts.longitude;
    position.altitude_m = parts.altitude_m;
    if (parts.south) position.latitude = -std::abs(position.latitude);
    if (parts.west) position.longitude = -std::abs(position.longitude);
    if (position.altitude_m && parts.below_sea) position.altitude_m = -std::abs(*position.altitude_m);
    into.positions.push_back(position);
  }
}

}  // namespace exifscrub
