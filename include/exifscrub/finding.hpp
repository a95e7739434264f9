#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "exifscrub/extent.hpp"

namespace exifscrub {

/// What a stretch of metadata tells about somebody, or what a viewer needs it for. Every finding has
/// exactly one; the modes are rows over these classes (policy.hpp).
enum class LeakClass : std::uint8_t {
  location,     ///< coordinates, altitude, any compass bearing, place and country names, cell ids
  time,         ///< dates, times and time-zone offsets
  device,       ///< make, model, lens, serial numbers, settings
  software,     ///< programs and their versions
  text,         ///< titles, captions, comments, keywords
  person,       ///< owner, people shown, face regions, user names in paths
  copyright,    ///< artist, notice, licence and their contact address
  thumbnail,    ///< small copies of the picture
  history,      ///< edit history, preserved originals, editors' sources, depth maps
  motion,       ///< motion video and its sound
  credentials,  ///< C2PA and other JUMBF
  makernote,    ///< a MakerNote as a whole
  unknown,      ///< what nobody can name
  orientation,  ///< which way up the picture is
  icc,          ///< the colour profile
  gainmap,      ///< the HDR gain map and its index
  panorama,     ///< the geometry of a 360-degree picture
};

inline constexpr std::size_t leak_class_count = 17;

/// The class's name as options and reports spell it, e.g. "location".
[[nodiscard]] std::string_view name_of(LeakClass leak_class);

/// The class that `name` spells, exactly; empty for any other text.
[[nodiscard]] std::optional<LeakClass> leak_class_named(std::string_view name);

/// What a run did, or would do, about a finding.
enum class Action : std::uint8_t { found, removed, kept };

[[nodiscard]] std::string_view name_of(Action action);

/// Whether a finding counts.
enum class Standing : std::uint8_t {
  leak,      ///< tells something: counts for status and exit code
  leftover,  ///< an emptied structure (hollow GPS IFD): tells nothing, but a removal of its class takes it
  remark,    ///< worth a line, changes no status (personal text inside an ICC profile that stays)
};

/// One piece of metadata: a tag, a property, a dataset, a whole segment. A value that owns all its text.
struct Finding {
  LeakClass leak_class = LeakClass::unknown;
  Action action = Action::found;
  Standing standing = Standing::leak;
  std::string name;     ///< ExifTool's group 1 and tag, "GPS:GPSLatitude"; unknown ones "IFD0:0x1234"
  std::string value;    ///< decoded, UTF-8 where possible, not sanitised; empty unless values were asked for
  std::string carrier;  ///< the way to it, "EXIF", "XMP", "EXIF > thumbnail > EXIF"
  std::vector<Extent> where;  ///< bytes of the file; empty for what stands beside the file
};

/// The nearest known place to a position.
struct NearestPlace {
  std::string name;        ///< UTF-8
  std::string region;      ///< state or province; empty where the data have none
  std::string country;     ///< ISO 3166-1 alpha-2
  double distance_km = 0;  ///< great circle

  friend bool operator==(const NearestPlace&, const NearestPlace&) = default;
};

/// How the carrier of a finding begins that stands beside the file.
inline constexpr std::string_view attribute_carrier = "extended attribute";
inline constexpr std::string_view sidecar_carrier = "sidecar ";  ///< the sidecar's name follows
inline constexpr std::string_view name_carrier = "file name";

/// A position that a file gives away.
struct Location {
  double latitude = 0;   ///< decimal degrees, north positive, WGS 84 unless the file says otherwise
  double longitude = 0;  ///< decimal degrees, east positive
  std::optional<double> altitude_m;
  std::string carrier;
  bool primary = false;               ///< of the primary image's own Exif or XMP
  std::optional<NearestPlace> place;  ///< empty unless somebody looked it up

  friend bool operator==(const Location&, const Location&) = default;
};

}  // namespace exifscrub
