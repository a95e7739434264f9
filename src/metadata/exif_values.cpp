#include "metadata/exif_values.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "base/bytes.hpp"

namespace exifscrub {
namespace {

constexpr std::size_t longest_text = 1024;  // bytes of a value that are put in words
constexpr std::uint64_t most_numbers = 16;
constexpr std::size_t code_size = 8;

Bytes as_bytes(std::string_view text) { return {reinterpret_cast<const Byte*>(text.data()), text.size()}; }

void append_utf8(std::string& text, std::uint32_t point) {
  const auto put = [&text](std::uint32_t unit) { text += static_cast<char>(unit); };
  if (point < 0x80) {
    put(point);
  } else if (point < 0x800) {
    put(0xC0 | point >> 6);
    put(0x80 | (point & 0x3F));
  } else if (point < 0x10000) {
    put(0xE0 | point >> 12);
    put(0x80 | (point >> 6 & 0x3F));
    put(0x80 | (point & 0x3F));
  } else {
    put(0xF0 | point >> 18);
    put(0x80 | (point >> 12 & 0x3F));
    put(0x80 | (point >> 6 & 0x3F));
    put(0x80 | (point & 0x3F));
  }
}

std::string numbers_text(Bytes tiff, TiffGrammar grammar, const IfdEntry& entry, std::string_view between) {
  std::string text;
  const std::uint64_t size = tiff_type_size(entry.type);
  const std::uint64_t count = size == 0 ? 0 : entry.value.length / size;
  for (std::uint64_t i = 0; i < std::min(count, most_numbers); ++i) {
    if (i > 0) text += between;
    const auto number = numeric_value(tiff, grammar, entry, i);
    text += number ? number_text(*number) : "undef";
  }
  if (count > most_numbers) text += " ...";
  return text;
}

std::string bytes_text(Bytes bytes) {
  std::string text;
  for (const Byte byte : bytes) {
    if (!text.empty()) text += ' ';
    text += std::to_string(byte);
  }
  return text;
}

std::string size_text(std::uint64_t length) { return "(" + std::to_string(length) + " bytes)"; }

/// Which of UTF-16's two forms a UNICODE comment is in: writers take the file's order, or always one of them.
ByteOrder utf16_order(Bytes text, ByteOrder fallback) {
  if (text.size() < 2) return fallback;
  if (text[0] == 0xFF && text[1] == 0xFE) return ByteOrder::little;
  if (text[0] == 0xFE && text[1] == 0xFF) return ByteOrder::big;
  std::size_t first = 0;
  std::size_t second = 0;
  for (std::size_t i = 0; i + 1 < text.size(); i += 2) {
    if (text[i] == 0) ++first;
    if (text[i + 1] == 0) ++second;
  }
  if (first == second) return fallback;
  return first > second ? ByteOrder::big : ByteOrder::little;
}

/// Whether `code` names a character code: its name, then NULs or, as some cameras write, blanks. Behind a NUL
/// there may be garbage.
bool is_code(Bytes code, std::string_view name) {
  if (!starts_with(code, name)) return false;
  const Bytes rest = code.subspan(name.size());
  return rest.front() == 0 || std::ranges::all_of(rest, [](Byte byte) { return byte == 0 || byte == ' '; });
}

/// The first text in the bytes, without NULs and blanks around it; empty for what is no text.
std::string first_part(Bytes bytes) {
  std::string_view text = as_text(bytes);
  text.remove_prefix(std::min(text.find_first_not_of('\0'), text.size()));
  text = text.substr(0, std::min(text.find('\0'), longest_text));
  while (text.ends_with(' ')) text.remove_suffix(1);
  return is_printable(as_bytes(text)) ? std::string{text} : std::string{};
}

std::string undefined_text(Bytes value) {
  if (is_printable(value)) return plain_text(value);
  return value.size() <= 4 ? bytes_text(value) : size_text(value.size());
}

}  // namespace

std::string number_text(double number) {
  std::array<char, 40> digits{};
  const double size = std::fabs(number);
  const bool plain = size == 0 || (size >= 1e-6 && size < 1e15);
  const auto end =
      std::to_chars(digits.data(), digits.data() + digits.size(), number,
                    plain && size == std::floor(size) ? std::chars_format::fixed : std::chars_format::general,
                    plain && size == std::floor(size) ? 0 : 10);
  return {digits.data(), end.ptr};
}

std::string plain_text(Bytes bytes) {
  std::string text;
  std::string_view rest = as_text(bytes.first(std::min(bytes.size(), longest_text)));
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find('\0'), rest.size());
    std::string_view part = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    while (!part.empty() && part.back() == ' ') part.remove_suffix(1);
    // Behind the first NUL there may be a second part (Copyright has two), or what the camera's memory held.
    const bool garbage = !text.empty() && (part.size() < 3 || !is_printable(as_bytes(part)));
    if (part.empty() || garbage) continue;
    if (!text.empty()) text += "; ";
    text += part;
  }
  return text;
}

