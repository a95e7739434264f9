#include "scrub/collateral.hpp"

#include <algorithm>

#include "container/jpeg_segment.hpp"

namespace exifscrub {

bool goes_with_its_carrier(const Document& document, const Treatment& treatment, std::size_t finding) {
  const Layout& layout = document.layout();
  const std::uint32_t block = document.reading().findings[finding].block;
  if (treatment.fates.selected[finding] || block == no_index) return false;
  const Fate fate = treatment.fates.blocks[layout.outermost(block)];
  if (fate == Fate::drop || (fate != Fate::keep && treatment.fates.enclosed[finding])) return true;
  for (std::uint32_t around = block; around != no_index; around = layout.blocks[around].parent) {
    if (around < treatment.emptied.size() && treatment.emptied[around]) return true;
  }
  return false;
}

std::vector<std::string> notes_of_loss(const Document& document, const Policy& policy,
                                       const Treatment& treatment) {
  const Layout& layout = document.layout();
  const auto& findings = document.reading().findings;
  std::vector<std::string> notes;
  std::vector<std::uint32_t> noted;
  const bool asked = std::ranges::find(policy.kept_by_user, true) != policy.kept_by_user.end();
  for (std::uint32_t i = 0; asked && i < layout.blocks.size(); ++i) {
    if (layout.blocks[i].parent != no_index || !treatment.fates.unread[i]) continue;
    noted.push_back(i);
    notes.push_back(std::string{layout.blocks[i].name} + " cannot be read to its end and goes whole");
  }
  for (std::size_t i = 0; i < findings.size(); ++i) {
    const BlockFinding& finding = findings[i];
    const bool wanted = finding.standing == Standing::leak && policy.keeps_on_request(finding.leak_class);
    if (!wanted || !goes_with_its_carrier(document, treatment, i)) continue;
    const std::uint32_t outer = layout.outermost(finding.block);
    if (std::ranges::find(noted, outer) != noted.end()) continue;
    noted.push_back(outer);
    notes.push_back(std::string{finding.group} + ':' + std::string{finding.tag} +
                    " cannot be parted from what goes in " + std::string{layout.blocks[outer].name});
  }
  return notes;
}

std::string lost_colours(const Layout& layout, const Fates& fates) {
  for (std::size_t i = 0; i < layout.regions.size(); ++i) {
    const Region& region = layout.regions[i];
    const bool claims = region.role == Role::unknown && region.block != no_index &&
                        layout.blocks[region.block].name == profile_name;
    const bool was_shown = region.node != no_index && fates.nodes[region.node] != Fate::drop;
    if (claims && was_shown && fates.regions[i] == Fate::drop)
      return "the colour profile is damaged and goes: colours may look different";
  }
  return {};
}

}  // namespace exifscrub
