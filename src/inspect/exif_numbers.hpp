#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "metadata/exif_tags.hpp"
#include "syntax/ifd.hpp"

namespace exifscrub {

/// The value as `exiftool -n` writes it: numbers in full up to a few hundred, text up to its first NUL, the
/// tags that ExifTool computes (APEX values, degrees, time stamps) computed.
[[nodiscard]] std::string exif_number(Bytes tiff, TiffGrammar grammar, const IfdEntry& entry,
                                      const ExifTag* tag);

/// Numerator and denominator as they stand: "59610/1000".
[[nodiscard]] std::string rational_text(Bytes tiff, TiffGrammar grammar, const IfdEntry& entry,
                                        std::uint64_t index);

/// A number with up to `digits` significant digits, as C's %g writes it.
[[nodiscard]] std::string general_text(double number, int digits);

/// The number that the whole text is, or nothing.
[[nodiscard]] std::optional<double> number_in(std::string_view text);

}  // namespace exifscrub
