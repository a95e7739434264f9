#pragma once

#include <concepts>
#include <optional>

namespace exifscrub {

/// a + b, or nothing when the sum does not fit.
template <std::unsigned_integral T>
[[nodiscard]] constexpr std::optional<T> checked_add(T a, T b) {
  T sum{};
  if (__builtin_add_overflow(a, b, &sum)) return std::nullopt;
  return sum;
}

/// a * b, or nothing when the product does not fit.
template <std::unsigned_integral T>
[[nodiscard]] constexpr std::optional<T> checked_multiply(T a, T b) {
  T product{};
  if (__builtin_mul_overflow(a, b, &product)) return std::nullopt;
  return product;
}

/// Whether `length` bytes from `offset` lie inside `size` bytes; never wraps.
template <std::unsigned_integral T>
[[nodiscard]] constexpr bool fits(T offset, T length, T size) {
  return offset <= size && length <= size - offset;
}

}  // namespace exifscrub
