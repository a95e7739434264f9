#pragma once

#include "inspect/block_scribe.hpp"
#include "syntax/box.hpp"

namespace exifscrub {

/// Opens a box of the ISO base media file format or of JUMBF, and puts its header; the caller closes it.
/// @param words  what it is, when its size does not say enough
void open_box(BlockScribe& scribe, const Box& box, std::string words = {});

/// Puts the fields of a box whose place in it is fixed, as far as anybody reads them.
/// @par Spec ISO/IEC 14496-12 4.3, 8.2.2, 8.3.2, 8.4.2, 8.4.3, 8.5.2, 8.6.1, 8.7
void describe_fixed_fields(BlockScribe& scribe, const Box& box);

}  // namespace exifscrub
