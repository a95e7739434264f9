#include <array>

#include "exifscrub/field_map.hpp"
#include "exifscrub/finding.hpp"
#include "exifscrub/inspect.hpp"
#include "exifscrub/layout.hpp"
#include "exifscrub/scrub.hpp"

namespace exifscrub {
namespace {

constexpr std::array<std::string_view, leak_class_count> leak_classes = {
    "location",  "time",        "device",  "software", "text",        "person",
    "copyright", "thumbnail",   "history", "motion",   "credentials", "makernote",
    "unknown",   "orientation", "icc",     "gainmap",  "panorama"};
constexpr std::array<std::string_view, 3> actions = {"found", "removed", "kept"};
constexpr std::array<std::string_view, 18> formats = {"none", "jpeg", "jpeg-ls", "png",  "gif", "webp",
                                                      "tiff", "dng",  "heif",    "avif", "jxl", "jp2",
                                                      "mp4",  "wav",  "avi",     "bmp",  "psd", "raw"};
constexpr std::array<std::string_view, 5> roles = {"image", "viewer", "metadata", "unknown", "empty"};
constexpr std::array<std::string_view, status_count> statuses = {
    "error",       "refused",  "leaks",    "kept",  "scrubbed",
    "would-scrub", "metadata", "unproven", "clean", "skipped"};
constexpr std::array<std::string_view, field_kind_count> field_kinds = {
    "structure", "marker", "length",   "header",    "entry-count", "tag",     "type",   "count",
    "value",     "offset", "location", "thumbnail", "image",       "padding", "unknown"};
constexpr std::array<std::string_view, part_kind_count> parts = {"thumbnail", "exif",    "xmp",   "icc",
                                                                 "iptc",      "preview", "video", "gainmap"};
constexpr std::array<std::string_view, 3> states = {"untouched", "replaced", "partly-cleaned"};

}  // namespace

std::string_view name_of(LeakClass leak_class) { return leak_classes[static_cast<std::size_t>(leak_class)]; }
std::string_view name_of(Action action) { return actions[static_cast<std::size_t>(action)]; }
std::string_view name_of(FormatId format) { return formats[static_cast<std::size_t>(format)]; }
std::string_view name_of(Role role) { return roles[static_cast<std::size_t>(role)]; }
std::string_view name_of(FieldKind kind) { return field_kinds[static_cast<std::size_t>(kind)]; }
std::string_view name_of(PartKind part) { return parts[static_cast<std::size_t>(part)]; }
std::string_view name_of(Status status) { return statuses[static_cast<std::size_t>(status)]; }
std::string_view name_of(FileState state) { return states[static_cast<std::size_t>(state)]; }

std::optional<LeakClass> leak_class_named(std::string_view name) {
  for (std::size_t i = 0; i < leak_classes.size(); ++i) {
    if (leak_classes[i] == name) return static_cast<LeakClass>(i);
  }
  return std::nullopt;
}

}  // namespace exifscrub
