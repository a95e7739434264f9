#include "container/entropy_scan.hpp"

#include <algorithm>
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

// Compilers turn these into registers of SSE2 or NEON, and of AVX2.
struct Narrow {
  using Lanes = Byte __attribute__((vector_size(16)));
  using Words = std::uint64_t __attribute__((vector_size(16)));
};
struct Wide {
  using Lanes = Byte __attribute__((vector_size(32)));
  using Words = std::uint64_t __attribute__((vector_size(32)));
};

/// Which FFs a look at many bytes stops at.
enum class Stops : std::uint8_t {
  unless_stuffed,  ///< those that no 00 follows: RSTn too; the cheaper test
  at_markers,      ///< those that neither 00 nor RSTn follows; FF FF is one
};

/// Adds to `suspects` the lanes with such an FF.
template <class Vector, Stops stops>
[[gnu::always_inline]] inline void look_at(const Byte* at, typename Vector::Lanes& suspects) {
  typename Vector::Lanes here, next;
  std::memcpy(&here, at, sizeof here);
  std::memcpy(&next, at + 1, sizeof next);
  // What is left of the byte behind an FF is not 0 where that byte is not: no second comparison.
  auto found = reinterpret_cast<typename Vector::Lanes>(here == Byte{0xFF}) & next;
  if constexpr (stops == Stops::at_markers) {
    found &= reinterpret_cast<typename Vector::Lanes>((next & Byte{0xF8}) != Byte{0xD0});
  }
  suspects |= found;
}

template <class Vector>
[[gnu::always_inline]] inline bool any(const typename Vector::Lanes& lanes) {
  const auto words = reinterpret_cast<typename Vector::Words>(lanes);
  std::uint64_t all = 0;
  for (std::size_t i = 0; i < sizeof words / sizeof all; ++i) all |= words[i];
  return all != 0;
}

template <class Vector, std::size_t vectors, Stops stops>
[[gnu::always_inline]] inline bool any_in_step(const Byte* step) {
  typename Vector::Lanes suspects{};
#pragma GCC unroll 16
  for (std::size_t i = 0; i < vectors; ++i) {
    look_at<Vector, stops>(step + i * sizeof suspects, suspects);
  }
  return any<Vector>(suspects);
}

/// Where the search has to go on more slowly: at most a step before a marker that ends the scan or before the
/// end. Stuffing and RSTn are frequent and do not stop it. The second step begins where a vector of memory begins, so that
/// only one in two loads crosses a cache line.
template <class Vector, std::size_t vectors>
[[gnu::always_inline]] inline std::size_t pass_by(Bytes data, std::size_t at, std::size_t last) {
  constexpr std::size_t step = vectors * sizeof(typename Vector::Lanes);
  while (last - at >= step) {
    const Byte* here = data.data() + at;
    if (any_in_step<Vector, vectors, Stops::unless_stuffed>(here)) {
      asm volatile("" ::: "memory");  // or the registers of the rare test below are spilled by the one above
      if (any_in_step<Vector, vectors, Stops::at_markers>(here)) break;
    }
    at += step - reinterpret_cast<std::uintptr_t>(here) % sizeof(typename Vector::Lanes);
  }
  return at;
}

/// The same with long steps, and then with short ones to where there is less than a vector left to look at.
template <class Vector>
[[gnu::always_inline]] inline std::size_t pass_over(Bytes data, std::size_t at, std::size_t last) {
  return pass_by<Vector, 1>(data, pass_by<Vector, 16>(data, at, last), last);
}

using PassOver = std::size_t (*)(Bytes data, std::size_t at, std::size_t last);

std::size_t pass_over_narrow(Bytes data, std::size_t at, std::size_t last) {
  return pass_over<Narrow>(data, at, last);
}

#if defined(__x86_64__)
[[gnu::target("avx2")]] std::size_t pass_over_wide(Bytes data, std::size_t at, std::size_t last) {
  return pass_over<Wide>(data, at, last);
}
#endif

PassOver widest() {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx2")) return pass_over_wide;
#endif
  return pass_over_narrow;
}

constexpr std::size_t widest_vector = sizeof(Wide::Lanes);

EntropyScan scan_by(PassOver pass, Bytes data) {
  if (data.empty()) return {};
  const std::size_t last = data.size() - 1;  // an FF there is undecided
  for (std::size_t at = 0; at < last;) {
    at = pass(data, at, last);
    const std::size_t step = std::min(widest_vector, last - at);
    const std::size_t found = find_bytewise(data, at, at + step);
    if (found < at + step) return result_at(data, found);
    at += step;
  }
  return result_at(data, last);
}

}  // namespace

EntropyScan scan_entropy(Bytes data) {
  static const PassOver pass = widest();
  return scan_by(pass, data);
}

EntropyScan scan_entropy_narrowly(Bytes data) { return scan_by(pass_over_narrow, data); }

EntropyScan scan_entropy_bytewise(Bytes data) {
  if (data.empty()) return {};
  return result_at(data, find_bytewise(data, 0, data.size() - 1));
}

}  // namespace exifscrub
