#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "metadata/language.hpp"

namespace exifscrub {

/// Reads an XMP packet in UTF-8, UTF-16 or UTF-32 (ISO 16684-1), or the data of an Extended XMP.
///
/// A finding for each property of the packet, by namespace URI and not by prefix, whether it is written as
/// attribute, element, struct, array or rdf:resource; one for each member of a struct that is a location, and
/// for a location inside any other property. Its extents are what has to be blanked: an attribute with the
/// white space before it, an element from "<" to the ">" of its end tag. Also findings: the toolkit's name,
/// rdf:about, comments, processing instructions and text where none belongs.
///
/// A property without a value is a leftover. Coordinates become positions, embedded base64 documents
/// (thumbnails, originals, depth maps, Exif, IPTC) references, what a viewer needs facts. A packet that is no
/// well-formed XML or beyond the budgets of XmpTree: what was read until then, one finding of class unknown
/// over all of it, and a blind spot that may hide a location.
void read_xmp(const ReadRequest& request, Reading& into);

/// Blanks the selected findings with spaces at the same size; namespaces stay declared for what remains. A
/// struct, array or rdf:Description whose last member goes is blanked with it. When no finding of the block
/// stays, the packet becomes a minimal one of the same length in its own encoding, and nothing_left is set.
///
/// Everything is of Phase::values: each torn state is still a packet, and what was not yet blanked is found
/// by the next run. Two things remain for the caller, because they stand outside the block:
///  - an Extended XMP (BlockKind::xmp_extended) is named by the MD5 of its data. After its patches compute
///    extended_xmp_guid() of the patched bytes and write it into the 32 GUID bytes of each of its chunk
///    headers (bytes 35..66 of the APP1 payload) and, through relink_extended_xmp(), into the main packet.
///  - where Item:Length and the like follow from bytes that move, write a kept XMP (kept_xmp.hpp) instead.
/// @return malformed when the packet cannot be read and not all of it is to go.
Result<Erasure> erase_xmp(const EraseRequest& request);

/// The name of an Extended XMP: the MD5 of its whole data as 32 upper-case hex digits (XMP part 3, 1.1.3.1).
[[nodiscard]] std::string extended_xmp_guid(Bytes extended);

/// Patches over the main packet that put `guid` (32 characters) where xmpNote:HasExtendedXMP says `old_guid`.
/// Empty when the packet does not name it.
[[nodiscard]] std::vector<Patch> relink_extended_xmp(Bytes packet, std::string_view old_guid,
                                                     std::string_view guid);

}  // namespace exifscrub
