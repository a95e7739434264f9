#include "metadata/jumbf.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/bytes.hpp"
#include "base/cursor.hpp"
#include "metadata/text_places.hpp"
#include "metadata/xmp_position.hpp"
#include "syntax/box.hpp"

namespace exifscrub {
namespace {

constexpr unsigned deepest = 32;
constexpr std::size_t most_boxes = 1U << 14;

struct Key {
  std::string_view text;
  bool whole = false;  ///< begins behind no letter: "ISOSpeedLatitudeyyy" is no latitude
};

// Keys of assertions that hold a place: stds.exif, c2pa.metadata and cawg.metadata write Exif and IPTC
// properties with XMP's names, schema.org assertions its own.
constexpr auto place_keys = std::to_array<Key>({
    {"exif:GPS"},
    {"exifEX:GPS"},
    {"exif:Location", true},
    {"GPSLatitude"},
    {"GPSLongitude"},
    {"latitude"},
    {"longitude"},
    {"Latitude", true},
    {"Longitude", true},
    {"photoshop:City"},
    {"photoshop:Country"},
    {"photoshop:State"},
    {"LocationCreated"},
    {"LocationShown"},
    {"contentLocation"},
    {"locationCreated"},
    {"Iptc4xmpCore:Location"},
    {"Iptc4xmpCore:CountryCode"},
    {"Iptc4xmpExt:City"},
    {"Iptc4xmpExt:Country"},
    {"Iptc4xmpExt:LocationName"},
    {"Iptc4xmpExt:ProvinceState"},
    {"Iptc4xmpExt:Sublocation"},
    {"Iptc4xmpExt:WorldRegion"},
    {"dc:coverage"},
    {"geo:lat"},
    {"geo:long"},
    {"GeoCoordinates"},
    {"spatialCoverage"},
    {"addressLocality", true},
    {"addressRegion", true},
    {"addressCountry", true},
    {"streetAddress", true},
    {"postalCode", true},
});
constexpr std::array<std::string_view, 4> latitude_keys = {"exif:GPSLatitude", "GPSLatitude", "latitude",
                                                           "Latitude"};
constexpr std::array<std::string_view, 4> longitude_keys = {"exif:GPSLongitude", "GPSLongitude", "longitude",
                                                            "Longitude"};

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

/// Whether a key begins at `at`: behind no letter, or as a CBOR text of its own, whose head may look like one.
bool begins_at(std::string_view content, std::size_t at, std::size_t length) {
  const char head = static_cast<char>(0x60 + length);  // RFC 8949, 3.1
  return at == 0 || !is_letter(content[at - 1]) || content[at - 1] == head;
}

/// What stands first in `content` of `keys`.
std::optional<std::string_view> first_of(std::span<const Key> keys, std::string_view content) {
  std::array<bool, 256> begins{};
  for (const Key& key : keys) begins[static_cast<Byte>(key.text.front())] = true;
  for (std::size_t at = 0; at < content.size(); ++at) {
    if (!begins[static_cast<Byte>(content[at])]) continue;
    const std::string_view rest = content.substr(at);
    for (const Key& key : keys) {
      if (!rest.starts_with(key.text)) continue;
      if (!key.whole || begins_at(content, at, key.text.size())) return key.text;
    }
  }
  return std::nullopt;
}

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  const char low = static_cast<char>(c | 0x20);
  return low >= 'a' && low <= 'f' ? low - 'a' + 10 : -1;
}

/// JSON with its escaped letters written out (RFC 8259, 7): a key may be spelt "\u0047PSLatitude". What is not ASCII
/// is in no key that is looked for.
std::string without_escapes(std::string_view json) {
  std::string plain;
  plain.reserve(json.size());
  for (std::size_t i = 0; i < json.size(); ++i) {
    const bool escape = json.substr(i).starts_with("\\u00") && i + 6 <= json.size();
    const int high = escape ? hex_digit(json[i + 4]) : -1;
    const int low = escape ? hex_digit(json[i + 5]) : -1;
    const int letter = high * 16 + low;
    // Marks of the grammar stay as they are.
    if (high < 0 || low < 0 || letter >= 0x80 || letter == '"' || letter == '\\') {
      plain.push_back(json[i]);
    } else {
      plain.push_back(static_cast<char>(letter));
      i += 5;
    }
  }
  return plain;
}

/// The document that a content box holds, when it begins like one.
std::optional<BlockKind> document_in(std::string_view content) {
  using namespace std::string_view_literals;
  if (content.starts_with("\xFF\xD8\xFF")) return BlockKind::jpeg;
  if (content.starts_with("II*\0"sv) || content.starts_with("MM\0*"sv)) return BlockKind::exif;
  return std::nullopt;
}

/// How a picture, an Exif block or a packet begins somewhere inside a content box, behind a header of somebody's own.
constexpr auto signatures = std::to_array<Key>({
    {{"\xFF\xD8\xFF\xE0", 4}},
    {{"\xFF\xD8\xFF\xE1", 4}},
    {{"\xFF\xD8\xFF\xDB", 4}},
    {{"Exif\0\0", 6}},
    {{"II*\0\x08\0\0\0", 8}},
    {{"MM\0*\0\0\0\x08", 8}},
    {{"ns.adobe.com/xap", 16}},
});

/// A JSON value ("value" or a number, after the key's closing quote) or a short CBOR text string.
std::optional<std::string_view> value_at(std::string_view rest) {
  if (rest.empty()) return std::nullopt;
  const auto head = static_cast<Byte>(rest.front());
  if (head >= 0x60 && head <= 0x77) return rest.substr(1, head - 0x60U);  // RFC 8949, 3.1
  if (head == 0x78 && rest.size() > 1) return rest.substr(2, static_cast<Byte>(rest[1]));
  if (head != '"') return std::nullopt;
  rest.remove_prefix(1);
  rest.remove_prefix(std::min(rest.find_first_not_of(" \t\r\n:"), rest.size()));
  if (!rest.starts_with('"')) return rest.substr(0, rest.find_first_of(",}] \t\r\n"));
  rest.remove_prefix(1);
  return rest.substr(0, rest.find('"'));
}

/// The value of the first key that is `key`, not merely begins with it.
std::optional<std::string_view> value_behind(std::string_view content, std::string_view key) {
  constexpr int most_tries = 8;
  std::size_t at = 0;
  for (int i = 0; i < most_tries && (at = content.find(key, at)) != std::string_view::npos; ++i) {
    at += key.size();
    if (const auto value = value_at(content.substr(at))) return value;
  }
  return std::nullopt;
}

template <class Keys>
std::optional<double> angle_behind(std::string_view content, const Keys& keys) {
  for (const std::string_view key : keys) {
    if (const auto value = value_behind(content, key)) return parse_angle(*value);
  }
  return std::nullopt;
}

/// Whether a number of CBOR stands behind the text `key` (RFC 8949, 3): a float, an integer too large for a count, or a
/// decimal fraction. In JSON and in other texts places are found by how they are written.
bool has_cbor_number(std::string_view content, std::string_view key) {
  std::string item{static_cast<char>(0x60 + key.size())};
  item += key;
  for (std::size_t at = content.find(item); at != std::string_view::npos; at = content.find(item, at + 1)) {
    const std::size_t behind = at + item.size();
    if (behind == content.size()) return false;
    const auto head = static_cast<Byte>(content[behind]);
    const bool integer = (head >= 0x19 && head <= 0x1B) || (head >= 0x39 && head <= 0x3B);
    if (integer || (head >= 0xF9 && head <= 0xFB) || head == 0xC4) return true;
  }
  return false;
}

/// Short keys mean a place only together, and with numbers.
bool has_cbor_place(std::string_view content) {
  using namespace std::string_view_literals;
  constexpr std::array longitudes = {"lon"sv, "lng"sv, "long"sv};
  return has_cbor_number(content, "lat") &&
         std::ranges::any_of(longitudes, [&](std::string_view key) { return has_cbor_number(content, key); });
}

/// The box at `offset`, when it ends before `end`. Microsoft's programs write the outermost box's length and type
/// little-endian.
std::optional<Box> whole_box(Bytes bytes, std::uint64_t offset, std::uint64_t end) {
  Bytes head = bytes.subspan(offset, end - offset);
  std::array<Byte, 32> turned{};
  if (head.size() >= 8 && as_text(head.subspan(4, 4)) == "bmuj") {
    head = head.first(std::min(head.size(), turned.size()));
    std::ranges::copy(head, turned.begin());
    std::reverse(turned.begin(), turned.begin() + 4);
    std::reverse(turned.begin() + 4, turned.begin() + 8);
    head = Bytes{turned}.first(head.size());
  }
  const auto box = read_box_header(head, offset, end);
  return box && !box->cut ? box : std::nullopt;
}

class BoxReader {
 public:
  BoxReader(const ReadRequest& request, Reading& into) : request_(request), into_(into) {}

