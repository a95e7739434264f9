#include "container/entropy_scan.hpp"

#include <cstdint>
#include <cstring>

namespace exifscrub {
namespace {

/// Whether FF and this byte are a marker that ends a scan.
constexpr bool ends_scan(Byte after_ff) {
  return after_ff != 0x00 && after_ff != 0xFF && (after_ff & 0xF8) != 0xD0;
}

/// The start of the run of FF bytes whose last one stands at `at`, not before `from`.
std::size_t run_start(Bytes data, std::size_t at) {
  while (at > 0 && data[at - 1] == 0xFF) --at;
  return at;
}

/// Searches data[from, to) for the last FF of a marker, to < data.size(); `to` when there is none.
std::size_t find_bytewise(Bytes data, std::size_t from, std::size_t to) {
  for (std::size_t at = from; at < to; ++at) {
    if (data[at] == 0xFF && ends_scan(data[at + 1])) return at;
  }
  return to;
}

EntropyScan result_at(Bytes data, std::size_t found) {
  if (found + 1 < data.size()) return {run_start(data, found), true};
  return {data.empty() || data.back() != 0xFF ? data.size() : run_start(data, data.size() - 1), false};
}

// Compilers turn these into SSE2 or NEON registers.
using Lanes = Byte __attribute__((vector_size(16)));
using Words = std::uint64_t __attribute__((vector_size(16)));

Lanes load(const Byte* at) {
  Lanes lanes;
  std::memcpy(&lanes, at, sizeof lanes);
  return lanes;
}

/// Lanes that are not zero where an FF is followed by anything but 00.
Lanes suspects(const Byte* at) {
  const Lanes is_ff = reinterpret_cast<Lanes>(load(at) == Byte{0xFF});
  return is_ff & load(at + 1);
}

bool any(Lanes lanes) {
  const Words words = reinterpret_cast<Words>(lanes);
  return (words[0] | words[1]) != 0;
}

constexpr std::size_t stride = 4 * sizeof(Lanes);

}  // namespace

EntropyScan scan_entropy(Bytes data) {
  if (data.empty()) return {};
  const std::size_t last = data.size() - 1;  // an FF there is undecided
  std::size_t at = 0;
  // Stuffed FF 00 pairs are frequent and no reason to leave the fast loop; RSTn and fill bytes are rare.
  while (last - at >= stride) {
    const Byte* block = data.data() + at;
    if (any(suspects(block) | suspects(block + 16) | suspects(block + 32) | suspects(block + 48))) {
      const std::size_t found = find_bytewise(data, at, at + stride);
      if (found < at + stride) return result_at(data, found);
    }
    at += stride;
  }
  return result_at(data, find_bytewise(data, at, last));
}

EntropyScan scan_entropy_bytewise(Bytes data) {
  if (data.empty()) return {};
  return result_at(data, find_bytewise(data, 0, data.size() - 1));
}

}  // namespace exifscrub
