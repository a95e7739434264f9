#include "apply/writer.hpp"

#include "base/assert.hpp"
#include "base/zeros.hpp"

namespace exifscrub {
namespace {

/// Below this many bytes a stretch passes through the window that the parser has filled anyway, and is
/// gathered with its neighbours: one call for a dozen segments.
constexpr std::uint64_t kernel_copy_from = 64 * 1024;

Result<void> write_kept(Extent kept, ByteSource& input, int descriptor, AtomicFile& output, StopFlag stop) {
  if (kept.length >= kernel_copy_from) return output.append_range(descriptor, kept, stop);
  EXS_TRY(const Bytes bytes, input.window(kept.offset, static_cast<std::size_t>(kept.length)));
  return output.append(bytes);
}

}  // namespace

Result<void> write_plan(const Plan& plan, ByteSource& input, int descriptor, AtomicFile& output,
                        StopFlag stop) {
  auto patch = plan.patches.begin();
  for (const Piece& piece : plan.pieces) {
    if (piece.literal != no_index) {
      EXS_CHECK(output.append(plan.literals[piece.literal].bytes));
      continue;
    }
    std::uint64_t at = piece.input.offset;
    for (; patch != plan.patches.end() && piece.input.contains(patch->at()); ++patch) {
      EXS_CHECK(write_kept(extent_between(at, patch->offset), input, descriptor, output, stop));
      EXS_CHECK(output.append(patch->bytes));
      EXS_CHECK(for_zeros(patch->zeros, [&](Bytes zeros) { return output.append(zeros); }));
      at = patch->at().end();
    }
    EXS_CHECK(write_kept(extent_between(at, piece.input.end()), input, descriptor, output, stop));
  }
  EXS_CHECK(output.flush());
  EXS_ASSERT(patch == plan.patches.end());
  EXS_ASSERT(output.size() == plan.output_size);
  return {};
}

}  // namespace exifscrub