  void read() { read_boxes({0, request_.bytes.size()}, 0); }

 private:
  void read_boxes(Extent space, unsigned depth) {
    std::uint64_t at = space.offset;
    while (at < space.end()) {
      if (all_zero(slice({at, space.end() - at}))) return;
      const auto box = whole_box(request_.bytes, at, space.end());
      if (!box || depth >= deepest || ++boxes_ > most_boxes) return blind(at, "JUMBF box cannot be followed");
      read_box(*box, depth);
      at = box->at.end();
    }
  }

  void read_box(const Box& box, unsigned depth) {
    if (box.type == BoxType{"jumb"}) return read_superbox(box, depth);
    if (box.type == BoxType{"jumd"} || box.type == BoxType{"free"}) return;
    if (box.type == BoxType{"brob"}) return blind(box.at.offset, "compressed JUMBF content was not read");
    read_content(box);
  }

  /// A superbox begins with a description: UUID, toggles, and with toggle 2 a label that ends with a zero.
  void read_superbox(const Box& box, unsigned depth) {
    const auto description = whole_box(request_.bytes, box.payload.offset, box.payload.end());
    if (!description || description->type != BoxType{"jumd"})
      return blind(box.at.offset, "JUMBF superbox has no description");
    Cursor cursor{slice(description->payload)};
    cursor.skip(16);
    const std::uint8_t toggles = cursor.u8();
    std::string_view label;
    if (cursor && (toggles & 2) != 0) {
      label = as_text(cursor.take(cursor.remaining()));
      label = label.substr(0, label.find('\0'));
    }
    const bool thumbnail = label.find("thumbnail") != std::string_view::npos;
    BlockFinding& finding =
        into_.add(request_.block, thumbnail ? LeakClass::thumbnail : LeakClass::credentials, "JUMBF",
                  "JUMDLabel", {box.at});
    if (request_.values) finding.value = label;
    // c2pa.location.broad, and cai.location.broad before that
    if (label.find("location") != std::string_view::npos) locate(box.at, label);
    read_boxes(extent_between(description->at.end(), box.at.end()), depth + 1);
  }

