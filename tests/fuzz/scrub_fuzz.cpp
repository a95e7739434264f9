// A whole scrub of any bytes in every mode: the properties that must hold whatever the bytes are.
#include <cstdio>
#include <cstdlib>

#include "fuzz/structure_mutator.hpp"
#include "support/scrub_properties.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace exifscrub::test;
  for (const ModeCase& mode : mode_cases()) {
    if (const Failure failure = ScrubProperties{mode}.check({data, size})) {
      std::fprintf(stderr, "%s\n", failure->c_str());
      std::abort();
    }
  }
  return 0;
}

EXIFSCRUB_MUTATE_THEN(exifscrub::fuzz::repair_jpeg)
