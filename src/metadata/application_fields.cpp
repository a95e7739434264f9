#include "metadata/application_fields.hpp"

#include <algorithm>
#include <array>

#include "base/bytes.hpp"
#include "base/cursor.hpp"
#include "metadata/exif_values.hpp"

namespace exifscrub {
namespace {

using namespace std::string_view_literals;

struct NamedField {
  std::string_view name;  ///< as the segment spells it
  LeakClass leak_class;
  std::string_view tag;
};

template <class Rows>
const NamedField* find_field(const Rows& rows, std::string_view name) {
  const auto* row = std::ranges::find(rows, name, &NamedField::name);
  return row == rows.end() ? nullptr : row;
}

/// A field of a segment that is text all through: it is blanked with spaces.
void add_line(BlockFindings& into, LeakClass leak_class, std::string_view group, std::string_view tag,
              Extent at) {
  if (BlockFinding* finding = into.add_text(leak_class, group, tag, at)) finding->fill = ' ';
}

/// Adds one by its row, or as `otherwise` under a name of its own.
template <class Rows>
void add_named(BlockFindings& into, const Rows& rows, std::string_view group, std::string_view name,
               Extent at, LeakClass otherwise) {
  const NamedField* row = find_field(rows, name);
  const std::string_view tag = row != nullptr ? row->tag : into.keep(std::string{name});
  add_line(into, row != nullptr ? row->leak_class : otherwise, group, tag, at);
}

}  // namespace

void read_jfif_thumbnail(BlockFindings& into) {
  constexpr auto signature = "JFIF\0"sv;
  const Bytes bytes = into.bytes();
  const std::uint64_t header = 9 + (starts_with(bytes, signature) ? signature.size() : 0);
  const std::uint64_t pixels = bytes.size() < header ? 0 : 3ULL * bytes[header - 2] * bytes[header - 1];
  const Extent thumbnail{header, pixels};
  into.add_picture(ImageUse::thumbnail, LeakClass::thumbnail, "JFIF", "ThumbnailTIFF",
                   into.inside(thumbnail));
  const Extent tail = extent_between(thumbnail.end(), bytes.size());
  // Apple's cameras say so that an index of several images follows.
  const bool announces_index = as_text(into.bytes(tail)) == "AMPF";
  into.add(announces_index ? LeakClass::software : LeakClass::unknown, "JFIF",
           announces_index ? "AMPF" : "Tail", tail);
}

namespace {

constexpr auto ciff_fields = std::to_array<std::pair<std::uint16_t, NamedField>>({
    {0x0805, {"", LeakClass::text, "Description"}},
    {0x080A, {"", LeakClass::device, "MakeModel"}},
    {0x080B, {"", LeakClass::software, "CanonFirmwareVersion"}},
    {0x0810, {"", LeakClass::person, "OwnerName"}},
    {0x0816, {"", LeakClass::text, "OriginalFileName"}},
    {0x0817, {"", LeakClass::text, "ThumbnailFileName"}},
    {0x180B, {"", LeakClass::device, "SerialNumber"}},
    {0x180E, {"", LeakClass::time, "TimeStamp"}},
});

class CiffReader {
 public:
  CiffReader(BlockFindings& into, ByteOrder order) : into_(into), order_(order) {}

  /// Whether the heap makes sense in this byte order.
  [[nodiscard]] bool read(Extent heap, int depth) {
    constexpr std::uint64_t entry_size = 10;
    const Bytes bytes = into_.bytes(heap);
    if (depth == 0 || bytes.size() < 6) return false;
    const std::uint64_t directory = load_u32(&bytes[bytes.size() - 4], order_);
    if (directory > bytes.size() - 6) return false;
    const std::uint64_t count = load_u16(&bytes[directory], order_);
    if (count * entry_size > bytes.size() - 6 - directory) return false;
    for (std::uint64_t i = 0; i < count && entries_ < max_entries; ++i, ++entries_) {
      read_entry(heap, directory + 2 + i * entry_size, depth);
    }
    return true;
  }

 private:
  static constexpr int max_entries = 4096;

  /// Tag 2 (bits 14 and 15: 01 when the value stands in the entry; bits 11 to 13: type) | size 4 | place 4
  void read_entry(Extent heap, std::uint64_t entry, int depth) {
    const Bytes bytes = into_.bytes(heap);
    const std::uint16_t tag = load_u16(&bytes[entry], order_);
    const bool in_entry = (tag & 0xC000) == 0x4000;
    const std::uint64_t size = in_entry ? 8 : load_u32(&bytes[entry + 2], order_);
    const std::uint64_t place = in_entry ? entry + 2 : load_u32(&bytes[entry + 6], order_);
    if (place > bytes.size() || size > bytes.size() - place) return;
    const Extent value{heap.offset + place, size};
    const std::uint16_t type = tag & 0x3800;
    if (!in_entry && (type == 0x2800 || type == 0x3000)) {
      (void)read(value, depth - 1);
      return;
    }
    for (const auto& [wanted, field] : ciff_fields) {
      if (wanted == (tag & 0x3FFF)) into_.add_text(field.leak_class, "CIFF", field.tag, value);
    }
  }

