#include "metadata/gps.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "base/bytes.hpp"
#include "base/checked.hpp"
#include "metadata/exif_values.hpp"
#include "metadata/text_places.hpp"
#include "syntax/ifd_tag.hpp"

namespace exifscrub {
namespace {

namespace tag {
constexpr std::uint16_t latitude_ref = 1, latitude = 2, longitude_ref = 3, longitude = 4, altitude_ref = 5,
                        altitude = 6, track = 0x0F, direction = 0x11, datum = 0x12, dest_latitude_ref = 0x13,
                        dest_latitude = 0x14, dest_longitude_ref = 0x15, dest_longitude = 0x16,
                        dest_bearing = 0x18, method = 0x1B, area = 0x1C, last = 0x1F, padding = 0xEA1C,
                        offset_schema = 0xEA1D;
}

Bytes value_of(Bytes tiff, const IfdEntry& entry) {
  return tiff.subspan(entry.value.offset, entry.value.length);
}

/// Degrees, minutes and seconds as they stand; minutes and seconds that are 0/0 count as none.
std::optional<double> unsigned_degrees(Bytes tiff, TiffGrammar grammar, const IfdEntry& entry) {
  if (entry.type == tiff_type::ascii) {
    const std::string text = plain_text(value_of(tiff, entry));
    double degrees = 0;
    const auto end = std::from_chars(text.data(), text.data() + text.size(), degrees);
    if (end.ec != std::errc{} || end.ptr != text.data() + text.size()) return std::nullopt;
    return degrees;
  }
  const auto degrees = numeric_value(tiff, grammar, entry, 0);
  if (!degrees) return std::nullopt;
  const double minutes = numeric_value(tiff, grammar, entry, 1).value_or(0);
  const double seconds = numeric_value(tiff, grammar, entry, 2).value_or(0);
  const double size = std::fabs(*degrees) + std::fabs(minutes) / 60 + std::fabs(seconds) / 3600;
  return *degrees < 0 || minutes < 0 || seconds < 0 ? -size : size;
}

/// The first letter of a reference, upper case; 0 when there is none.
char reference(Bytes tiff, TiffGrammar grammar, const IfdTable& gps, std::uint16_t wanted) {
  const auto entry = find_ifd_entry(tiff, grammar, gps, wanted);
  if (!entry || entry->value.empty()) return 0;
  const auto letter = static_cast<char>(tiff[entry->value.offset]);
  return letter >= 'a' && letter <= 'z' ? static_cast<char>(letter - 'a' + 'A') : letter;
}

std::optional<double> signed_degrees(Bytes tiff, TiffGrammar grammar, const IfdTable& gps,
                                     const IfdEntry& entry) {
  const auto degrees = unsigned_degrees(tiff, grammar, entry);
  if (!degrees || !std::isfinite(*degrees)) return std::nullopt;
  const bool is_latitude = entry.tag == tag::latitude || entry.tag == tag::dest_latitude;
  if (std::fabs(*degrees) > (is_latitude ? 90.0 : 180.0)) return std::nullopt;
  // The reference of a coordinate stands one tag before it.
  const char letter = reference(tiff, grammar, gps, static_cast<std::uint16_t>(entry.tag - 1));
  const bool negative = letter == (is_latitude ? 'S' : 'W');
  return negative ? -std::fabs(*degrees) : *degrees;
}

std::optional<double> coordinate(Bytes tiff, TiffGrammar grammar, const IfdTable& gps, std::uint16_t wanted) {
  // Of duplicated tags the first that makes sense wins.
  for (std::uint32_t i = 0; i < gps.count; ++i) {
    if (read_ifd_tag(tiff, grammar, gps, i) != wanted) continue;
    const IfdEntry entry = read_ifd_entry(tiff, grammar, gps, i);
    if (const auto degrees = signed_degrees(tiff, grammar, gps, entry)) return degrees;
  }
  return std::nullopt;
}

std::optional<double> altitude(Bytes tiff, TiffGrammar grammar, const IfdTable& gps) {
  const auto entry = find_ifd_entry(tiff, grammar, gps, tag::altitude);
  if (!entry) return std::nullopt;
  const auto metres = numeric_value(tiff, grammar, *entry);
  if (!metres || !std::isfinite(*metres)) return std::nullopt;
  // Exif 2.32: 0 above sea level, 1 below; Exif 3.0 adds 2 and 3 for the ellipsoid. Some write the digit.
  const char ref = reference(tiff, grammar, gps, tag::altitude_ref);
  const bool below = ref == 1 || ref == 3 || ref == '1' || ref == '3';
  return below ? -std::fabs(*metres) : *metres;
}

bool is_empty(std::uint16_t type, Bytes value) {
  const bool is_text = type == tiff_type::ascii || type == tiff_type::undefined || type == tiff_type::utf8 ||
                       type == tiff_type::byte;
  return is_text ? is_blank(value) : all_zero(value);
}

std::string degrees_text(double degrees) {
  std::array<char, 32> digits{};
  const auto end =
      std::to_chars(digits.data(), digits.data() + digits.size(), degrees, std::chars_format::fixed, 8);
  std::string_view text{digits.data(), static_cast<std::size_t>(end.ptr - digits.data())};
  while (text.back() == '0') text.remove_suffix(1);
  if (text.back() == '.') text.remove_suffix(1);
  return std::string{text == "-0" ? "0" : text};
}

}  // namespace

bool is_local_datum(std::string_view datum) {
  std::string letters;
  for (const char c : datum) {
    if (c >= 'a' && c <= 'z') {
      letters += static_cast<char>(c - 'a' + 'A');
    } else if ((c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')) {
      letters += c;
    }
  }
  return !letters.empty() && !letters.starts_with("WGS") && letters != "UNKNOWN" && letters != "NONE";
}

bool tells_place(std::uint16_t gps_tag) {
  switch (gps_tag) {
    case tag::latitude:
    case tag::longitude:
    case tag::altitude:
    case tag::track:
    case tag::direction:
    case tag::datum:
    case tag::dest_latitude:
    case tag::dest_longitude:
    case tag::dest_bearing:
    case tag::area:
      return true;
    case tag::padding:
    case tag::offset_schema:
      return false;
    default:
      // What a vendor puts behind the last tag of the specification nobody can judge.
      return gps_tag > tag::last;
  }
}

namespace {

bool is_text(const IfdEntry& entry) {
  return entry.type == tiff_type::ascii || entry.type == tiff_type::undefined ||
         entry.type == tiff_type::utf8;
}

/// Whether a text of the directory says more than what it is for: "CELLID 208-01-1A2B" is where a phone was,
/// "CELLID" alone how that was found out.
bool writes_place(std::uint16_t gps_tag, Bytes text) {
  if (has_text_place(text)) return true;
  constexpr int shortest_id = 4;
  const bool digits =
      std::ranges::count_if(text, [](Byte byte) { return byte >= '0' && byte <= '9'; }) >= shortest_id;
  return gps_tag == tag::method && digits;
}

}  // namespace

GpsSubstance judge_gps(Bytes tiff, TiffGrammar grammar, const IfdTable& gps) {
  // All texts of a directory; more would be searched again and again where values lie on top of each other.
  constexpr std::uint64_t most_text = 1U << 14;
  std::uint64_t searched = 0;
  bool has_entry = false;
  bool wiped = false;
  for (std::uint32_t i = 0; i < gps.count; ++i) {
    const IfdEntry entry = read_ifd_entry(tiff, grammar, gps, i);
    if (entry.zeroed()) continue;
    has_entry = true;
    if (entry.value.empty()) continue;
    const Bytes value = value_of(tiff, entry);
    if (!tells_place(entry.tag)) {
      if (!entry.out_of_line || !is_text(entry)) continue;
      searched += value.size();
      if (searched > most_text || writes_place(entry.tag, value)) return GpsSubstance::place;
      continue;
    }
    if (entry.tag == tag::datum ? is_local_datum(plain_text(value)) : !is_empty(entry.type, value)) {
      return GpsSubstance::place;
    }
    wiped = wiped || (entry.out_of_line && all_zero(value));
  }
  return has_entry && !wiped ? GpsSubstance::none : GpsSubstance::hollow;
}

GpsPosition read_gps_position(Bytes tiff, TiffGrammar grammar, const IfdTable& gps) {
  return {coordinate(tiff, grammar, gps, tag::latitude), coordinate(tiff, grammar, gps, tag::longitude),
          altitude(tiff, grammar, gps)};
}

std::string gps_degrees_text(Bytes tiff, TiffGrammar grammar, const IfdTable& gps, const IfdEntry& entry) {
  if (!is_coordinate(entry.tag)) return {};
  const auto degrees = signed_degrees(tiff, grammar, gps, entry);
  if (!degrees) return "no position";
  std::string text = degrees_text(*degrees);
  const bool of_camera = entry.tag == tag::latitude || entry.tag == tag::longitude;
  if (of_camera && *degrees == 0) {
    const GpsPosition position = read_gps_position(tiff, grammar, gps);
    if (position.latitude == 0.0 && position.longitude == 0.0) text += " (null island)";
  }
  return text;
}

bool is_coordinate(std::uint16_t gps_tag) {
  return gps_tag == tag::latitude || gps_tag == tag::longitude || gps_tag == tag::dest_latitude ||
         gps_tag == tag::dest_longitude;
}

bool looks_like_gps_entry(Bytes tiff, TiffGrammar grammar, std::uint64_t at) {
  if (!fits<std::uint64_t>(at, grammar.entry_size(), tiff.size())) return false;
  const std::uint16_t id = load_u16(tiff.data() + at, grammar.order);
  const std::uint16_t type = load_u16(tiff.data() + at + 2, grammar.order);
  const std::uint32_t count = load_u32(tiff.data() + at + 4, grammar.order);
  if (grammar.big_tiff || id > tag::last || count == 0) return false;
  switch (id) {
    case tag::latitude:
    case tag::longitude:
    case 7:
    case tag::dest_latitude:
    case tag::dest_longitude:
      return (type == tiff_type::rational || type == tiff_type::srational) && count <= 3;
    case tag::altitude:
    case 0x0B:
    case 0x0D:
    case tag::track:
    case tag::direction:
    case tag::dest_bearing:
    case 0x1A:
    case 0x1F:
      return (type == tiff_type::rational || type == tiff_type::srational) && count == 1;
    case 0:
      return type == tiff_type::byte && count == 4;
    case tag::altitude_ref:
      return type == tiff_type::byte && count <= 2;
    case 0x1B:
    case tag::area:
      return (type == tiff_type::undefined || type == tiff_type::ascii) && count < 4096;
    case 0x1E:
      return type == tiff_type::u16 && count == 1;
    default:
      return type == tiff_type::ascii && count < 256;
  }
}

std::optional<IfdTable> gps_table_at(Bytes tiff, TiffGrammar grammar, std::uint64_t at, std::uint64_t end) {
  if (grammar.big_tiff || end - at < 2 + 12) return std::nullopt;
  const std::uint16_t count = load_u16(tiff.data() + at, grammar.order);
  if (count == 0 || count > most_gps_entries || 2 + 12U * count > end - at) return std::nullopt;
  std::optional<std::uint16_t> last;
  bool place = false;
  for (std::uint64_t entry = at + 2; entry < at + 2 + 12U * count; entry += 12) {
    if (!looks_like_gps_entry(tiff, grammar, entry)) return std::nullopt;
    const std::uint16_t tag = load_u16(tiff.data() + entry, grammar.order);
    if (last && tag <= *last) return std::nullopt;
    last = tag;
    place = place || tells_place(tag);
  }
  if (!place) return std::nullopt;
  const auto table = read_ifd_table(tiff, grammar, at);
  return table ? std::optional{*table} : std::nullopt;
}

}  // namespace exifscrub
