#pragma once

#include "metadata/language.hpp"

namespace exifscrub {

/// Reads an MPF block for what is no index of images: it is a TIFF stream, in which anybody may put entries. Those
/// whose tags are not of the format, a text that writes a place and a block without a TIFF header are of class
/// unknown. The index itself is no finding; container/mpf.hpp reads it.
/// @par Spec CIPA DC-007 5.2, tables 3 and 5
void read_multi_picture(const ReadRequest& request, Reading& into);

}  // namespace exifscrub
