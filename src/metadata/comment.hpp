#pragma once

#include "metadata/language.hpp"

namespace exifscrub {

/// Reads a COM segment: File:Comment, and the places written in it (place_notation.hpp).
/// @par Spec T.81 B.2.4.5
void read_comment(const ReadRequest& request, Reading& into);

/// Blanks the comment with zeros.
[[nodiscard]] Result<Erasure> erase_comment(const EraseRequest& request);

}  // namespace exifscrub
