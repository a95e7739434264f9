#include "metadata/isobmff.hpp"

#include <algorithm>
#include <array>
#include <bit>

#include "base/bytes.hpp"
#include "base/cursor.hpp"
#include "metadata/block_findings.hpp"
#include "metadata/exif_values.hpp"
#include "metadata/isobmff_items.hpp"
#include "metadata/isobmff_meta.hpp"
#include "metadata/isobmff_tracks.hpp"
#include "metadata/isobmff_tree.hpp"
#include "metadata/isobmff_unread.hpp"

namespace exifscrub {
namespace {

using namespace std::string_view_literals;

constexpr std::string_view movie_group = "QuickTime";
constexpr std::uint32_t none = MovieTree::no_box;

using UserType = std::array<Byte, 16>;

/// What a `uuid` box carries.
struct UserTypeRow {
  UserType type;
  LeakClass leak_class;
  std::string_view tag;
  BlockKind document;  ///< its payload is one; unknown: it is a finding
};

constexpr auto user_types = std::to_array<UserTypeRow>({
    {{0xBE, 0x7A, 0xCF, 0xCB, 0x97, 0xA9, 0x42, 0xE8, 0x9C, 0x71, 0x99, 0x94, 0x91, 0xE3, 0xAF, 0xAC},
     LeakClass::text,
     "XMP",
     BlockKind::xmp},
    {{0x05, 0x37, 0xCD, 0xAB, 0x9D, 0x0C, 0x44, 0x31, 0xA7, 0x2A, 0xFA, 0x56, 0x1F, 0x2A, 0x11, 0x3E},
     LeakClass::device,
     "EXIF",
     BlockKind::exif},
    {{0x33, 0xC7, 0xA4, 0xD2, 0xB8, 0x1D, 0x47, 0x23, 0xA0, 0xBA, 0xF1, 0xA3, 0xE0, 0x97, 0xAD, 0x38},
     LeakClass::text,
     "IPTC",
     BlockKind::iptc},
    {{0xD8, 0xFE, 0xC3, 0xD6, 0x1B, 0x0E, 0x48, 0x3C, 0x92, 0x97, 0x58, 0x28, 0x87, 0x7E, 0xC4, 0x81},
     LeakClass::credentials,
     "JUMBF",
     BlockKind::unknown},
    {{0x21, 0x0F, 0x16, 0x87, 0x91, 0x49, 0x11, 0xE4, 0x81, 0x11, 0x00, 0x24, 0x21, 0x31, 0xFC, 0xE4},
     LeakClass::device,
     "CanonUUID",
     BlockKind::unknown},
    {{0x4A, 0xB0, 0x3B, 0x0F, 0x61, 0x8D, 0x40, 0x75, 0x82, 0xB2, 0xD9, 0xFA, 0xCE, 0xD3, 0x5F, 0xF5},
     LeakClass::device,
     "FlipUUID",
     BlockKind::unknown},
    {{0xEA, 0xF4, 0x2B, 0x5E, 0x1C, 0x98, 0x4B, 0x88, 0xB9, 0xFB, 0xB7, 0xDC, 0x40, 0x6E, 0x4D, 0x16},
     LeakClass::thumbnail,
     "PreviewImage",
     BlockKind::unknown},
    {{0xEF, 0xE1, 0x58, 0x9A, 0xBB, 0x77, 0x49, 0xEF, 0x80, 0x95, 0x27, 0x75, 0x9E, 0xB1, 0xDC, 0x6F},
     LeakClass::device,
     "Sensors360Fly",
     BlockKind::unknown},
    {{0x7F, 0x2E, 0x21, 0x00, 0x8B, 0x46, 0x49, 0x18, 0xAF, 0xB1, 0xDE, 0x70, 0x9A, 0x74, 0xF6, 0xF5},
     LeakClass::location,
     "GPSInfo",
     BlockKind::unknown},
});

/// Boxes outside user data that are a finding as they stand.
struct VendorRow {
  BoxType type;
  LeakClass leak_class;
  std::string_view tag;
  BlockKind document;
};

constexpr auto vendor_boxes = std::to_array<VendorRow>({
    {"gps ", LeakClass::location, "GPSDataList", BlockKind::unknown},
    {"GPS ", LeakClass::location, "GPSData", BlockKind::unknown},
    {"gps0", LeakClass::location, "GPSTrack", BlockKind::unknown},
    {"gdat", LeakClass::location, "GPSData", BlockKind::unknown},
    {"udat", LeakClass::location, "GPSLog", BlockKind::unknown},
    {"gsen", LeakClass::device, "GSensor", BlockKind::unknown},
    {"gsea", LeakClass::device, "GSensor", BlockKind::unknown},
    {"CMT1", LeakClass::device, "CanonIFD0", BlockKind::exif},
    {"CMT2", LeakClass::device, "CanonExifIFD", BlockKind::exif},
    {"CMT3", LeakClass::makernote, "MakerNoteCanon", BlockKind::unknown},
    {"CMT4", LeakClass::location, "GPSInfo", BlockKind::unknown},  // a GPS IFD without a way to it
    {"THMB", LeakClass::thumbnail, "ThumbnailImage", BlockKind::unknown},
    {"CNDA", LeakClass::thumbnail, "ThumbnailImage", BlockKind::jpeg},
    {"CNCV", LeakClass::software, "CompressorVersion", BlockKind::unknown},
    {"sefd", LeakClass::history, "SamsungTrailer", BlockKind::seft},
    {"jumb", LeakClass::credentials, "JUMBF", BlockKind::unknown},
    {"XMP_", LeakClass::text, "XMP", BlockKind::xmp},
    {"xml ", LeakClass::text, "XML", BlockKind::unknown},
    {"cmov", LeakClass::unknown, "CompressedMovie", BlockKind::unknown},
});

bool is_one_of(BoxType type, std::initializer_list<BoxType> types) {
  return std::ranges::find(types, type) != types.end();
}

class MovieReader {
 public:
  MovieReader(const ReadRequest& request, Reading& into)
      : into_(request, into), stream_(request.bytes), tree_(read_movie_tree(request.bytes)) {}

