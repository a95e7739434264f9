#include "scrub/sight.hpp"

#include "base/error_text.hpp"
#include "metadata/block_findings.hpp"
#include "scrub/collateral.hpp"

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
         kind == BlockKind::jpeg || kind == BlockKind::application || kind == BlockKind::mpf;
}

/// Fewer bytes than two numbers of 16 bits tell no place.
constexpr std::uint64_t shortest_place = 4;

bool is_unread(const Document& document, const BlockFinding& finding) {
  if (finding.tag == unreadable_tag && finding.standing == Standing::leftover) return true;
  if (finding.leak_class != LeakClass::unknown || finding.block == no_index) return false;
  const BlockKind kind = document.layout().blocks[finding.block].kind;
  // A profile stays whole, so that what stands in it is but a remark.
  const bool counts = finding.standing == Standing::leak ? is_opaque(kind) : kind == BlockKind::icc;
  if (!counts) return false;
  std::uint64_t length = 0;
  for (const Extent at : document.reading().where(finding)) length += at.length;
  return length >= shortest_place;
}

/// Everything, as it stands in the file.
struct Untreated {
  static bool has_note(std::uint32_t /*block*/) { return true; }
  static bool has_region(std::size_t /*region*/) { return true; }
  static bool has_finding(std::size_t /*finding*/) { return true; }
};

/// What a treatment leaves.
class Left {
 public:
  Left(const Document& document, const Policy& policy, const Treatment& treatment)
      : document_(document), policy_(policy), treatment_(treatment) {}

  [[nodiscard]] bool has_block(std::uint32_t block) const {
    return stays(treatment_.fates.blocks[block]) &&
           stays(treatment_.fates.blocks[document_.layout().outermost(block)]);
  }
  [[nodiscard]] bool has_note(std::uint32_t block) const {
    return has_block(block) && !(loses_findings(block) && policy_.removes_class(LeakClass::makernote));
  }
  [[nodiscard]] bool has_region(std::size_t region) const {
    const std::uint32_t block = document_.layout().regions[region].block;
    const bool emptied = block < treatment_.emptied.size() && treatment_.emptied[block];
    return stays(treatment_.fates.regions[region]) && !emptied;
  }
  [[nodiscard]] bool has_finding(std::size_t finding) const {
    const std::uint32_t block = document_.reading().findings[finding].block;
    const bool goes = treatment_.fates.selected[finding] && loses_findings(block);
    return !goes && !goes_with_its_carrier(document_, treatment_, finding);
  }

 private:
  static bool stays(Fate fate) { return fate == Fate::keep || fate == Fate::erase; }
  /// Whether what is selected in it goes: --exif-only selects by class too, and leaves most blocks alone.
  [[nodiscard]] bool loses_findings(std::uint32_t block) const {
    return block == no_index || treatment_.fates.blocks[block] != Fate::keep;
  }

  const Document& document_;
  const Policy& policy_;
  const Treatment& treatment_;
};

/// The first unread carrier of those that are there.
template <class There>
std::string find_unread(const Document& document, const There& there) {
  const Layout& layout = document.layout();
  const Reading& reading = document.reading();
  for (std::uint32_t i = 0; i < layout.blocks.size(); ++i) {
    const Facts* facts = reading.find_facts(i);
    if (facts != nullptr && facts->unread_makernote && there.has_note(i)) return "the MakerNote";
  }
  for (std::size_t i = 0; i < layout.regions.size(); ++i) {
    const Region& region = layout.regions[i];
    const bool unread = region.role == Role::unknown && region.at.length >= shortest_place;
    if (unread && there.has_region(i)) return std::string{region.name};
  }
  for (std::size_t i = 0; i < reading.findings.size(); ++i) {
    const BlockFinding& finding = reading.findings[i];
    if (is_unread(document, finding) && there.has_finding(i)) {
      return std::string{finding.group} + ':' + std::string{finding.tag};
    }
  }
  return {};
}

std::string as_reason(const std::string& unread) {
  return unread.empty() ? unread : "nobody can read " + unread + ", which stays";
}

}  // namespace

bool is_plain_strip(const Policy& policy) {
  Policy plain{Mode::strip};
  plain.in_place = policy.in_place;
  return policy == plain;
}

std::string unread_carrier(const Document& document) { return find_unread(document, Untreated{}); }

std::uint64_t place_in_file(Document& document, const BlindSpot& spot) {
  if (spot.block == no_index) return spot.offset;
  // What is missing is missing behind the last byte.
  const std::uint64_t last = spot.offset == 0 ? 0 : spot.offset - 1;
  for (const std::uint64_t offset : {spot.offset, last, std::uint64_t{0}}) {
    const std::vector<Extent> in_file = document.bytes().project(spot.block, Extent{offset, 1});
    if (!in_file.empty()) return in_file.front().offset;
  }
  return 0;
}

std::string unread_left(Document& document, const Policy& policy, const Treatment& treatment) {
  if (!policy.removes_class(LeakClass::location)) return {};
  const Left left{document, policy, treatment};
  for (const BlindSpot& spot : document.reading().blind_spots) {
    // Other modes refuse such a file, or take the block away.
    if (policy.mode != Mode::exif_only || !spot.may_hide_location) continue;
    if (spot.block == no_index || left.has_block(spot.block))
      return "location may stay: " + reason_at(spot.what, place_in_file(document, spot));
  }
  return as_reason(find_unread(document, left));
}

Result<void> check_sight(Document& document) {
  const Layout& layout = document.layout();
  for (const BlindSpot& spot : document.reading().blind_spots) {
    const bool goes_whole = spot.block != no_index && is_sealed(layout.blocks[spot.block]);
    if (spot.may_hide_location && !goes_whole)
      return Error{Errc::malformed, place_in_file(document, spot), spot.what};
  }
  for (std::uint32_t i = 0; i < layout.blocks.size(); ++i) {
    const Block& block = layout.blocks[i];
    if (may_locate(block.kind) && language_of(block.kind) == nullptr) {
      return Error{Errc::unsupported, block.parts.empty() ? 0 : block.parts.front().offset,
                   "metadata that no reader knows"};
    }
  }
  return {};
}

std::string removed_left(const Document& document, const Policy& policy, const Fates& fates) {
  if (policy.mode == Mode::set_thumbnail || is_plain_strip(policy)) return {};
  const Layout& layout = document.layout();
  const auto& findings = document.reading().findings;
  const auto is_canonical = [](Fate fate) { return fate == Fate::drop || fate == Fate::substitute; };
  for (std::size_t i = 0; i < findings.size(); ++i) {
    const BlockFinding& finding = findings[i];
    if (!fates.selected[i] || finding.standing != Standing::leak) continue;
    const std::uint32_t outer = layout.outermost(finding.block);
    const bool asked =
        policy.mode != Mode::exif_only || (outer != no_index && fates.blocks[outer] != Fate::keep);
    if (!asked || (outer != no_index && is_canonical(fates.blocks[outer]))) continue;
    return std::string{name_of(finding.leak_class)} + " stays: " + std::string{finding.group} + ':' +
           std::string{finding.tag};
  }
  for (std::size_t i = 0; i < layout.nodes.size() && policy.mode != Mode::exif_only; ++i) {
    const Node& node = layout.nodes[i];
    const auto leak_class = node.kind == NodeKind::image ? class_of(node.use) : std::nullopt;
    if (leak_class && policy.removes_class(*leak_class) && fates.nodes[i] != Fate::drop)
      return std::string{name_of(*leak_class)} + " stays: " + std::string{node.name};
  }
  return {};
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
