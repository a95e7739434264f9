#pragma once

#include <vector>

#include "metadata/language.hpp"

namespace exifscrub {

/// Collects stretches of a block that are overwritten, in any order and overlapping.
class Blanking {
 public:
  explicit Blanking(std::uint64_t size) : size_(size) {}

  /// Of overlapping stretches the one that starts later wins, byte by byte.
  /// @param phase  index for what names a value: with it gone, nobody would look for the value again
  void fill(Extent at, Byte with = 0, Phase phase = Phase::values) {
    if (at.offset < size_ && !at.empty()) stretches_.push_back({at, with, phase});
  }

  /// Same-size patches, sorted and without overlap.
  [[nodiscard]] std::vector<Patch> patches() const;

 private:
  struct Stretch {
    Extent at;
    Byte with;
    Phase phase;
  };
  std::uint64_t size_;
  std::vector<Stretch> stretches_;
};

/// Overwrites the stretches of the selected findings, each with its BlockFinding::fill, and the places in texts that
/// stay.
[[nodiscard]] Erasure blank_selected(const EraseRequest& request);

}  // namespace exifscrub
