// The smaller languages on any bytes: videos, trailers, application segments, vendors' records. The first
// byte chooses (block_kinds.hpp), a name up to a zero byte tells the dialect. Every container names its
// blocks.
#include "fuzz/block_kinds.hpp"
#include "fuzz/language_check.hpp"
#include "fuzz/named_block.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace exifscrub::fuzz;
  const NamedBlock input = split_named({data, size});
  if (input.name.empty()) return 0;
  if (const auto kind = block_kind_of(input.kind)) LanguageCheck{*kind, input.name}.run(input.bytes);
  return 0;
}
