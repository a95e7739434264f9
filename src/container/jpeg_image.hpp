#pragma once

#include <cstdint>
#include <optional>

#include "base/digests.hpp"
#include "container/sliding_window.hpp"
#include "layout/builder.hpp"

namespace exifscrub {

/// What the images of one file share while it is read front to back.
struct JpegStream {
  SlidingWindow window;
  LayoutBuilder& into;
  std::optional<ImageHasher> hasher;  ///< empty: images get no digest
  bool head_only = false;             ///< images end, as far as they are read, before their first scan's data
  std::uint32_t segments = 0;         ///< markers met so far, for the limit
  std::uint32_t images = 0;           ///< read to their end so far
};

/// How one image ended.
struct JpegImage {
  std::uint32_t node = no_index;
  std::uint64_t end = 0;              ///< behind EOI, or where the image stops without one
  std::uint64_t last_scan_begin = 0;  ///< of the last scan's entropy-coded data
  bool has_eoi = false;
};

/// Claims the image whose SOI stands at `soi`, adds its node and its blocks, and computes its hash.
///
/// Goes on after SOS up to the EOI marker; FF D9 is never searched for. Segments between scans and before EOI
/// count. Baseline, progressive, lossless and hierarchical pictures, of either coding, differ in nothing
/// here.
/// @return truncated or malformed with the offset of the first bad byte, unsupported for JPEG-LS and the
///         extensions of T.84, limit above 100 000 markers; what was claimed before stays.
/// @par Spec ITU-T T.81 B.1.1.2 (markers, fill bytes), B.2 (order of segments)
[[nodiscard]] Result<JpegImage> parse_jpeg_image(JpegStream& stream, std::uint64_t soi);

}  // namespace exifscrub
