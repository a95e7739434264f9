#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "syntax/ifd.hpp"

namespace exifscrub {

/// What an IFD describes, told by the way that led to it.
enum class IfdKind : std::uint8_t {
  main,               ///< IFD0, and IFD1, IFD2, ... by links
  exif,               ///< 0x8769
  gps,                ///< 0x8825, honoured in any IFD
  interop,            ///< 0xA005
  sub,                ///< 0x014A
  global_parameters,  ///< 0x0190
  kodak,              ///< 0x8290
  leaf,               ///< 0x888A
  other,              ///< another entry of type IFD
};

/// The kind of IFD that an entry points at, or nothing when it is no pointer.
[[nodiscard]] std::optional<IfdKind> pointed_ifd_kind(std::uint16_t tag, std::uint16_t type);
[[nodiscard]] inline std::optional<IfdKind> pointed_ifd_kind(const IfdEntry& entry) {
  return pointed_ifd_kind(entry.tag, entry.type);
}

inline constexpr std::uint32_t no_ifd = 0xFFFFFFFF;

/// An IFD that was reached. One table may be two nodes: as a GPS IFD and as something else.
struct IfdNode {
  IfdKind kind = IfdKind::main;
  std::uint8_t depth = 0;
  std::uint16_t number = 0;  ///< in its chain of links, or among the values of its pointer
  IfdTable table;
};

/// Why a pointer leads nowhere.
enum class PointerFault : std::uint8_t {
  none,
  outside,      ///< it holds no offset, or one of the header or behind the end: there is nothing
  implausible,  ///< what it points at is no directory
  budget,       ///< depth, number of IFDs or entries used up
};

/// A way to an IFD: an entry, or the link of the IFD before it.
struct IfdPointer {
  std::uint32_t from = no_ifd;  ///< index of the node; no_ifd: the header
  std::uint32_t to = no_ifd;    ///< index of the node; no_ifd: see `fault`
  std::uint64_t entry = 0;      ///< offset of the entry, or 0 when it is a link
  std::uint64_t target = 0;     ///< the offset it holds
  IfdKind kind = IfdKind::main;
  PointerFault fault = PointerFault::none;
};

/// All IFDs of a TIFF stream.
struct IfdGraph {
  static constexpr std::uint8_t max_depth = 8;
  static constexpr std::uint32_t max_ifds = 256;
  static constexpr std::uint32_t max_entries = IfdTable::max_count;  ///< of all tables together
  static constexpr std::uint32_t max_pointers = 1'024;

  TiffHeader header;
  std::vector<IfdNode> ifds;         ///< ifds[0] is IFD0; a child stands behind its parent
  std::vector<IfdPointer> pointers;  ///< in order of reading
  bool over_budget = false;          ///< some IFD was left out
};

/// Follows header, links and pointers, each IFD once, iteratively.
///
/// IFD0 and what an entry points at may be cut short by the stream's end; what a link points at (cameras
/// leave garbage there) must be complete.
/// @return truncated or malformed when header or IFD0 cannot be read.
[[nodiscard]] Result<IfdGraph> walk_ifds(Bytes tiff);

}  // namespace exifscrub
