#pragma once

#include <string>

#include "syntax/ifd.hpp"

namespace exifscrub {

/// When a GPS IFD says that the picture was taken, as local time, "2024-05-06T19:07:08": its date and time,
/// which are UTC, moved by the nautical time zone of its longitude, a whole hour for every 15 degrees. Legal
/// time may differ from that by an hour or two. Empty without date, time and longitude that make sense.
/// @par Spec Exif 2.32 4.6.6 A, GPSTimeStamp and GPSDateStamp
[[nodiscard]] std::string gps_local_time(Bytes tiff, TiffGrammar grammar, const IfdTable& gps);

}  // namespace exifscrub
