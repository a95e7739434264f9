#include "exifscrub/policy.hpp"

namespace exifscrub {
namespace {

using enum LeakClass;

// Columns: class, name, what it covers, removed by strip, removed by --gps-only, needed by a viewer.
constexpr std::array<ClassRow, leak_class_count> rows = {{
    {location, "location",
     "coordinates, altitude, any compass bearing, place and country names, cell ids, home and destination "
     "city",
     true, true, false},
    {time, "time", "dates, times and time-zone offsets", true, false, false},
    {device, "device", "make, model, lens, serial numbers, settings", true, false, false},
    {software, "software", "programs and their versions", true, false, false},
    {text, "text", "titles, captions, comments, keywords", true, false, false},
    {person, "person", "owner, people shown, face regions, user names in paths", true, false, false},
    {copyright, "copyright", "artist, notice, licence and their contact address", true, false, false},
    {thumbnail, "thumbnail", "small copies of the picture", true, false, false},
    {history, "history", "edit history, preserved originals, editors' sources, depth maps and mattes", true,
     false, false},
    {motion, "motion", "motion video and its sound", true, false, false},
    {credentials, "credentials", "C2PA and other JUMBF", true, false, false},
    {makernote, "makernote", "a MakerNote as a whole", true, false, false},
    {unknown, "unknown", "what nobody can name", true, false, false},
    {orientation, "orientation", "which way up the picture is", false, false, true},
    {icc, "icc", "the colour profile", false, false, true},
    {gainmap, "gainmap", "the HDR gain map and its index", false, false, true},
    {panorama, "panorama", "the geometry of a 360-degree picture", false, false, true},
}};

bool row_removes(const ClassRow& row, Mode mode) {
  switch (mode) {
    case Mode::strip:
    case Mode::exif_only:
      return row.strip_removes;
    case Mode::gps_only:
      return row.gps_only_removes;
    case Mode::set_thumbnail:
      return row.leak_class == thumbnail;
  }
  return true;
}

}  // namespace

const std::array<ClassRow, leak_class_count>& class_table() { return rows; }

Policy::Policy(Mode of) : mode(of) {
  for (const ClassRow& row : rows) removes[static_cast<std::size_t>(row.leak_class)] = row_removes(row, of);
}

void Policy::keep(LeakClass leak_class) {
  const auto index = static_cast<std::size_t>(leak_class);
  removes[index] = false;
  kept_by_user[index] = true;
}

void Policy::remove(LeakClass leak_class) {
  const auto index = static_cast<std::size_t>(leak_class);
  removes[index] = true;
  kept_by_user[index] = false;
}

}  // namespace exifscrub
