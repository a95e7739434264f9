#pragma once

#include "support/jpeg_bytes.hpp"

/// Small ICC profiles and the segments that carry them.
namespace exifscrub::test {

/// A profile of one tag, which holds `data`.
inline Buffer profile(const Buffer& data) {
  return joined({u32(144 + data.size()), repeated(32, 0), bytes_of("acsp"), repeated(88, 0), u32(1),
                 bytes_of("desc"), u32(144), u32(data.size()), data});
}

/// One chunk of a profile.
inline Buffer icc_chunk(Byte number, Byte count, const Buffer& chunk) {
  return segment(0xE2,
                 joined({bytes_of(std::string_view{"ICC_PROFILE\0", 12}), Buffer{number, count}, chunk}));
}

}  // namespace exifscrub::test
