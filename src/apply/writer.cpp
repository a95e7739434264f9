#include "apply/writer.hpp"

#include <algorithm>

#include "base/assert.hpp"
#include "base/zeros.hpp"

namespace exifscrub {
namespace {

/// Below this many bytes no blocks are shared, and the stretch is gathered with its neighbours: one call for a
/// dozen segments.
constexpr std::uint64_t shared_from = 64 * 1024;

/// Up to this many bytes a stretch passes through the windows that the parser has filled, mostly the whole
/// picture; holes are looked for only in what is longer.
constexpr std::uint64_t windows_up_to = 1U << 20;

Result<void> write_kept(Extent kept, ByteSource& input, int descriptor, AtomicFile& output, StopFlag stop) {
  const bool is_long = kept.length >= shared_from;
  if (kept.length > windows_up_to || (is_long && output.may_share())) {
    return output.append_range(descriptor, kept, stop);
  }
  while (!kept.empty()) {
    if (stopped(stop)) return interrupted();
    const auto step = std::min<std::uint64_t>(kept.length, ByteSource::max_window);
    EXS_TRY(const Bytes bytes, input.window(kept.offset, static_cast<std::size_t>(step)));
    EXS_CHECK(output.append(bytes));
    kept = extent_between(kept.offset + step, kept.end());
  }
  return {};
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