  void read() {
    std::vector<Extent> media, item_data;
    for (std::uint32_t i = 0; i < tree_.boxes.size(); ++i) {
      if (box(i).type == BoxType{"mdat"}) media.push_back(box(i).payload);
      if (box(i).type == BoxType{"idat"}) item_data.push_back(box(i).payload);
      read_box(i);
    }
    item_data.insert(item_data.end(), media.begin(), media.end());
    add_unread(into_, "UnreferencedData", unreferenced(stream_, item_data, taken_));
    // A movie without media data is still one.
    if (media.empty() && !tree_.boxes.empty()) media.push_back({0, stream_.size()});
    BlockFinding* finding = into_.add(LeakClass::motion, movie_group, "MediaData", media);
    if (finding != nullptr) finding->form = Form::media_data;
    if (finding != nullptr && into_.wants_values())
      finding->value = std::to_string(stream_.size()) + " bytes";
    for (const Extent at : tree_.unreadable) into_.add_unreadable(movie_group, at);
  }

 private:
  const Box& box(std::uint32_t index) const { return tree_.boxes[index].box; }
  BoxType parent_type(std::uint32_t index) const {
    const std::uint32_t parent = tree_.boxes[index].parent;
    return parent == none ? BoxType{} : box(parent).type;
  }
  Bytes payload(std::uint32_t index) const { return into_.bytes(box(index).payload); }

  /// "UserData", or the track's: ExifTool tells tracks apart before it tells boxes apart.
  std::string_view group_of(std::uint32_t index, std::string_view otherwise) {
    const std::uint16_t track = tree_.boxes[index].track;
    return track == 0 ? otherwise : into_.keep("Track" + std::to_string(track));
  }

  void read_box(std::uint32_t index) {
    const BoxType type = box(index).type;
    const BoxType parent = parent_type(index);
    if (parent == BoxType{"udta"} && type != BoxType{"meta"}) return read_user_data(index);
    if (parent == BoxType{"ilst"}) return read_item(index);
    if (is_one_of(type, {"mvhd", "tkhd", "mdhd"})) return read_dates(index);
    if (type == BoxType{"hdlr"}) return read_handler(index);
    if (type == BoxType{"trak"}) return read_track(index);
    if (type == BoxType{"uuid"}) return read_uuid(index);
    if (is_one_of(type, {"free", "skip", "wide"})) return read_free(index);
    const auto* row = std::ranges::find(vendor_boxes, type, &VendorRow::type);
    if (row != vendor_boxes.end()) return read_vendor(index, row->leak_class, row->tag, row->document);
    if (type == BoxType{"meta"}) read_meta_items(into_, tree_, index, taken_);
    if (!is_known_box(stream_, tree_, index)) read_unknown(index);
  }

  void read_unknown(std::uint32_t index) {
    if (holds_nothing(index)) return;
    into_.add(class_of_unread(payload(index)), group_of(index, movie_group),
              into_.keep(box(index).type.text()), box(index).at);
  }

