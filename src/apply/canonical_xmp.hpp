#pragma once

#include <cstdint>
#include <vector>

#include "exifscrub/byte_source.hpp"

namespace exifscrub {

/// What the kept XMP says that has to be true of the file.
struct CanonicalXmp {
  struct Item {
    bool primary = false;
    std::uint64_t length = 0;   ///< bytes; 0 for the primary
    std::uint64_t padding = 0;  ///< bytes between this item's end and the next item
  };
  bool canonical = false;  ///< the rest means nothing unless this is true
  bool gain_map = false;   ///< holds hdrgm or apdi properties
  bool motion = false;     ///< holds GCamera properties: a motion video is there
  std::vector<Item> items;
};

/// Compares an XMP packet with the one template that a scrub writes, line by line and byte by byte: fixed
/// names in fixed order, and values that are numbers, True or False, or of a fixed vocabulary. Spaces may
/// follow. No XML is parsed; whatever else XML would allow is not canonical.
[[nodiscard]] CanonicalXmp match_canonical_xmp(Bytes packet);

}  // namespace exifscrub
