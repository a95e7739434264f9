#pragma once

#include "exifscrub/byte_source.hpp"
#include "layout/reading.hpp"
#include "syntax/ifd_graph.hpp"

namespace exifscrub {

/// What other tags' classes depend on, what a viewer needs, and when the picture was taken.
/// @param graph  of `tiff`
void gather_exif_facts(Bytes tiff, const IfdGraph& graph, Facts& facts);

/// An orientation, and the entry that says it.
struct Orientation {
  std::uint16_t value = 0;  ///< 1 to 8; 0: none
  Extent entry;
};

/// The orientation that viewers still find where too few entries have a known type for a directory.
[[nodiscard]] Orientation orientation_of_damaged(Bytes tiff);

}  // namespace exifscrub
