#pragma once

#include <string>
#include <string_view>

#include "metadata/exif_tags.hpp"
#include "syntax/ifd.hpp"

namespace exifscrub {

/// "RATIONAL" and what that is: how TIFF 6.0 and Exif call a type. @par Spec TIFF 6.0 section 2 "Types"
[[nodiscard]] std::string_view name_of_type(std::uint16_t type);
[[nodiscard]] std::string_view note_of_type(std::uint16_t type);

/// The value as `exiftool -n` writes it: numbers in full up to a few hundred, text up to its first NUL, the
/// tags that ExifTool computes (APEX values, degrees, time stamps) computed.
[[nodiscard]] std::string exif_number(Bytes tiff, TiffGrammar grammar, const IfdEntry& entry,
                                      const ExifTag* tag);

/// The value in words: flags and enumerations spelled out, units added. Empty where the plain value says it.
/// @param number  what exif_number() said
[[nodiscard]] std::string exif_words(IfdKind kind, std::uint16_t tag, std::string_view number);

/// Numerator and denominator as they stand: "59610/1000".
[[nodiscard]] std::string rational_text(Bytes tiff, TiffGrammar grammar, const IfdEntry& entry,
                                        std::uint64_t index);

/// A number with up to `digits` significant digits, as C's %g writes it.
[[nodiscard]] std::string general_text(double number, int digits);

/// One sentence on what the tag means; empty for those whose name says it.
[[nodiscard]] std::string_view note_of_tag(IfdKind kind, std::uint16_t tag);

}  // namespace exifscrub