  BlockFindings& into_;
  ByteOrder order_;
  int entries_ = 0;
};

}  // namespace

void read_ciff(BlockFindings& into) {
  constexpr int max_depth = 8;
  const Extent heap{0, into.bytes().size()};
  if (!CiffReader{into, ByteOrder::little}.read(heap, max_depth)) {
    (void)CiffReader{into, ByteOrder::big}.read(heap, max_depth);
  }
  into.add(LeakClass::makernote, "CIFF", "CanonRaw", heap);
}

/// Places count from the signature.
void read_casio_qvci(BlockFindings& into) {
  constexpr std::uint64_t signature = 5;
  const Extent date{0x4D - signature, 20};
  into.add(LeakClass::device, "Casio", "QVCI", into.inside({0, date.offset}));
  into.add_text(LeakClass::time, "Casio", "DateTimeOriginal", date);
  into.add(LeakClass::device, "Casio", "ModelType", extent_between(date.end(), into.bytes().size()));
}

namespace {

/// Texts that each end in a zero byte.
std::vector<Extent> split_texts(Bytes bytes, Extent within) {
  std::vector<Extent> texts;
  std::uint64_t begin = within.offset;
  for (std::uint64_t at = within.offset; at < within.end(); ++at) {
    if (bytes[at] != 0) continue;
    texts.push_back(extent_between(begin, at));
    begin = at + 1;
  }
  return texts;
}

/// "Sign Type" -> "SignType"
std::string without_spaces(std::string_view name) {
  std::string tag;
  std::ranges::copy_if(name, std::back_inserter(tag), [](char c) { return c > ' ' && c < 0x7F; });
  return tag.empty() ? "Field" : tag;
}

}  // namespace

/// Byte order 2 | 8 bytes | count 2 | 8 bytes | sections {type 2, length with itself 2, data}: 1 names, 2
/// values
void read_ricoh_rmeta(BlockFindings& into) {
  constexpr std::uint64_t header = 20;
  const Bytes bytes = into.bytes();
  const Extent all{0, bytes.size()};
  const ByteOrder order = starts_with(bytes, "II"sv) ? ByteOrder::little : ByteOrder::big;
  Cursor cursor{bytes, order};
  cursor.skip(header);
  std::vector<Extent> names;
  std::vector<Extent> values;
  while (cursor && cursor.remaining() >= 4) {
    const std::uint16_t type = cursor.u16();
    const std::uint64_t length = cursor.u16();
    if (length < 2) break;
    const Extent section{cursor.position(), length - 2};
    cursor.skip(section.length);
    if (!cursor) break;
    if (type == 1) names = split_texts(bytes, section);
    if (type == 2) values = split_texts(bytes, section);
  }
  for (std::size_t i = 0; i < values.size(); ++i) {
    const std::string name = i < names.size() ? without_spaces(as_text(into.bytes(names[i]))) : "Field";
    const LeakClass leak_class = name == "Azimuth" ? LeakClass::location : LeakClass::text;
    into.add_text(leak_class, "RMETA", into.keep(name), values[i]);
  }
  if (values.empty()) into.add(LeakClass::text, "RMETA", "RMETA", all);
}

/// Records; "CMSN" 1 0 0 0, length 4, serial number is one of them.
void read_hp_tdhd(BlockFindings& into) {
  const Bytes bytes = into.bytes();
  const std::size_t at = as_text(bytes).find("CMSN"sv);
  if (at != std::string_view::npos && bytes.size() - at >= 12) {
    const std::uint64_t length = load_u32(&bytes[at + 8], ByteOrder::little);
    into.add_text(LeakClass::device, "HP", "SerialNumber", into.inside({at + 12, length}));
  }
  into.add(LeakClass::makernote, "HP", "TDHD", {0, bytes.size()});
}

void read_dji_debug(BlockFindings& into) {
  constexpr auto fields = std::to_array<NamedField>({
      {"FlightDegree(Y,P,R)", LeakClass::location, "FlightDegree"},
      {"FlightDegree", LeakClass::location, "FlightDegree"},
      {"GimbalDegree(Y,P,R)", LeakClass::location, "GimbalDegree"},
      {"GimbalDegree", LeakClass::location, "GimbalDegree"},
      {"sensor_id", LeakClass::device, "SensorID"},
      {"GPS", LeakClass::location, "GPS"},
      {"home_point", LeakClass::location, "HomePoint"},
  });
  const std::string_view text = as_text(into.bytes());
  std::size_t at = 0;
  while ((at = text.find('[', at)) != text.npos) {
    const std::size_t end = std::min(text.find(']', at), text.size());
    const std::size_t colon = text.find(':', at);
    if (colon < end) {
      const std::string_view name = text.substr(at + 1, colon - at - 1);
      add_named(into, fields, "DJI-DBG", name, extent_between(colon + 1, end), LeakClass::device);
    }
    at = end;
  }
  if (text.find('[') != text.npos) return;
  BlockFinding* finding = into.add(LeakClass::device, "DJI-DBG", "Debug", {0, text.size()});
  if (finding != nullptr) finding->fill = ' ';
}

void read_media_jukebox(BlockFindings& into) {
  constexpr auto fields = std::to_array<NamedField>({
      {"Name", LeakClass::text, "MjmdName"},
      {"Caption", LeakClass::text, "MjmdCaption"},
      {"Keywords", LeakClass::text, "MjmdKeywords"},
      {"Album", LeakClass::text, "MjmdAlbum"},
      {"People", LeakClass::person, "MjmdPeople"},
      {"Places", LeakClass::location, "MjmdPlaces"},
      {"Date", LeakClass::time, "MjmdDate"},
      {"Tool_Name", LeakClass::software, "MjmdTool_Name"},
      {"Tool_Version", LeakClass::software, "MjmdTool_Version"},
  });
  const std::string_view text = as_text(into.bytes());
  std::size_t at = 0;
  bool found = false;
  while ((at = text.find('<', at)) != text.npos) {
    const std::size_t close = text.find('>', at);
    if (close == text.npos) break;
    const std::size_t end = std::min(text.find('<', close), text.size());
    const std::string_view name = text.substr(at + 1, close - at - 1);
    if (!name.starts_with('/') && end > close + 1) {
      found = true;
      add_named(into, fields, "MediaJukebox", name, extent_between(close + 1, end), LeakClass::text);
    }
    at = end;
  }
  if (!found && text.find('<') == text.npos)
    add_line(into, LeakClass::text, "MediaJukebox", "XML", {0, text.size()});
}

/// {tag 2, length 2, value}, ended by tag 0. Texts are a count of characters 4 and UTF-16.
void read_ducky(BlockFindings& into) {
  Cursor cursor{into.bytes()};
  while (cursor && cursor.remaining() >= 4) {
    const std::uint16_t tag = cursor.u16();
    if (tag == 0) break;
    const std::uint64_t length = cursor.u16();
    const Extent value{cursor.position(), length};
    cursor.skip(length);
    const bool text = tag == 2 || tag == 3;
    const std::uint64_t header = text ? 4 : 0;
    const Extent at = into.inside(extent_between(value.offset + header, value.end()));
    if (tag == 2) {
      into.add_value(LeakClass::text, "Ducky", "Comment", at, utf16_text(into.bytes(at), ByteOrder::big));
    } else if (tag == 3) {
      into.add_value(LeakClass::copyright, "Ducky", "Copyright", at,
                     utf16_text(into.bytes(at), ByteOrder::big));
    } else {
      into.add_value(LeakClass::software, "Ducky", tag == 1 ? "Quality" : into.keep(std::to_string(tag)), at,
                     hex_value(into.bytes(at)));
    }
  }
  into.add(LeakClass::unknown, "Ducky", "Tail", extent_between(cursor.position(), into.bytes().size()));
}

void read_picture_info(BlockFindings& into) {
  constexpr auto fields = std::to_array<NamedField>({
      {"Serial#", LeakClass::device, "SerialNumber"},
      {"ID", LeakClass::device, "ID"},
      {"Type", LeakClass::device, "CameraType"},
      {"TimeDate", LeakClass::time, "DateTimeOriginal"},
      {"Version", LeakClass::software, "Version"},
      {"City", LeakClass::location, "City"},
      {"Country", LeakClass::location, "Country"},
      {"Location", LeakClass::location, "Location"},
  });
  const std::string_view text = as_text(into.bytes());
  std::size_t at = 0;
  while (at < text.size()) {
    const std::size_t end = std::min(text.find_first_of("\r\n\0"sv, at), text.size());
    const std::size_t equals = text.find('=', at);
    if (equals < end) {
      add_named(into, fields, "PictureInfo", text.substr(at, equals - at), extent_between(equals + 1, end),
                LeakClass::device);
    }
    at = end + 1;
  }
}

void read_unicode_comment(BlockFindings& into) {
  const Extent all{0, into.bytes().size()};
  into.add_value(LeakClass::text, "File", "Comment", all, utf16_text(into.bytes(), ByteOrder::big));
}

}  // namespace exifscrub