  void read_track(std::uint32_t index) {
    const std::vector<Extent> samples = sample_extents(stream_, tree_, index, CutSamples::as_far_as_they_go);
    taken_.insert(taken_.end(), samples.begin(), samples.end());
    read_metadata_track(into_, tree_, index);
    if (!is_known_box(stream_, tree_, index)) read_unknown(index);
  }

  void read_vendor(std::uint32_t index, LeakClass leak_class, std::string_view tag, BlockKind document) {
    if (document == BlockKind::jpeg) {
      return into_.refer_to_picture(ImageUse::thumbnail, tag, box(index).payload);
    }
    if (document != BlockKind::unknown) return into_.refer(document, tag, box(index).payload);
    if (!holds_nothing(index)) into_.add(leak_class, group_of(index, movie_group), tag, box(index).at);
  }

  /// A finding over a whole box is none when only its header is left.
  bool holds_nothing(std::uint32_t index) const {
    return std::ranges::all_of(payload(index), [](Byte byte) { return byte == 0 || byte == ' '; });
  }

  /// Padding that is not empty: what an editor left, or what a camera hides there.
  void read_free(std::uint32_t index) {
    const LeakClass leak_class = class_of_unread(payload(index));
    into_.add(leak_class, movie_group, leak_class == LeakClass::location ? "GPSData" : "FreeSpace",
              box(index).payload);
  }

  void read_uuid(std::uint32_t index) {
    const auto* row = std::ranges::find(user_types, box(index).user_type, &UserTypeRow::type);
    if (row != user_types.end()) return read_vendor(index, row->leak_class, row->tag, row->document);
    const bool container = tree_.child(index, "CNCV") != none;  // Canon's: its boxes speak
    if (container || holds_nothing(index)) return;
    into_.add(LeakClass::unknown, movie_group, into_.keep("UUID-" + hex_value(box(index).user_type)),
              box(index).at);
  }

  /// Version 1, flags 3, then creation and modification in seconds since 1904, 4 or 8 bytes each.
  void read_dates(std::uint32_t index) {
    const BoxType type = box(index).type;
    const Bytes bytes = payload(index);
    if (bytes.empty()) return;
    const std::uint64_t size = bytes[0] == 1 ? 8 : 4;
    if (bytes.size() < 4 + 2 * size) return;
    const std::string prefix = type == BoxType{"mvhd"} ? "" : type == BoxType{"tkhd"} ? "Track" : "Media";
    const std::string_view group = group_of(index, movie_group);
    for (const auto& [name, at] : {std::pair{"CreateDate", std::uint64_t{4}}, {"ModifyDate", 4 + size}}) {
      const std::uint64_t seconds =
          size == 8 ? load_u64(&bytes[at], ByteOrder::big) : load_u32(&bytes[at], ByteOrder::big);
      constexpr std::int64_t from_1904_to_1970 = 2'082'844'800;
      const auto unix =
          static_cast<std::int64_t>(std::min<std::uint64_t>(seconds, 1ULL << 40)) - from_1904_to_1970;
      into_.add_value(LeakClass::time, group, into_.keep(prefix + name),
                      {box(index).payload.offset + at, size},
                      into_.wants_values() ? utc_value(unix) : std::string{});
    }
  }

  /// Version and flags 4, component 4, type 4, reserved 12, name: of the program or camera that wrote it.
  void read_handler(std::uint32_t index) {
    const Extent at = box(index).payload;
    if (at.length <= 24) return;
    Extent name = extent_between(at.offset + 24, at.end());
    // QuickTime counts the characters in front of them.
    const Bytes bytes = into_.bytes(name);
    const bool counted = bytes.size() > 1 && bytes[0] == bytes.size() - 1;
    BlockFinding* finding =
        into_.add_text(LeakClass::software, group_of(index, movie_group), "HandlerDescription", name);
    if (finding != nullptr && counted && into_.wants_values()) finding->value = text_value(bytes.subspan(1));
    into_.add_text_places(group_of(index, movie_group), "HandlerDescription", name);
  }

  // User data

