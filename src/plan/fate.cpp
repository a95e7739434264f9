#include "plan/fate.hpp"

#include <algorithm>

#include "plan/enclosure.hpp"

namespace exifscrub {
namespace {

bool is_image_kept(const Policy& policy, ImageUse use) {
  const auto leak_class = class_of(use);
  return !leak_class || !policy.removes_class(*leak_class);
}

std::vector<Fate> decide_nodes(const Layout& layout, const Policy& policy) {
  std::vector<Fate> fates(layout.nodes.size(), Fate::keep);
  if (policy.mode != Mode::strip && policy.mode != Mode::gps_only) return fates;
  for (std::size_t i = 0; i < layout.nodes.size(); ++i) {
    const Node& node = layout.nodes[i];
    const bool inside_dropped = node.parent != no_index && fates[node.parent] == Fate::drop;
    // An index or directory that names an image would name zeros: --gps-only makes none anew.
    const bool may_go = policy.mode == Mode::strip || node.use == ImageUse::unindexed;
    const bool unwanted = node.kind == NodeKind::image && may_go && !is_image_kept(policy, node.use);
    if (inside_dropped || unwanted) fates[i] = Fate::drop;
  }
  return fates;
}

/// What an image's own blocks say about orientation and colour.
struct Rendering {
  bool has_icc = false;
  bool has_exif = false;
  bool contested = false;             ///< a further Exif block says another orientation than the first
  std::uint32_t oriented = no_index;  ///< the first Exif block, when it has a valid orientation
  std::uint32_t wide = no_index;      ///< the first one whose Interop says R03
};

std::vector<Rendering> renderings(const Layout& layout, const Reading& reading, const Policy& policy) {
  std::vector<Rendering> by_node(layout.nodes.size());
  for (std::uint32_t i = 0; i < layout.blocks.size(); ++i) {
    const Block& block = layout.blocks[i];
    if (block.node == no_index || block.depth != 0) continue;
    Rendering& rendering = by_node[block.node];
    if (block.kind == BlockKind::icc && !policy.removes_class(LeakClass::icc)) rendering.has_icc = true;
    const Facts* facts = block.kind == BlockKind::exif ? reading.find_facts(i) : nullptr;
    if (facts == nullptr) continue;
    if (!rendering.has_exif && facts->orientation != 0) rendering.oriented = i;
    const std::uint16_t shown = rendering.oriented == no_index
                                    ? std::uint16_t{1}
                                    : reading.find_facts(rendering.oriented)->orientation;
    const bool other = facts->orientation != 0 && facts->orientation != shown;
    rendering.contested = rendering.contested || (rendering.has_exif && other);
    rendering.has_exif = true;
    if (rendering.wide == no_index && facts->interop_r03) rendering.wide = i;
  }
  return by_node;
}

DueExif due_exif(const Rendering& rendering, const Reading& reading, const Policy& policy) {
  DueExif due;
  due.contested = rendering.contested;
  const bool oriented = rendering.oriented != no_index && !policy.removes_class(LeakClass::orientation);
  if (oriented) due.orientation = reading.find_facts(rendering.oriented)->orientation;
  due.adobe_rgb = rendering.wide != no_index && !rendering.has_icc;
  if (due.adobe_rgb) due.color_space = reading.find_facts(rendering.wide)->color_space;
  if (due.orientation >= 2) {
    due.block = rendering.oriented;
  } else if (due.adobe_rgb) {
    due.block = rendering.wide;
  }
  return due;
}

/// Marks a block and all that it lies in.
void mark_upwards(const Layout& layout, std::uint32_t block, std::vector<bool>& marks) {
  while (block != no_index && !marks[block]) {
    marks[block] = true;
    block = layout.blocks[block].parent;
  }
}

/// What the findings ask of the blocks that hold them, directly or nested.
struct Demands {
  std::vector<bool> loses;  ///< a finding in it goes
  std::vector<bool> holds;  ///< a finding in it stays because --keep named its class
};

Demands demands_of(const Layout& layout, const Reading& reading, const Policy& policy, const Fates& fates) {
  Demands demands{std::vector<bool>(layout.blocks.size()), std::vector<bool>(layout.blocks.size())};
  for (std::size_t i = 0; i < fates.selected.size(); ++i) {
    const BlockFinding& finding = reading.findings[i];
    if (finding.block == no_index) continue;
    if (fates.selected[i]) mark_upwards(layout, finding.block, demands.loses);
    const bool stays = finding.standing == Standing::leak && !fates.enclosed[i];
    if (stays && policy.keeps_on_request(finding.leak_class)) {
      mark_upwards(layout, finding.block, demands.holds);
    }
  }
  for (const Region& region : layout.regions) {
    if (region.block != no_index && region.leak_class && policy.keeps_on_request(*region.leak_class))
      mark_upwards(layout, region.block, demands.holds);
  }
  for (std::uint32_t i = 0; i < layout.blocks.size(); ++i) {
    if (fates.unread[i]) mark_upwards(layout, i, demands.loses);
  }
  return demands;
}

/// By block: the class of the regions that carry it, where they have one as a whole.
std::vector<std::optional<LeakClass>> classes_of_carriers(const Layout& layout) {
  std::vector<std::optional<LeakClass>> classes(layout.blocks.size());
  for (const Region& region : layout.regions) {
    if (region.block != no_index && region.leak_class) classes[region.block] = region.leak_class;
  }
  return classes;
}

/// Whether a carrier is a mere album, whose parts have nothing to do with each other: it stays for any of
/// them. Any other carrier that has a class as a whole stays or goes with that class, because nobody can
/// take all but one field out of it.
bool is_album(BlockKind kind) { return kind == BlockKind::seft; }

bool has_viewer_part(const Layout& layout, const Reading& reading, const Fates& fates, std::uint32_t block) {
  const Block& of = layout.blocks[block];
  if (of.kind == BlockKind::exif) return of.node != no_index && fates.due_exif[of.node].block == block;
  const Facts* facts = of.kind == BlockKind::xmp ? reading.find_facts(block) : nullptr;
  return facts != nullptr && !facts->viewer_xmp.empty();
}

bool is_primary_exif(const Layout& layout, const Block& block) {
  return block.kind == BlockKind::exif && block.parent == no_index && block.node != no_index &&
         layout.nodes[block.node].kind == NodeKind::image &&
         layout.nodes[block.node].use == ImageUse::primary;
}

/// The fate of a block that lies in the file and has no class as a whole, when its findings decide.
Fate stripped(const Layout& layout, const Reading& reading, const Fates& fates, const Demands& demands,
              std::uint32_t block) {
  if (demands.holds[block]) return demands.loses[block] ? Fate::erase : Fate::keep;
  return has_viewer_part(layout, reading, fates, block) ? Fate::substitute : Fate::drop;
}

/// The fate of a block whose carrier has a class as a whole.
Fate stripped_whole(LeakClass carrier, const Layout& layout, const Policy& policy, const Demands& demands,
                    std::uint32_t block) {
  const BlockKind kind = layout.blocks[block].kind;
  if (kind == BlockKind::mpf) return Fate::substitute;
  const bool stays = !policy.removes_class(carrier) || (is_album(kind) && demands.holds[block]);
  if (!stays) return Fate::drop;
  return demands.loses[block] ? Fate::erase : Fate::keep;
}

/// A block inside another one goes with it.
Fate nested(Fate parent, bool loses) {
  if (parent == Fate::drop || parent == Fate::substitute) return Fate::drop;
  return loses ? Fate::erase : Fate::keep;
}

std::vector<Fate> decide_blocks(const Layout& layout, const Reading& reading, const Policy& policy,
                                const Fates& fates) {
  const Demands demands = demands_of(layout, reading, policy, fates);
  const auto carriers = classes_of_carriers(layout);
  std::vector<Fate> decided(layout.blocks.size(), Fate::keep);
  for (std::uint32_t i = 0; i < decided.size(); ++i) {
    const Block& block = layout.blocks[i];
    const bool stream_goes = block.node != no_index && fates.nodes[block.node] == Fate::drop;
    const bool strips =
        policy.mode == Mode::strip || (policy.mode == Mode::exif_only && is_primary_exif(layout, block));
    const bool cannot_stay = policy.mode == Mode::strip && block.parent == no_index && fates.unread[i];
    if (stream_goes) {
      decided[i] = Fate::drop;
    } else if (cannot_stay) {
      const bool as_a_whole = carriers[i].has_value();
      decided[i] = !as_a_whole && has_viewer_part(layout, reading, fates, i) ? Fate::substitute : Fate::drop;
    } else if (block.parent != no_index) {
      const bool may_lose = policy.mode != Mode::exif_only || decided[block.parent] == Fate::erase;
      decided[i] = nested(decided[block.parent], may_lose && demands.loses[i]);
    } else if (strips && carriers[i]) {
      decided[i] = stripped_whole(*carriers[i], layout, policy, demands, i);
    } else if (strips) {
      decided[i] = stripped(layout, reading, fates, demands, i);
    } else if (policy.mode != Mode::exif_only && demands.loses[i]) {
      decided[i] = Fate::erase;
    }
  }
  return decided;
}

bool goes(const Policy& policy, const BlockFinding& finding) {
  return finding.standing != Standing::remark && policy.removes_class(finding.leak_class);
}

std::vector<bool> select_findings(const Reading& reading, const Policy& policy) {
  std::vector<bool> selected(reading.findings.size());
  for (std::size_t i = 0; i < selected.size(); ++i) selected[i] = goes(policy, reading.findings[i]);
  return selected;
}

/// Blocks in which location could stand where their reader did not get to.
std::vector<bool> unread_blocks(const Layout& layout, const Reading& reading, const Policy& policy) {
  std::vector<bool> unread(layout.blocks.size());
  if (!policy.removes_class(LeakClass::location)) return unread;
  for (const BlindSpot& spot : reading.blind_spots) {
    if (!spot.may_hide_location || spot.block == no_index) continue;
    if (policy.mode == Mode::strip) mark_upwards(layout, spot.block, unread);
    if (policy.mode == Mode::gps_only && is_sealed(layout.blocks[spot.block])) unread[spot.block] = true;
  }
  return unread;
}

/// Whether a region that has a class as a whole, a profile or what has no reader, can be emptied where it stands.
bool goes_where_it_stands(const Policy& policy, const Region& region) {
  const bool can = region.may == Removal::blank || region.may == Removal::cut_or_blank;
  const bool whole =
      region.block == no_index || region.role == Role::unknown || region.leak_class == LeakClass::icc;
  return can && whole && region.leak_class && policy.removes_class(*region.leak_class);
}

Fate region_fate(const Fates& fates, const Policy& policy, const Region& region) {
  if (region.node != no_index && fates.nodes[region.node] == Fate::drop) return Fate::drop;
  if (region.role == Role::empty || region.role == Role::image) return Fate::keep;
  const Fate by_block = region.block == no_index ? Fate::keep : fates.blocks[region.block];
  if (policy.mode == Mode::gps_only && goes_where_it_stands(policy, region)) return Fate::drop;
  if (policy.mode != Mode::strip) return by_block;
  if (region.leak_class) {
    if (!policy.removes_class(*region.leak_class)) {
      const bool unread = region.block != no_index && fates.unread[region.block];
      return by_block == Fate::drop && !unread ? Fate::keep : by_block;
    }
    return region.block == no_index || by_block == Fate::substitute ? Fate::drop : by_block;
  }
  if (region.block != no_index) return by_block;
  return region.role == Role::viewer ? Fate::keep : Fate::drop;
}

}  // namespace

bool is_sealed(const Block& block) { return block.kind == BlockKind::jumbf; }

std::optional<LeakClass> class_of(ImageUse use) {
  switch (use) {
    case ImageUse::gainmap:
      return LeakClass::gainmap;
    case ImageUse::thumbnail:
    case ImageUse::preview:
      return LeakClass::thumbnail;
    case ImageUse::original:
      return LeakClass::history;
    case ImageUse::unindexed:
      return LeakClass::unknown;
    case ImageUse::primary:
    case ImageUse::frame:
      break;
  }
  return std::nullopt;
}

Fates decide(const Layout& layout, const Reading& reading, const Policy& policy) {
  Fates fates;
  fates.nodes = decide_nodes(layout, policy);
  fates.selected = select_findings(reading, policy);
  fates.unread = unread_blocks(layout, reading, policy);
  fates.enclosed = find_enclosed(layout, reading, fates.selected);
  for (const Rendering& rendering : renderings(layout, reading, policy)) {
    fates.due_exif.push_back(due_exif(rendering, reading, policy));
  }
  fates.blocks = decide_blocks(layout, reading, policy, fates);
  fates.regions.reserve(layout.regions.size());
  for (const Region& region : layout.regions) {
    fates.regions.push_back(region_fate(fates, policy, region));
  }
  return fates;
}

}  // namespace exifscrub
