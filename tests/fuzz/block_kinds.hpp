#pragma once

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "exifscrub/layout.hpp"

namespace exifscrub::fuzz {

/// The first byte of block_fuzz's inputs.
inline constexpr auto block_kinds = std::to_array<std::pair<char, BlockKind>>({
    {'A', BlockKind::application},
    {'C', BlockKind::comment},
    {'F', BlockKind::flir},
    {'G', BlockKind::gpmf},
    {'J', BlockKind::jumbf},
    {'M', BlockKind::mpf},
    {'S', BlockKind::seft},
    {'T', BlockKind::trailer},
    {'V', BlockKind::isobmff},
});

inline std::optional<BlockKind> block_kind_of(char letter) {
  const auto* row = std::ranges::find(block_kinds, letter, &std::pair<char, BlockKind>::first);
  return row == block_kinds.end() ? std::nullopt : std::optional{row->second};
}

inline std::optional<char> letter_of(BlockKind kind) {
  const auto* row = std::ranges::find(block_kinds, kind, &std::pair<char, BlockKind>::second);
  return row == block_kinds.end() ? std::nullopt : std::optional{row->first};
}

}  // namespace exifscrub::fuzz
