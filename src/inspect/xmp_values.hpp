#pragma once

#include <string>
#include <string_view>

namespace exifscrub {

/// A property's value as `exiftool -n` writes it: fractions divided, dates with colons, coordinates in
/// decimal degrees, APEX values computed.
/// @param group  ExifTool's group 1 without "XMP-"
/// @par Spec XMP part 1, 8.2.1 (dates); XMP part 2, 2.6 (GPSCoordinate, Rational)
[[nodiscard]] std::string xmp_number(std::string_view group, std::string_view tag, std::string_view value);

}  // namespace exifscrub
