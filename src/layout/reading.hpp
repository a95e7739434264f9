#pragma once

#include <cstdint>
#include <forward_list>
#include <initializer_list>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "exifscrub/finding.hpp"
#include "exifscrub/layout.hpp"

namespace exifscrub {

/// What a finding is to the eraser of its language, which goes by no names.
enum class Form : std::uint8_t {
  value,       ///< all its stretches become BlockFinding::fill; in Exif the first one is an entry, which goes
  text_place,  ///< a number inside a text (metadata/text_places.hpp)
  // Exif.
  gps_entry,
  gps_coordinate,  ///< a gps_entry whose value is a latitude or a longitude
  gps_pointer,     ///< of a hollow directory
  thumbnail,
  stray,        ///< text that no entry names
  stray_gps,    ///< a GPS directory that no entry names
  stray_place,  ///< a text_place in a stray
  note_field,   ///< of a maker note: becomes `fill`, and no entry goes
  note_gps,     ///< a GPS directory in a maker note: its table and its values become zeros
  // Others, whose first stretch, or every second one, says what the next ones are.
  mie_element,
  movie_key,
  motion_packets,
  media_data,  ///< may be all of a stream, and is no box to rename
};

/// Whether it is text in a gap of an Exif block, which the bytes around it make one or not.
[[nodiscard]] constexpr bool is_stray_text(Form form) {
  return form == Form::stray || form == Form::stray_place;
}

/// A finding as a reader makes it: cheap, and in the coordinates of its block.
struct BlockFinding {
  LeakClass leak_class = LeakClass::unknown;
  Standing standing = Standing::leak;
  Form form = Form::value;
  std::uint8_t fill = 0;  ///< the byte that says nothing in its place
  std::uint32_t block = no_index;
  std::uint32_t first_extent = 0;  ///< its stretches are Reading::extents[first_extent ...]
  std::uint32_t extent_count = 0;
  std::string_view group;  ///< ExifTool's group 1, "GPS"; static or owned by the Reading
  std::string_view tag;    ///< "GPSLatitude"; static or owned by the Reading
  std::string value;       ///< UTF-8 where possible; empty unless values were asked for
};

/// "This stretch of the block holds something of that kind": goes back on the work list.
struct Reference {
  BlockKind kind = BlockKind::unknown;
  Coding coding = Coding::mapped;
  std::uint32_t parent = no_index;     ///< the block that was read
  std::vector<Extent> parts;           ///< bytes of that block, in order of the referenced document
  std::string_view name;               ///< "thumbnail", "MakerNote Canon"; static or owned by the Reading
  ImageUse use = ImageUse::unindexed;  ///< of kind jpeg only
};

/// A place where a reader could not follow the bytes.
struct BlindSpot {
  std::uint32_t block = no_index;
  std::uint64_t offset = 0;  ///< bytes of the block
  std::string_view what;     ///< static text: "IFD runs past the end of the Exif block"
  /// True: location could stand where the reader did not get to, so --gps-only must refuse. False: a note.
  bool may_hide_location = false;
};

/// What a viewer needs out of an XMP packet, with everything else left behind (metadata/kept_xmp.hpp writes
/// it back in one canonical form).
struct ViewerXmp {
  struct Property {
    std::string_view name;            ///< "hdrgm:GainMapMax", from the fixed table of kept_xmp.hpp
    std::vector<std::string> values;  ///< one, or one per colour channel; numeric or of a fixed vocabulary
  };
  /// One entry of the Google container's directory.
  struct Item {
    std::string semantic;  ///< "Primary", "GainMap", "MotionPhoto", ... of a fixed vocabulary
    std::string mime;
    std::optional<std::uint64_t> length;  ///< bytes, as the packet says
    std::uint64_t padding = 0;            ///< bytes between the item before and this one's end
  };
  std::vector<Property> properties;
  std::vector<Item> items;

