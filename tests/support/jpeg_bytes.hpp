#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "exifscrub/byte_source.hpp"

/// Small builders of JPEG streams for tests: bytes in, bytes out, nothing checked.
namespace exifscrub::test {

using Buffer = std::vector<Byte>;

inline Buffer bytes_of(std::string_view text) { return {text.begin(), text.end()}; }

inline Buffer joined(std::initializer_list<Buffer> parts) {
  Buffer all;
  for (const Buffer& part : parts) all.insert(all.end(), part.begin(), part.end());
  return all;
}

inline Buffer repeated(std::size_t count, Byte value) { return Buffer(count, value); }

inline Buffer u16(std::size_t value) { return {static_cast<Byte>(value >> 8), static_cast<Byte>(value)}; }

inline Buffer u32(std::size_t value) { return joined({u16(value >> 16 & 0xFFFF), u16(value & 0xFFFF)}); }

/// FF `marker`, the length, `payload`.
inline Buffer segment(Byte marker, const Buffer& payload) {
  return joined({{0xFF, marker}, u16(payload.size() + 2), payload});
}
inline Buffer segment(Byte marker, std::string_view payload) { return segment(marker, bytes_of(payload)); }

inline Buffer soi() { return {0xFF, 0xD8}; }
inline Buffer eoi() { return {0xFF, 0xD9}; }

/// DQT, SOF0 of one component of 8 by 8, DHT with one DC and one AC code, DRI.
inline Buffer tables() {
  const Buffer counts = joined({{1}, repeated(15, 0)});
  return joined(
      {segment(0xDB, joined({{0}, repeated(64, 1)})), segment(0xC0, Buffer{8, 0, 8, 0, 8, 1, 1, 0x11, 0}),
       segment(0xC4, joined({{0x00}, counts, {5}, {0x10}, counts, {0}})), segment(0xDD, Buffer{0, 1})});
}

/// SOS and entropy-coded data with a stuffed FF and two restart markers.
inline Buffer scan() {
  return joined({segment(0xDA, Buffer{1, 1, 0x00, 0, 63, 0}),
                 {0x12, 0x34, 0xFF, 0x00, 0x56, 0xFF, 0xD0, 0x78, 0x9A, 0xFF, 0xD1, 0xBC}});
}

/// A whole image with `extra` segments behind SOI.
inline Buffer image(const Buffer& extra = {}) { return joined({soi(), extra, tables(), scan(), eoi()}); }

}  // namespace exifscrub::test
