#pragma once

#include <string>
#include <string_view>

#include "syntax/ifd_graph.hpp"

namespace exifscrub {

/// "RATIONAL" and what that is: how TIFF 6.0 and Exif call a type. @par Spec TIFF 6.0 section 2 "Types"
[[nodiscard]] std::string_view name_of_type(std::uint16_t type);
[[nodiscard]] std::string_view note_of_type(std::uint16_t type);

/// The value in words: flags and enumerations spelled out, units added. Empty where the plain value says it.
/// @param number  what exif_number() said
[[nodiscard]] std::string exif_words(IfdKind kind, std::uint16_t tag, std::string_view number);

/// One sentence on what the tag means; empty for those whose name says it.
[[nodiscard]] std::string_view note_of_tag(IfdKind kind, std::uint16_t tag);

}  // namespace exifscrub
