#pragma once

#include <cstdint>
#include <string_view>

#include "exifscrub/byte_source.hpp"

namespace exifscrub {

/// The application segments that may stand in a stripped file, by their signatures.
enum class Carrier : std::uint8_t {
  jfif,
  avi1,
  exif,
  xmp,
  icc,
  mpf,
  iso_gain_map,
  spiff,
  arot,
  adobe,
  other,  ///< any other APPn, and COM: only when it is emptied to zeros
};

/// As many bytes of a payload as carrier_of() looks at.
inline constexpr std::size_t carrier_front = 32;

/// The first 29 bytes of an XMP payload.
inline constexpr std::string_view xmp_signature{"http://ns.adobe.com/xap/1.0/\0", 29};

/// What the segment of `marker` (the byte behind FF) carries.
/// @param front  the payload, or its first carrier_front bytes
[[nodiscard]] Carrier carrier_of(Byte marker, Bytes front);

/// Whether the payload is what a viewer needs and no more, for the carriers that need no more than a look:
/// JFIF without thumbnail, AVI1, Adobe, SPIFF without directory, ISO 21496-1, a gain curve of its length.
/// @par Spec ITU-T T.871 10.1; T.84 F.1 (SPIFF); Adobe TN 5116; AVI MJPEG DIB format 1995; ISO 21496-1 annex
/// C
[[nodiscard]] bool is_allowed(Carrier carrier, Bytes payload);

/// What to say of a segment that is not allowed: static text.
[[nodiscard]] std::string_view objection_to(Carrier carrier, Byte marker);

}  // namespace exifscrub
