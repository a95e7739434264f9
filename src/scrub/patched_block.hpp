#pragma once

#include <span>
#include <vector>

#include "exifscrub/layout.hpp"
#include "exifscrub/plan.hpp"

namespace exifscrub {

/// The bytes of a block that stands in the file as it is, under patches.
/// @param parts    of the file, which carry `bytes` in this order
/// @param bytes    of the block
/// @param patches  over the file; sorted, disjoint
[[nodiscard]] std::vector<Byte> patched_block(std::span<const Extent> parts, Bytes bytes,
                                              std::span<const Patch> patches);

}  // namespace exifscrub
