#include "base/memory_source.hpp"
#include "container/format.hpp"
#include "inspect/block_scribe.hpp"
#include "inspect/segment.hpp"

namespace exifscrub {

void describe_jpeg(BlockScribe& scribe) {
  // The same parse as the reading made, for its regions: the n-th block of it is the n-th one inside this
  // block.
  MemorySource source{scribe.bytes()};
  LayoutBuilder builder{FormatId::jpeg, scribe.bytes().size()};
  const Result<void> parsed = format_of(FormatId::jpeg).parse(source, builder, {});
  const Layout stream = builder.finish();
  const std::vector<std::uint32_t>& nested = scribe.all().nested(scribe.block());
  const StreamSpace space{[&](Extent at) { return scribe.bytes(at); },
                          [&](Extent at) { return scribe.where(at); }};
  for (const Region& region : stream.regions) {
    std::uint32_t block = no_index;
    bool starts = false;
    if (region.block != no_index && region.block < nested.size()) {
      const std::vector<Extent>& parts = stream.blocks[region.block].parts;
      block = nested[region.block];
      starts = !parts.empty() && region.at.contains(parts.front().offset);
    }
    describe_region(scribe.all(), space, region, block, starts);
  }
  if (!parsed) {
    scribe.add({FieldKind::unknown, "stopped", {parsed.error().offset, 0}, std::string{parsed.error().what}});
  }
}

}  // namespace exifscrub
