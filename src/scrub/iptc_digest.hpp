#pragma once

#include <vector>

#include "exifscrub/plan.hpp"
#include "scrub/document.hpp"

namespace exifscrub {

/// Photoshop keeps a digest of the IPTC stream beside it. Pictures in the stream are blocks of their own, whose
/// erasure does not know of the digest: one that was right before `patches` is made right under them.
/// @param patches  over the file; sorted, disjoint; a patch of the digest is replaced
/// @return whether a digest was made anew
[[nodiscard]] Result<bool> mend_iptc_digests(Document& document, std::vector<Patch>& patches);

}  // namespace exifscrub
