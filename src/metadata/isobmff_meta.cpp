#include "metadata/isobmff_meta.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <string>
#include <utility>

#include "base/bytes.hpp"
#include "base/checked.hpp"
#include "base/cursor.hpp"
#include "metadata/isobmff_unread.hpp"

namespace exifscrub {
namespace {

using namespace std::string_view_literals;

/// An item of a `meta` box: a picture of a HEIF file, its Exif, its XMP.
struct MetaItem {
  std::uint32_t id = 0;
  BoxType type;              ///< "hvc1", "Exif", "mime"; 0 in the first versions of the table
  std::string content_type;  ///< of a mime item
  /// In the stream; empty where the location table does not say it, or says it of no byte there.
  std::vector<Extent> where;
};

constexpr std::size_t max_items = 10'000;
constexpr std::size_t max_extents = 100'000;

Extent payload_of(const MovieTree& tree, std::uint32_t box) {
  return box == MovieTree::no_box ? Extent{} : tree.boxes[box].box.payload;
}

std::string characters(Cursor& cursor) {
  std::string text;
  while (cursor.remaining() > 0) {
    const Byte byte = cursor.u8();
    if (byte == 0) break;
    text += static_cast<char>(byte);
  }
  return text;
}

/// `infe`: version and flags 4; from version 2 on number 2 or 4, protection 2, type 4, name, and of a mime item
/// its content type; before number 2, protection 2, name, content type.
MetaItem read_entry(Bytes payload) {
  Cursor cursor{payload};
  const Byte version = cursor.u8();
  cursor.skip(3);
  MetaItem item;
  item.id = version < 3 ? cursor.u16() : cursor.u32();
  cursor.skip(2);
  if (version >= 2) item.type = BoxType{cursor.u32()};
  characters(cursor);
  if (version < 2 || item.type == BoxType{"mime"}) item.content_type = characters(cursor);
  return item;
}

/// Of 0, 4 or 8 bytes.
std::uint64_t number(Cursor& cursor, unsigned bytes) {
  if (bytes == 0) return 0;
  return bytes == 4 ? cursor.u32() : cursor.u64();
}

/// Reads `iloc`: version 1, flags 3 | sizes of offset, length, base, index in 4 bits each | count | of each item
/// number, (how its offsets count,) data reference, base, count of extents, and of these (index,) offset, length.
class LocationTable {
 public:
  LocationTable(Bytes stream, Extent at, Extent item_data)
      : stream_(stream), item_data_(item_data), cursor_(stream.subspan(at.offset, at.length)) {}

  void read(std::vector<MetaItem>& items) {
    version_ = cursor_.u8();
    cursor_.skip(3);
    const std::uint16_t sizes = cursor_.u16();
    const auto size = [sizes](unsigned shift) { return static_cast<unsigned>(sizes >> shift & 0xF); };
    offset_size_ = size(12), length_size_ = size(8), base_size_ = size(4);
    index_size_ = version_ == 0 ? 0 : size(0);
    if (!are_defined()) return;
    for (std::size_t i = 0; i < items.size(); ++i) by_id_.emplace(items[i].id, i);
    std::uint32_t count = version_ < 2 ? cursor_.u16() : cursor_.u32();
    for (; count > 0 && cursor_ && left_ > 0; --count) read_item(items);
  }

 private:
  /// Numbers of another size are not defined: what they say is nobody's word.
  [[nodiscard]] bool are_defined() const {
    const auto sizes = {offset_size_, length_size_, base_size_, index_size_};
    return std::ranges::all_of(sizes, [](unsigned size) { return size == 0 || size == 4 || size == 8; });
  }

  void read_item(std::vector<MetaItem>& items) {
    const std::uint32_t id = version_ < 2 ? cursor_.u16() : cursor_.u32();
    const unsigned method = version_ == 0 ? 0 : cursor_.u16() & 0xFU;
    const bool elsewhere = cursor_.u16() != 0;
    const std::uint64_t base = number(cursor_, base_size_);
    std::uint16_t count = cursor_.u16();
    std::vector<Extent> where;
    for (; count > 0 && cursor_ && left_ > 0; --count, --left_) {
      number(cursor_, index_size_);
      const std::uint64_t offset = number(cursor_, offset_size_);
      const std::uint64_t length = number(cursor_, length_size_);
      const Extent within = method == 0 ? Extent{0, stream_.size()} : item_data_;
      const bool sound = cursor_ && !elsewhere && method <= 1 && length != 0 &&
                         fits<std::uint64_t>(base, offset, within.length) &&
                         fits<std::uint64_t>(base + offset, length, within.length);
      if (!sound) return skip(count);
      where.push_back({within.offset + base + offset, length});
    }
    if (const auto item = by_id_.find(id); item != by_id_.end()) items[item->second].where = std::move(where);
  }

