#include "layout/builder.hpp"

#include <algorithm>
#include <utility>

#include "base/assert.hpp"

namespace exifscrub {
namespace {

Region gap(Extent at, std::uint32_t node) {
  Region region;
  region.at = at;
  region.payload = at;
  region.role = Role::unknown;
  region.leak_class = LeakClass::unknown;
  region.may = Removal::cut_or_blank;
  region.node = node;
  region.name = "unknown bytes";
  return region;
}

/// The innermost node that contains the byte at `offset`.
std::uint32_t node_at(const std::vector<Node>& nodes, std::uint64_t offset) {
  std::uint32_t found = 0;
  for (std::uint32_t i = 0; i < nodes.size(); ++i) {
    if (nodes[i].at.contains(offset) && nodes[i].at.length <= nodes[found].at.length) found = i;
  }
  return found;
}

void cut(Region& region, Extent at) {
  region.at = at;
  const std::uint64_t begin = std::max(region.payload.offset, at.offset);
  region.payload = extent_between(begin, std::min(region.payload.end(), at.end()));
  if (region.payload.empty()) region.payload = {at.offset, 0};
}

}  // namespace

LayoutBuilder::LayoutBuilder(FormatId format, std::uint64_t size) {
  layout_.format = format;
  layout_.size = size;
  Node file;
  file.kind = NodeKind::file;
  file.at = {0, size};
  file.name = "file";
  layout_.nodes.push_back(file);
  constexpr std::size_t usual = 24;  // of a camera's file
  layout_.regions.reserve(usual);
}

std::uint32_t LayoutBuilder::add_node(NodeKind kind, std::uint64_t begin, std::uint32_t parent,
                                      std::string_view name) {
  Node node;
  node.kind = kind;
  node.at = extent_between(begin, layout_.nodes[parent].at.end());
  node.parent = parent;
  node.name = name;
  layout_.nodes.push_back(node);
  return static_cast<std::uint32_t>(layout_.nodes.size() - 1);
}

void LayoutBuilder::end_node(std::uint32_t node, std::uint64_t end) {
  Extent& at = layout_.nodes[node].at;
  at = extent_between(at.offset, end);
}

std::uint32_t LayoutBuilder::add_block(Block block) {
  layout_.blocks.push_back(std::move(block));
  return static_cast<std::uint32_t>(layout_.blocks.size() - 1);
}

void LayoutBuilder::claim(Region region) {
  if (region.at.empty()) return;
  if (region.payload.empty()) region.payload = {region.at.offset, 0};
  EXS_ASSERT(region.at.end() <= layout_.size && region.at.contains(region.payload));
  layout_.regions.push_back(region);
}

void LayoutBuilder::make_last_empty() {
  EXS_ASSERT(!layout_.regions.empty());
  layout_.regions.back().role = Role::empty;
  layout_.regions.back().leak_class.reset();
}

void LayoutBuilder::disown(std::uint32_t block) {
  layout_.blocks[block].kind = BlockKind::unknown;
  // Those of the stream at hand were claimed last.
  for (std::size_t i = layout_.regions.size(); i-- > 0;) {
    Region& claim = layout_.regions[i];
    if (claim.node != layout_.blocks[block].node) break;
    if (claim.block != block) continue;
    claim.role = Role::unknown;
    claim.leak_class = LeakClass::unknown;
  }
}

void LayoutBuilder::add_link(Link link) { layout_.links.push_back(link); }

void LayoutBuilder::note(std::uint64_t offset, std::string_view what) {
  layout_.notes.push_back({offset, what});
}

LayoutBuilder::Mark LayoutBuilder::mark() const {
  return {layout_.nodes.size(), layout_.blocks.size(), layout_.regions.size(), layout_.links.size(),
          layout_.notes.size()};
}

void LayoutBuilder::rewind(const Mark& mark) {
  layout_.nodes.resize(mark.nodes);
  layout_.blocks.resize(mark.blocks);
  layout_.regions.resize(mark.regions);
  layout_.links.resize(mark.links);
  layout_.notes.resize(mark.notes);
}

Layout LayoutBuilder::finish() {
  std::vector<Region> claims = std::exchange(layout_.regions, {});
  std::stable_sort(claims.begin(), claims.end(),
                   [](const Region& a, const Region& b) { return a.at.offset < b.at.offset; });
  std::vector<Region>& regions = layout_.regions;
  regions.reserve(claims.size() + 4);
  std::uint64_t reached = 0;
  for (Region& claim : claims) {
    if (claim.at.end() <= reached) continue;
    if (claim.at.offset < reached) {
      const bool picture_wins = claim.role == Role::image && regions.back().role != Role::image;
      if (picture_wins && regions.back().at.offset < claim.at.offset) {
        cut(regions.back(), extent_between(regions.back().at.offset, claim.at.offset));
      } else {
        cut(claim, extent_between(reached, claim.at.end()));
      }
    } else if (claim.at.offset > reached) {
      regions.push_back(gap(extent_between(reached, claim.at.offset), node_at(layout_.nodes, reached)));
    }
    reached = claim.at.end();
    regions.push_back(claim);
  }
  if (reached < layout_.size) {
    regions.push_back(gap(extent_between(reached, layout_.size), node_at(layout_.nodes, reached)));
  }
  EXS_ASSERT(partitions(layout_));
  return std::exchange(layout_, Layout{});
}

bool partitions(const Layout& layout) {
  std::uint64_t reached = 0;
  for (const Region& region : layout.regions) {
    if (region.at.empty() || region.at.offset != reached || !region.at.contains(region.payload)) return false;
    reached = region.at.end();
  }
  return reached == layout.size;
}

}  // namespace exifscrub
