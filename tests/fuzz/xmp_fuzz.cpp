// The XMP reader and eraser on any bytes. What a strip would keep of the packet is written as the second
// walker's own template says, and is read back as canonical.
#include "apply/canonical_xmp.hpp"
#include "fuzz/language_check.hpp"
#include "metadata/kept_xmp.hpp"
#include "metadata/xmp.hpp"

namespace exifscrub {
namespace {

void check_kept(Bytes packet) {
  Reading reading;
  read_xmp({packet, 0, false, {}}, reading);
  const Facts* facts = reading.find_facts(0);
  if (facts == nullptr) return;
  const ViewerXmp due = due_viewer_xmp(facts->viewer_xmp, {true, true, true});
  if (due.empty() || due.items.size() > 255) return;
  const Literal kept = encode_kept_xmp(due);
  EXS_ASSERT(match_canonical_xmp(kept.bytes).canonical);
  EXS_ASSERT(is_kept_xmp(kept.bytes, due));
}

}  // namespace
}  // namespace exifscrub

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  exifscrub::fuzz::LanguageCheck{exifscrub::BlockKind::xmp, {}}.run({data, size});
  exifscrub::check_kept({data, size});
  return 0;
}