  /// The rest of an item of which one extent cannot be followed.
  void skip(std::uint16_t count) {
    for (--count, --left_; count > 0 && cursor_ && left_ > 0; --count, --left_)
      cursor_.skip(index_size_ + offset_size_ + length_size_);
  }

  Bytes stream_;
  Extent item_data_;
  Cursor cursor_;
  Byte version_ = 0;
  unsigned offset_size_ = 0, length_size_ = 0, base_size_ = 0, index_size_ = 0;
  std::size_t left_ = max_extents;
  std::map<std::uint32_t, std::size_t> by_id_;
};

std::vector<MetaItem> items_of(Bytes stream, const MovieTree& tree, std::uint32_t meta) {
  std::vector<MetaItem> items;
  const Extent table = payload_of(tree, tree.child(meta, "iinf"));
  if (table.length < 6) return items;
  const std::uint64_t header = stream[table.offset] == 0 ? 6 : 8;  // version, flags, count
  if (table.length < header) return items;
  BoxSequence entries{stream, extent_between(table.offset + header, table.end())};
  while (items.size() < max_items) {
    const auto entry = entries.next();
    if (!entry) break;
    if (entry->type == BoxType{"infe"})
      items.push_back(read_entry(stream.subspan(entry->payload.offset, entry->payload.length)));
  }
  const Extent locations = payload_of(tree, tree.child(meta, "iloc"));
  LocationTable{stream, locations, payload_of(tree, tree.child(meta, "idat"))}.read(items);
  return items;
}

/// How many bytes stand in front of the TIFF stream 4, "Exif" 0 0 as a rule, the stream.
bool refer_exif(BlockFindings& into, std::vector<Extent> where) {
  const Bytes front = into.bytes(where.front());
  if (front.size() <= 4) return false;
  const std::uint64_t before = 4 + std::uint64_t{load_u32(front.data(), ByteOrder::big)};
  if (before >= front.size()) return false;
  const Bytes tiff = front.subspan(before);
  if (all_zero(tiff) && where.size() == 1) return true;  // an emptied one
  if (!starts_with(tiff, "II*\0"sv) && !starts_with(tiff, "MM\0*"sv)) return false;
  where.front() = extent_between(where.front().offset + before, where.front().end());
  into.refer(BlockKind::exif, "EXIF", std::move(where));
  return true;
}

void read_meta_item(BlockFindings& into, const MetaItem& item) {
  constexpr auto pictures = std::to_array<BoxType>({"hvc1", "hev1", "av01", "avc1", "vvc1", "lhv1", "hvt1",
                                                    "j2k1", "unci", "grid", "iovl", "iden", "tmap", "mask"});
  if (std::ranges::find(pictures, item.type) != pictures.end()) return;
  if (item.content_type == "application/rdf+xml") return into.refer(BlockKind::xmp, "XMP", item.where);
  if (item.type == BoxType{"Exif"} && refer_exif(into, item.where)) return;
  if (item.where.size() == 1 && starts_with(into.bytes(item.where.front()), "\xFF\xD8\xFF"sv))
    return into.refer_to_picture(ImageUse::unindexed, "Item", item.where.front());
  add_unread(into, item.type == BoxType{} ? "Item" : into.keep(item.type.text()), item.where);
}

}  // namespace

void read_meta_items(BlockFindings& into, const MovieTree& tree, std::uint32_t meta,
                     std::vector<Extent>& taken) {
  for (const MetaItem& item : items_of(into.bytes(), tree, meta)) {
    taken.insert(taken.end(), item.where.begin(), item.where.end());
    if (!item.where.empty()) read_meta_item(into, item);
  }
}

}  // namespace exifscrub
