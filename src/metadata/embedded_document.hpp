#pragma once

#include <cstdint>
#include <optional>

#include "exifscrub/byte_source.hpp"
#include "exifscrub/layout.hpp"
#include "layout/reading.hpp"

namespace exifscrub {

/// A document that stands in somebody else's value.
struct EmbeddedDocument {
  BlockKind kind = BlockKind::unknown;  ///< exif or jpeg
  std::uint64_t offset = 0;             ///< bytes of the value in front of it; it reaches to the value's end
};

/// Fewer bytes hold no document: a TIFF header and a directory of one entry.
inline constexpr std::uint64_t smallest_document = 22;

/// The first document in a value that its owner's specification calls opaque: a TIFF stream, by its header and a
/// directory that makes sense, or the words "Exif" in front of it; or a JPEG stream, by its first segment.
/// Costs about one instruction a byte.
[[nodiscard]] std::optional<EmbeddedDocument> find_document(Bytes value);

/// Adds a reference to the document in `value`, which stands at `origin` of `block`.
/// @return how many bytes of the value stand in front of it; all where there is none
std::uint64_t refer_to_document(std::uint32_t block, Bytes value, std::uint64_t origin, Reading& into);

}  // namespace exifscrub
