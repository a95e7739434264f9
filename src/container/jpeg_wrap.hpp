#pragma once

#include <cstdint>
#include <vector>

#include "exifscrub/byte_source.hpp"
#include "exifscrub/layout.hpp"

namespace exifscrub {

/// The longest payload that wrap_jpeg() takes behind the signature of `kind`: a segment counts its own two
/// length bytes in 16 bits. 0 for a kind that no segment is made of.
[[nodiscard]] std::size_t jpeg_room(BlockKind kind);

/// A whole APPn segment (marker, length, signature) that carries `payload`: exif, xmp or mpf.
/// @param payload  at most jpeg_room(kind) bytes
[[nodiscard]] std::vector<Byte> wrap_jpeg(BlockKind kind, Bytes payload);

/// Bytes of an APPn segment before its payload: marker and length (T.81 B.1.1.4).
inline constexpr std::uint32_t jpeg_segment_header = 4;

/// Whether the segment with that header has the marker of the segments that carry `kind`.
/// @param header  its jpeg_segment_header bytes before the payload
[[nodiscard]] bool jpeg_may_carry(BlockKind kind, Bytes header);

}  // namespace exifscrub
