#include "plan/planner.hpp"

#include <algorithm>

#include "base/assert.hpp"
#include "plan/relocate.hpp"

namespace exifscrub {
namespace {

/// How many bytes at the head of an emptied payload are its evidence: a signature, or the header of a
/// trailer. They go last, so that a torn run is still found.
constexpr std::uint64_t evidence_length = 64;

void keep(Plan& plan, Extent at) {
  const bool touches = !plan.pieces.empty() && plan.pieces.back().literal == no_index &&
                       plan.pieces.back().input.end() == at.offset;
  if (touches) {
    plan.pieces.back().input.length += at.length;
  } else {
    plan.pieces.push_back({at, no_index});
  }
}

void put(Plan& plan, std::uint64_t offset, Literal literal) {
  plan.pieces.push_back({{offset, 0}, static_cast<std::uint32_t>(plan.literals.size())});
  plan.literals.push_back(std::move(literal));
}

std::uint64_t output_size(const Plan& plan) {
  std::uint64_t size = 0;
  for (const Piece& piece : plan.pieces) {
    size += piece.literal == no_index ? piece.input.length : plan.literals[piece.literal].bytes.size();
  }
  return size;
}

/// Whether all of the stream goes that the region is of: then its parts need not be able to go alone.
bool goes_with_its_stream(const Fates& fates, const Region& region) {
  return region.node != no_index && fates.nodes[region.node] == Fate::drop;
}

/// The pieces of a plan that cuts and replaces whole regions.
Result<Plan> cut(const Layout& layout, const Fates& fates, std::vector<Substitute> substitutes) {
  Plan plan;
  std::size_t next = 0;
  for (std::uint32_t i = 0; i < layout.regions.size(); ++i) {
    const Region& region = layout.regions[i];
    while (next < substitutes.size() && substitutes[next].region < i) ++next;
    if (next < substitutes.size() && substitutes[next].region == i) {
      put(plan, region.at.offset, std::move(substitutes[next].segment));
    } else if (fates.regions[i] == Fate::keep || fates.regions[i] == Fate::erase) {
      keep(plan, region.at);
    } else if (!goes_with_its_stream(fates, region) &&
               (region.may == Removal::pinned || region.may == Removal::blank)) {
      return Error{Errc::conflict, region.at.offset, "the format does not let these bytes be cut out"};
    }
  }
  plan.input_size = layout.size;
  plan.output_size = output_size(plan);
  return plan;
}

void zero(Extent at, Phase phase, std::vector<Patch>& into) {
  if (!at.empty()) into.push_back({at.offset, {}, phase, false, at.length});
}

/// What of a payload may become padding before the substitute is there. An orientation is told by the first
/// directory, near the front: that much goes in one write with what takes its place, so that an interrupted
/// run loses nothing that a viewer needs. An XMP packet or an index is needed to its last byte.
Extent tail_behind(Extent payload, const Substitute& substitute) {
  if (!substitute.has_spare_tail) return {payload.end(), 0};
  const std::uint64_t needed = std::max<std::uint64_t>(substitute.segment.bytes.size(), evidence_length);
  const std::uint64_t sector_end = (payload.offset + needed + sector_size - 1) / sector_size * sector_size;
  return extent_between(std::min(payload.end(), sector_end), payload.end());
}

Result<void> fill_payload(const Region& region, Substitute substitute, const PositionMap& map,
                          std::vector<Patch>& into) {
  const std::size_t header = substitute.header_length;
  const std::size_t length = substitute.segment.bytes.size() - header;
  if (length > region.payload.length) {
    return Error{Errc::does_not_fit, region.at.offset,
                 "what a viewer needs does not fit the emptied segment"};
  }
  EXS_CHECK(write_links(substitute.segment, map, region.payload.offset - header));
  std::vector<Byte> bytes{substitute.segment.bytes.begin() + static_cast<std::ptrdiff_t>(header),
                          substitute.segment.bytes.end()};
  const Extent tail = tail_behind(region.payload, substitute);
  bytes.resize(region.payload.length - tail.length, substitute.padding);
  into.push_back({region.payload.offset, std::move(bytes), Phase::pointer, true});
  if (!tail.empty()) {
    into.push_back({tail.offset, std::vector<Byte>(tail.length, substitute.padding), Phase::values, false});
  }
  return {};
}

/// Empties a payload at its size: the tail first, the evidence at its head last, so that a torn run is still
/// found.
void empty_payload(Extent payload, std::vector<Patch>& into) {
  const std::uint64_t head = std::min(payload.length, evidence_length);
  zero({payload.offset, head}, Phase::pointer, into);
  zero({payload.offset + head, payload.length - head}, Phase::values, into);
}

/// The patches of a plan that empties regions without moving a byte.
Result<Plan> blank(const Layout& layout, const Fates& fates, std::vector<Substitute> substitutes) {
  Plan plan = Plan::unchanged(layout.size);
  const PositionMap map{plan};
  std::size_t next = 0;
  for (std::uint32_t i = 0; i < layout.regions.size(); ++i) {
    const Region& region = layout.regions[i];
    while (next < substitutes.size() && substitutes[next].region < i) ++next;
    if (next < substitutes.size() && substitutes[next].region == i) {
      EXS_CHECK(fill_payload(region, std::move(substitutes[next]), map, plan.patches));
      continue;
    }
    const bool stays = fates.regions[i] == Fate::keep || fates.regions[i] == Fate::erase;
    if (stays) continue;
    const bool whole_stream = goes_with_its_stream(fates, region);
    if (!whole_stream && (region.may == Removal::cut || region.may == Removal::pinned)) {
      return Error{Errc::conflict, region.at.offset, "these bytes can only be cut out, not emptied in place"};
    }
    empty_payload(whole_stream ? region.at : region.payload, plan.patches);
  }
  return plan;
}

/// Whether the region of the byte at `offset` is cut out, emptied or replaced.
bool goes_whole(const Layout& layout, const Fates& fates, std::uint64_t offset) {
  const auto region = std::partition_point(layout.regions.begin(), layout.regions.end(),
                                           [&](const Region& before) { return before.at.end() <= offset; });
  if (region == layout.regions.end()) return false;
  const Fate fate = fates.regions[static_cast<std::size_t>(region - layout.regions.begin())];
  return fate == Fate::drop || fate == Fate::substitute;
}

/// Whether something that goes can only be emptied at its size (TIFF, HEIC: offsets count from the file's
/// start).
bool cannot_cut(const Layout& layout, const Fates& fates) {
  for (std::size_t i = 0; i < layout.regions.size(); ++i) {
    const bool goes = fates.regions[i] == Fate::drop || fates.regions[i] == Fate::substitute;
    if (goes && layout.regions[i].may == Removal::blank) return true;
  }
  return false;
}

/// Whether a trailer tells by offsets from the file's start where something stands.
bool counts_from_the_start(const Layout& layout) {
  return std::ranges::any_of(layout.links, [&](const Link& link) {
    return link.quantity == Link::Quantity::offset && link.held &&
           std::ranges::any_of(layout.nodes, [&](const Node& node) {
             return node.kind == NodeKind::trailer && node.at.contains(link.field);
           });
  });
}

}  // namespace

bool keeps_size(const Layout& layout, const Fates& fates, const Policy& policy) {
  return policy.in_place || policy.mode == Mode::gps_only || cannot_cut(layout, fates) ||
         (policy.mode == Mode::exif_only && counts_from_the_start(layout));
}

Result<Plan> plan(const Layout& layout, const Fates& fates, const Policy& policy, Contributions with) {
  EXS_TRY(Plan made, keeps_size(layout, fates, policy) ? blank(layout, fates, std::move(with.substitutes))
                                                       : cut(layout, fates, std::move(with.substitutes)));
  // What a language wants to change in a region that goes as a whole has no place any more.
  std::erase_if(with.patches, [&](const Patch& patch) { return goes_whole(layout, fates, patch.offset); });
  made.patches.insert(made.patches.end(), std::make_move_iterator(with.patches.begin()),
                      std::make_move_iterator(with.patches.end()));
  EXS_CHECK(relocate(layout, with.links, made));
  std::ranges::sort(made.patches, {}, &Patch::offset);
  for (std::size_t i = 1; i < made.patches.size(); ++i) {
    if (made.patches[i - 1].at().overlaps(made.patches[i].at())) {
      return Error{Errc::conflict, made.patches[i].offset, "two removals want the same bytes"};
    }
  }
  return made;
}

}  // namespace exifscrub
