#pragma once

#include <vector>

#include "exifscrub/byte_source.hpp"
#include "exifscrub/finding.hpp"
#include "metadata/block_findings.hpp"
#include "metadata/isobmff_tree.hpp"

namespace exifscrub {

/// Whether the specifications, or the phones whose videos are known, put a box of that type there, so that its
/// reader or its decoder knows what is in it.
/// @param index  a box outside user data and item lists
/// @par Spec ISO/IEC 14496-12, 14496-14 (iods), 23008-12 (items); QuickTime File Format
[[nodiscard]] bool is_known_box(Bytes stream, const MovieTree& tree, std::uint32_t index);

/// What nobody reads counts as: location where it spells a place, as text or as the sentences of a receiver, else
/// unknown.
[[nodiscard]] LeakClass class_of_unread(Bytes bytes);

/// A finding of what nobody reads, of these stretches, which are no boxes.
void add_unread(BlockFindings& into, std::string_view tag, const std::vector<Extent>& where);

/// What no sample and no item takes of the media data, zeros aside.
/// @param media  payloads of the boxes that hold media data
/// @param taken  where samples and items stand, in any order
[[nodiscard]] std::vector<Extent> unreferenced(Bytes stream, const std::vector<Extent>& media,
                                               const std::vector<Extent>& taken);

}  // namespace exifscrub
