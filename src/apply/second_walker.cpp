#include "apply/second_walker.hpp"

#include <algorithm>

#include "base/assert.hpp"

namespace exifscrub {

SecondWalker::SecondWalker(FormatId format, std::optional<DigestKind> image_hash)
    : walker_(JpegWalker{image_hash}) {
  EXS_ASSERT(format == FormatId::jpeg);
}

Result<Walk> walk_rest(ByteSource& file, SecondWalker& walker) {
  while (walker.position() < file.size() && !walker.gave_up()) {
    const std::uint64_t left = file.size() - walker.position();
    const auto length = static_cast<std::size_t>(std::min<std::uint64_t>(left, ByteSource::max_window));
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

}  // namespace exifscrub
