// A change in place that stopped half-way, of any file: the next run finishes it or refuses it, and never calls it
// clean before. The last four bytes seed which sectors reached the disk.
#include <cstdio>
#include <cstdlib>

#include "base/cursor.hpp"
#include "fuzz/structure_mutator.hpp"
#include "support/scrub_properties.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace exifscrub::test;
  if (size < 4) return 0;
  std::uint32_t state = exifscrub::load_u32(data + size - 4, exifscrub::ByteOrder::little);
  const auto draw = [&](unsigned below) {
    state = state * 1664525U + 1013904223U;
    return (state >> 8) % below;
  };
  // Of a damaged directory half a change can make one that nobody can change; sound files are for the properties.
  constexpr bool may_refuse = true;
  for (const ModeCase& mode : mode_cases()) {
    if (const Failure failure = TornChange::check({data, size - 4}, mode, draw, may_refuse)) {
      std::fprintf(stderr, "%s\n", failure->c_str());
      std::abort();
    }
  }
  return 0;
}

EXIFSCRUB_MUTATE_THEN(exifscrub::fuzz::repair_jpeg)
