#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "exifscrub/byte_source.hpp"

namespace exifscrub {

/// One step through UTF-8 text.
struct CodePoint {
  char32_t value = 0;      ///< undefined when not valid
  std::size_t length = 1;  ///< bytes; 1 for a byte that starts no valid sequence
  bool valid = false;
};

/// The code point at the front of `text`, which must not be empty. Overlong forms, surrogates and values
/// above U+10FFFF are not valid (Unicode 15, table 3-7).
[[nodiscard]] CodePoint front_code_point(std::string_view text);

/// Whether the code point can change how a terminal or viewer shows the text around it: C0, DEL, C1, line and
/// paragraph separators, bidirectional controls, byte order mark, language tags.
[[nodiscard]] bool is_control(char32_t code_point);

[[nodiscard]] bool is_utf8(std::string_view text);

/// `text` with each byte that belongs to no valid UTF-8 sequence replaced by U+FFFD.
[[nodiscard]] std::string repair_utf8(std::string_view text);

/// `text` on one line and without power over a terminal: each byte of a control or of invalid UTF-8 becomes
/// \xNN. A backslash stays as it is.
[[nodiscard]] std::string sanitise_for_terminal(std::string_view text);

/// Columns that valid UTF-8 takes on a terminal: 2 for wide East Asian characters and emoji, 0 for combining
/// marks, else 1.
[[nodiscard]] std::size_t display_width(std::string_view text);

/// RFC 4648 section 4, with padding.
[[nodiscard]] std::string base64(Bytes bytes);

}  // namespace exifscrub
