#pragma once

#include <string_view>
#include <vector>

#include "exifscrub/byte_source.hpp"
#include "exifscrub/layout.hpp"
#include "layout/builder.hpp"
#include "syntax/dialect.hpp"

namespace exifscrub {

/// What stands behind an image that a decoder has no business with.
struct Trailer {
  Extent at;              ///< bytes of the file
  std::string_view name;  ///< "Samsung SEFT trailer"
  Role role = Role::unknown;
  BlockKind block = BlockKind::unknown;
  LeakClass leak_class = LeakClass::unknown;
  Dialect dialect = Dialect::none;
};

/// Zeros, which tell nothing.
[[nodiscard]] inline Trailer zero_padding(Extent at) { return {at, "zero padding", Role::empty}; }

/// Trailers that are known by their last bytes, peeled from the end of `within`, and zeros between them; in
/// file order. What they leave in front is for name_stretch().
/// @return errors of the source only; what looks damaged is no trailer
[[nodiscard]] Result<std::vector<Trailer>> peel_trailers(ByteSource& file, Extent within);

/// Names what stands between two things that are known: zeros, bare MP4 streams, unknown bytes; in file order
/// and without a gap.
/// @return errors of the source only
[[nodiscard]] Result<std::vector<Trailer>> name_stretch(ByteSource& file, Extent stretch);

/// Claims a trailer: a node, a block and one region; zeros are a region of the file without either.
void claim_trailer(LayoutBuilder& into, const Trailer& trailer);

}  // namespace exifscrub