std::string utf16_text(Bytes bytes, ByteOrder order) {
  std::string text;
  bytes = bytes.first(std::min(bytes.size(), 2 * longest_text));
  constexpr std::uint32_t replacement = 0xFFFD;
  for (std::size_t i = 0; i + 1 < bytes.size(); i += 2) {
    std::uint32_t point = load_u16(bytes.data() + i, order);
    if (point == 0) break;
    if (point == 0xFEFF) continue;
    if (point >= 0xD800 && point < 0xE000) {
      const std::uint32_t low = i + 3 < bytes.size() ? load_u16(bytes.data() + i + 2, order) : 0U;
      const bool is_pair = point < 0xDC00 && low >= 0xDC00 && low < 0xE000;
      point = is_pair ? 0x10000 + ((point - 0xD800) << 10) + (low - 0xDC00) : replacement;
      if (is_pair) i += 2;
    }
    append_utf8(text, point);
  }
  return text;
}

std::string coded_text(Bytes value, ByteOrder order) {
  if (value.size() < code_size) return {};
  const Bytes code = value.first(code_size);
  const Bytes body = value.subspan(code_size);
  if (is_code(code, "UNICODE")) return utf16_text(body, utf16_order(body, order));
  // Behind the text there may be what the camera's memory held.
  if (is_code(code, "ASCII") || is_code(code, "JIS") || is_code(code, {})) return first_part(body);
  return is_printable(value) ? first_part(value) : std::string{};
}

std::string comment_text(Bytes value, ByteOrder order) {
  std::string text = coded_text(value, order);
  return text.empty() && !is_blank(value) ? undefined_text(value) : text;
}

bool is_printable(Bytes bytes) {
  std::string_view text = as_text(bytes);
  while (!text.empty() && text.back() == '\0') text.remove_suffix(1);
  return !text.empty() && std::ranges::all_of(text, [](char c) {
    const auto byte = static_cast<Byte>(c);
    return (byte >= 0x20 && byte != 0x7F) || byte == '\t' || byte == '\n' || byte == '\r';
  });
}

bool is_blank(Bytes value) {
  if (value.size() >= code_size) {
    const std::string_view text = as_text(value);
    const bool coded = text.starts_with("ASCII") || text.starts_with("UNICODE") || text.starts_with("JIS");
    if (coded) value = value.subspan(code_size);
  }
  return std::ranges::all_of(value, [](Byte byte) { return byte == 0 || byte == ' '; });
}

std::string exif_value_text(Bytes tiff, TiffGrammar grammar, const IfdEntry& entry, const ExifTag* tag) {
  const Bytes value = tiff.subspan(entry.value.offset, entry.value.length);
  switch (tag != nullptr ? tag->value : ExifValue::plain) {
    case ExifValue::comment:
      return comment_text(value, grammar.order);
    case ExifValue::utf16:
      return utf16_text(value, ByteOrder::little);
    case ExifValue::version:
      return is_printable(value) ? plain_text(value)
                                 : bytes_text(value.first(std::min<std::size_t>(value.size(), 8)));
    case ExifValue::numbers:
      return bytes_text(value.first(std::min<std::size_t>(value.size(), 8)));
    case ExifValue::clock:
      if (entry.type == tiff_type::ascii) return plain_text(value);
      return numbers_text(tiff, grammar, entry, ":");
    case ExifValue::opaque:
      return size_text(entry.value.length);
    case ExifValue::degrees:
    case ExifValue::plain:
    case ExifValue::structure:
      break;
  }
  switch (entry.type) {
    case tiff_type::ascii:
    case tiff_type::utf8:
      return plain_text(value);
    case tiff_type::undefined:
      return undefined_text(value);
    default:
      if (tiff_type_size(entry.type) == 0) return {};
      return numbers_text(tiff, grammar, entry, " ");
  }
}

}  // namespace exifscrub
