#pragma once

#include <optional>
#include <string>

#include "exifscrub/byte_source.hpp"
#include "exifscrub/field_map.hpp"
#include "exifscrub/layout.hpp"
#include "exifscrub/plan.hpp"
#include "exifscrub/policy.hpp"
#include "exifscrub/result.hpp"
#include "exifscrub/scrub.hpp"

namespace exifscrub {

/// Everything that is known about one file. Moves, and is not copied; several threads may read it.
struct Inspection {
  Layout layout;
  FieldMap fields;           ///< every field by name, when they were asked for
  Outcome outcome;           ///< with findings and their values
  std::optional<Plan> plan;  ///< what the policy would do; links of literals are resolved
  std::string stopped;       ///< where and why the reading stopped; empty: it reached the end
};

/// What an inspection is asked for besides the layout and the findings.
struct InspectionRequest {
  Policy policy;
  bool plan = false;
  bool fields = false;
};

/// A part of a file that somebody may want by itself.
enum class PartKind : std::uint8_t {
  thumbnail,  ///< the small JPEG of the Exif block, else of a JFXX segment, a Photoshop resource or a trailer
  exif,       ///< the TIFF stream, without any "Exif\0\0"
  xmp,        ///< the main packet
  icc,
  iptc,     ///< the datasets
  preview,  ///< the largest of the previews
  video,    ///< the MP4 or MOV stream of a motion photo
  gainmap,  ///< the JPEG stream of the HDR gain map
};

inline constexpr std::size_t part_kind_count = 8;

/// The part's name as --extract spells it, e.g. "thumbnail".
[[nodiscard]] std::string_view name_of(PartKind part);

/// The bytes of a part, as they stand: stretches of the file, or what they spell where they are encoded or
/// scattered inside something.
struct Part {
  std::vector<Extent> where;  ///< bytes of the file, in order; empty: see `bytes`
  std::vector<Byte> bytes;
};

/// Finds a part of a file that was recognised, damaged ones included. Thread safe; the source is one thread's.
/// @return unsupported when the content is no format of ours, or it has no such part ("there is none")
[[nodiscard]] Result<Part> extract(ByteSource& file, PartKind what);

/// Reads `file` as a run with the request's policy would, and writes nothing. A damaged file is no error:
/// `stopped` says how far the reading came, and the rest is one region. Thread safe; the source is one thread's.
/// @return what the source says when not even its first byte can be read (a later failure is told by `stopped`);
///         unsupported when the content is no format of ours
[[nodiscard]] Result<Inspection> inspect(ByteSource& file, const InspectionRequest& request);

}  // namespace exifscrub
