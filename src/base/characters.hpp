#pragma once

#include <string>
#include <string_view>

namespace exifscrub {

[[nodiscard]] constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }

inline constexpr std::string_view upper_hex = "0123456789ABCDEF";
inline constexpr std::string_view lower_hex = "0123456789abcdef";

/// Appends the two hex digits of `byte`.
/// @param digits  lower_hex or upper_hex
inline void append_hex(std::string& out, unsigned char byte, std::string_view digits) {
  out += digits[byte >> 4U];
  out += digits[byte & 0xFU];
}

/// `text` without `blanks` at both ends.
[[nodiscard]] constexpr std::string_view trimmed(std::string_view text, std::string_view blanks = " \t\r\n") {
  const std::size_t begin = text.find_first_not_of(blanks);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(blanks) - begin + 1);
}

}  // namespace exifscrub
