#include "layout/reading.hpp"

namespace exifscrub {

Facts& Reading::facts(std::uint32_t block) {
  if (block >= facts_of_block_.size()) facts_of_block_.resize(block + 1, no_index);
  std::uint32_t& index = facts_of_block_[block];
  if (index == no_index) {
    index = static_cast<std::uint32_t>(facts_.size());
    facts_.emplace_back();
  }
  return facts_[index];
}

const Facts* Reading::find_facts(std::uint32_t block) const {
  if (block >= facts_of_block_.size() || facts_of_block_[block] == no_index) return nullptr;
  return &facts_[facts_of_block_[block]];
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
  constexpr std::size_t usual = 48;  // of a camera's file
  if (findings.empty()) {
    findings.reserve(usual);
    extents.reserve(2 * usual);
  }
  extents.insert(extents.end(), where.begin(), where.end());
  return findings.emplace_back(std::move(finding));
}

std::string_view Reading::keep(std::string text) { return names_.keep(std::move(text)); }

}  // namespace exifscrub
