#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "exifscrub/byte_source.hpp"
#include "exifscrub/layout.hpp"
#include "syntax/dialect.hpp"

namespace exifscrub {

/// The name of a block of segments that say they are a colour profile, whether they are one or not.
inline constexpr std::string_view profile_name = "ICC profile";

/// Which segments of one image make up one block.
enum class Joining : std::uint8_t {
  none,          ///< the segment carries no block
  alone,         ///< each segment is a block
  adjacent,      ///< a segment directly behind one of its kind continues it (Photoshop, GPMF)
  exif,          ///< the same, unless it starts with a TIFF header of its own
  preview,       ///< unnamed segments APP2 to APP5 directly behind it continue it
  icc,           ///< by sequence number and count
  xmp_extended,  ///< by GUID and offset
  jumbf,         ///< by box instance and packet sequence number
  flir,          ///< by chunk number and last chunk's number
};

/// What an APPn or COM segment is, by the signature that its payload starts with.
struct SegmentKind {
  std::string_view name;  ///< "APP1 Exif"; empty when nobody knows the signature
  Role role = Role::unknown;
  std::optional<LeakClass> leak_class;  ///< of the segment as a whole; empty when its findings have their own
  Joining joining = Joining::alone;
  BlockKind block = BlockKind::unknown;
  std::string_view block_name;  ///< "EXIF"; empty: the segment's name
  std::uint32_t header = 0;     ///< bytes of the payload in front of the block's
  std::uint32_t room = 0;       ///< bytes of the payload that a viewer reads, the rest is a tail; 0: all
  Removal may = Removal::cut_or_blank;
  Dialect dialect = Dialect::none;
  ImageUse use = ImageUse::unindexed;  ///< of the picture in a block of kind jpeg
};

/// Looks the segment up by content; the signature of Exif is tolerant (up to 4 bytes in front, any case,
/// any second pad byte), as some readers are.
/// @param marker  of kind application or comment
[[nodiscard]] SegmentKind classify_segment(Byte marker, Bytes payload);

/// Whether what stands behind the part of a segment that a viewer reads is a program's habit and the same in
/// all its files: the 19 bytes that Photoshop puts behind the colour transform.
[[nodiscard]] bool is_usual_tail(const SegmentKind& kind, Bytes payload);

/// What a segment without a signature is behind InfiRay's APP2: APP3 to APP9 hold the rest of the thermal
/// picture and its sensor's numbers. Any other is unknown.
[[nodiscard]] SegmentKind infiray_segment(Byte marker);

/// One row of the signature table, for tests and for who wants to know what is known.
struct SegmentSignature {
  Byte first, last;         ///< markers it stands behind
  std::uint32_t at;         ///< where in the payload
  std::string_view spells;  ///< the signature
  SegmentKind kind;         ///< kind.header 0: the block starts behind the signature
};

/// The table of signatures, in the order in which they are tried.
[[nodiscard]] std::span<const SegmentSignature> segment_signatures();

}  // namespace exifscrub
