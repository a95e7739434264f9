#include "base/text.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>

#include "base/characters.hpp"

namespace exifscrub {
namespace {

struct CodeRange {
  char32_t first;
  char32_t last;
};

constexpr std::array<CodeRange, 10> controls = {{{0x00, 0x1F},
                                                 {0x7F, 0x9F},
                                                 {0x061C, 0x061C},
                                                 {0x200E, 0x200F},
                                                 {0x2028, 0x202E},
                                                 {0x2066, 0x206F},
                                                 {0xFEFF, 0xFEFF},
                                                 {0xFFF9, 0xFFFB},
                                                 {0x1D173, 0x1D17A},
                                                 {0xE0000, 0xE007F}}};
// Unicode 15, EastAsianWidth.txt, W and F by block, and the emoji blocks.
constexpr std::array<CodeRange, 9> wide = {{{0x1100, 0x115F},
                                            {0x2E80, 0xA4CF},
                                            {0xAC00, 0xD7A3},
                                            {0xF900, 0xFAFF},
                                            {0xFE30, 0xFE6F},
                                            {0xFF00, 0xFF60},
                                            {0xFFE0, 0xFFE6},
                                            {0x1F300, 0x1FAFF},
                                            {0x20000, 0x3FFFD}}};
constexpr std::array<CodeRange, 6> combining = {{{0x0300, 0x036F},
                                                 {0x1AB0, 0x1AFF},
                                                 {0x200B, 0x200D},
                                                 {0x20D0, 0x20FF},
                                                 {0xFE00, 0xFE0F},
                                                 {0xFE20, 0xFE2F}}};

template <std::size_t n>
bool in(const std::array<CodeRange, n>& ranges, char32_t code_point) {
  return std::any_of(ranges.begin(), ranges.end(),
                     [&](CodeRange r) { return code_point >= r.first && code_point <= r.last; });
}

unsigned byte_at(std::string_view text, std::size_t i) { return static_cast<unsigned char>(text[i]); }

void append_escapes(std::string& out, std::string_view bytes) {
  for (const char c : bytes) {
    out += "\\x";
    append_hex(out, static_cast<unsigned char>(c), upper_hex);
  }
}

}  // namespace

CodePoint front_code_point(std::string_view text) {
  const unsigned lead = byte_at(text, 0);
  if (lead < 0x80) return {lead, 1, true};
  const std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || lead > 0xF4 || text.size() < length) return {};
  char32_t value = lead & (0x7FU >> length);
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte_at(text, i) & 0xC0U) != 0x80U) return {};
    value = value << 6U | (byte_at(text, i) & 0x3FU);
  }
  constexpr std::array<char32_t, 5> least = {0, 0, 0x80, 0x800, 0x10000};
  const bool surrogate = value >= 0xD800 && value <= 0xDFFF;
  if (value < least[length] || value > 0x10FFFF || surrogate) return {};
  return {value, length, true};
}

bool is_control(char32_t code_point) { return in(controls, code_point); }

bool is_utf8(std::string_view text) {
  while (!text.empty()) {
    // Metadata is ASCII for the most part: eight bytes at once.
    std::uint64_t eight = 0;
    if (text.size() >= sizeof eight) std::memcpy(&eight, text.data(), sizeof eight);
    if (text.size() >= sizeof eight && (eight & 0x8080808080808080U) == 0) {
      text.remove_prefix(sizeof eight);
      continue;
    }
    const CodePoint next = front_code_point(text);
    if (!next.valid) return false;
    text.remove_prefix(next.length);
  }
  return true;
}

std::string repair_utf8(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const CodePoint next = front_code_point(text);
    out += next.valid ? text.substr(0, next.length) : std::string_view("\xEF\xBF\xBD");
    text.remove_prefix(next.length);
  }
  return out;
}

std::string sanitise_for_terminal(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const CodePoint next = front_code_point(text);
    if (next.valid && !is_control(next.value)) {
      out += text.substr(0, next.length);
    } else {
      append_escapes(out, text.substr(0, next.length));
    }
    text.remove_prefix(next.length);
  }
  return out;
}

std::size_t display_width(std::string_view text) {
  std::size_t columns = 0;
  while (!text.empty()) {
    const CodePoint next = front_code_point(text);
    columns += in(combining, next.value) ? 0U : in(wide, next.value) ? 2U : 1U;
    text.remove_prefix(next.length);
  }
  return columns;
}

std::string base64(Bytes bytes) {
  constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  out.reserve((bytes.size() + 2) / 3 * 4);
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    const std::size_t left = std::min<std::size_t>(3, bytes.size() - i);
    std::uint32_t group = static_cast<std::uint32_t>(bytes[i]) << 16U;
    if (left > 1) group |= static_cast<std::uint32_t>(bytes[i + 1]) << 8U;
    if (left > 2) group |= bytes[i + 2];
    for (std::size_t digit = 0; digit < 4; ++digit) {
      out += digit <= left ? alphabet[group >> (18U - 6U * digit) & 63U] : '=';
    }
  }
  return out;
}

}  // namespace exifscrub
