#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "container/jpeg_segment.hpp"
#include "layout/builder.hpp"

namespace exifscrub {

/// Puts the blocks of one image together from the segments that carry them, which may be many and out of
/// order: ICC and FLIR chunks, Extended XMP, JUMBF packets, split Exif and Photoshop resources.
class JpegBlocks {
 public:
  /// @param node  the image that carries the blocks
  JpegBlocks(LayoutBuilder& into, std::uint32_t node) : into_(into), node_(node) {}

  /// The block that a segment belongs to, added when it is the first of its kind; no_index when it carries
  /// none. May correct `kind`: what a segment is can follow from the one before it.
  /// @param payload_at  where the payload stands in the file
  /// @return limit when a file has more series of segments than any writer makes
  [[nodiscard]] Result<std::uint32_t> add(SegmentKind& kind, Byte marker, Bytes payload,
                                          std::uint64_t payload_at);

  /// Says that something else stands between the last segment and the next.
  void interrupt() { previous_ = {}; }

  /// Gives each block its parts in order of the document and marks those with missing or doubled ones; a short
  /// chunk of an ICC profile may stand there again, byte for byte, and is no part then. What says that it is an
  /// ICC profile and is none becomes unknown.
  void finish();

 private:
  /// Segments that are chunks of one document.
  struct Series {
    Joining joining;
    std::array<Byte, 32> id;  ///< GUID or box instance
    std::uint32_t block;
  };
  struct Chunk {
    std::uint32_t block;
    std::uint32_t series;
    std::uint64_t order;  ///< sequence number, or offset for Extended XMP
    std::uint64_t total;  ///< chunks in all, or bytes in all, as this chunk says
    Extent part;
    std::vector<Byte> front;  ///< of an ICC profile's chunk
    std::uint64_t zeros;      ///< at the end of an ICC profile's chunk
  };
  struct Previous {
    Joining joining = Joining::none;
    Byte marker = 0;
    std::uint32_t block = no_index;
  };

  [[nodiscard]] std::uint32_t add_block(const SegmentKind& kind, std::vector<Extent> parts);
  [[nodiscard]] bool continues(const SegmentKind& kind, Byte marker, Bytes payload) const;
  [[nodiscard]] Result<std::uint32_t> add_chunk(const SegmentKind& kind, Bytes payload, Extent part);
  [[nodiscard]] std::vector<Byte> front_of(Joining joining, Bytes chunk);
  [[nodiscard]] static bool is_twin(const Chunk& a, const Chunk& b);
  [[nodiscard]] static bool is_profile(std::span<const Chunk> chunks);
  [[nodiscard]] Result<std::uint32_t> series_of(const SegmentKind& kind, const std::array<Byte, 32>& id);

  LayoutBuilder& into_;
  std::uint32_t node_;
  std::vector<Series> series_;
  std::vector<Chunk> chunks_;
  std::size_t fronts_ = 0;  ///< bytes of their fronts
  Previous previous_;
};

}  // namespace exifscrub
