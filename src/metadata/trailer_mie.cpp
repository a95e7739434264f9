#include <algorithm>
#include <array>

#include "base/bytes.hpp"
#include "base/cursor.hpp"
#include "metadata/exif_values.hpp"
#include "metadata/trailer_readers.hpp"

namespace exifscrub {
namespace {

using namespace std::string_view_literals;

constexpr std::size_t max_depth = 16;

/// "~" | format | length of the tag | length of the data (253 to 255: 8, 4, 2 more bytes hold it) | tag |
/// data
struct Element {
  Extent format_at;
  Byte format = 0;
  std::string_view tag;  ///< with units in brackets
  Extent data;

  [[nodiscard]] bool is_group() const { return (format & 0xF0) == 0x10; }
  [[nodiscard]] bool is_compressed() const { return (format & 0x04) != 0 && format != 0x80; }
  [[nodiscard]] std::string_view name() const { return tag.substr(0, tag.find('(')); }
};

struct GroupRow {
  std::string_view tag;
  std::string_view group;              ///< ExifTool's group 1
  LeakClass leak_class;                ///< of elements without a row of their own
  ImageUse use = ImageUse::unindexed;  ///< what a JPEG stream in it is
};

constexpr auto groups = std::to_array<GroupRow>({
    {"0MIE", "MIE-Main", LeakClass::text},
    {"Meta", "MIE-Meta", LeakClass::text},
    {"Document", "MIE-Doc", LeakClass::text},
    {"Geo", "MIE-Geo", LeakClass::location},
    {"GPS", "MIE-GPS", LeakClass::location},
    {"UTM", "MIE-UTM", LeakClass::location},
    {"Image", "MIE-Image", LeakClass::device},
    {"Camera", "MIE-Camera", LeakClass::device},
    {"Flash", "MIE-Flash", LeakClass::device},
    {"Lens", "MIE-Lens", LeakClass::device},
    {"Extender", "MIE-Extender", LeakClass::device},
    {"Orientation", "MIE-Orient", LeakClass::device},
    {"Thumbnail", "MIE-Thumbnail", LeakClass::thumbnail, ImageUse::thumbnail},
    {"Preview", "MIE-Preview", LeakClass::thumbnail, ImageUse::preview},
    {"Audio", "MIE-Audio", LeakClass::motion},
    {"Video", "MIE-Video", LeakClass::motion},
    {"MakerNotes", "MIE-MakerNotes", LeakClass::makernote},
    {"Canon", "MIE-Canon", LeakClass::makernote},
});

struct ElementRow {
  std::string_view group;
  std::string_view tag;
  LeakClass leak_class;
  std::string_view name;
};

constexpr auto elements = std::to_array<ElementRow>({
    {"MIE-Doc", "Author", LeakClass::copyright, "Author"},
    {"MIE-Doc", "Contributors", LeakClass::copyright, "Contributors"},
    {"MIE-Doc", "EMail", LeakClass::person, "Email"},
    {"MIE-Doc", "Phone", LeakClass::person, "PhoneNumber"},
    {"MIE-Doc", "Copyright", LeakClass::copyright, "Copyright"},
    {"MIE-Doc", "CreateDate", LeakClass::time, "CreateDate"},
    {"MIE-Doc", "ModifyDate", LeakClass::time, "ModifyDate"},
    {"MIE-Doc", "OriginalDate", LeakClass::time, "DateTimeOriginal"},
    {"MIE-Doc", "Software", LeakClass::software, "Software"},
    {"MIE-GPS", "Latitude", LeakClass::location, "GPSLatitude"},
    {"MIE-GPS", "Longitude", LeakClass::location, "GPSLongitude"},
    {"MIE-GPS", "Altitude", LeakClass::location, "GPSAltitude"},
    {"MIE-Camera", "OwnerName", LeakClass::person, "OwnerName"},
    {"MIE-Orient", "Azimuth", LeakClass::location, "Azimuth"},
    {"MIE-Lens", "SerialNumber", LeakClass::device, "LensSerialNumber"},
    {"MIE-Extender", "SerialNumber", LeakClass::device, "ExtenderSerialNumber"},
    {"MIE-Flash", "SerialNumber", LeakClass::device, "FlashSerialNumber"},
    {"MIE-Thumbnail", "data", LeakClass::thumbnail, "ThumbnailImage"},
    {"MIE-Preview", "data", LeakClass::thumbnail, "PreviewImage"},
});

struct DocumentRow {
  std::string_view tag;
  BlockKind kind;
};

constexpr auto documents = std::to_array<DocumentRow>({
    {"EXIF", BlockKind::exif},
    {"XMP", BlockKind::xmp},
    {"IPTC", BlockKind::iptc},
    {"ICCProfile", BlockKind::icc},
});

/// Where the footer begins by which the trailer is found, with lengths of 4 or 8 bytes; the end without one.
std::size_t footer_begin(Bytes trailer) {
  for (const auto& [start, length] :
       {std::pair{"~\0\4\0zmie~\0\0\6"sv, std::size_t{18}}, {"~\0\4\0zmie~\0\0\x0A"sv, 22}}) {
    const std::size_t begin = trailer.size() - std::min(length, trailer.size());
    if (starts_with(trailer.subspan(begin), start)) return begin;
  }
  return trailer.size();
}

class MieReader {
 public:
  /// What would reach into the footer cannot be read: without its footer the trailer would be an unknown one
  /// to the next run.
  explicit MieReader(BlockFindings& into)
      : into_(into), end_(footer_begin(into.bytes())), cursor_(into.bytes().first(end_)) {}

