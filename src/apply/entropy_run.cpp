#include "apply/entropy_run.hpp"

#include <cstdint>
#include <cstring>

#if defined(__x86_64__)
#include <immintrin.h>
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

#if defined(__x86_64__)

// Stuffed FFs come every few hundred bytes, RSTn perhaps too, markers once a scan: so many bytes at once are
// compared with FF and their followers with what may follow that only a stop leaves the loop. The functions
// leave it at most a step before the stop or the end.
namespace {

std::size_t run_by_16(Bytes bytes) {
  const __m128i ff = _mm_set1_epi8(-1);
  const __m128i zero = _mm_setzero_si128();
  const __m128i restart = _mm_set1_epi8(static_cast<char>(0xD0));
  const __m128i restarts = _mm_set1_epi8(static_cast<char>(0xF8));
  std::size_t at = 0;
  for (; bytes.size() - at > 16; at += 16) {
    const Byte* here = bytes.data() + at;
    const __m128i first = _mm_loadu_si128(reinterpret_cast<const __m128i*>(here));
    const __m128i second = _mm_loadu_si128(reinterpret_cast<const __m128i*>(here + 1));
    const __m128i stuffed = _mm_cmpeq_epi8(second, zero);
    const __m128i restarted = _mm_cmpeq_epi8(_mm_and_si128(second, restarts), restart);
    const __m128i stops = _mm_andnot_si128(_mm_or_si128(stuffed, restarted), _mm_cmpeq_epi8(first, ff));
    if (_mm_movemask_epi8(stops) != 0) break;
  }
  return at;
}

[[gnu::target("avx2")]] std::size_t run_by_32(Bytes bytes) {
  const __m256i ff = _mm256_set1_epi8(-1);
  const __m256i zero = _mm256_setzero_si256();
  const __m256i restart = _mm256_set1_epi8(static_cast<char>(0xD0));
  const __m256i restarts = _mm256_set1_epi8(static_cast<char>(0xF8));
  std::size_t at = 0;
  for (; bytes.size() - at > 64; at += 64) {
    __m256i stops = zero;
#pragma GCC unroll 2
    for (std::size_t half = 0; half < 2; ++half) {
      const Byte* here = bytes.data() + at + 32 * half;
      const __m256i first = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(here));
      const __m256i second = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(here + 1));
      const __m256i stuffed = _mm256_cmpeq_epi8(second, zero);
      const __m256i restarted = _mm256_cmpeq_epi8(_mm256_and_si256(second, restarts), restart);
      const __m256i goes_on = _mm256_or_si256(stuffed, restarted);
      stops = _mm256_or_si256(stops, _mm256_andnot_si256(goes_on, _mm256_cmpeq_epi8(first, ff)));
    }
    if (_mm256_testz_si256(stops, stops) == 0) break;
  }
  return at;
}

}  // namespace

std::size_t entropy_run_narrow(Bytes bytes) { return run_from(bytes, run_by_16(bytes)); }

std::size_t entropy_run(Bytes bytes) {
  static const bool has_wide = __builtin_cpu_supports("avx2") != 0;
  return run_from(bytes, has_wide ? run_by_32(bytes) : run_by_16(bytes));
}

#else

std::size_t entropy_run_narrow(Bytes bytes) { return run_from(bytes, 0); }
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