  void read_content(const Box& box) {
    std::string_view content = as_text(slice(box.payload));
    if (const auto kind = document_in(content)) {
      const bool picture = *kind == BlockKind::jpeg;
      into_.references.push_back({*kind,
                                  Coding::mapped,
                                  request_.block,
                                  {box.payload},
                                  picture ? "thumbnail" : "EXIF",
                                  picture ? ImageUse::thumbnail : ImageUse::unindexed});
      return;
    }
    if (first_of(signatures, content)) blind(box.at.offset, "a document inside JUMBF content was not read");
    std::string plain;
    if (content.find("\\u00") != std::string_view::npos) content = plain = without_escapes(content);
    const auto key = first_of(place_keys, content);
    if (!key) return locate_texts(box.at, content);
    locate(box.at, value_behind(content, *key).value_or(*key));
    const auto latitude = angle_behind(content, latitude_keys);
    const auto longitude = angle_behind(content, longitude_keys);
    if (!latitude || !longitude || std::abs(*latitude) > 90 || std::abs(*longitude) > 180) return;
    into_.positions.push_back({request_.block, *latitude, *longitude, std::nullopt});
  }

  /// JSON and other texts may write a place in any notation.
  void locate_texts(Extent at, std::string_view content) {
    const Bytes bytes{reinterpret_cast<const Byte*>(content.data()), content.size()};
    Reading places;
    report_scattered_places(request_, "JUMBF", "Location", bytes, 0, places);
    if (places.findings.empty() && has_cbor_place(content)) return locate(at, "lat");
    if (places.findings.empty()) return;
    locate(at, places.findings.front().value);
    for (BlockPosition& position : places.positions) into_.positions.push_back(std::move(position));
  }

  void locate(Extent at, std::string_view value) {
    BlockFinding& finding = into_.add(request_.block, LeakClass::location, "JUMBF", "Location", {at});
    if (request_.values) finding.value = value;
  }

  void blind(std::uint64_t offset, std::string_view what) {
    into_.blind_spots.push_back({request_.block, offset, what, true});
    if (offset != 0) return;
    into_.add(request_.block, LeakClass::credentials, "JUMBF", "Rest", {Extent{0, request_.bytes.size()}});
  }

  Bytes slice(Extent at) const { return request_.bytes.subspan(at.offset, at.length); }

  const ReadRequest& request_;
  Reading& into_;
  std::size_t boxes_ = 0;
};

}  // namespace

void read_jumbf(const ReadRequest& request, Reading& into) { BoxReader{request, into}.read(); }

}  // namespace exifscrub
