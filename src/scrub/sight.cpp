#include "scrub/sight.hpp"

#include "metadata/language.hpp"

namespace exifscrub {
namespace {

/// Whether blocks of a kind can hold a location, so that nobody may pass over one unread.
bool may_locate(BlockKind kind) {
  switch (kind) {
    case BlockKind::icc:
    case BlockKind::mpf:
    case BlockKind::gainmap_iso:
    case BlockKind::comment:    // its coordinates are found; what else a text says is no location
    case BlockKind::jpeg:       // its own blocks are asked instead
    case BlockKind::makernote:  // read with the Exif block, whose facts say whether it could be
    case BlockKind::unknown:    // named, and the file is `kept`
      return false;
    default:
      return true;
  }
}

/// Whether what no table of such a block's reader names was looked at by nobody; where names and types come
/// with the values, as in Exif and XMP, their readers look for places in all of them.
bool is_opaque(BlockKind kind) {
  return kind == BlockKind::isobmff || kind == BlockKind::seft || kind == BlockKind::trailer ||
         kind == BlockKind::jpeg;
}

/// Fewer bytes than two numbers of 16 bits tell no place.
constexpr std::uint64_t shortest_place = 4;

bool is_unread(const Document& document, const BlockFinding& finding) {
  if (finding.leak_class != LeakClass::unknown || finding.block == no_index) return false;
  const BlockKind kind = document.layout().blocks[finding.block].kind;
  // A profile stays whole, so that what stands in it is but a remark.
  const bool counts = finding.standing == Standing::leak ? is_opaque(kind) : kind == BlockKind::icc;
  if (!counts) return false;
  std::uint64_t length = 0;
  for (const Extent at : document.reading().where(finding)) length += at.length;
  return length >= shortest_place;
}

}  // namespace

std::string unread_carrier(const Document& document) {
  const Layout& layout = document.layout();
  for (std::uint32_t i = 0; i < layout.blocks.size(); ++i) {
    const Facts* facts = document.reading().find_facts(i);
    if (facts != nullptr && facts->unread_makernote) return "the MakerNote";
  }
  for (const Region& region : layout.regions) {
    const bool unread = region.role == Role::unknown && region.at.length >= shortest_place;
    if (unread) return std::string{region.name};
  }
  for (const BlockFinding& finding : document.reading().findings) {
    if (is_unread(document, finding)) return std::string{finding.group} + ':' + std::string{finding.tag};
  }
  return {};
}

Result<std::string> check_sight(const Document& document) {
  const Layout& layout = document.layout();
  for (const BlindSpot& spot : document.reading().blind_spots) {
    const bool goes_whole = spot.block != no_index && is_sealed(layout.blocks[spot.block]);
    if (spot.may_hide_location && !goes_whole) return Error{Errc::malformed, spot.offset, spot.what};
  }
  for (std::uint32_t i = 0; i < layout.blocks.size(); ++i) {
    const Block& block = layout.blocks[i];
    if (may_locate(block.kind) && language_of(block.kind) == nullptr) {
      return Error{Errc::unsupported, block.parts.empty() ? 0 : block.parts.front().offset,
                   "metadata that no reader knows"};
    }
  }
  const std::string unread = unread_carrier(document);
  return unread.empty() ? unread : "nobody can read " + unread + ", which stays";
}

std::string location_left(const Document& document, const Fates& fates) {
  const auto& findings = document.reading().findings;
  for (const BlockFinding& finding : findings) {
    if (finding.leak_class != LeakClass::location || finding.standing != Standing::leak) continue;
    const std::uint32_t block = document.layout().outermost(finding.block);
    const bool goes = block != no_index && fates.blocks[block] != Fate::keep;
    if (!goes)
      return "location outside the Exif stays: " + std::string{finding.group} + ':' +
             std::string{finding.tag};
  }
  return {};
}

}  // namespace exifscrub
