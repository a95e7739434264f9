#pragma once

#include <vector>

#include "metadata/block_findings.hpp"
#include "metadata/isobmff_tree.hpp"

namespace exifscrub {

/// Samples that run past the end of the stream: of a video that was cut.
enum class CutSamples : std::uint8_t { left_out, as_far_as_they_go };

/// Where the samples of a track stand, from its sample table.
/// @param track  index of the `trak` box
/// @par Spec ISO/IEC 14496-12 8.7
[[nodiscard]] std::vector<Extent> sample_extents(Bytes stream, const MovieTree& tree, std::uint32_t track,
                                                 CutSamples cut);

/// One finding for a track of timed metadata, or one for each of its parts that has a class of its own; none
/// for pictures, sound and time codes.
void read_metadata_track(BlockFindings& into, const MovieTree& tree, std::uint32_t track);

}  // namespace exifscrub
