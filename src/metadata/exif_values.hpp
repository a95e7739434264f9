#pragma once

#include <string>

#include "metadata/exif_tags.hpp"
#include "syntax/ifd.hpp"

namespace exifscrub {

/// An entry's value in words: text as UTF-8 where it says what it is, numbers in decimal, a long or binary
/// one cut short. `tag` may be null.
[[nodiscard]] std::string exif_value_text(Bytes tiff, TiffGrammar grammar, const IfdEntry& entry,
                                          const ExifTag* tag);

/// A number with up to ten significant digits, without an exponent where that is readable.
[[nodiscard]] std::string number_text(double number);

/// Text that ends at its last character that is neither NUL nor blank; parts between NULs are joined by "; ".
[[nodiscard]] std::string plain_text(Bytes text);

/// UTF-16 as UTF-8, up to the first NUL; lone surrogates become U+FFFD.
[[nodiscard]] std::string utf16_text(Bytes text, ByteOrder order);

/// The text of a value that begins with an eight-byte character code (UserComment, GPSAreaInformation).
/// Writers forget the code; text that begins at the first byte is taken from there. Empty for what is no
/// text.
/// @par Spec Exif 2.32 4.6.5 D, table 9
[[nodiscard]] std::string coded_text(Bytes value, ByteOrder order);

/// The same, but what is no text as numbers or as its size.
[[nodiscard]] std::string comment_text(Bytes value, ByteOrder order);

/// Whether the bytes can be shown as text: no control characters but white space and closing NULs, not empty.
[[nodiscard]] bool is_printable(Bytes bytes);

/// Whether there is nothing in the bytes but NULs and blanks, behind a character code that may be there.
[[nodiscard]] bool is_blank(Bytes value);

}  // namespace exifscrub