  void read_user_data(std::uint32_t index) {
    const Box& atom = box(index);
    ItemRow row = user_data_row(atom.type);
    if (row.tag.empty()) row.tag = into_.keep(atom.type.text());
    switch (row.form) {
      case ItemForm::exif:
        return refer_exif(atom.payload);
      case ItemForm::jpeg:
        if (starts_with(payload(index), "\xFF\xD8"sv))
          into_.refer_to_picture(ImageUse::thumbnail, row.tag, atom.payload);
        break;
      case ItemForm::xmp:
        return into_.refer(BlockKind::xmp, "XMP", atom.payload);
      case ItemForm::gpmf:
        return into_.refer(BlockKind::gpmf, "GoPro GPMF", atom.payload);
      case ItemForm::seft:
        return into_.refer(BlockKind::seft, "Samsung SEFT", atom.payload);
      case ItemForm::nikon_tags:
        return read_nikon_tags(atom.payload);
      default:
        break;
    }
    // Vendors' boxes may hold boxes in their turn; a child has said it all.
    const bool is_container = index + 1 < tree_.boxes.size() && tree_.boxes[index + 1].parent == index;
    if (is_container || is_one_of(atom.type, {"free", "skip"}))
      return is_container ? void() : read_free(index);
    if (holds_nothing(index)) return;
    BlockFinding* finding = into_.add(row.leak_class, group_of(index, "UserData"), row.tag, atom.at);
    if (finding != nullptr) describe(*finding, row, payload(index));
    if (row.leak_class != LeakClass::location)
      into_.add_text_places(group_of(index, "UserData"), row.tag, atom.payload);
  }

  void refer_exif(Extent at) {
    const Bytes bytes = into_.bytes(at);
    const std::uint64_t header = starts_with(bytes, "Exif\0\0"sv) ? 6 : 0;
    into_.refer(BlockKind::exif, "EXIF", extent_between(at.offset + header, at.end()));
  }

  void describe(BlockFinding& finding, const ItemRow& row, Bytes bytes) {
    switch (row.form) {
      case ItemForm::quicktime_text:
        return describe_text(finding, quicktime_text(bytes));
      case ItemForm::quicktime_position:
        return describe_position(finding, quicktime_text(bytes));
      case ItemForm::media_text:
        return describe_text(finding, bytes.size() > 6 ? media_text(bytes.subspan(6)) : std::string{});
      case ItemForm::place:
        return describe_location(finding, bytes);
      case ItemForm::characters:
        return describe_text(finding, text_value(bytes));
      case ItemForm::position:
        return describe_position(finding, text_value(bytes));
      default:
        if (into_.wants_values()) finding.value = is_printable(bytes) ? text_value(bytes) : hex_value(bytes);
    }
  }

  void describe_text(BlockFinding& finding, std::string text) {
    if (into_.wants_values()) finding.value = std::move(text);
  }

  void describe_position(BlockFinding& finding, std::string text) {
    describe_text(finding, into_.add_iso6709(std::move(text)));
  }

  /// Length 2, language 2, characters. Some writers leave the two numbers out.
  static std::string quicktime_text(Bytes bytes) {
    if (bytes.size() < 4) return text_value(bytes);
    const std::size_t length = load_u16(bytes.data(), ByteOrder::big);
    if (length > bytes.size() - 4) return text_value(bytes);
    return text_value(bytes.subspan(4, length));
  }

  /// UTF-8, or UTF-16 behind a byte order mark.
  static std::string media_text(Bytes bytes) {
    if (starts_with(bytes, "\xFE\xFF"sv)) return utf16_text(bytes.subspan(2), ByteOrder::big);
    return text_value(bytes);
  }

  /// Version and flags 4, language 2, name, 0, role 1, longitude, latitude, altitude in 16.16 fixed point.
  void describe_location(BlockFinding& finding, Bytes bytes) {
    Cursor cursor{bytes};
    cursor.skip(6);
    const bool wide = cursor.looking_at("\xFE\xFF");
    const std::size_t begin = cursor.position();
    while (cursor && (wide ? cursor.u16() : cursor.u8()) != 0) {
    }
    const std::size_t end = cursor.position();
    cursor.skip(1);
    const auto fixed = [&cursor] { return std::bit_cast<std::int32_t>(cursor.u32()) / 65536.0; };
    const double longitude = fixed();
    const double latitude = fixed();
    const double altitude = fixed();
    if (!cursor) return;
    into_.add_position(latitude, longitude, altitude);
    if (!into_.wants_values()) return;
    const std::string name = media_text(bytes.subspan(begin, end - begin));
    finding.value = (name.empty() ? "" : name + " ") + position_value(latitude, longitude, altitude);
  }

  /// Tag 4, type 2, count 2, value: tags 0x1200000 and up are those of a GPS IFD.
  void read_nikon_tags(Extent at) {
    Cursor cursor{into_.bytes(at)};
    while (cursor && cursor.remaining() >= 8) {
      const std::uint32_t tag = cursor.u32();
      const std::uint16_t type = cursor.u16();
      const std::uint64_t count = cursor.u16();
      const std::uint64_t size = std::max<std::uint64_t>(tiff_type_size(type), 1) * count;
      const Extent value{at.offset + cursor.position(), size};
      cursor.skip(size);
      if (!cursor) return into_.add_unreadable("Nikon", extent_between(value.offset - 8, at.end()));
      const bool gps = tag >> 20 == 0x12;
      into_.add(gps ? LeakClass::location : LeakClass::makernote, "Nikon", into_.keep(nikon_name(tag)),
                value);
    }
  }

