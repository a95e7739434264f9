#pragma once

#include <span>
#include <vector>

#include "exifscrub/plan.hpp"
#include "scrub/document.hpp"

namespace exifscrub {

/// An Extended XMP is named by the digest of its data, in each of its segments and in the main packet. A name
/// that was right stays right under `patches`.
/// @param patches  over the file; sorted, disjoint
/// @return the further patches, over the file
/// @par Spec XMP part 3 1.1.3.1
[[nodiscard]] Result<std::vector<Patch>> rename_extended_xmp(Document& document,
                                                             std::span<const Patch> patches);

}  // namespace exifscrub
