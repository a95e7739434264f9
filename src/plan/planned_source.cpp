#include "plan/planned_source.hpp"

#include <algorithm>

#include "base/assert.hpp"
#include "base/checked.hpp"

namespace exifscrub {
namespace {

std::uint64_t length_of(const Piece& piece, const Plan& plan) {
  return piece.literal == no_index ? piece.input.length : plan.literals[piece.literal].bytes.size();
}

/// The first patch that ends behind `offset`; patches are sorted and do not overlap.
auto first_patch_behind(const Plan& plan, std::uint64_t offset) {
  return std::ranges::partition_point(plan.patches,
                                      [offset](const Patch& patch) { return patch.at().end() <= offset; });
}

}  // namespace

PlannedSource::PlannedSource(ByteSource& input, const Plan& plan) : input_(input), plan_(plan) {
  starts_.reserve(plan.pieces.size());
  std::uint64_t at = 0;
  for (const Piece& piece : plan.pieces) {
    starts_.push_back(at);
    at += length_of(piece, plan);
  }
  EXS_ASSERT(at == plan.output_size);
}

std::size_t PlannedSource::piece_at(std::uint64_t offset) const {
  const auto behind = std::ranges::upper_bound(starts_, offset);
  return static_cast<std::size_t>(behind - starts_.begin()) - 1;
}

bool PlannedSource::is_patched(Extent input) const {
  const auto patch = first_patch_behind(plan_, input.offset);
  return patch != plan_.patches.end() && patch->at().overlaps(input);
}

Result<Bytes> PlannedSource::window(std::uint64_t offset, std::size_t length) {
  if (length > max_window) return Error{Errc::limit, offset, "window too long"};
  if (!fits<std::uint64_t>(offset, length, size())) return Error{Errc::truncated, offset, "ends too early"};
  if (length == 0) return Bytes{};
  const std::size_t index = piece_at(offset);
  const Piece& piece = plan_.pieces[index];
  const std::uint64_t inside = offset - starts_[index];
  if (length <= length_of(piece, plan_) - inside) {
    if (piece.literal != no_index) {
      return Bytes{plan_.literals[piece.literal].bytes}.subspan(static_cast<std::size_t>(inside), length);
    }
    const Extent kept{piece.input.offset + inside, length};
    if (!is_patched(kept)) return input_.window(kept.offset, length);
  }
  if (length > room_) {
    buffer_ = std::make_unique_for_overwrite<Byte[]>(length);
    room_ = length;
  }
  const std::span<Byte> shown{buffer_.get(), length};
  EXS_CHECK(read_into(offset, shown));
  return Bytes{shown};
}

Result<void> PlannedSource::read_into(std::uint64_t offset, std::span<Byte> into) {
  if (!fits<std::uint64_t>(offset, into.size(), size())) {
    return Error{Errc::truncated, offset, "ends too early"};
  }
  if (into.empty()) return {};
  for (std::size_t index = piece_at(offset); !into.empty(); ++index) {
    const Piece& piece = plan_.pieces[index];
    const std::uint64_t inside = offset - starts_[index];
    const std::uint64_t length = std::min<std::uint64_t>(into.size(), length_of(piece, plan_) - inside);
    EXS_CHECK(fill_from_piece(piece, inside, into.first(static_cast<std::size_t>(length))));
    into = into.subspan(static_cast<std::size_t>(length));
    offset += length;
  }
  return {};
}

Result<void> PlannedSource::fill_from_piece(const Piece& piece, std::uint64_t inside, std::span<Byte> into) {
  if (piece.literal != no_index) {
    const Bytes literal{plan_.literals[piece.literal].bytes};
    const Bytes bytes = literal.subspan(static_cast<std::size_t>(inside), into.size());
    std::copy(bytes.begin(), bytes.end(), into.begin());
    return {};
  }
  EXS_CHECK(input_.read_into(piece.input.offset + inside, into));
  apply_patches(piece.input.offset + inside, into);
  return {};
}

void PlannedSource::apply_patches(std::uint64_t input_offset, std::span<Byte> bytes) const {
  const Extent shown{input_offset, bytes.size()};
  for (auto patch = first_patch_behind(plan_, input_offset);
       patch != plan_.patches.end() && patch->at().overlaps(shown); ++patch) {
    patch->apply(input_offset, bytes);
  }
}

}  // namespace exifscrub
