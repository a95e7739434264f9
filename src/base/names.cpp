#include <algorithm>
#include <array>

#include "exifscrub/field_map.hpp"
#include "exifscrub/finding.hpp"
#include "exifscrub/inspect.hpp"
#include "exifscrub/layout.hpp"
#include "exifscrub/policy.hpp"
#include "exifscrub/scrub.hpp"

namespace exifscrub {
namespace {

constexpr std::array<std::string_view, 3> actions = {"found", "removed", "kept"};
struct FormatNames {
  std::string_view name;
  std::string_view title;
};
constexpr std::array<FormatNames, format_count> formats = {{{"none", "unknown"},
                                                            {"jpeg", "JPEG"},
                                                            {"jpeg-ls", "JPEG-LS"},
                                                            {"png", "PNG"},
                                                            {"gif", "GIF"},
                                                            {"webp", "WebP"},
                                                            {"tiff", "TIFF"},
                                                            {"dng", "DNG"},
                                                            {"heif", "HEIC"},
                                                            {"avif", "AVIF"},
                                                            {"jxl", "JPEG XL"},
                                                            {"jp2", "JPEG 2000"},
                                                            {"mp4", "MP4"},
                                                            {"wav", "WAV"},
                                                            {"avi", "AVI"},
                                                            {"bmp", "BMP"},
                                                            {"psd", "Photoshop"},
                                                            {"raw", "camera raw"}}};
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

std::string_view name_of(LeakClass leak_class) {
  return class_table()[static_cast<std::size_t>(leak_class)].name;
}
std::string_view name_of(Action action) { return actions[static_cast<std::size_t>(action)]; }
std::string_view name_of(FormatId format) { return formats[static_cast<std::size_t>(format)].name; }
std::string_view title_of(FormatId format) { return formats[static_cast<std::size_t>(format)].title; }
std::string_view name_of(Role role) { return roles[static_cast<std::size_t>(role)]; }
std::string_view name_of(FieldKind kind) { return field_kinds[static_cast<std::size_t>(kind)]; }
std::string_view name_of(PartKind part) { return parts[static_cast<std::size_t>(part)]; }
std::string_view name_of(Status status) { return statuses[static_cast<std::size_t>(status)]; }
std::string_view name_of(FileState state) { return states[static_cast<std::size_t>(state)]; }

std::optional<LeakClass> leak_class_named(std::string_view name) {
  const auto& rows = class_table();
  const auto row = std::ranges::find(rows, name, &ClassRow::name);
  return row == rows.end() ? std::nullopt : std::optional{row->leak_class};
}

}  // namespace exifscrub
