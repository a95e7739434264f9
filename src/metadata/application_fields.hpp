#pragma once

#include "metadata/block_findings.hpp"

/// One reader for each application segment whose fields are known; read_application() chooses. Blocks start
/// behind the signature.
namespace exifscrub {

/// JFIF, with or without its "JFIF\0": version 2, units 1, densities 4, width 1, height 1, thumbnail.
void read_jfif_thumbnail(BlockFindings& into);
/// Canon's camera image file format: a heap.
void read_ciff(BlockFindings& into);
void read_casio_qvci(BlockFindings& into);
/// Ricoh's user-defined fields.
void read_ricoh_rmeta(BlockFindings& into);
void read_hp_tdhd(BlockFindings& into);
/// "[key:value][key:value]..."
void read_dji_debug(BlockFindings& into);
/// XML, flat.
void read_media_jukebox(BlockFindings& into);
/// Adobe Save for Web.
void read_ducky(BlockFindings& into);
/// Lines "key=value" of old cameras.
void read_picture_info(BlockFindings& into);
/// ArcSoft's comment in UTF-16.
void read_unicode_comment(BlockFindings& into);

}  // namespace exifscrub
