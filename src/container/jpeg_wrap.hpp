#pragma once

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

}  // namespace exifscrub
