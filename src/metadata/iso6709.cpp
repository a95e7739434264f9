#include "metadata/iso6709.hpp"

#include <charconv>
#include <cmath>
#include <cstddef>

namespace exifscrub {
namespace {

struct SignedNumber {
  double value = 0;
  std::size_t whole_digits = 0;
};

/// Takes a sign, digits and decimals from the front of `text`.
std::optional<SignedNumber> take_number(std::string_view& text) {
  if (text.empty() || (text.front() != '+' && text.front() != '-')) return std::nullopt;
  const bool negative = text.front() == '-';
  text.remove_prefix(1);
  SignedNumber number;
  number.whole_digits = std::min(text.find_first_not_of("0123456789"), text.size());
  if (number.whole_digits == 0 || number.whole_digits > 12) return std::nullopt;
  const char* begin = text.data();
  const auto [end, error] =
      std::from_chars(begin, begin + text.size(), number.value, std::chars_format::fixed);
  if (error != std::errc{}) return std::nullopt;
  text.remove_prefix(static_cast<std::size_t>(end - begin));
  if (negative) number.value = -number.value;
  return number;
}

/// Degrees of a number whose whole part is DD, DDMM or DDMMSS, with `degree_digits` for the degrees.
std::optional<double> degrees_of(SignedNumber number, std::size_t degree_digits) {
  const double magnitude = std::fabs(number.value);
  double degrees = magnitude;
  if (number.whole_digits == degree_digits + 2) {
    const double whole = std::floor(magnitude / 100);
    degrees = whole + (magnitude - whole * 100) / 60;
  } else if (number.whole_digits == degree_digits + 4) {
    const double whole = std::floor(magnitude / 10000);
    const double minutes = std::floor((magnitude - whole * 10000) / 100);
    degrees = whole + minutes / 60 + (magnitude - whole * 10000 - minutes * 100) / 3600;
  } else if (number.whole_digits > degree_digits) {
    return std::nullopt;
  }
  return std::signbit(number.value) ? -degrees : degrees;
}

}  // namespace

std::optional<Iso6709> read_iso6709(std::string_view text) {
  const auto latitude = take_number(text);
  const auto longitude = latitude ? take_number(text) : std::nullopt;
  if (!longitude) return std::nullopt;
  const auto north = degrees_of(*latitude, 2);
  const auto east = degrees_of(*longitude, 3);
  if (!north || !east || std::fabs(*north) > 90 || std::fabs(*east) > 180) return std::nullopt;
  Iso6709 position{*north, *east, std::nullopt};
  if (const auto altitude = take_number(text)) position.altitude_m = altitude->value;
  return position;
}

}  // namespace exifscrub
