#pragma once

#include <string_view>

#include "base/cursor.hpp"
#include "layout/reading.hpp"

namespace exifscrub {

/// A keyword's letters without case, blanks around it, and the difference between "|" and "/", as one number.
/// Programs write the same keyword into many lists, and each spells its trees in its own way.
[[nodiscard]] std::size_t keyword_word(std::string_view keyword);

/// The same of bytes that are UTF-8 or else Latin-1, perhaps with zeros behind.
[[nodiscard]] std::size_t keyword_word(Bytes keyword);

/// Notes that the words of a keyword below a root for places, "Places|France|Paris", mean places in this file: each
/// one below the root, and the whole.
void note_place_path(std::string_view path, Reading& into);

/// Makes a finding of class location of each keyword of the file whose word means a place, wherever its list
/// stands: Lightroom writes "Paris" into dc:subject and IPTC beside "Places|France|Paris".
void find_place_twins(Reading& reading);

}  // namespace exifscrub
