#include "syntax/extent_set.hpp"

#include <algorithm>

#include "base/checked.hpp"

namespace exifscrub {

namespace {

constexpr std::size_t usual = 16;  // values of a camera's directories

}  // namespace

void ExtentSet::add(Extent extent) {
  if (extent.empty() || !checked_add(extent.offset, extent.length)) return;
  if (extents_.empty()) extents_.reserve(usual);
  extents_.push_back(extent);
}

void ExtentSet::add(const ExtentSet& other) {
  extents_.insert(extents_.end(), other.extents_.begin(), other.extents_.end());
}

void ExtentSet::settle() {
  std::ranges::sort(extents_);
  std::size_t kept = 0;
  for (const Extent extent : extents_) {
    if (kept > 0 && extent.offset <= extents_[kept - 1].end()) {
      Extent& last = extents_[kept - 1];
      last.length = std::max(last.end(), extent.end()) - last.offset;
    } else {
      extents_[kept++] = extent;
    }
  }
  extents_.resize(kept);
}

bool ExtentSet::overlaps(Extent extent) const {
  const auto first = std::ranges::partition_point(
      extents_, [extent](const Extent& mine) { return mine.end() <= extent.offset; });
  return first != extents_.end() && first->overlaps(extent);
}

ExtentSet ExtentSet::minus(const ExtentSet& other) const {
  ExtentSet rest;
  auto cut = other.extents_.begin();
  for (const Extent extent : extents_) {
    std::uint64_t at = extent.offset;
    while (cut != other.extents_.end() && cut->end() <= at) ++cut;
    for (; cut != other.extents_.end() && cut->offset < extent.end(); ++cut) {
      rest.add(extent_between(at, cut->offset));
      at = cut->end();
      if (at >= extent.end()) break;  // this cut may reach into the next extent too
    }
    rest.add(extent_between(at, extent.end()));
  }
  return rest;
}

ExtentSet ExtentSet::gaps_in(Extent whole) const {
  ExtentSet all;
  all.add(whole);
  return all.minus(*this);
}

}  // namespace exifscrub
