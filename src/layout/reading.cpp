#include "layout/reading.hpp"

namespace exifscrub {

Facts& Reading::facts(std::uint32_t block) {
  for (auto& [of, facts] : facts_) {
    if (of == block) return facts;
  }
  return facts_.emplace_back(block, Facts{}).second;
}

const Facts* Reading::find_facts(std::uint32_t block) const {
  for (const auto& [of, facts] : facts_) {
    if (of == block) return &facts;
  }
  return nullptr;
}

BlockFinding& Reading::add(std::uint32_t block, LeakClass leak_class, std::string_view group,
                           std::string_view tag, std::initializer_list<Extent> where) {
  return add(block, leak_class, group, tag, std::span{where.begin(), where.size()});
}

BlockFinding& Reading::add(std::uint32_t block, LeakClass leak_class, std::string_view group,
                           std::string_view tag, std::span<const Extent> where) {
  BlockFinding finding;
  finding.leak_class = leak_class;
  finding.block = block;
  finding.group = group;
  finding.tag = tag;
  finding.first_extent = static_cast<std::uint32_t>(extents.size());
  finding.extent_count = static_cast<std::uint32_t>(where.size());
  extents.insert(extents.end(), where.begin(), where.end());
  return findings.emplace_back(std::move(finding));
}

std::string_view Reading::keep(std::string text) { return names_.emplace_back(std::move(text)); }

}  // namespace exifscrub
