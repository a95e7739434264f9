#pragma once

#include <string>
#include <vector>

#include "exifscrub/byte_source.hpp"
#include "exifscrub/extent.hpp"

namespace exifscrub {

/// A number in an XMP packet that says how long something behind the picture is.
struct XmpLength {
  std::string
      semantic;   ///< of an item of the container's directory; "MicroVideo": from there to the file's end
  Extent digits;  ///< bytes of the packet
  std::uint64_t value = 0;
};

/// GCamera:MicroVideoOffset and the Item:Length of each item of a container's directory, in packets of one
/// byte a character.
[[nodiscard]] std::vector<XmpLength> find_xmp_lengths(Bytes packet);

}  // namespace exifscrub
