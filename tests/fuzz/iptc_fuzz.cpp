// IPTC datasets on any bytes.
#include "fuzz/language_check.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  exifscrub::fuzz::LanguageCheck{exifscrub::BlockKind::iptc, {}}.run({data, size});
  return 0;
}
