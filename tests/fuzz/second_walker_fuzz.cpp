// The second walker on any bytes: its map is sound, and how the bytes are cut up changes nothing.
#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "apply/raw_scan.hpp"
#include "apply/second_walker.hpp"
#include "apply/walk_tap.hpp"
#include "base/assert.hpp"
#include "base/memory_source.hpp"
#include "fuzz/repair_segments.hpp"

namespace exifscrub {
namespace {

void check_map(const Walk& seen) {
  std::uint64_t at = 0;
  for (const Extent& stretch : seen.stretches) {
    EXS_ASSERT(stretch.offset >= at && !stretch.empty());
    at = stretch.end();
  }
  EXS_ASSERT(at <= seen.size);
  at = 0;
  for (const WalkedImage& image : seen.images) {
    EXS_ASSERT(image.at.offset >= at);
    at = image.at.end();
  }
  EXS_ASSERT(at <= seen.size);
  EXS_ASSERT(seen.unreadable || !seen.images.empty());
}

void check_same(const Walk& one, const Walk& other) {
  EXS_ASSERT(one.stretches == other.stretches);
  EXS_ASSERT(one.canonical == other.canonical);
  EXS_ASSERT(one.images == other.images);
  EXS_ASSERT(one.unreadable == other.unreadable);
  EXS_ASSERT(one.objection == other.objection);
}

Walk walk_in_pieces(Bytes file, std::size_t piece) {
  SecondWalker walker{FormatId::jpeg, DigestKind::xxh3};
  for (Bytes left = file; !left.empty();) {
    const std::size_t now = std::min(piece, left.size());
    walker.feed(left.first(now));
    left = left.subspan(now);
  }
  return walker.finish();
}

void run(Bytes file) {
  MemorySource source{file};
  const Walk whole = walk(source, FormatId::jpeg, DigestKind::xxh3).value();
  check_map(whole);
  check_same(walk_in_pieces(file, 1 + file.size() % 31), whole);
  WalkTap tap{source, FormatId::jpeg, DigestKind::xxh3};
  static_cast<void>(tap.window(0, std::min<std::size_t>(file.size(), 64)));
  static_cast<void>(tap.window(file.size() / 3, file.size() / 3));
  check_same(tap.finish().value(), whole);
  const auto hits = find_signatures(source, whole).value();
  for (const RawHit& hit : hits) {
    for (const Extent& stretch : whole.stretches) EXS_ASSERT(!stretch.overlaps(hit.at));
  }
}

}  // namespace
}  // namespace exifscrub

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  exifscrub::run({data, size});
  return 0;
}

#if defined(EXIFSCRUB_LIBFUZZER)
extern "C" std::size_t LLVMFuzzerMutate(std::uint8_t* data, std::size_t size, std::size_t max_size);

extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size, std::size_t max_size,
                                               unsigned seed) {
  const std::size_t mutated = LLVMFuzzerMutate(data, size, max_size);
  if (seed % 4 != 0) exifscrub::fuzz::repair_segments(data, mutated);
  return mutated;
}
#endif
