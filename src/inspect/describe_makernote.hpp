#pragma once

#include "inspect/block_scribe.hpp"
#include "metadata/makernote.hpp"

namespace exifscrub {

/// Describes the directories of a maker note: their entries with the names that are known, by number
/// otherwise.
/// @param at    the value of the note's tag, bytes of the block
/// @param note  as look_at_makernote() returned it
void describe_makernote(BlockScribe& scribe, Extent at, const MakerNote& note);

}  // namespace exifscrub