  [[nodiscard]] bool empty() const { return properties.empty() && items.empty(); }
  [[nodiscard]] bool has(std::string_view prefix) const {
    for (const Property& property : properties) {
      if (property.name.starts_with(prefix)) return true;
    }
    return false;
  }
};

/// What one block tells about how to show the picture, and when it was taken.
struct Facts {
  std::uint16_t orientation = 0;  ///< 1 to 8, or 0 for none or an invalid one
  std::uint16_t color_space = 0;  ///< Exif 0xA001, or 0
  bool interop_r03 = false;       ///< Interop index "R03": Adobe RGB without a profile (DCF 2.0)
  bool unread_makernote = false;  ///< a MakerNote that nobody can read: it may hold anything
  bool canonical = false;         ///< byte for byte what a scrub writes: the minimal Exif, the kept XMP
  ViewerXmp viewer_xmp;
  std::string taken;  ///< local time of the shot, "2024-05-06T19:07:08"
};

/// A position, in the order in which the blocks were read.
struct BlockPosition {
  std::uint32_t block = no_index;
  double latitude = 0;
  double longitude = 0;
  std::optional<double> altitude_m;
};

/// An item of a list of keywords.
struct Keyword {
  std::uint32_t block = no_index;
  Form form = Form::value;
  Extent where;            ///< bytes of the block
  std::size_t word = 0;    ///< by keyword_word()
  std::string_view group;  ///< of the list's finding; static or owned by the Reading
  std::string_view tag;
};

/// What a reader understood of a block: lent to the eraser of its language, which knows what it is.
struct Understanding {
  Understanding() = default;
  Understanding(const Understanding&) = delete;
  Understanding& operator=(const Understanding&) = delete;
  virtual ~Understanding() = default;
};

/// Everything that the readers said about one file. Readers only append.
class Reading {
 public:
  /// Of a file, with what could not be read; hundreds are usual. A file with more is refused.
  static constexpr std::size_t max_findings = 1U << 16;

  std::vector<BlockFinding> findings;  ///< in order of reading
  std::vector<Extent> extents;
  std::vector<Reference> references;
  std::vector<BlindSpot> blind_spots;
  std::vector<BlockPosition> positions;
  std::vector<Keyword> keywords;         ///< that are no place by themselves
  std::vector<std::size_t> place_words;  ///< what keywords mean places, by keyword_word()
  bool has_place_twins = false;          ///< whether a keyword is a finding for what another block says

  /// Whether the budget is used up, so that nobody will look at a further finding.
  /// @param unread  how many there may be besides
  [[nodiscard]] bool is_full(std::size_t unread = 0) const {
    return findings.size() + blind_spots.size() + keywords.size() + unread > max_findings;
  }

  /// Whether no budget can have kept a reader from saying what it read.
  [[nodiscard]] bool is_within_budgets() const {
    return !is_full(max_findings / 2) && extents.size() < max_findings;
  }

  /// The facts of `block`; made empty on the first call.
  Facts& facts(std::uint32_t block);
  /// The facts of `block`, or nothing when its reader had none to tell.
  [[nodiscard]] const Facts* find_facts(std::uint32_t block) const;

  /// Holds on to what was understood of `block`, as long as that is not the case of more than a few.
  void lend(std::uint32_t block, std::shared_ptr<const Understanding> understood);
  /// What was understood of `block`, or null.
  [[nodiscard]] std::shared_ptr<const Understanding> lent(std::uint32_t block) const;

  /// Appends a finding; `where` is in bytes of `block`. The reference is valid until the next add.
  BlockFinding& add(std::uint32_t block, LeakClass leak_class, std::string_view group, std::string_view tag,
                    std::initializer_list<Extent> where);
  BlockFinding& add(std::uint32_t block, LeakClass leak_class, std::string_view group, std::string_view tag,
                    std::span<const Extent> where);

  [[nodiscard]] std::span<const Extent> where(const BlockFinding& finding) const {
    return std::span{extents}.subspan(finding.first_extent, finding.extent_count);
  }

  /// How much there is of everything: what the reader of a block adds lies between two marks.
  struct Mark {
    std::size_t findings = 0;
    std::size_t extents = 0;
    std::size_t references = 0;
    std::size_t blind_spots = 0;
    std::size_t positions = 0;
    std::size_t keywords = 0;
    std::size_t place_words = 0;
  };
  [[nodiscard]] Mark mark() const;

  /// Appends, for `block`, what another reading says of its block `theirs` between two marks. It must outlive
  /// this one.
  void repeat(const Reading& other, const Mark& from, const Mark& to, std::uint32_t theirs,
              std::uint32_t block);

  /// A copy of `text` that lives as long as the reading.
  std::string_view keep(std::string text);

 private:
  std::forward_list<Facts> facts_;
  std::vector<Facts*> facts_of_block_;  ///< in facts_, or null
  OwnedTexts names_;
  std::vector<std::pair<std::uint32_t, std::shared_ptr<const Understanding>>> lent_;  ///< with their blocks
};

}  // namespace exifscrub
