#include "scrub/account.hpp"

#include <algorithm>
#include <utility>

#include "base/error_text.hpp"
#include "scrub/collateral.hpp"

namespace exifscrub {
namespace {

/// The block's way from the file, "EXIF > thumbnail > EXIF".
std::string carrier_of(const Layout& layout, std::uint32_t block) {
  if (block == no_index) return {};
  const Block& of = layout.blocks[block];
  if (of.parent == no_index) return std::string{of.name};
  return carrier_of(layout, of.parent) + " > " + std::string{of.name};
}

/// Carriers by block, each made once.
class Carriers {
 public:
  explicit Carriers(const Layout& layout) : layout_(layout), names_(layout.blocks.size()) {}

  const std::string& operator[](std::uint32_t block) {
    if (block == no_index) return none_;
    if (names_[block].empty()) names_[block] = carrier_of(layout_, block);
    return names_[block];
  }

 private:
  const Layout& layout_;
  std::vector<std::string> names_;
  std::string none_;
};

/// Where in the file findings stand. Values that thousands of entries share would be told thousands of times, a
/// stretch for each segment: behind as many stretches as no real file has, the first of each finding is told.
class Places {
 public:
  explicit Places(Document& document) : document_(document) {}

  [[nodiscard]] std::vector<Extent> of(const BlockFinding& finding) {
    std::vector<Extent> where;
    for (const Extent extent : document_.reading().where(finding)) {
      if (told_ >= most && !where.empty()) break;
      const auto projected = document_.bytes().project(finding.block, extent);
      where.insert(where.end(), projected.begin(), projected.end());
      if (told_ >= most && where.size() > 1) where.resize(1);
      told_ += projected.size();
    }
    return where;
  }

 private:
  static constexpr std::size_t most = 1U << 16;

  Document& document_;
  std::size_t told_ = 0;
};

Fate fate_at(const Layout& layout, const Fates& fates, std::uint64_t offset) {
  const auto after = std::partition_point(layout.regions.begin(), layout.regions.end(),
                                          [&](const Region& region) { return region.at.end() <= offset; });
  return after == layout.regions.end()
             ? Fate::keep
             : fates.regions[static_cast<std::size_t>(after - layout.regions.begin())];
}

Action action_of(const Layout& layout, const Treatment& treatment, const Finding& finding,
                 std::uint32_t block, std::size_t index) {
  const bool selected = treatment.fates.selected[index];
  const std::uint32_t outer = layout.outermost(block);
  const bool in_touched_block = outer != no_index && treatment.fates.blocks[outer] != Fate::keep;
  const bool in_touched_region =
      !finding.where.empty() && fate_at(layout, treatment.fates, finding.where[0].offset) != Fate::keep;
  return selected && (in_touched_block || in_touched_region) ? Action::removed : Action::kept;
}

/// In the order of the file, those that stand nowhere in it last. A finding is large: places are sorted
/// first.
void sort_by_place(std::vector<Finding>& findings) {
  const auto place = [](const Finding& finding) {
    return finding.where.empty() ? UINT64_MAX : finding.where.front().offset;
  };
  if (std::ranges::is_sorted(findings, {}, place)) return;
  std::vector<std::pair<std::uint64_t, std::size_t>> order;
  order.reserve(findings.size());
  for (std::size_t i = 0; i < findings.size(); ++i) order.emplace_back(place(findings[i]), i);
  std::ranges::sort(order);
  std::vector<Finding> sorted;
  sorted.reserve(findings.size());
  for (const auto& [at, index] : order) sorted.push_back(std::move(findings[index]));
  findings = std::move(sorted);
}

void account_findings(Document& document, const Treatment* treatment, Carriers& carriers, Outcome& outcome) {
  const Reading& reading = document.reading();
  Places places{document};
  outcome.findings.reserve(reading.findings.size());
  for (std::size_t i = 0; i < reading.findings.size(); ++i) {
    const BlockFinding& read = reading.findings[i];
    if (read.standing == Standing::leftover && treatment == nullptr) continue;
    Finding finding;
    finding.leak_class = read.leak_class;
    finding.standing = read.standing;
    finding.name.reserve(read.group.size() + 1 + read.tag.size());
    finding.name.append(read.group).append(1, ':').append(read.tag);
    finding.value = read.value;
    finding.carrier = carriers[read.block];
    finding.where = places.of(read);
    if (treatment != nullptr) {
      finding.action = goes_with_its_carrier(document, *treatment, i)
                           ? Action::removed
                           : action_of(document.layout(), *treatment, finding, read.block, i);
    }
    outcome.findings.push_back(std::move(finding));
  }
  sort_by_place(outcome.findings);
}

/// Where a reader could not follow: what stands there nobody has looked at.
void note_blind_spots(const Reading& reading, Carriers& carriers, Outcome& outcome) {
  constexpr std::size_t most_notes = 8;
  for (const BlindSpot& spot : reading.blind_spots) {
    if (outcome.notes.size() >= most_notes) return;
    std::string note = carriers[spot.block] + ": " + reason_at(spot.what, spot.offset);
    if (std::ranges::find(outcome.notes, note) == outcome.notes.end())
      outcome.notes.push_back(std::move(note));
  }
}

void account_locations(Document& document, Carriers& carriers, Outcome& outcome) {
  for (const BlockPosition& position : document.reading().positions) {
    outcome.locations.push_back({position.latitude,
                                 position.longitude,
                                 position.altitude_m,
                                 carriers[position.block],
                                 document.is_of_primary(position.block),
                                 {}});
  }
  std::stable_partition(outcome.locations.begin(), outcome.locations.end(),
                        [](const Location& location) { return location.primary; });
}

}  // namespace

void account(Document& document, const Treatment* treatment, Outcome& outcome) {
  Carriers carriers{document.layout()};
  account_findings(document, treatment, carriers, outcome);
  account_locations(document, carriers, outcome);
  if (const std::uint32_t primary = document.primary(); primary != no_index) {
    outcome.image_hash = document.layout().nodes[primary].image_hash;
  }
  for (std::uint32_t i = 0; i < document.layout().blocks.size() && outcome.taken.empty(); ++i) {
    const Facts* facts = document.reading().find_facts(i);
    if (facts != nullptr && document.is_of_primary(i)) outcome.taken = facts->taken;
  }
  if (treatment != nullptr) outcome.notes = treatment->notes;
  note_blind_spots(document.reading(), carriers, outcome);
}

}  // namespace exifscrub
