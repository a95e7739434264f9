#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace exifscrub {

/// What a character of a text is to whoever reads a coordinate in it, however the text writes it: a degree sign
/// in UTF-8, in Latin-1, as `&#176;` or `\u00b0`.
struct WrittenCharacter {
  static constexpr char degree = '\x01', other = '\x7F';
  char means = other;  ///< of ASCII; a blank for any white space and zero; `degree`; `other` for the rest
  std::uint8_t length = 1;  ///< bytes of the text
};

/// The character at `at`, which lies in the text.
[[nodiscard]] WrittenCharacter written_character(std::string_view text, std::size_t at);

/// How text of this kind writes a character of Unicode that a coordinate may hold: in Latin-1, its typographic
/// twins as their plain ones, '\x7F' for any that a coordinate does not hold.
[[nodiscard]] char plain_character(std::uint32_t unicode);

/// The first place from `at` on that is no blank.
[[nodiscard]] std::size_t skip_blanks(std::string_view text, std::size_t at);

/// A number without sign: digits with a point or a comma in them.
struct WrittenNumber {
  double value = 0;
  std::size_t end = 0;
  std::uint32_t digits = 0;    ///< in front of the point
  std::uint32_t decimals = 0;  ///< behind it
};

/// The number at `at`; none where it is part of something longer, as "1.2.3" is.
[[nodiscard]] std::optional<WrittenNumber> number_at(std::string_view text, std::size_t at);

/// Whether a sign stands at `at`: its bytes, or 0.
[[nodiscard]] std::size_t sign_at(std::string_view text, std::size_t at);

/// A latitude or longitude with all that belongs to it.
struct WrittenCoordinate {
  double value = 0;  ///< decimal degrees, south and west negative
  std::size_t begin = 0, end = 0;
  std::uint32_t decimals = 0;  ///< of the number when it is one of degrees alone
  bool marked = false;         ///< has a degree sign, or minutes
  bool minutes = false;
  char hemisphere = 0;  ///< N, S, E or W, or 0
};

/// The coordinate at `at`: "48.85", "-48,85", "N 48.85", "48°51'29.99\"N", "48 deg 51.5' S", "48 51 29.99 N",
/// "48:51:29", "48,51.499N".
[[nodiscard]] std::optional<WrittenCoordinate> coordinate_at(std::string_view text, std::size_t at);

/// The same as a list of degrees, minutes and seconds, as programs print the rationals of Exif; with or without a
/// bracket before it: "47, 36, 46.56", "[47.0, 36.0, 46.56]", "47/1 36/1 4656/100", "((47, 1), (36, 1), (4656, 100))",
/// "[Fraction(47, 1), ...". Four numbers are none.
[[nodiscard]] std::optional<WrittenCoordinate> triple_at(std::string_view text, std::size_t at);

}  // namespace exifscrub
