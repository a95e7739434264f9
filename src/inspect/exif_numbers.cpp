#include "inspect/exif_numbers.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdio>

#include "base/bytes.hpp"
#include "metadata/exif_values.hpp"

namespace exifscrub {
namespace {

/// Values of one entry that are written out.
constexpr std::uint64_t most_numbers = 300;

std::string first_text(Bytes value) {
  std::string_view text = as_text(value);
  text = text.substr(0, text.find('\0'));
  while (text.ends_with(' ')) text.remove_suffix(1);
  return std::string{text};
}

/// ExifTool rounds quotients to ten significant digits, and computes with the rounded ones.
std::string quotient_text(Bytes tiff, TiffGrammar grammar, const IfdEntry& entry, std::uint64_t index) {
  const Byte* at = tiff.data() + entry.value.offset + 8 * index;
  const std::uint32_t over = load_u32(at, grammar.order);
  const std::uint32_t under = load_u32(at + 4, grammar.order);
  if (under == 0) return over == 0 ? "undef" : "inf";
  const bool is_signed = entry.type == tiff_type::srational;
  const double quotient = is_signed ? static_cast<double>(static_cast<std::int32_t>(over)) /
                                          static_cast<double>(static_cast<std::int32_t>(under))
                                    : static_cast<double>(over) / static_cast<double>(under);
  return general_text(quotient, 10);
}

std::string number_at(Bytes tiff, TiffGrammar grammar, const IfdEntry& entry, std::uint64_t index) {
  if (entry.type == tiff_type::rational || entry.type == tiff_type::srational) {
    return quotient_text(tiff, grammar, entry, index);
  }
  const auto number = numeric_value(tiff, grammar, entry, index);
  if (!number) return "undef";
  if (entry.type == tiff_type::f32) return general_text(*number, 7);
  return general_text(*number, 15);
}

std::string bytes_as_numbers(Bytes bytes) {
  std::string text;
  for (const Byte byte : bytes.first(std::min<std::size_t>(bytes.size(), most_numbers))) {
    if (!text.empty()) text += ' ';
    text += std::to_string(byte);
  }
  return text;
}

std::string list_text(Bytes tiff, TiffGrammar grammar, const IfdEntry& entry) {
  const std::uint64_t size = tiff_type_size(entry.type);
  const std::uint64_t count = size == 0 ? 0 : entry.value.length / size;
  std::string text;
  for (std::uint64_t i = 0; i < std::min(count, most_numbers); ++i) {
    if (i > 0) text += ' ';
    text += number_at(tiff, grammar, entry, i);
  }
  if (count > most_numbers) text += " ... (" + std::to_string(count) + " numbers)";
  return text;
}

/// Degrees, minutes and seconds, as many as there are, summed.
std::string degrees_number(Bytes tiff, TiffGrammar grammar, const IfdEntry& entry) {
  const std::uint64_t size = tiff_type_size(entry.type);
  const std::uint64_t count = size == 0 ? 0 : std::min<std::uint64_t>(entry.value.length / size, 3);
  double sum = 0;
  double unit = 1;
  for (std::uint64_t i = 0; i < count; ++i, unit *= 60) {
    const auto part = number_in(number_at(tiff, grammar, entry, i));
    if (!part && i == 0) return {};
    sum += part.value_or(0) / unit;
  }
  return count == 0 ? std::string{} : general_text(sum, 15);
}

/// Hours, minutes and seconds as "19:07:08.5".
std::string clock_number(Bytes tiff, TiffGrammar grammar, const IfdEntry& entry) {
  std::array<double, 3> parts{};
  for (std::uint64_t i = 0; i < 3; ++i) {
    const auto part = numeric_value(tiff, grammar, entry, i);
    if (part) parts[i] = *part;
  }
  double seconds = (parts[0] * 60 + parts[1]) * 60 + parts[2];
  if (!std::isfinite(seconds) || seconds < 0 || seconds > 1e9) return {};
  seconds = std::round(seconds * 1e9) / 1e9;
  const double hours = std::floor(seconds / 3600);
  seconds -= hours * 3600;
  const double minutes = std::floor(seconds / 60);
  seconds -= minutes * 60;
  std::array<char, 64> text{};
  std::snprintf(text.data(), text.size(), "%02.0f:%02.0f:%s%s", hours, minutes, seconds < 10 ? "0" : "",
                general_text(std::round(seconds * 1e9) / 1e9, 11).c_str());
  return text.data();
}

/// Columns 2 | rows 2 | a colour for each (Exif 2.32 4.6.5 G "CFAPattern"); some cameras write the two
/// numbers in the other order than the file's.
std::string pattern_number(Bytes value, ByteOrder order) {
  for (const ByteOrder either : {order, order == ByteOrder::big ? ByteOrder::little : ByteOrder::big}) {
    if (value.size() < 4) return {};
    const std::uint64_t across = load_u16(value.data(), either);
    const std::uint64_t down = load_u16(value.data() + 2, either);
    if (across * down == 0 || across * down + 4 > value.size()) continue;
    return std::to_string(across) + ' ' + std::to_string(down) + ' ' +
           bytes_as_numbers(value.subspan(4, across * down));
  }
  return {};
}

bool is_apex_time(std::uint16_t tag) { return tag == 0x9201; }
bool is_apex_aperture(std::uint16_t tag) { return tag == 0x9202 || tag == 0x9205; }

}  // namespace

std::optional<double> number_in(std::string_view text) {
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return number;
}

std::string general_text(double number, int digits) {
  std::array<char, 40> text{};
  std::snprintf(text.data(), text.size(), "%.*g", digits, number == 0 ? 0.0 : number);
  return text.data();
}

std::string rational_text(Bytes tiff, TiffGrammar grammar, const IfdEntry& entry, std::uint64_t index) {
  const Byte* at = tiff.data() + entry.value.offset + 8 * index;
  const std::uint32_t over = load_u32(at, grammar.order);
  const std::uint32_t under = load_u32(at + 4, grammar.order);
  if (entry.type == tiff_type::srational) {
    return std::to_string(static_cast<std::int32_t>(over)) + "/" +
           std::to_string(static_cast<std::int32_t>(under));
  }
  return std::to_string(over) + "/" + std::to_string(under);
}

std::string exif_number(Bytes tiff, TiffGrammar grammar, const IfdEntry& entry, const ExifTag* tag) {
  const Bytes value = tiff.subspan(entry.value.offset, entry.value.length);
  const bool is_text = entry.type == tiff_type::ascii || entry.type == tiff_type::utf8;
  switch (tag != nullptr ? tag->value : ExifValue::plain) {
    case ExifValue::comment:
      return value.size() < 8 ? comment_text(value, grammar.order) : coded_text(value, grammar.order);
    case ExifValue::utf16:
      return utf16_text(value, ByteOrder::little);
    case ExifValue::version:
      return first_text(value);
    case ExifValue::numbers:
      return is_text ? first_text(value) : bytes_as_numbers(value);
    case ExifValue::degrees:
      return is_text ? first_text(value) : degrees_number(tiff, grammar, entry);
    case ExifValue::clock:
      return is_text ? first_text(value) : clock_number(tiff, grammar, entry);
    case ExifValue::opaque:
      return {};
    case ExifValue::plain:
    case ExifValue::structure:
      break;
  }
  if (is_text) {
    if (tag != nullptr && tag->name == "Copyright") return plain_text(value);
    return first_text(value);
  }
  if (tag != nullptr && tag->name == "CFAPattern") {
    if (const std::string pattern = pattern_number(value, grammar.order); !pattern.empty()) return pattern;
  }
  if (entry.type == tiff_type::undefined) {
    if (value.size() <= 4) {
      const bool text = entry.tag == 0x0001 || entry.tag == 0x0002;  // Interoperability
      return text && is_printable(value) ? first_text(value) : bytes_as_numbers(value);
    }
    return is_printable(value) ? first_text(value) : std::string{};
  }
  if (tag != nullptr && (is_apex_time(entry.tag) || is_apex_aperture(entry.tag))) {
    const auto apex = number_in(number_at(tiff, grammar, entry, 0));
    if (!apex) return list_text(tiff, grammar, entry);
    if (is_apex_time(entry.tag)) return general_text(std::fabs(*apex) < 100 ? std::exp2(-*apex) : 0, 15);
    return general_text(std::exp2(*apex / 2), 15);
  }
  return list_text(tiff, grammar, entry);
}

}  // namespace exifscrub
