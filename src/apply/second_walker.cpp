#include "apply/second_walker.hpp"

#include <algorithm>
#include <iterator>
#include <vector>

#include "base/assert.hpp"

namespace exifscrub {

SecondWalker::SecondWalker(FormatId format, std::optional<DigestKind> image_hash)
    : walker_(JpegWalker{image_hash}) {
  EXS_ASSERT(format == FormatId::jpeg);
}

namespace {

/// Metadata comes in pieces of a few thousand bytes between scans that are passed over.
constexpr std::size_t step_between_scans = 16 * 1024;

}  // namespace

Result<Walk> walk_rest(ByteSource& file, SecondWalker& walker, std::size_t step) {
  for (;;) {
    walker.pass(file.size());
    if (walker.position() >= file.size() || walker.gave_up()) break;
    const std::uint64_t left = file.size() - walker.position();
    const auto length = static_cast<std::size_t>(std::min<std::uint64_t>(left, step));
    EXS_TRY(const Bytes bytes, file.window(walker.position(), length));
    walker.feed(bytes);
  }
  Walk seen = walker.finish();
  seen.size = file.size();
  return seen;
}

Result<Walk> walk(ByteSource& file, FormatId format, std::optional<DigestKind> image_hash) {
  SecondWalker walker{format, image_hash};
  return walk_rest(file, walker);
}

Result<Walk> walk_changed(ByteSource& file, FormatId format, const Walk& before,
                          std::span<const Patch> patches) {
  std::vector<Extent> same;
  for (const Extent scan : before.scans) {
    const auto behind = std::ranges::lower_bound(patches, scan.end(), {}, &Patch::offset);
    const bool touched = behind != patches.begin() && std::prev(behind)->at().overlaps(scan);
    if (!touched) same.push_back(scan);
  }
  SecondWalker walker{format};
  walker.know(std::move(same));
  return walk_rest(file, walker, step_between_scans);
}

}  // namespace exifscrub
