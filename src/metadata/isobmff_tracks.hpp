#pragma once

#include <vector>

#include "metadata/block_findings.hpp"
#include "metadata/isobmff_tree.hpp"

namespace exifscrub {

/// Where the samples of a track stand, from its sample table; those outside the stream are left out.
/// @param track  index of the `trak` box
/// @par Spec ISO/IEC 14496-12 8.7
[[nodiscard]] std::vector<Extent> sample_extents(Bytes stream, const MovieTree& tree, std::uint32_t track);

/// One finding for a track of timed metadata, or one for each of its parts that has a class of its own; none
/// for pictures, sound and time codes.
void read_metadata_track(BlockFindings& into, const MovieTree& tree, std::uint32_t track);

}  // namespace exifscrub
