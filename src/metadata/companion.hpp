#pragma once

#include <cstdint>

#include "metadata/sidecar_record.hpp"

namespace exifscrub {

/// Files that stand beside a picture, speak of it, and can be read but not written in part: they stay or go
/// as a whole.
enum class CompanionKind : std::uint8_t {
  gps_track,     ///< .gpx: the way that somebody went
  subtitles,     ///< .srt of a drone or a dash cam
  rawtherapee,   ///< .pp3: edits, and IPTC fields
  dxo,           ///< .dop
  capture_one,   ///< .cos
  on1,           ///< .on1
  canon_recipe,  ///< .vrd, .dr4 of Digital Photo Professional
  manifest,      ///< .c2pa: content credentials that stand outside their picture
  apple_double,  ///< ._name: attributes that macOS keeps on disks that have none
};

/// @return unsupported when the content is not what such a file holds
[[nodiscard]] Result<SidecarRecord> read_companion(CompanionKind kind, Bytes file);

/// How reports call such a file: "GPX".
[[nodiscard]] std::string_view carrier_of(CompanionKind kind);

}  // namespace exifscrub
