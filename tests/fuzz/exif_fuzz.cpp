// The Exif reader and eraser on any bytes.
#include "fuzz/language_check.hpp"
#include "fuzz/structure_mutator.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  exifscrub::fuzz::LanguageCheck{exifscrub::BlockKind::exif, {}}.run({data, size});
  return 0;
}

EXIFSCRUB_MUTATE_THEN(exifscrub::fuzz::repair_tiff)
