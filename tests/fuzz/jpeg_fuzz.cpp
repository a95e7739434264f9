// The JPEG parser, with trailers and the Multi-Picture index, on any bytes: it always makes a partition,
// everything it names lies in the file, and where it reads the file to its end the second walker, who shares
// none of its grammar, sees the same picture. Behind the last image that the parser found, where a trailer's footer
// may have cut short what begins like one, the walker may see more, but never lets such a file pass.
#include <algorithm>

#include "apply/walk_tap.hpp"
#include "base/assert.hpp"
#include "base/memory_source.hpp"
#include "container/format.hpp"
#include "container/mpf.hpp"
#include "fuzz/structure_mutator.hpp"

namespace exifscrub {
namespace {

std::vector<Extent> joined(std::vector<Extent> extents) {
  std::vector<Extent> runs;
  for (const Extent extent : extents) {
    if (!runs.empty() && runs.back().end() == extent.offset) {
      runs.back().length += extent.length;
    } else {
      runs.push_back(extent);
    }
  }
  return runs;
}

void check_layout(const Layout& layout) {
  const Extent file{0, layout.size};
  EXS_ASSERT(partitions(layout));
  for (const Node& node : layout.nodes) EXS_ASSERT(file.contains(node.at));
  for (const Link& link : layout.links) EXS_ASSERT(file.contains(link.field) && file.contains(link.target));
  for (const Region& region : layout.regions) {
    EXS_ASSERT(region.block == no_index || region.block < layout.blocks.size());
  }
}

void check_index(const Layout& layout, Bytes bytes) {
  for (const Block& block : layout.blocks) {
    if (block.kind != BlockKind::mpf || block.parts.size() != 1) continue;
    const Extent part = block.parts.front();
    static_cast<void>(read_mpf(bytes.subspan(part.offset, part.length)));
  }
}

void run(Bytes bytes) {
  const Format* format = recognise(bytes.first(std::min<std::size_t>(bytes.size(), 64)));
  if (format == nullptr || format->parse == nullptr) return;
  MemorySource source{bytes};
  WalkTap tap{source, format->id, DigestKind::xxh3};
  LayoutBuilder builder{format->id, bytes.size()};
  const bool parsed = format->parse(tap, builder, {}).has_value();
  const Layout layout = builder.finish();
  check_layout(layout);
  check_index(layout, bytes);
  const Walk walk = tap.finish().value();
  if (!parsed || walk.unreadable) return;
  std::vector<Extent> picture;
  for (const Region& region : layout.regions) {
    if (region.role == Role::image) picture.push_back(region.at);
  }
  std::uint64_t end = picture.empty() ? 0 : picture.back().end();
  // A further image that turns out to be none at the end of the file has taken the walker, which never goes
  // back, over all images behind its start.
  if (!walk.clean() && !walk.images.empty() && walk.images.back().at.end() < end) {
    end = walk.images.back().at.end();
    std::erase_if(picture, [end](Extent at) { return at.offset >= end; });
  }
  std::vector<Extent> seen;
  for (const Extent stretch : walk.stretches) {
    EXS_ASSERT(stretch.end() <= end || !walk.clean());
    if (stretch.offset < end) seen.push_back(extent_between(stretch.offset, std::min(stretch.end(), end)));
  }
  EXS_ASSERT(joined(std::move(picture)) == joined(std::move(seen)));
}

}  // namespace
}  // namespace exifscrub

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  exifscrub::run({data, size});
  return 0;
}

EXIFSCRUB_MUTATE_THEN(exifscrub::fuzz::repair_jpeg)
