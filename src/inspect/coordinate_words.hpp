#pragma once

#include <string>
#include <string_view>

#include "syntax/ifd.hpp"

namespace exifscrub {

/// How a coordinate of a GPS IFD is meant: "36 deg 6' 59.61\" N = 36.1165583". Empty for a text.
/// @param number  the value as exif_number() says it
[[nodiscard]] std::string coordinate_words(Bytes tiff, TiffGrammar grammar, const IfdTable& gps,
                                           const IfdEntry& entry, std::string_view number);

/// How its fractions become decimal degrees: "36 + 6/60 + 59.61/3600 = 36.11655833 degrees", for south and
/// west "115 + 8/60 = 115.1333333 W = -115.1333333 degrees". Empty when one has no value.
[[nodiscard]] std::string coordinate_sum(Bytes tiff, TiffGrammar grammar, const IfdTable& gps,
                                         const IfdEntry& entry);

}  // namespace exifscrub
