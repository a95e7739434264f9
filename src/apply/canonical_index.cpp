#include "apply/canonical_index.hpp"

#include <algorithm>
#include <array>

#include "apply/entropy_run.hpp"
#include "base/cursor.hpp"

namespace exifscrub {
namespace {

constexpr std::size_t entry_size = 16;
constexpr std::size_t max_images = 255;

// clang-format off
constexpr std::array<Byte, 54> canonical_head = {
    'M', 'P', 'F', 0, 'M', 'M', 0, 0x2A, 0, 0, 0, 8,
    0, 3,
    0xB0, 0x00, 0, 7, 0, 0, 0, 4, '0', '1', '0', '0',
    0xB0, 0x01, 0, 4, 0, 0, 0, 1, 0, 0, 0, 0,
    0xB0, 0x02, 0, 7, 0, 0, 0, 0, 0, 0, 0, 50,
    0, 0, 0, 0};
// clang-format on
constexpr std::size_t count_at = 34;   // value of B001
constexpr std::size_t length_at = 42;  // count of B002

bool is_canonical(Bytes payload, std::size_t images) {
  const std::size_t used = canonical_head.size() + images * entry_size;
  if (images < 2 || payload.size() < used) return false;
  std::array<Byte, canonical_head.size()> head = canonical_head;
  store_u32(head.data() + count_at, static_cast<std::uint32_t>(images), ByteOrder::big);
  store_u32(head.data() + length_at, static_cast<std::uint32_t>(images * entry_size), ByteOrder::big);
  const Bytes behind = payload.subspan(used);
  return std::ranges::equal(head, payload.first(head.size())) && zeros_at_front(behind) == behind.size();
}

/// The stretch that the entry B002 of the index IFD names; empty when there is none.
Bytes entry_table(Bytes tiff) {
  const ByteOrder order = starts_with(tiff, "II") ? ByteOrder::little : ByteOrder::big;
  Cursor header{tiff, order};
  header.skip(4);
  header.seek(header.u32());
  const unsigned count = header.u16();
  for (unsigned i = 0; i < count && header; ++i) {
    const std::uint16_t tag = header.u16();
    header.skip(2);
    const std::uint32_t length = header.u32();
    const std::uint32_t offset = header.u32();
    if (!header || tag != 0xB002) continue;
    Cursor table{tiff, order};
    table.seek(offset);
    return table.take(length);
  }
  return {};
}

}  // namespace

ImageIndex read_image_index(Bytes payload) {
  ImageIndex index;
  const Bytes tiff = payload.subspan(std::min(index_base, payload.size()));
  const ByteOrder order = starts_with(tiff, "II") ? ByteOrder::little : ByteOrder::big;
  Cursor table{entry_table(tiff), order};
  while (table.remaining() >= entry_size && index.entries.size() < max_images) {
    table.skip(4);
    ImageIndex::Entry entry;
    entry.size = table.u32();
    entry.offset = table.u32();
    table.skip(4);
    index.entries.push_back(entry);
  }
  index.canonical = is_canonical(payload, index.entries.size());
  return index;
}

}  // namespace exifscrub
