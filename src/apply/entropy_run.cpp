#include "apply/entropy_run.hpp"

#include <bit>
#include <cstdint>
#include <cstring>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace exifscrub {
namespace {

bool stays_in_scan(Byte behind_ff) { return behind_ff == 0x00 || (behind_ff & 0xF8) == 0xD0; }

/// entropy_run_portable() from `from` on.
std::size_t run_from(Bytes bytes, std::size_t from) {
  while (from < bytes.size()) {
    const void* found = std::memchr(bytes.data() + from, 0xFF, bytes.size() - from);
    if (found == nullptr) return bytes.size();
    from = static_cast<std::size_t>(static_cast<const Byte*>(found) - bytes.data());
    if (from + 1 == bytes.size() || !stays_in_scan(bytes[from + 1])) return from;
    from += 2;
  }
  return bytes.size();
}

}  // namespace

std::size_t entropy_run_portable(Bytes bytes) { return run_from(bytes, 0); }

#if defined(__SSE2__)

// Stuffed FFs come every few hundred bytes, markers once a scan: sixteen bytes are compared with FF and their
// followers with 00 at once, so that a stuffed byte does not leave the loop.
std::size_t entropy_run(Bytes bytes) {
  const __m128i ff = _mm_set1_epi8(-1);
  const __m128i zero = _mm_setzero_si128();
  std::size_t at = 0;
  while (bytes.size() - at > 16) {
    const Byte* here = bytes.data() + at;
    const __m128i first = _mm_loadu_si128(reinterpret_cast<const __m128i*>(here));
    const __m128i second = _mm_loadu_si128(reinterpret_cast<const __m128i*>(here + 1));
    const __m128i unstuffed = _mm_andnot_si128(_mm_cmpeq_epi8(second, zero), _mm_cmpeq_epi8(first, ff));
    auto candidates = static_cast<unsigned>(_mm_movemask_epi8(unstuffed));
    for (; candidates != 0; candidates &= candidates - 1) {
      const auto found = at + static_cast<std::size_t>(std::countr_zero(candidates));
      if (!stays_in_scan(bytes[found + 1])) return found;
    }
    at += 16;
  }
  return run_from(bytes, at);
}

#else

std::size_t entropy_run(Bytes bytes) { return run_from(bytes, 0); }

#endif

std::size_t zeros_at_front(Bytes bytes) {
  std::size_t at = 0;
  for (std::uint64_t word = 0; bytes.size() - at >= sizeof word; at += sizeof word) {
    std::memcpy(&word, bytes.data() + at, sizeof word);
    if (word != 0) break;
  }
  while (at < bytes.size() && bytes[at] == 0) ++at;
  return at;
}

}  // namespace exifscrub
