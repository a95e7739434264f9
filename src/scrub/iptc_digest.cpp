#include "scrub/iptc_digest.hpp"

#include <algorithm>

#include "base/bytes.hpp"
#include "base/digests.hpp"
#include "metadata/irb.hpp"
#include "scrub/patched_block.hpp"

namespace exifscrub {
namespace {

constexpr std::uint16_t stream_id = 0x0404, digest_id = 0x0425;

const ImageResource* find_resource(const ImageResources& all, std::uint16_t id) {
  const auto found = std::ranges::find(all.resources, id, &ImageResource::id);
  return found == all.resources.end() ? nullptr : &*found;
}

bool is_digest_of(Bytes block, Extent digest, Extent stream) {
  return std::ranges::equal(block.subspan(digest.offset, digest.length),
                            md5(block.subspan(stream.offset, stream.length)));
}

/// Whether the block's bytes are bytes of the file, not digits for them in an XMP packet.
bool stands_in_file(const std::vector<Block>& blocks, std::uint32_t index) {
  while (index != no_index && blocks[index].coding == Coding::mapped) index = blocks[index].parent;
  return index == no_index;
}

/// The digest of one block, when it would be wrong under `patches`; else empty.
Result<std::vector<Patch>> new_digest(Document& document, std::uint32_t index,
                                      std::span<const Patch> patches) {
  EXS_TRY(const Bytes before, document.bytes().of(index));
  const ImageResources all = parse_irb(before);
  const ImageResource* stream = find_resource(all, stream_id);
  const ImageResource* digest = find_resource(all, digest_id);
  if (stream == nullptr || digest == nullptr) return std::vector<Patch>{};
  if (!is_digest_of(before, digest->data, stream->data)) return std::vector<Patch>{};
  const std::vector<Extent> parts = document.bytes().project(index, extent_between(0, before.size()));
  const std::vector<Byte> after = patched_block(parts, before, patches);
  if (is_digest_of(after, digest->data, stream->data)) return std::vector<Patch>{};
  const Bytes data = Bytes{after}.subspan(stream->data.offset, stream->data.length);
  if (all_zero(data)) return std::vector<Patch>{};
  const auto right = md5(data);
  return document.bytes().project(index,
                                  {{digest->data.offset, {right.begin(), right.end()}, Phase::values, true}});
}

}  // namespace

Result<bool> mend_iptc_digests(Document& document, std::vector<Patch>& patches) {
  std::vector<Patch> digests;
  const std::vector<Block>& blocks = document.layout().blocks;
  for (std::uint32_t i = 0; i < blocks.size(); ++i) {
    if (blocks[i].kind != BlockKind::irb || !stands_in_file(blocks, i)) continue;
    EXS_TRY(std::vector<Patch> made, new_digest(document, i, patches));
    std::ranges::move(made, std::back_inserter(digests));
  }
  if (digests.empty()) return false;
  std::erase_if(patches, [&](const Patch& patch) {
    return std::ranges::any_of(digests,
                               [&](const Patch& digest) { return digest.at().contains(patch.at()); });
  });
  std::ranges::move(digests, std::back_inserter(patches));
  std::ranges::sort(patches, {}, &Patch::offset);
  return true;
}

}  // namespace exifscrub
