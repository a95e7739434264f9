#include "scrub/illustration.hpp"

#include "base/memory_source.hpp"

namespace exifscrub {
namespace {

unsigned orientation_of(const Document& document) {
  for (std::uint32_t i = 0; i < document.layout().blocks.size(); ++i) {
    const Facts* facts = document.is_of_primary(i) ? document.reading().find_facts(i) : nullptr;
    if (facts != nullptr && facts->orientation != 0) return facts->orientation;
  }
  return 1;
}

bool is_thumbnail(const Document& document, std::uint32_t block) {
  const Layout& layout = document.layout();
  const std::uint32_t parent = layout.blocks[block].parent;
  return layout.blocks[block].kind == BlockKind::jpeg && layout.blocks[block].use == ImageUse::thumbnail &&
         parent != no_index && layout.blocks[parent].kind == BlockKind::exif &&
         document.is_of_primary(parent);
}

}  // namespace

std::vector<Byte> illustrate(Document& document, const Job& job) {
  if (!job.miniature || document.primary() == no_index) return {};
  const unsigned orientation = orientation_of(document);
  for (std::uint32_t i = 0; i < document.layout().blocks.size(); ++i) {
    if (!is_thumbnail(document, i)) continue;
    const Result<Bytes> bytes = document.bytes().of(i);
    if (!bytes) continue;
    MemorySource embedded{*bytes};
    std::vector<Byte> made = job.miniature(embedded, orientation);
    if (!made.empty()) return made;
  }
  const Extent picture = document.layout().nodes[document.primary()].at;
  SubrangeSource primary{document.source(), picture.offset, picture.length};
  return job.miniature(primary, orientation);
}

}  // namespace exifscrub
