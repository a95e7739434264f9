#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>

#include "exifscrub/byte_source.hpp"

namespace exifscrub {

enum class DigestKind : std::uint8_t { xxh3, sha256 };

/// 128 bits of XXH3 (canonical, big-endian) or 256 of SHA-256. A value, for any thread; empty until computed.
struct Digest {
  DigestKind kind = DigestKind::xxh3;
  std::uint8_t length = 0;  ///< bytes used: 16, 32 or, for none, 0
  std::array<Byte, 32> bytes{};

  [[nodiscard]] bool empty() const { return length == 0; }
  friend bool operator==(const Digest&, const Digest&) = default;
};

/// "xxh3:" or "sha256:" and lower-case hex; empty text for an empty digest.
[[nodiscard]] std::string to_string(const Digest& digest);

}  // namespace exifscrub
