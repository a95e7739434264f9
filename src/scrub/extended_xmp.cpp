#include "scrub/extended_xmp.hpp"

#include <algorithm>
#include <string>

#include "metadata/xmp.hpp"
#include "scrub/patched_block.hpp"

namespace exifscrub {
namespace {

constexpr std::uint64_t guid_length = 32;
constexpr std::uint64_t guid_before_data = 40;  // GUID 32 | full length 4 | offset 4 | data

/// Gives the data of one block its new name wherever the old one stands.
Result<void> rename(Document& document, std::uint32_t index, std::span<const Patch> patches,
                    std::vector<Patch>& into) {
  const Layout& layout = document.layout();
  const Block& extended = layout.blocks[index];
  EXS_TRY(const Bytes before, document.bytes().of(index));
  const std::vector<Byte> after = patched_block(extended.parts, before, patches);
  if (std::ranges::equal(before, after)) return {};
  std::string old_guid(guid_length, '\0');
  EXS_CHECK(document.source().read_into(extended.parts.front().offset - guid_before_data,
                                        {reinterpret_cast<Byte*>(old_guid.data()), guid_length}));
  if (old_guid != extended_xmp_guid(before)) return {};
  const std::string guid = extended_xmp_guid(after);
  // Two that have become equal keep their names apart, or readers would take them for one.
  const auto is_guid = [&](const Patch& name) { return std::ranges::equal(name.bytes, guid); };
  if (std::ranges::any_of(into, is_guid)) return {};
  for (const Extent part : extended.parts) {
    into.push_back({part.offset - guid_before_data, {guid.begin(), guid.end()}, Phase::values, false});
  }
  for (std::uint32_t i = 0; i < layout.blocks.size(); ++i) {
    const Block& main = layout.blocks[i];
    if (main.kind != BlockKind::xmp || main.node != extended.node || main.parent != no_index) continue;
    EXS_TRY(const Bytes packet, document.bytes().of(i));
    EXS_TRY(const std::vector<Patch> links,
            document.bytes().project(i, relink_extended_xmp(packet, old_guid, guid)));
    into.insert(into.end(), links.begin(), links.end());
  }
  return {};
}

}  // namespace

Result<std::vector<Patch>> rename_extended_xmp(Document& document, std::span<const Patch> patches) {
  std::vector<Patch> names;
  const std::vector<Block>& blocks = document.layout().blocks;
  for (std::uint32_t i = 0; i < blocks.size(); ++i) {
    const Block& block = blocks[i];
    const bool in_segments = block.kind == BlockKind::xmp_extended && block.parent == no_index &&
                             !block.parts.empty() && block.parts.front().offset >= guid_before_data;
    if (in_segments) EXS_CHECK(rename(document, i, patches, names));
  }
  return names;
}

}  // namespace exifscrub
