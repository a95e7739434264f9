#include "plan/enclosure.hpp"

#include <algorithm>

namespace exifscrub {
namespace {

/// The bytes of one block that go, sorted and joined.
class Covered {
 public:
  void add(Extent extent) {
    if (!extent.empty()) extents_.push_back(extent);
  }

  void settle() {
    std::ranges::sort(extents_);
    std::vector<Extent> joined;
    for (const Extent extent : extents_) {
      if (!joined.empty() && extent.offset <= joined.back().end()) {
        joined.back() = extent_between(joined.back().offset, std::max(joined.back().end(), extent.end()));
      } else {
        joined.push_back(extent);
      }
    }
    extents_ = std::move(joined);
  }

  [[nodiscard]] bool contains(Extent inside) const {
    const auto behind = std::ranges::upper_bound(extents_, inside.offset, {}, &Extent::offset);
    return behind != extents_.begin() && std::prev(behind)->contains(inside);
  }

 private:
  std::vector<Extent> extents_;
};

}  // namespace

std::vector<bool> find_enclosed(const Layout& layout, const Reading& reading,
                                const std::vector<bool>& selected) {
  const bool any = std::ranges::find(selected, true) != selected.end();
  if (!any) return std::vector<bool>(selected.size());
  std::vector<Covered> covered(layout.blocks.size());
  for (std::size_t i = 0; i < selected.size(); ++i) {
    const BlockFinding& finding = reading.findings[i];
    if (!selected[i] || finding.block == no_index) continue;
    for (const Extent where : reading.where(finding)) covered[finding.block].add(where);
  }
  for (Covered& of_block : covered) of_block.settle();

  // Blocks come outermost first.
  std::vector<bool> block_goes(layout.blocks.size());
  for (std::size_t i = 0; i < block_goes.size(); ++i) {
    const Block& block = layout.blocks[i];
    if (block.parent == no_index) continue;
    block_goes[i] = block_goes[block.parent] || std::ranges::any_of(block.parts, [&](Extent part) {
                      return covered[block.parent].contains(part);
                    });
  }

  std::vector<bool> enclosed(selected.size());
  for (std::size_t i = 0; i < selected.size(); ++i) {
    const BlockFinding& finding = reading.findings[i];
    const auto where = reading.where(finding);
    if (selected[i] || finding.block == no_index || where.empty()) continue;
    enclosed[i] = block_goes[finding.block] || std::ranges::all_of(where, [&](Extent extent) {
                    return covered[finding.block].contains(extent);
                  });
  }
  return enclosed;
}

}  // namespace exifscrub