  void read() {
    while (cursor_.remaining() > 0) {
      const std::size_t begin = cursor_.position();
      const auto element = next();
      if (!element) return give_up(begin);
      if (element->is_group()) {
        if (path_.size() == max_depth) return give_up(begin);
        path_.push_back(row_of(element->name()));
      } else if (element->tag.empty()) {
        if (!path_.empty()) path_.pop_back();  // the end of a group; its data repeats the length
      } else {
        read_element(*element);
      }
    }
  }

 private:
  void give_up(std::size_t begin) { into_.add_unreadable("MIE-Main", {begin, end_ - begin}); }

  std::optional<Element> next() {
    Element element;
    if (cursor_.u8() != '~') return std::nullopt;
    element.format_at = {cursor_.position(), 1};
    element.format = cursor_.u8();
    // A group says in which order the numbers in it stand.
    const std::size_t tag_length = cursor_.u8();
    std::uint64_t length = cursor_.u8();
    const Bytes tag = cursor_.take(tag_length);
    if (length == 255)
      length = cursor_.u16();
    else if (length == 254)
      length = cursor_.u32();
    else if (length == 253)
      length = cursor_.u64();
    if (element.is_group() && tag_length != 0) {
      cursor_.set_order(element.format == 0x18 ? ByteOrder::little : ByteOrder::big);
      length = 0;  // the elements of the group follow
    }
    element.tag = as_text(tag);
    element.data = {cursor_.position(), length};
    cursor_.skip(length);
    if (!cursor_) return std::nullopt;
    return element;
  }

  const GroupRow& row_of(std::string_view tag) {
    const auto* row = std::ranges::find(groups, tag, &GroupRow::tag);
    static constexpr GroupRow other{"", "MIE-Unknown", LeakClass::unknown};
    return row == groups.end() ? other : *row;
  }

  void read_element(const Element& element) {
    if (element.format == mie_free || element.tag == "zmie" || element.tag == "zmd5") return;
    const GroupRow& group = path_.empty() ? row_of("0MIE") : path_.back();
    if (element.is_compressed()) {
      into_.add_unreadable(group.group, element.data);
      return;
    }
    const auto* document = std::ranges::find(documents, element.tag, &DocumentRow::tag);
    if (document != documents.end()) return into_.refer(document->kind, document->tag, element.data);
    add(element, group);
  }

  void add(const Element& element, const GroupRow& group) {
    const auto* row = std::ranges::find_if(elements, [&](const ElementRow& each) {
      return each.group == group.group && each.tag == element.name();
    });
    const bool listed = row != elements.end();
    const std::string_view tag = listed ? row->name : into_.keep(text_value(as_bytes(element.name())));
    const Bytes data = into_.bytes(element.data);
    if (starts_with(data, "\xFF\xD8\xFF"sv)) into_.refer_to_picture(group.use, tag, element.data);
    const std::array where = {element.format_at, element.data};
    BlockFinding* finding = into_.add(listed ? row->leak_class : group.leak_class, group.group, tag, where);
    if (finding == nullptr) return;
    // One that is cut off behind its tag has one stretch.
    if (finding->extent_count == where.size()) finding->form = Form::mie_element;
    if (into_.wants_values()) {
      const bool text = (element.format & 0xE0) == 0x20 || is_printable(data);
      finding->value = text ? text_value(data) : hex_value(data);
    }
  }

  static Bytes as_bytes(std::string_view text) {
    return {reinterpret_cast<const Byte*>(text.data()), text.size()};
  }

  BlockFindings& into_;
  std::size_t end_;
  Cursor cursor_;
  std::vector<GroupRow> path_;
};

}  // namespace

void read_mie_trailer(BlockFindings& into) { MieReader{into}.read(); }

}  // namespace exifscrub
