// The small picture of any JPEG stream: nothing, or one within its bounds that holds no metadata. The last
// byte is the orientation.
#include "base/assert.hpp"
#include "base/memory_source.hpp"
#include "fuzz/structure_mutator.hpp"
#include "report/html/thumbnail.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace exifscrub;
  if (size == 0) return 0;
  MemorySource source{Bytes{data, size - 1}};
  const std::vector<Byte> made = thumbnail_of(source, data[size - 1]);
  if (made.empty()) return 0;
  EXS_ASSERT(made.size() <= thumbnail_bytes && made[0] == 0xFF && made[1] == 0xD8);
  for (std::size_t at = 2; at + 1 < made.size() && made[at + 1] != 0xDA;) {
    const Byte marker = made[at + 1];
    // The header of JFIF is all that libjpeg writes besides the picture.
    EXS_ASSERT(made[at] == 0xFF && marker != 0xFE && ((marker & 0xF0) != 0xE0 || marker == 0xE0));
    at += 2U + (static_cast<std::size_t>(made[at + 2]) << 8U | made[at + 3]);
  }
  return 0;
}

EXIFSCRUB_MUTATE_THEN(exifscrub::fuzz::repair_jpeg)
