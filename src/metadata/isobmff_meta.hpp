#pragma once

#include <string>
#include <vector>

#include "metadata/isobmff_tree.hpp"

namespace exifscrub {

/// An item of a `meta` box: a picture of a HEIF file, its Exif, its XMP.
struct MetaItem {
  std::uint32_t id = 0;
  BoxType type;              ///< "hvc1", "Exif", "mime"; 0 in the first versions of the table
  std::string content_type;  ///< of a mime item
  std::vector<Extent>
      where;  ///< in the stream; empty where the location table does not say it, or says it of no byte there
};

/// The items of a `meta` box, from its tables.
/// @param meta  index of the box
/// @par Spec ISO/IEC 14496-12 8.11.3 (iloc), 8.11.6 (iinf)
[[nodiscard]] std::vector<MetaItem> items_of(Bytes stream, const MovieTree& tree, std::uint32_t meta);

}  // namespace exifscrub
