#include "scrub/image_index.hpp"

#include <algorithm>

#include "container/mpf.hpp"

namespace exifscrub {
namespace {

/// The entry that means an image: the one that points at it, else the first free one of its kind.
std::size_t entry_of(const MpfIndex& index, const Node& node, std::uint64_t base,
                     const std::vector<bool>& used) {
  std::size_t alike = index.entries.size();
  for (std::size_t i = 0; i < index.entries.size(); ++i) {
    const bool primary = node.use == ImageUse::primary;
    if (used[i] || primary != (i == 0)) continue;
    if (primary || base + index.entries[i].offset == node.at.offset) return i;
    if (index.entries[i].use() == node.use) alike = std::min(alike, i);
  }
  return alike;
}

/// CIPA DC-007 table 4 and, for the gain map, the extension of ISO 21496-1's authors: the MP type.
std::uint32_t attributes_of(ImageUse use) { return use == ImageUse::gainmap ? 0x050000U : 0U; }

}  // namespace

Result<Literal> image_index(Document& document, const Fates& fates, std::uint32_t block) {
  const Layout& layout = document.layout();
  const Block& of = layout.blocks[block];
  EXS_TRY(const Bytes bytes, document.bytes().of(block));
  const Result<MpfIndex> read = read_mpf(bytes);
  const MpfIndex index = read ? *read : MpfIndex{};  // a broken index names nothing
  std::vector<MpfImage> images;
  std::vector<std::uint16_t> numbers(index.entries.size() + 1);  // by old number: the new one, 0 for none
  std::vector<bool> used(index.entries.size());
  // Real indexes point beside their images (Ricoh G700: counted from the file's start), so what stands in the
  // file decides.
  for (std::size_t i = 0; i < layout.nodes.size(); ++i) {
    const Node& node = layout.nodes[i];
    if (node.kind != NodeKind::image || node.use == ImageUse::unindexed || fates.nodes[i] == Fate::drop)
      continue;
    const std::size_t entry = entry_of(index, node, of.parts.front().offset, used);
    MpfImage image{attributes_of(node.use), 0, 0, node.at};
    if (entry < index.entries.size()) {
      const MpfEntry& old = index.entries[entry];
      image = {old.attributes, old.dependent1, old.dependent2, node.at};
      used[entry] = true;
      numbers[entry + 1] = static_cast<std::uint16_t>(images.size() + 1);
    }
    images.push_back(image);
  }
  if (images.size() < 2 || images.size() > 255) return Literal{};
  for (MpfImage& image : images) {
    image.dependent1 = image.dependent1 < numbers.size() ? numbers[image.dependent1] : std::uint16_t{0};
    image.dependent2 = image.dependent2 < numbers.size() ? numbers[image.dependent2] : std::uint16_t{0};
  }
  return encode_mpf(images);
}

}  // namespace exifscrub
