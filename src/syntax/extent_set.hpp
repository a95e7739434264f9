#pragma once

#include <span>
#include <vector>

#include "exifscrub/extent.hpp"

namespace exifscrub {

/// A set of bytes, built from extents in any order. Which space they count in, the owner says.
///
/// `settle()` sorts and merges; the questions below are answered for a settled set only.
class ExtentSet {
 public:
  /// Adds the bytes of `extent`; empty extents and those whose end does not fit are left out.
  void add(Extent extent);
  /// Adds the bytes of `other`.
  void add(const ExtentSet& other);
  /// Sorts the extents and merges those that touch or overlap.
  void settle();

  [[nodiscard]] bool empty() const { return extents_.empty(); }
  /// Sorted, apart from each other, never empty.
  [[nodiscard]] std::span<const Extent> extents() const { return extents_; }
  [[nodiscard]] bool overlaps(Extent extent) const;
  /// The bytes of this set that are not in `other`; settled.
  [[nodiscard]] ExtentSet minus(const ExtentSet& other) const;
  /// The bytes of `whole` that are not in this set; settled.
  [[nodiscard]] ExtentSet gaps_in(Extent whole) const;

 private:
  std::vector<Extent> extents_;
};

}  // namespace exifscrub