  static std::string nikon_name(std::uint32_t tag) {
    std::array<Byte, 4> bytes{};
    store_u32(bytes.data(), tag, ByteOrder::big);
    return (tag >> 20 == 0x12 ? "GPS0x" : "0x") + hex_value(bytes);
  }

  // Items

  void read_item(std::uint32_t index) {
    if (const auto key = key_of(index)) return read_keyed_item(index, *key);
    const Box& item = box(index);
    ItemRow row = item_list_row(item.type);
    if (row.tag.empty()) row.tag = into_.keep(item.type.text());
    if (is_one_of(item.type, {"free", "skip"}) || holds_nothing(index)) return;
    BlockFinding* finding = into_.add(row.leak_class, group_of(index, "ItemList"), row.tag, item.at);
    const std::vector<Extent> values = values_of(index);
    if (finding == nullptr || values.empty()) return;
    const Bytes value = into_.bytes(values.front());
    if (starts_with(value, "\xFF\xD8\xFF"sv))
      into_.refer_to_picture(ImageUse::unindexed, row.tag, values.front());
    describe(*finding, row, value);
    if (row.leak_class == LeakClass::location) return;
    for (const Extent at : values) into_.add_text_places(group_of(index, "ItemList"), row.tag, at);
  }

  /// The values of an item: its `data` boxes, each type 4, locale 4, value.
  std::vector<Extent> values_of(std::uint32_t item) const {
    std::vector<Extent> values;
    for (std::uint32_t i = item + 1; i < tree_.boxes.size() && tree_.boxes[i].parent == item; ++i) {
      const Extent at = box(i).payload;
      if (box(i).type == BoxType{"data"} && at.length > 8) {
        values.push_back(extent_between(at.offset + 8, at.end()));
      }
    }
    return values;
  }

  /// Where the name of an item stands whose type is a number: in the `keys` beside its list.
  std::optional<Extent> key_of(std::uint32_t item) {
    const std::uint32_t list = tree_.boxes[item].parent;
    const std::uint32_t table = tree_.child(tree_.boxes[list].parent, "keys");
    if (table == none) return std::nullopt;
    if (table != key_table_) load_keys(table);
    const std::uint32_t number = box(item).type.code();
    if (number == 0 || number > keys_.size()) return std::nullopt;
    return keys_[number - 1];
  }

  /// Version and flags 4, count 4, count times {size 4, namespace 4, name}.
  void load_keys(std::uint32_t table) {
    key_table_ = table;
    keys_.clear();
    const Extent at = box(table).payload;
    if (at.length < 8) return;
    BoxSequence sequence{stream_, extent_between(at.offset + 8, at.end())};
    while (const auto key = sequence.next()) keys_.push_back(key->payload);
  }

  void read_keyed_item(std::uint32_t index, Extent key) {
    const std::vector<Extent> values = values_of(index);
    const bool blank = std::ranges::all_of(values, [this](Extent at) {
      return std::ranges::all_of(into_.bytes(at), [](Byte byte) { return byte == 0 || byte == ' '; });
    });
    if (blank) return;
    const KeyMeaning meaning = key_meaning(as_text(into_.bytes(key)));
    std::vector<Extent> where{key};
    where.insert(where.end(), values.begin(), values.end());
    const std::string_view tag = into_.keep(meaning.tag);
    BlockFinding* finding = into_.add(meaning.leak_class, "Keys", tag, where);
    if (finding == nullptr) return;
    finding->form = Form::movie_key;
    const Bytes value = into_.bytes(values.front());
    if (meaning.position) {
      describe_position(*finding, text_value(value));
    } else if (into_.wants_values()) {
      finding->value = is_printable(value) ? text_value(value) : hex_value(value);
    }
    if (meaning.leak_class == LeakClass::location) return;
    for (const Extent at : values) into_.add_text_places("Keys", tag, at);
  }

  BlockFindings into_;
  Bytes stream_;
  MovieTree tree_;
  std::uint32_t key_table_ = none;
  std::vector<Extent> keys_;
  std::vector<Extent> taken_;  ///< media data that samples and items take
};

}  // namespace

void read_isobmff(const ReadRequest& request, Reading& into) { MovieReader{request, into}.read(); }

}  // namespace exifscrub
