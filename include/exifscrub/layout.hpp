#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "exifscrub/digest.hpp"
#include "exifscrub/extent.hpp"
#include "exifscrub/finding.hpp"
#include "exifscrub/owned_texts.hpp"
#include "exifscrub/result.hpp"

namespace exifscrub {

/// "No such element" for every index in a Layout.
inline constexpr std::uint32_t no_index = 0xFFFFFFFF;

/// A file format that recognise() tells apart by content.
enum class FormatId : std::uint8_t {
  none,  ///< no image, video or audio by signature
  jpeg,
  jpeg_ls,
  png,
  gif,
  webp,
  tiff,
  dng,
  heif,
  avif,
  jxl,
  jp2,
  mp4,
  wav,
  avi,
  bmp,
  psd,
  raw,
};

inline constexpr std::size_t format_count = 18;

/// As reports for programs spell it: "jpeg".
[[nodiscard]] std::string_view name_of(FormatId format);
/// As people write it: "JPEG".
[[nodiscard]] std::string_view title_of(FormatId format);

/// What losing a region would mean.
enum class Role : std::uint8_t {
  image,     ///< the picture itself: tables, frame and scan headers, entropy-coded data, SOI, EOI
  viewer,    ///< how the picture is shown: JFIF and Adobe headers, ICC, gain map metadata, image index
  metadata,  ///< carries a block that a reader knows
  unknown,   ///< nobody can name it
  empty,     ///< what an emptied segment or trailer leaves: zeros; no metadata, never counted
};

[[nodiscard]] std::string_view name_of(Role role);

/// How the format lets a region go: the two kinds of plan are named alike.
enum class Removal : std::uint8_t {
  pinned,  ///< must stay as it is
  cut,     ///< may be left out of the output, so that all behind it moves
  /// May only be overwritten at its size, because something counts on where things stand (a value in TIFF, an
  /// item's data in HEIC). Where such a region goes, nothing in the file moves.
  blank,
  cut_or_blank,  ///< either
};

/// One labelled stretch of the file, a leaf of the layout's tree. The regions are sorted, touch each
/// other, are never empty and cover the file exactly; `partitions()` states it.
struct Region {
  Extent at;       ///< bytes of the file
  Extent payload;  ///< the part of `at` that blanking overwrites (a segment without marker and length)
  Role role = Role::unknown;
  /// The class of the region as a whole, when it has one (COM: text). Empty for a picture's parts and for
  /// a block whose findings have classes of their own (Exif, XMP).
  std::optional<LeakClass> leak_class;
  Removal may = Removal::pinned;
  std::uint32_t node = no_index;   ///< the stream it belongs to
  std::uint32_t block = no_index;  ///< the block it carries (part of), if any
  std::string_view name;           ///< "APP1 Exif", "SOF2", "scan"; static or owned by the Layout
};

/// What a stream that stands in one piece in the file is.
enum class NodeKind : std::uint8_t { file, image, trailer };

/// What an image is to the picture: of a stream by the MPF index, the Google container or gain map metadata, of
/// one inside metadata by what holds it.
enum class ImageUse : std::uint8_t {
  primary,
  gainmap,
  frame,      ///< MPF panorama, disparity, multi-angle or undefined: part of the picture
  thumbnail,  ///< shown in the picture's place: Exif IFD1, JFXX, Photoshop; blocks only
  preview,    ///< a larger copy: MPF large thumbnail, makers' previews
  original,   ///< MPF original preservation: the picture before an edit
  unindexed,  ///< nothing names it
};

/// A stream of the file: the file itself, one SOI..EOI, one trailer. Nodes form a tree; `at` of a child lies
/// inside its parent's.
struct Node {
  NodeKind kind = NodeKind::file;
  Extent at;  ///< bytes of the file
  std::uint32_t parent = no_index;
  ImageUse use = ImageUse::unindexed;  ///< images only
  Digest image_hash;                   ///< images only: of its picture bytes (base/digests.hpp)
  std::string_view name;               ///< "image 1", "SEFT trailer"; static or owned by the Layout
};

/// The language of a block: which reader understands its bytes.
enum class BlockKind : std::uint8_t {
  exif,          ///< a TIFF stream, without any "Exif\0\0"
  xmp,           ///< an XMP packet
  xmp_extended,  ///< the reassembled data of one Extended XMP GUID
  irb,           ///< Photoshop image resource blocks
  iptc,          ///< IPTC IIM datasets
  icc,           ///< an ICC profile
  makernote,     ///< the value of Exif tag 0x927C
  mpf,           ///< Multi-Picture Format index (CIPA DC-007)
  gainmap_iso,   ///< ISO 21496-1 gain map metadata
  jpeg,          ///< a JPEG stream inside a block
  comment,       ///< free text
  jumbf,         ///< JUMBF superboxes (C2PA)
  flir,          ///< FLIR FFF records
  gpmf,          ///< GoPro metadata format
  isobmff,       ///< an MP4 or MOV stream
  seft,          ///< Samsung trailer
  trailer,       ///< another trailer known by name
  application,   ///< another named application segment
  unknown,
};

/// How a block's own bytes come out of the bytes that carry it.
enum class Coding : std::uint8_t {
  mapped,  ///< they stand there as they are, perhaps in several parts
  base64,  ///< recodable: a change of the decoded bytes keeps the encoded size
  hex,     ///< recodable
  sealed,  ///< signed, compressed or encrypted: changed only as a whole
};

/// Which of many small makers' formats a block of kind `trailer` or `application` is in: a segment's or
/// trailer's own, by signature. For the library's readers only (src/syntax/dialect.hpp).
enum class Dialect : std::uint8_t;

/// One metadata document: scattered over parts, or encoded, or inside another block.
struct Block {
  BlockKind kind = BlockKind::unknown;
  Dialect dialect{};
  Coding coding = Coding::mapped;
  std::uint32_t parent = no_index;  ///< the block that it lies in; no_index: the file
  std::uint32_t node = no_index;    ///< the image or trailer that carries it
  std::vector<Extent> parts;        ///< in order of the document; bytes of the parent block, or of the file
  std::uint8_t depth = 0;           ///< 0 for blocks that stand in the file
  ImageUse use = ImageUse::unindexed;  ///< of kind jpeg only
  std::string_view name;               ///< "EXIF", "XMP", "APP5 ssuniqueid"; static or owned by the Layout
};

/// How a link is written.
enum class Encoding : std::uint8_t { u16_big, u16_little, u32_big, u32_little, u64_big, padded_decimal };

/// A field whose value follows from where bytes stand or how many they are. When a plan moves bytes,
/// relocate() computes the field anew.
struct Link {
  enum class Quantity : std::uint8_t { offset, length };
  Quantity quantity = Quantity::length;
  Encoding encoding = Encoding::u16_big;
  Extent field;   ///< the bytes that hold the value: of the file, or of the literal that owns the link
  Extent target;  ///< input bytes: the value is their length, or where they start
  std::uint64_t base = 0;  ///< offset links: the input position they count from; in a literal: within it
  bool base_in_literal = false;
  bool held = true;  ///< whether the value was right in the input; real files carry wrong ones
};

/// Something odd that did not keep the file from being read: "parts are missing or contradict each other".
struct Note {
  std::uint64_t offset = 0;  ///< bytes of the file
  std::string_view what;     ///< static text
};

/// Where every byte of a file belongs: the result of a container parser. Moves, and is not copied. Several
/// threads may read it.
struct Layout {
  FormatId format = FormatId::none;
  std::uint64_t size = 0;  ///< bytes of the file
  std::vector<Region> regions;
  std::vector<Node> nodes;    ///< nodes[0] is the file
  std::vector<Block> blocks;  ///< those that stand in the file first; readers append nested ones
  std::vector<Link> links;
  std::vector<Note> notes;
  OwnedTexts names;  ///< those that are not static

  /// The block of the file in which `block` lies, itself included; no_index for no_index.
  [[nodiscard]] std::uint32_t outermost(std::uint32_t block) const {
    while (block != no_index && blocks[block].parent != no_index) block = blocks[block].parent;
    return block;
  }
};

/// Whether the regions are sorted, touch, are not empty and cover [0, size) exactly, and every payload lies
/// in its region. Asserted by the builder in all builds.
[[nodiscard]] bool partitions(const Layout& layout);

}  // namespace exifscrub
