#include "inspect/flashpix.hpp"

#include <algorithm>
#include <array>

namespace exifscrub {

void append_flashpix(FlashpixStreams& streams, Bytes payload) {
  constexpr std::uint8_t stream_data = 2;
  Cursor cursor(payload, ByteOrder::big);
  cursor.skip(1);  // the version
  const std::uint8_t type = cursor.u8();
  const std::uint16_t index = cursor.u16();
  const std::uint32_t offset = cursor.u32();
  if (!cursor || type != stream_data) return;
  std::vector<Byte>& stream = streams[index];
  if (offset != stream.size()) return;
  const Bytes data = cursor.take(cursor.remaining());
  stream.insert(stream.end(), data.begin(), data.end());
}

std::vector<Byte> flashpix_preview(const FlashpixStreams& streams) {
  constexpr std::array<Byte, 3> soi_and_marker = {0xFF, 0xD8, 0xFF};
  Bytes longest;
  for (const auto& [index, stream] : streams) {
    // Not std::ranges::search: Clang 14 cannot read libstdc++ 12's.
    const auto begin =
        std::search(stream.begin(), stream.end(), soi_and_marker.begin(), soi_and_marker.end());
    const Bytes picture = Bytes{stream}.subspan(static_cast<std::size_t>(begin - stream.begin()));
    if (picture.size() > longest.size()) longest = picture;
  }
  return {longest.begin(), longest.end()};
}

}  // namespace exifscrub
