#include "layout/reading.hpp"

namespace exifscrub {

Facts& Reading::facts(std::uint32_t block) {
  if (block >= facts_of_block_.size()) facts_of_block_.resize(block + 1);
  Facts*& facts = facts_of_block_[block];
  if (facts == nullptr) facts = &facts_.emplace_front();
  return *facts;
}

const Facts* Reading::find_facts(std::uint32_t block) const {
  return block < facts_of_block_.size() ? facts_of_block_[block] : nullptr;
}

void Reading::lend(std::uint32_t block, std::shared_ptr<const Understanding> understood) {
  constexpr std::size_t most = 8;
  if (lent_.size() < most) lent_.emplace_back(block, std::move(understood));
}

std::shared_ptr<const Understanding> Reading::lent(std::uint32_t block) const {
  for (const auto& [of, understood] : lent_) {
    if (of == block) return understood;
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
  constexpr std::size_t usual = 48;  // of a camera's file
  if (findings.empty()) {
    findings.reserve(usual);
    extents.reserve(2 * usual);
  }
  extents.insert(extents.end(), where.begin(), where.end());
  return findings.emplace_back(std::move(finding));
}

Reading::Mark Reading::mark() const {
  return {findings.size(),  extents.size(),  references.size(), blind_spots.size(),
          positions.size(), keywords.size(), place_words.size()};
}

namespace {

/// Appends a stretch of one list to another; `change` is called with each of the new things.
template <class Thing, class Change>
void append(const std::vector<Thing>& from, std::size_t begin, std::size_t end, std::vector<Thing>& to,
            Change change) {
  const std::size_t first = to.size();
  const auto at = [&](std::size_t i) { return from.begin() + static_cast<std::ptrdiff_t>(i); };
  to.insert(to.end(), at(begin), at(end));
  for (Thing& added : std::span{to}.subspan(first)) change(added);
}

}  // namespace

void Reading::repeat(const Reading& other, const Mark& from, const Mark& to, std::uint32_t theirs,
                     std::uint32_t block) {
  const std::size_t first_extent = extents.size();
  const auto take_over = [&](auto& added) { added.block = block; };
  append(other.findings, from.findings, to.findings, findings, [&](BlockFinding& finding) {
    finding.block = block;
    finding.first_extent = static_cast<std::uint32_t>(first_extent + finding.first_extent - from.extents);
  });
  append(other.extents, from.extents, to.extents, extents, [](const Extent&) {});
  append(other.references, from.references, to.references, references,
         [&](Reference& reference) { reference.parent = block; });
  append(other.blind_spots, from.blind_spots, to.blind_spots, blind_spots, take_over);
  append(other.positions, from.positions, to.positions, positions, take_over);
  append(other.keywords, from.keywords, to.keywords, keywords, take_over);
  append(other.place_words, from.place_words, to.place_words, place_words, [](std::size_t) {});
  if (const Facts* told = other.find_facts(theirs)) facts(block) = *told;
}

std::string_view Reading::keep(std::string text) { return names_.keep(std::move(text)); }

}  // namespace exifscrub
