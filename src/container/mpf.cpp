#include "container/mpf.hpp"

#include "base/assert.hpp"
#include "container/jpeg_segment.hpp"
#include "container/jpeg_wrap.hpp"

namespace exifscrub {
namespace {

constexpr std::uint16_t version_tag = 0xB000, count_tag = 0xB001, entries_tag = 0xB002;
constexpr std::uint16_t type_long = 4, type_undefined = 7;
constexpr std::size_t entry_length = 16, ifd_entry_length = 12;
constexpr std::size_t max_images = 255;

/// attributes 4 | size 4 | offset 4 | dependent image 1, 2 | dependent image 2, 2
MpfEntry read_entry(Bytes bytes, ByteOrder order, std::uint64_t at) {
  Cursor cursor{bytes, order};
  MpfEntry entry;
  entry.attributes = cursor.u32();
  entry.size = cursor.u32();
  entry.offset = cursor.u32();
  entry.dependent1 = cursor.u16();
  entry.dependent2 = cursor.u16();
  entry.at = at;
  return entry;
}

/// Reads the value of tag B002: the table of images.
Result<void> read_entries(Bytes block, std::uint32_t count, std::uint32_t at, MpfIndex& into) {
  Cursor cursor{block, into.order};
  cursor.seek(at);
  const std::size_t images = count / entry_length;
  if (images > max_images) return Error{Errc::limit, at, "MPF index names more images than any camera takes"};
  const Bytes table = cursor.take(images * entry_length);
  if (!cursor) return Error{Errc::truncated, at, "MPF entries run past the end of the segment"};
  for (std::size_t i = 0; i < images; ++i) {
    const std::size_t from = i * entry_length;
    into.entries.push_back(read_entry(table.subspan(from, entry_length), into.order, at + from));
  }
  return {};
}

}  // namespace

ImageUse MpfEntry::use() const {
  const std::uint32_t type = attributes & 0xFFFFFF;
  switch (type >> 16) {
    case 0x01:
      return ImageUse::preview;
    case 0x03:
      return ImageUse::primary;
    case 0x04:
      return ImageUse::original;
    case 0x05:
      return ImageUse::gainmap;
    default:  // panorama, disparity, multi-angle, undefined
      return ImageUse::frame;
  }
}

Result<MpfIndex> read_mpf(Bytes block) {
  MpfIndex index;
  if (starts_with(block, "II")) {
    index.order = ByteOrder::little;
  } else if (!starts_with(block, "MM")) {
    return Error{Errc::malformed, 0, "MPF without a byte-order mark"};
  }
  Cursor cursor{block, index.order};
  cursor.skip(2);
  if (cursor.u16() != 42) return Error{Errc::malformed, 2, "MPF without a TIFF header"};
  cursor.seek(cursor.u32());
  const std::uint16_t tags = cursor.u16();
  for (std::uint16_t i = 0; i < tags && cursor; ++i) {
    const std::uint16_t tag = cursor.u16();
    cursor.skip(2);
    const std::uint32_t count = cursor.u32();
    const std::uint32_t value = cursor.u32();
    if (!cursor || tag != entries_tag) continue;
    EXS_CHECK(read_entries(block, count, value, index));
    break;
  }
  if (!cursor) return Error{Errc::truncated, cursor.offset(), "MPF index runs past the end of the segment"};
  return index;
}

namespace {

/// Appends big-endian numbers.
class Writer {
 public:
  explicit Writer(std::size_t length) { bytes_.reserve(length); }
  void u16(std::uint16_t value) {
    bytes_.resize(bytes_.size() + 2);
    store_u16(&bytes_[bytes_.size() - 2], value, ByteOrder::big);
  }
  void u32(std::uint32_t value) {
    bytes_.resize(bytes_.size() + 4);
    store_u32(&bytes_[bytes_.size() - 4], value, ByteOrder::big);
  }
  void ifd_entry(std::uint16_t tag, std::uint16_t type, std::uint32_t count, std::uint32_t value) {
    u16(tag);
    u16(type);
    u32(count);
    u32(value);
  }
  [[nodiscard]] std::vector<Byte> take() { return std::move(bytes_); }

 private:
  std::vector<Byte> bytes_;
};

constexpr std::size_t table_at = 8 + 2 + 3 * ifd_entry_length + 4;

std::vector<Byte> index_without_places(std::span<const MpfImage> images) {
  const auto count = static_cast<std::uint32_t>(images.size());
  Writer out{table_at + images.size() * entry_length};
  out.u32(0x4D4D002A);
  out.u32(8);
  out.u16(3);
  out.ifd_entry(version_tag, type_undefined, 4, 0x30313030);  // "0100"
  out.ifd_entry(count_tag, type_long, 1, count);
  out.ifd_entry(entries_tag, type_undefined, count * entry_length, table_at);
  out.u32(0);  // no attribute IFD
  for (const MpfImage& image : images) {
    out.u32(image.attributes);
    out.u32(0);
    out.u32(0);
    out.u16(image.dependent1);
    out.u16(image.dependent2);
  }
  return out.take();
}

Link link_to(Link::Quantity quantity, std::uint64_t field, const MpfImage& image) {
  Link link;
  link.quantity = quantity;
  link.encoding = Encoding::u32_big;
  link.field = {field, 4};
  link.target = image.target;
  link.base_in_literal = quantity == Link::Quantity::offset;
  return link;
}

}  // namespace

Literal encode_mpf(std::span<const MpfImage> images) {
  EXS_ASSERT(images.size() >= 2 && images.size() <= max_images);
  Literal literal;
  literal.bytes = wrap_jpeg(BlockKind::mpf, index_without_places(images));
  const std::size_t base = literal.bytes.size() - table_at - images.size() * entry_length;
  for (std::size_t i = 0; i < images.size(); ++i) {
    const std::size_t entry = base + table_at + i * entry_length;
    literal.links.push_back(link_to(Link::Quantity::length, entry + 4, images[i]));
    if (i == 0) continue;  // DC-007: the first image's offset is 0
    Link offset = link_to(Link::Quantity::offset, entry + 8, images[i]);
    offset.base = base;
    literal.links.push_back(offset);
  }
  return literal;
}

}  // namespace exifscrub
