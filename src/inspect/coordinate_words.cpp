#include "inspect/coordinate_words.hpp"

#include <algorithm>
#include <array>

#include "inspect/exif_numbers.hpp"
#include "metadata/gps.hpp"

namespace exifscrub {
namespace {

/// Degrees, minutes and seconds, as many as there are.
std::uint64_t parts_of(const IfdEntry& entry) {
  const std::uint64_t size = tiff_type_size(entry.type);
  return size == 0 ? 0 : std::min<std::uint64_t>(entry.value.length / size, 3);
}

/// The first letter of the entry in front, which says "N" or "S", "E" or "W".
std::string letter_of(Bytes tiff, TiffGrammar grammar, const IfdTable& gps, const IfdEntry& entry) {
  for (std::uint32_t i = 0; i < gps.count; ++i) {
    const IfdEntry other = read_ifd_entry(tiff, grammar, gps, i);
    if (other.tag == entry.tag - 1 && !other.value.empty())
      return exif_number(tiff, grammar, other, nullptr).substr(0, 1);
  }
  return {};
}

}  // namespace

std::string coordinate_words(Bytes tiff, TiffGrammar grammar, const IfdTable& gps, const IfdEntry& entry,
                             std::string_view number) {
  if (entry.type == tiff_type::ascii || parts_of(entry) == 0) return {};
  constexpr std::array<std::string_view, 3> units = {" deg", "'", "\""};
  std::string text;
  for (std::uint64_t i = 0; i < parts_of(entry); ++i) {
    const auto part = numeric_value(tiff, grammar, entry, i);
    if (!text.empty()) text += ' ';
    text += part ? general_text(*part, 8) : "undef";
    text += units[i];
  }
  const std::string letter = letter_of(tiff, grammar, gps, entry);
  if (!letter.empty()) text += " " + letter;
  const std::string degrees = gps_degrees_text(tiff, grammar, gps, entry);
  return text + " = " + (degrees.empty() ? std::string{number} : degrees);
}

std::string coordinate_sum(Bytes tiff, TiffGrammar grammar, const IfdTable& gps, const IfdEntry& entry) {
  constexpr std::array<std::string_view, 3> under = {"", "/60", "/3600"};
  std::string text;
  for (std::uint64_t i = 0; i < parts_of(entry); ++i) {
    const auto part = numeric_value(tiff, grammar, entry, i);
    if (!part) return {};
    if (i > 0) text += " + ";
    text += general_text(*part, 10);
    text += under[i];
  }
  const ExifTag degrees{0, "", LeakClass::location, ExifHome::gps, ExifValue::degrees, ""};
  const auto sum = number_in(exif_number(tiff, grammar, entry, &degrees));
  if (!sum) return {};
  text += " = " + general_text(*sum, 10);
  const std::string letter = letter_of(tiff, grammar, gps, entry);
  const bool negative = letter == "S" || letter == "W" || letter == "s" || letter == "w";
  if (negative && *sum > 0) text += " " + letter + " = " + general_text(-*sum, 10);
  return text + " degrees";
}

}  // namespace exifscrub
