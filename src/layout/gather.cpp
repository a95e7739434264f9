#include "layout/gather.hpp"

#include <algorithm>

#include "base/checked.hpp"
#include "layout/coded_text.hpp"

namespace exifscrub {

Result<Bytes> BlockBytes::of(std::uint32_t block) {
  if (const Held* known = held(block)) return known->bytes;
  EXS_TRY(Held made, hold(layout_.blocks[block]));
  // Moving what owns the bytes keeps them where they are, so spans handed out before stay valid.
  if (block >= held_of_block_.size()) held_of_block_.resize(layout_.blocks.size());
  held_of_block_[block] = &held_.emplace_front(std::move(made));
  return held_of_block_[block]->bytes;
}

const BlockBytes::Held* BlockBytes::held(std::uint32_t block) const {
  return block < held_of_block_.size() ? held_of_block_[block] : nullptr;
}

Result<BlockBytes::Held> BlockBytes::hold(const Block& block) {
  Held made;
  EXS_TRY(made.bytes, gather(block, made.gathered));
  if (block.coding == Coding::mapped) return made;
  EXS_TRY(CodedText text, decode_text(block.coding, made.bytes));
  made.encoded = made.bytes;
  made.decoded = std::move(text.bytes);
  made.bytes = made.decoded;
  made.milestones = std::move(text.milestones);
  gathered_ += made.decoded.size();
  return made;
}

Result<Bytes> BlockBytes::gather(const Block& block, std::unique_ptr<Byte[]>& into) {
  if (block.coding == Coding::sealed) return Error{Errc::sealed, 0, "sealed block"};
  const bool stands_in_file = block.parent == no_index;
  Bytes parent;
  if (!stands_in_file) {
    EXS_TRY(parent, of(block.parent));
  }
  const std::uint64_t space = stands_in_file ? source_.size() : parent.size();
  std::uint64_t size = 0;
  for (const Extent part : block.parts) {
    if (!fits(part.offset, part.length, space))
      return Error{Errc::truncated, part.offset, "block ends too early"};
    if (part.length > max_gathered - gathered_ || size + part.length > max_gathered - gathered_) {
      return Error{Errc::limit, part.offset, "more metadata than fits in memory"};
    }
    size += part.length;
  }
  // What is not copied counts too: reading the same bytes over and over takes time.
  gathered_ += size;
  if (!stands_in_file && block.parts.size() == 1) {
    return parent.subspan(block.parts[0].offset, block.parts[0].length);
  }
  into = std::make_unique_for_overwrite<Byte[]>(size);
  std::span<Byte> room{into.get(), size};
  for (const Extent part : block.parts) {
    const std::span<Byte> here = room.first(part.length);
    room = room.subspan(part.length);
    if (stands_in_file) {
      EXS_CHECK(source_.read_into(part.offset, here));
    } else {
      // Not std::ranges::copy, here and elsewhere: GCC 12 makes a loop over single bytes of it.
      const Bytes from = parent.subspan(part.offset, part.length);
      std::copy(from.begin(), from.end(), here.begin());
    }
  }
  return Bytes{into.get(), size};
}

namespace {

/// The stretches of the parent that carry `inside` of a mapped block.
std::vector<Extent> map_through(const Block& block, Extent inside) {
  std::vector<Extent> found;
  std::uint64_t start = 0;
  for (const Extent part : block.parts) {
    const std::uint64_t begin = std::max(inside.offset, start);
    const std::uint64_t end = std::min(inside.end(), start + part.length);
    if (begin < end) found.push_back({part.offset + (begin - start), end - begin});
    start += part.length;
  }
  return found;
}

/// Cuts a patch over a mapped block at the borders of its parts.
void map_through(const Block& block, Patch patch, std::vector<Patch>& into) {
  std::uint64_t done = 0;
  for (const Extent piece : map_through(block, patch.at())) {
    Patch cut;
    cut.offset = piece.offset;
    const auto first = patch.bytes.begin() + static_cast<std::ptrdiff_t>(done);
    cut.bytes.assign(first, first + static_cast<std::ptrdiff_t>(piece.length));
    cut.phase = patch.phase;
    cut.indivisible = patch.indivisible;
    done += piece.length;
    into.push_back(std::move(cut));
  }
}

/// Whether `inside` of a mapped block is one stretch of its parent.
bool stands_whole(const Block& block, Extent inside) {
  return block.coding == Coding::mapped && block.parts.size() == 1 && !inside.empty() &&
         fits(inside.offset, inside.length, block.parts[0].length);
}

}  // namespace

std::vector<Extent> BlockBytes::project(std::uint32_t block, Extent inside) const {
  std::vector<Extent> found{inside};
  // Nearly all metadata stands in one piece in the file itself.
  while (block != no_index && found.size() == 1 && stands_whole(layout_.blocks[block], found[0])) {
    found[0].offset += layout_.blocks[block].parts[0].offset;
    block = layout_.blocks[block].parent;
  }
  while (block != no_index) {
    const Block& carrier = layout_.blocks[block];
    const Held* digits = carrier.coding == Coding::mapped ? nullptr : held(block);
    std::vector<Extent> above;
    for (const Extent extent : found) {
      if (carrier.coding != Coding::mapped && digits == nullptr) {
        above = carrier.parts;
        break;
      }
      const Extent encoded = digits == nullptr
                                 ? extent
                                 : locate_text(carrier.coding, digits->encoded, digits->milestones, extent);
      const auto mapped = map_through(carrier, encoded);
      above.insert(above.end(), mapped.begin(), mapped.end());
    }
    found = std::move(above);
    block = carrier.parent;
  }
  return found;
}

Result<std::vector<Patch>> BlockBytes::project(std::uint32_t block, std::vector<Patch> patches) {
  while (block != no_index) {
    const Block& carrier = layout_.blocks[block];
    if (carrier.coding == Coding::sealed) return Error{Errc::sealed, 0, "cannot be changed in part"};
    if (carrier.coding != Coding::mapped) {
      EXS_CHECK(of(block));
      const Held& digits = *held(block);
      EXS_TRY(patches, recode_text(carrier.coding, digits.encoded, digits.milestones, digits.bytes, patches));
    }
    std::vector<Patch> above;
    for (Patch& patch : patches) map_through(carrier, std::move(patch), above);
    patches = std::move(above);
    block = carrier.parent;
  }
  return patches;
}

}  // namespace exifscrub
