#include "scrub/treatment.hpp"

#include <algorithm>
#include <utility>

#include "plan/planner.hpp"
#include "plan/relocate.hpp"
#include "scrub/collateral.hpp"
#include "scrub/erasures.hpp"
#include "scrub/packet_links.hpp"
#include "scrub/sight.hpp"
#include "scrub/substitutes.hpp"
#include "scrub/thumbnail_change.hpp"

namespace exifscrub {
namespace {

/// Whether a region already holds a substitute's payload, and behind it only what pads it: zeros, or the
/// spaces of an XMP packet. `substitute` must have its links written for an output in which nothing moves.
Result<bool> stands_already(Document& document, const Region& region, const Substitute& substitute) {
  const Bytes payload = Bytes{substitute.segment.bytes}.subspan(substitute.header_length);
  if (payload.size() > region.payload.length) return false;
  std::vector<Byte> present(region.payload.length);
  EXS_CHECK(document.source().read_into(region.payload.offset, present));
  const Bytes padding = Bytes{present}.subspan(payload.size());
  return std::ranges::equal(payload, Bytes{present}.first(payload.size())) &&
         std::ranges::all_of(padding, [](Byte byte) { return byte == 0 || byte == ' '; });
}

/// Whether the file is, but for padding, what the plan would make of it.
Result<bool> is_done(Document& document, const Fates& fates, Contributions& contributions) {
  if (!contributions.patches.empty()) return false;
  const Layout& layout = document.layout();
  const Plan still = Plan::unchanged(layout.size);
  const PositionMap map{still};
  std::size_t next = 0;
  for (std::uint32_t i = 0; i < layout.regions.size(); ++i) {
    if (fates.regions[i] == Fate::keep || fates.regions[i] == Fate::erase) continue;
    const auto& substitutes = contributions.substitutes;
    if (next == substitutes.size() || substitutes[next].region != i) return false;
    Substitute substitute = substitutes[next++];
    const Region& region = layout.regions[i];
    EXS_CHECK(write_links(substitute.segment, map, region.payload.offset - substitute.header_length));
    EXS_TRY(const bool same, stands_already(document, region, substitute));
    if (!same) return false;
  }
  return true;
}

/// A strip cuts out what would be empty.
void drop_emptied(const Layout& layout, const std::vector<bool>& emptied, Fates& fates) {
  for (std::size_t i = 0; i < layout.regions.size(); ++i) {
    const std::uint32_t block = layout.regions[i].block;
    if (block == no_index || !emptied[block]) continue;
    fates.blocks[block] = fates.regions[i] = Fate::drop;
  }
}

/// Where anything is cut out anyway, the padding that ends the file goes too: zeros behind a trailer that
/// went.
void drop_padding(const Layout& layout, Fates& fates) {
  const auto is_cut = [](Fate fate) { return fate == Fate::drop || fate == Fate::substitute; };
  if (std::ranges::none_of(fates.regions, is_cut)) return;
  for (std::size_t i = layout.regions.size(); i-- > 0;) {
    const bool padding = layout.regions[i].role == Role::empty;
    if (!padding && fates.regions[i] != Fate::drop) return;
    fates.regions[i] = Fate::drop;
  }
}

/// Whether images go that an index names whose offsets are wrong. Their order tells which is which then: of a
/// part of such a change the next run could not tell any more.
bool loses_order_of_images(const Layout& layout, const Fates& fates) {
  const auto goes = [&](std::size_t node) {
    return layout.nodes[node].kind == NodeKind::image && fates.nodes[node] == Fate::drop;
  };
  bool image_goes = false;
  for (std::size_t i = 0; i < layout.nodes.size() && !image_goes; ++i) image_goes = goes(i);
  if (!image_goes) return false;
  return std::ranges::any_of(layout.links, [&](const Link& link) {
    const auto holds_it = [&](const Block& block) {
      return block.kind == BlockKind::mpf && !block.parts.empty() && block.parts.front().contains(link.field);
    };
    const bool misses = link.quantity == Link::Quantity::offset && !link.held;
    return misses && std::ranges::any_of(layout.blocks, holds_it);
  });
}

}  // namespace

Result<Treatment> treat(Document& document, const Policy& policy) {
  Treatment treatment;
  if (policy.mode == Mode::gps_only) {
    EXS_CHECK(check_sight(document));
  }
  treatment.fates = decide(document.layout(), document.reading(), policy);
  if (policy.mode == Mode::exif_only) treatment.kept = location_left(document, treatment.fates);
  EXS_TRY(Erasures erasures, erase_findings(document, policy, treatment.fates));
  treatment.notes = std::move(erasures.notes);
  treatment.at_once = erasures.at_once || loses_order_of_images(document.layout(), treatment.fates) ||
                      std::ranges::any_of(treatment.fates.due_exif, &DueExif::contested);
  treatment.emptied = std::move(erasures.emptied);
  treatment.foreseen = std::move(erasures.foreseen);
  if (policy.mode == Mode::strip) drop_emptied(document.layout(), treatment.emptied, treatment.fates);
  std::ranges::move(notes_of_loss(document, policy, treatment), std::back_inserter(treatment.notes));
  treatment.lost = lost_colours(document.layout(), treatment.fates);
  if (treatment.kept.empty()) treatment.kept = unread_left(document, policy, treatment);
  Contributions contributions;
  contributions.patches = std::move(erasures.patches);
  EXS_TRY(contributions.substitutes, find_substitutes(document, policy, treatment.fates));
  EXS_TRY(const bool done, is_done(document, treatment.fates, contributions));
  if (done) {
    treatment.plan = Plan::unchanged(document.layout().size);
    if (treatment.kept.empty()) treatment.kept = removed_left(document, policy, treatment.fates);
    return treatment;
  }
  const bool moves = policy.mode == Mode::strip && !keeps_size(document.layout(), treatment.fates, policy);
  if (moves) {
    EXS_TRY(contributions.links, links_of_packets(document, treatment.fates));
  }
  std::erase_if(contributions.links, [&](const Link& link) {  // those that are erased themselves
    return std::ranges::any_of(contributions.patches,
                               [&](const Patch& patch) { return patch.at().overlaps(link.field); });
  });
  if (moves) drop_padding(document.layout(), treatment.fates);
  EXS_TRY(treatment.plan, plan(document.layout(), treatment.fates, policy, std::move(contributions)));
  return treatment;
}

Result<Treatment> treat(Document& document, const Job& job) {
  if (job.policy.mode != Mode::set_thumbnail) return treat(document, job.policy);
  return treat_thumbnail(document, job.policy, job.new_thumbnail ? &job.new_thumbnail : nullptr);
}

}  // namespace exifscrub
