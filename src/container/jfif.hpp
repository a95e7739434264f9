#pragma once

#include <vector>

#include "exifscrub/byte_source.hpp"

namespace exifscrub {

/// Whether an APP0 payload is a JFIF header: the signature and all 14 bytes of parameters.
[[nodiscard]] bool is_jfif(Bytes payload);

/// Whether it is one and says nothing but how to show the picture: no thumbnail, and behind it
/// at most the zeros that an emptied one leaves.
[[nodiscard]] bool is_canonical_jfif(Bytes payload);

/// The whole APP0 segment (marker, length, 14 bytes) with the version and density of `payload`, without
/// thumbnail: what takes the place of a JFIF segment whose region has the class `thumbnail`. Empty when
/// `payload` is no JFIF header.
/// @par Spec JFIF 1.02, page 5
[[nodiscard]] std::vector<Byte> canonical_jfif(Bytes payload);

}  // namespace exifscrub
