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
    case BlockKind::comment:    // free text is no location
    case BlockKind::jpeg:       // its own blocks are asked instead
    case BlockKind::makernote:  // read with the Exif block, whose facts say whether it could be
    case BlockKind::unknown:    // named, and the file is `kept`
      return false;
    default:
      return true;
  }
}

}  // namespace

std::string unread_carrier(const Document& document) {
  const Layout& layout = document.layout();
  for (std::uint32_t i = 0; i < layout.blocks.size(); ++i) {
    const Facts* facts = document.reading().find_facts(i);
    if (facts != nullptr && facts->unread_makernote) return "the MakerNote";
  }
  for (const Region& region : layout.regions) {
    if (region.role == Role::unknown) return std::string{region.name};
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
      return Error{Errc::unsupported, block.parts.empty() ? 0 : block.parts.front().offset, block.name};
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
