#pragma once

#include <vector>

#include "exifscrub/plan.hpp"
#include "scrub/document.hpp"

namespace exifscrub {

/// Photoshop keeps a digest of the IPTC stream beside it. Pictures in the stream are blocks of their own, whose
/// erasure does not know of the digest: one that was right before `patches` is made right under them. Resources
/// in an Exif block are like those in APP13; those in base64 in an XMP packet keep a digest that is out of date.
/// @param patches  over the file; sorted, disjoint; a patch of the digest is replaced
/// @return whether a digest was made anew
[[nodiscard]] Result<bool> mend_iptc_digests(Document& document, std::vector<Patch>& patches);

}  // namespace exifscrub
