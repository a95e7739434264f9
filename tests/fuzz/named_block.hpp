#pragma once

#include <algorithm>
#include <cstdint>
#include <string_view>

#include "exifscrub/byte_source.hpp"

namespace exifscrub::fuzz {

/// An input of a target that needs more than bytes: a kind, a name, a zero byte, and the block.
struct NamedBlock {
  char kind = 0;
  std::string_view name;
  Bytes bytes;
};

inline NamedBlock split_named(Bytes input) {
  if (input.empty()) return {};
  const Bytes rest = input.subspan(1);
  const auto zero = static_cast<std::size_t>(std::ranges::find(rest, Byte{0}) - rest.begin());
  const Bytes block = zero < rest.size() ? rest.subspan(zero + 1) : Bytes{};
  return {static_cast<char>(input[0]), {reinterpret_cast<const char*>(rest.data()), zero}, block};
}

}  // namespace exifscrub::fuzz
