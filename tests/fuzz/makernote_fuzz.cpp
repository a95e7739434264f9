// Maker notes on any bytes. Input: a byte for the order, the camera's make up to a zero byte, where the note
// starts in the TIFF stream (two bytes, little-endian) and how long it is, the stream.
#include "base/assert.hpp"
#include "fuzz/named_block.hpp"
#include "metadata/makernote.hpp"

namespace exifscrub {
namespace {

void run(const fuzz::NamedBlock& input) {
  if (input.bytes.size() < 4) return;
  const std::uint64_t start = load_u16(input.bytes.data(), ByteOrder::little);
  const std::uint64_t length = load_u16(&input.bytes[2], ByteOrder::little);
  MakerNoteRequest request;
  request.tiff = input.bytes.subspan(4);
  request.grammar.order = input.kind == 'M' ? ByteOrder::big : ByteOrder::little;
  if (start > request.tiff.size()) return;
  request.note = {start, std::min<std::uint64_t>(length, request.tiff.size() - start)};
  request.make = input.name;
  request.block = 0;
  request.values = true;
  Reading reading;
  const MakerNote note = read_makernote(request, &reading);
  EXS_ASSERT(!note.maker.empty());
  for (const BlockFinding& finding : reading.findings) {
    EXS_ASSERT(finding.form == Form::note_field || finding.form == Form::text_place);
    for (const Extent at : reading.where(finding)) EXS_ASSERT((Extent{0, request.tiff.size()}.contains(at)));
  }
  for (const Reference& reference : reading.references) {
    for (const Extent at : reference.parts) EXS_ASSERT((Extent{0, request.tiff.size()}.contains(at)));
  }
  // Only what the entries own is asked, as the Exif eraser does. Texts are not searched then, of which there may be too
  // much.
  EXS_ASSERT(read_makernote(request, nullptr).understood || !note.understood);
}

}  // namespace
}  // namespace exifscrub

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  exifscrub::run(exifscrub::fuzz::split_named({data, size}));
  return 0;
}
