#pragma once

#include "exifscrub/scrubber.hpp"
#include "scrub/document.hpp"
#include "scrub/treatment.hpp"

namespace exifscrub {

/// What `Mode::set_thumbnail` does to a file: the JPEG thumbnail in the Exif block of the primary image goes,
/// or what `make` makes of the primary image takes its place. Nothing else changes.
///
/// A thumbnail that fits into the bytes of the old one is written there and nothing moves; else it goes
/// behind the block's other bytes, and the segment is written anew. An image without a thumbnail gets none.
/// @param make  null: the thumbnail is removed
/// @return does_not_fit where the segment has no room; unsupported for an uncompressed thumbnail that is to
///         be replaced; malformed when the Exif block cannot be followed, or `make` makes nothing
[[nodiscard]] Result<Treatment> treat_thumbnail(Document& document, const Policy& policy,
                                                const Miniature* make);

}  // namespace exifscrub
