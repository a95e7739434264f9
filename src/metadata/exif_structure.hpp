#pragma once

#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "layout/reading.hpp"
#include "metadata/exif_tags.hpp"
#include "metadata/makernote.hpp"
#include "syntax/extent_set.hpp"
#include "syntax/ifd_graph.hpp"

namespace exifscrub {

/// Tags that reader and eraser treat in ways of their own.
namespace exif_tag {
inline constexpr std::uint16_t make = 0x010F, model = 0x0110, strip_offsets = 0x0111, orientation = 0x0112,
                               strip_lengths = 0x0117, jpeg_offset = 0x0201, jpeg_length = 0x0202,
                               xmp = 0x02BC, iptc = 0x83BB, iptc_afcp = 0x8568, irb = 0x8649, icc = 0x8773,
                               gps = 0x8825, date_taken = 0x9003, date_digitized = 0x9004, makernote = 0x927C,
                               color_space = 0xA001, jumbf = 0xCD41, padding = 0xEA1C, keywords = 0x9C9E;
}

/// The groups and tags of findings that no entry names.
namespace exif_name {
inline constexpr std::string_view gps_pointer = "GPSInfo", thumbnail = "ThumbnailImage", block = "EXIF",
                                  stray_text = "UnreferencedText", stray_gps = "UnreferencedGPS",
                                  padding = "PaddingContents";
}

/// An IFD's name as ExifTool's group 1; empty for one that needs a number of its own (exif_group).
[[nodiscard]] std::string_view static_exif_group(const IfdNode& ifd);
/// The same for any IFD; `into` owns what is not static.
[[nodiscard]] std::string_view exif_group(const IfdNode& ifd, Reading& into);

/// The small picture that an IFD describes: a JPEG stream (0x0201, 0x0202) or uncompressed strips.
struct ExifThumbnail {
  std::vector<Extent> entries;  ///< that say where it is
  std::vector<Extent> data;     ///< where it stands, cut at the end of the block
  bool jpeg = false;            ///< one stretch that starts like a JPEG stream
  bool should_be_jpeg = false;  ///< its tags say so (0x0201)
};

/// The thumbnails of an IFD whose data lie in the block: none, one, or both kinds.
[[nodiscard]] std::vector<ExifThumbnail> find_thumbnails(Bytes tiff, TiffGrammar grammar,
                                                         const IfdTable& ifd);

/// What the reader of an Exif block understood of it.
struct ExifUnderstanding : Understanding {
  Bytes bytes;  ///< the block's; borrowed
  IfdGraph graph;
  /// By offset of the entry with a maker note: what that owns outside itself. Settled.
  std::vector<std::pair<std::uint64_t, ExtentSet>> outside_notes;
};

/// Looks at a maker note in `entry`; see read_makernote.
/// @param by_make  whether the camera's make helps to tell it; false: as it will be when the make is gone
[[nodiscard]] MakerNote look_at_makernote(Bytes tiff, const IfdGraph& graph, const IfdEntry& entry,
                                          std::uint32_t block, bool values, Reading* into,
                                          bool by_make = true);

/// Unreferenced bytes that say something.
struct ExifStray {
  bool gps = false;           ///< a table of GPS entries; else text
  IfdTable table;             ///< of a GPS table
  TiffGrammar grammar;        ///< of a GPS table; an editor may have changed the block's byte order since
  std::uint64_t base = 0;     ///< from where the offsets of a GPS table count
  std::vector<Extent> where;  ///< the text, or the table and its values
};

/// What stands in the values of Windows padding entries beside their headers, outside `used`; stretches of zeros are
/// left out. Windows turns metadata that it no longer needs into padding and may leave their bytes there.
[[nodiscard]] std::vector<Extent> padding_contents(Bytes tiff, std::span<const Extent> values,
                                                   const ExtentSet& used);

/// Bytes of `tiff` outside `used` that read as text or as a table of GPS entries, at most `max_strays`.
inline constexpr std::size_t max_strays = 64;
[[nodiscard]] std::vector<ExifStray> find_strays(Bytes tiff, TiffGrammar grammar, const ExtentSet& used);

}  // namespace exifscrub
