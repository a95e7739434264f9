#include "metadata/companion.hpp"

#include <algorithm>
#include <array>

#include "base/bytes.hpp"
#include "base/cursor.hpp"
#include "metadata/place_notation.hpp"

namespace exifscrub {
namespace {

using namespace std::string_view_literals;

struct CompanionRow {
  CompanionKind kind;
  std::string_view carrier;
  std::string_view tag;
  LeakClass leak_class;
  std::string_view at_start;  ///< what such a file begins with; empty: see `holds`
  std::string_view holds;     ///< what stands among its first bytes
  bool readable;              ///< whether all that it says can be read; else it may say more
};

// In the order of CompanionKind.
constexpr auto rows = std::to_array<CompanionRow>({
    {CompanionKind::gps_track, "GPX", "Track", LeakClass::location, "", "<gpx", true},
    {CompanionKind::subtitles, "SRT", "Subtitles", LeakClass::text, "", "-->", true},
    {CompanionKind::rawtherapee, "RawTherapee", "Edits", LeakClass::history, "", "[Version]", false},
    {CompanionKind::dxo, "DxO", "Edits", LeakClass::history, "", "Sidecar = {", false},
    {CompanionKind::capture_one, "CaptureOne", "Edits", LeakClass::history, "", "<SL", false},
    {CompanionKind::on1, "ON1", "Edits", LeakClass::history, "{", "", false},
    {CompanionKind::canon_recipe, "CanonVRD", "Edits", LeakClass::history, "CANON OPTIONAL DATA\0"sv, "",
     false},
    {CompanionKind::canon_recipe, "CanonVRD", "Edits", LeakClass::history, "IIII\x04\0\x04\0"sv, "", false},
    {CompanionKind::manifest, "C2PA", "JUMBF", LeakClass::credentials, "", "jumb", false},
    {CompanionKind::apple_double, "AppleDouble", "Attributes", LeakClass::history, "\0\x05\x16\x07"sv, "",
     false},
});

bool fits(const CompanionRow& row, Bytes file) {
  constexpr std::size_t head = 4096;
  return starts_with(file, row.at_start) &&
         as_text(file).substr(0, head).find(row.holds) != std::string_view::npos;
}

/// The first latitude and longitude of those that a text names.
std::optional<Location> first_position(const std::vector<TextPlace>& places) {
  std::optional<double> latitude, longitude;
  for (const TextPlace& place : places) {
    switch (place.axis) {
      case PlaceAxis::latitude:
        if (!latitude) latitude = place.value;
        break;
      case PlaceAxis::longitude:
        if (!longitude) longitude = place.value;
        break;
      case PlaceAxis::other:
        break;
    }
  }
  if (!latitude || !longitude) return std::nullopt;
  Location location;
  location.latitude = *latitude;
  location.longitude = *longitude;
  return location;
}

/// Whether a text names a place in a field of its own ("City=Graz"), or macOS keeps one that somebody chose.
bool names_place(std::string_view text) {
  constexpr auto words = std::to_array<std::string_view>(
      {"\nCity=", "\nProvince=", "\nCountry=", "\nCountryCode=", "GPS(", "GPS (", "customLocation"});
  return std::ranges::any_of(words, [text](std::string_view word) {
    const std::size_t at = text.find(word);
    const std::size_t behind = at + word.size();
    return at != text.npos && (word.back() != '=' || (behind < text.size() && text[behind] >= ' '));
  });
}

}  // namespace

std::string_view carrier_of(CompanionKind kind) {
  return std::ranges::find(rows, kind, &CompanionRow::kind)->carrier;
}

Result<SidecarRecord> read_companion(CompanionKind kind, Bytes file) {
  const auto* row = std::ranges::find_if(
      rows, [&](const CompanionRow& each) { return each.kind == kind && fits(each, file); });
  if (row == rows.end()) return Error{Errc::unsupported, 0, "not by its content what its name says"};
  SidecarRecord record;
  const std::string prefix = std::string{row->carrier} + ':';
  record.fields.push_back({row->leak_class, prefix + std::string{row->tag}, {}});
  const std::string_view text = as_text(file);
  const std::vector<TextPlace> places = find_text_places(text);
  const std::optional<Location> position = first_position(places);
  const bool located = !places.empty() || names_place(text);
  if (located && row->leak_class != LeakClass::location) {
    record.fields.push_back({LeakClass::location, prefix + "Location", {}});
  }
  if (position) record.positions.push_back(*position);
  record.has_unreadable_edits = !row->readable;
  return record;
}

}  // namespace exifscrub
