#pragma once

#include "metadata/block_findings.hpp"

/// One reader for each kind of trailer; read_trailer() chooses.
namespace exifscrub {

/// MIE (Meta Information Encapsulation 1.1). A finding's first stretch is its format byte: the value becomes
/// `free` with it.
void read_mie_trailer(BlockFindings& into);

/// The format byte of an element without meaning.
inline constexpr Byte mie_free = 0x80;

/// AXS file concatenation protocol.
void read_afcp_trailer(BlockFindings& into);
void read_foto_station_trailer(BlockFindings& into);
void read_photo_mechanic_trailer(BlockFindings& into);
/// Canon Digital Photo Professional's recipe.
void read_canon_vrd_trailer(BlockFindings& into);
/// Nikon NX Studio's edits: an XMP packet.
void read_nikon_nx_trailer(BlockFindings& into);
void read_insta360_trailer(BlockFindings& into);
void read_vivo_trailer(BlockFindings& into);
void read_oneplus_trailer(BlockFindings& into);

}  // namespace exifscrub
