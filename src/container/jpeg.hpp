#pragma once

#include "container/format.hpp"

namespace exifscrub {

/// Cuts a JPEG file into claims: each image from SOI to EOI (jpeg_image.hpp), and what stands behind the
/// first one: further images, directly or where the Multi-Picture index says, trailers (trailers.hpp), zeros.
///
/// The file is read front to back once, in windows; only then are trailers and the index looked up. A further
/// image that cannot be understood is an unknown trailer, the first one must be sound.
/// @return see Format::parse; conflict when the first image has no EOI and runs into a trailer
/// @par Spec ITU-T T.81 annex B, CIPA DC-007
[[nodiscard]] Result<void> parse_jpeg(ByteSource& file, LayoutBuilder& into, const ParseOptions& options);

}  // namespace exifscrub
