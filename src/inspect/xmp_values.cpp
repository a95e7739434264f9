#include "inspect/xmp_values.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <optional>

#include "base/characters.hpp"
#include "inspect/exif_numbers.hpp"
#include "inspect/iptc_words.hpp"
#include "metadata/xmp_rdf.hpp"

namespace exifscrub {
namespace {

bool has_shape(std::string_view text, std::string_view shape) {
  if (text.size() < shape.size()) return false;
  for (std::size_t i = 0; i < shape.size(); ++i) {
    if (shape[i] == 'd' ? !is_digit(text[i]) : shape[i] != text[i]) return false;
  }
  return true;
}

std::optional<double> parsed(std::string_view text) {
  double number = 0;
  if (text.starts_with('+')) text.remove_prefix(1);
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return number;
}

std::optional<double> quotient(std::string_view text) {
  const std::size_t slash = text.find('/');
  if (slash == std::string_view::npos) return std::nullopt;
  const auto over = parsed(text.substr(0, slash));
  const auto under = parsed(text.substr(slash + 1));
  if (!over || !under || *under == 0) return std::nullopt;
  return *over / *under;
}

/// Z, +02:00, +02 or nothing.
bool is_zone(std::string_view text) {
  if (text.empty() || text == "Z") return true;
  if (text.front() != '+' && text.front() != '-') return false;
  return (text.size() == 6 && has_shape(text.substr(1), "dd:dd")) ||
         (text.size() == 3 && has_shape(text.substr(1), "dd"));
}

/// "2024-05-06T19:07:08+02:00" as "2024:05:06 19:07:08+02:00"; empty when it is no date.
std::string date_of(std::string_view text) {
  if (!has_shape(text, "dddd-dd-dd")) return {};
  std::string date{text};
  date[4] = date[7] = ':';
  if (text.size() == 10) return date;
  if ((text[10] != 'T' && text[10] != ' ') || !has_shape(text.substr(11), "dd:dd")) return {};
  std::string_view rest = text.substr(16);
  if (has_shape(rest, ":dd")) rest.remove_prefix(3);
  if (rest.starts_with('.'))
    rest.remove_prefix(std::min(rest.find_first_not_of("0123456789", 1), rest.size()));
  if (!is_zone(trimmed(rest))) return {};
  date[10] = ' ';
  return date;
}

/// "36,6.9935N", "36,6,59N", or the same with other signs between: up to three numbers and a letter.
std::optional<double> coordinate_of(std::string_view text) {
  const std::string_view all = text;
  double sum = 0;
  double unit = 1;
  int parts = 0;
  while (parts < 3) {
    const std::size_t begin = text.find_first_of("0123456789");
    if (begin == std::string_view::npos) break;
    const bool negative = parts == 0 && begin > 0 && text[begin - 1] == '-';
    text.remove_prefix(begin);
    const std::size_t end = std::min(text.find_first_not_of("0123456789."), text.size());
    const auto number = parsed(text.substr(0, end));
    if (!number) return std::nullopt;
    sum += (negative ? -*number : *number) / unit;
    unit *= 60;
    ++parts;
    text.remove_prefix(end);
  }
  if (parts == 0) return std::nullopt;
  const char letter = all.back();
  const bool negative = letter == 'S' || letter == 'W' || letter == 's' || letter == 'w';
  return negative ? -sum : sum;
}

bool is_coordinate(std::string_view tag) {
  return tag.ends_with("GPSLatitude") || tag.ends_with("GPSLongitude") || tag == "GPSDestLatitude" ||
         tag == "GPSDestLongitude";
}

bool is_camera_group(std::string_view group) {
  constexpr std::array<std::string_view, 6> groups = {"exif", "tiff", "aux", "exifEX", "crd", "video"};
  return std::ranges::find(groups, group) != groups.end();
}

/// A fraction, or several with blanks between (LensInfo).
std::string fractions_of(std::string_view value) {
  std::string text;
  while (!value.empty()) {
    const std::size_t end = std::min(value.find(' '), value.size());
    const std::string_view part = value.substr(0, end);
    value.remove_prefix(std::min(end + 1, value.size()));
    if (!text.empty()) text += ' ';
    const auto number = quotient(part);
    const bool by_zero = part.ends_with("/0");
    text += number    ? general_text(*number, 15)
            : by_zero ? (part == "0/0" ? "undef" : "inf")
                      : std::string{part};
  }
  return text;
}

}  // namespace

std::string xmp_number(std::string_view group, std::string_view tag, std::string_view value) {
  // The vocabulary of the Picture Licensing Universal System is known by its last words.
  constexpr std::string_view plus = "http://ns.useplus.org/ldf/vocab/";
  if (group == "plus" && value.starts_with(plus)) return std::string{value.substr(plus.size())};
  const bool has_position = group == "exif" || group == "iptcExt";
  if (group == "iptcExt" && tag.ends_with("GPSAltitude")) return fractions_of(value);
  if (has_position && is_coordinate(tag)) {
    const auto degrees = coordinate_of(value);
    return degrees ? general_text(*degrees, 15) : std::string{value};
  }
  if (group == "photomech" && tag == "TimeCreated") return iptc_time(std::string{value});
  if (std::string date = date_of(value); !date.empty()) return date;
  if (!is_camera_group(group)) return std::string{value};
  const auto number = quotient(value);
  if (group == "exif" &&
      (tag == "ShutterSpeedValue" || tag == "ApertureValue" || tag == "MaxApertureValue")) {
    const auto apex = number ? number : parsed(value);
    if (!apex) return std::string{value};
    if (tag == "ShutterSpeedValue") return general_text(std::fabs(*apex) < 100 ? std::exp2(-*apex) : 0, 15);
    return general_text(std::exp2(*apex / 2), 15);
  }
  const bool has_fraction = value.find('/') != std::string_view::npos &&
                            value.find_first_not_of("0123456789/ -+.") == std::string_view::npos;
  return has_fraction ? fractions_of(value) : std::string{value};
}

}  // namespace exifscrub
