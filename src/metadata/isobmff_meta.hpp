#pragma once

#include <vector>

#include "metadata/block_findings.hpp"
#include "metadata/isobmff_tree.hpp"

namespace exifscrub {

/// Reads the items of a `meta` box, as HEIF files have them: Exif, XMP and JPEG pictures become references, coded
/// pictures tell nothing, and any other is what nobody reads. Where an item stands that the location table does not
/// say, its bytes are media data that nothing takes.
/// @param meta  index of the box
/// @param taken  gets the stretches of all items
/// @par Spec ISO/IEC 14496-12 8.11.3 (iloc), 8.11.6 (iinf); 23008-12 A.2.1 (Exif)
void read_meta_items(BlockFindings& into, const MovieTree& tree, std::uint32_t meta,
                     std::vector<Extent>& taken);

}  // namespace exifscrub
