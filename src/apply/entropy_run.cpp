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

// Stuffed FFs come every few hundred bytes and must not leave the loop, so many bytes at once are compared with
// FF and their followers with 00. RSTn, which some cameras write as often, is told from a stop by a second
// comparison of the same bytes. The functions leave the loop at most a step before the stop or the end.
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

/// Of 32 bytes those that stand behind an FF, the others as 00: all 00 where every FF is stuffed.
[[gnu::target("avx2"), gnu::always_inline]] inline __m256i behind_ffs(const Byte* here) {
  const __m256i first = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(here));
  const __m256i second = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(here + 1));
  return _mm256_and_si256(second, _mm256_cmpeq_epi8(first, _mm256_set1_epi8(-1)));
}

/// Those of them that are no RSTn either.
[[gnu::target("avx2"), gnu::always_inline]] inline __m256i stops_of(const Byte* here) {
  const __m256i second = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(here + 1));
  const __m256i kind = _mm256_and_si256(second, _mm256_set1_epi8(static_cast<char>(0xF8)));
  const __m256i restarted = _mm256_cmpeq_epi8(kind, _mm256_set1_epi8(static_cast<char>(0xD0)));
  return _mm256_andnot_si256(restarted, behind_ffs(here));
}

[[gnu::target("avx2")]] std::size_t run_by_32(Bytes bytes) {
  constexpr std::size_t step = 256, vector = 32;
  std::size_t at = 0;
  while (bytes.size() - at > step) {
    const Byte* here = bytes.data() + at;
    __m256i stops = _mm256_setzero_si256();
#pragma GCC unroll 8
    for (std::size_t i = 0; i < step; i += vector) stops = _mm256_or_si256(stops, behind_ffs(here + i));
    if (_mm256_testz_si256(stops, stops) == 0) {
      stops = _mm256_setzero_si256();
#pragma GCC unroll 8
      for (std::size_t i = 0; i < step; i += vector) stops = _mm256_or_si256(stops, stops_of(here + i));
      if (_mm256_testz_si256(stops, stops) == 0) break;
    }
    // From the second step on half of the loads stand within a cache line.
    at += step - reinterpret_cast<std::uintptr_t>(here) % vector;
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
