#include "scrub/erasures.hpp"

#include <algorithm>

#include "metadata/language.hpp"
#include "scrub/extended_xmp.hpp"
#include "scrub/iptc_digest.hpp"
#include "scrub/sight.hpp"

namespace exifscrub {
namespace {

class Erasing {
 public:
  Erasing(Document& document, const Policy& policy, const Fates& fates)
      : document_(document),
        layout_(document.layout()),
        policy_(policy),
        fates_(fates),
        selected_(layout_.blocks.size()) {
    erasures_.emptied.resize(layout_.blocks.size());
  }

  Result<Erasures> run() {
    const auto& findings = document_.reading().findings;
    for (std::size_t i = 0; i < findings.size(); ++i) {
      if (findings[i].block != no_index && fates_.selected[i])
        selected_[findings[i].block].push_back(&findings[i]);
    }
    for (std::uint32_t i = 0; i < layout_.blocks.size(); ++i) EXS_CHECK(erase(i));
    drop_covered();
    // A keyword that is a place because of another block is none any more once the other has gone; what goes
    // whole goes without.
    erasures_.at_once |= document_.reading().has_place_twins && policy_.removes_class(LeakClass::location) &&
                         !is_plain_strip(policy_);
    // Made anew for what a picture in the stream lost: in place, the next run could not tell a stale digest.
    EXS_TRY(const bool digests, mend_iptc_digests(document_, erasures_.patches));
    erasures_.at_once |= digests;
    EXS_TRY(std::vector<Patch> names, rename_extended_xmp(document_, erasures_.patches));
    if (names.empty()) return std::move(erasures_);
    erasures_.at_once = true;  // segments under two names are two documents, neither complete
    std::ranges::move(names, std::back_inserter(erasures_.patches));
    drop_covered();
    return std::move(erasures_);
  }

 private:
  /// Blocks come outermost first, so a nested block's patches meet those of what it lies in.
  Result<void> erase(std::uint32_t block) {
    if (fates_.blocks[block] != Fate::erase) return {};
    EraseRequest request;
    request.block = block;
    request.reading = &document_.reading();
    request.wipe_rest = policy_.mode == Mode::strip;
    request.selected = selected_[block];
    const bool unread = fates_.unread[block];
    if (request.selected.empty() && !unread) return {};
    if (unread) erasures_.notes.emplace_back("a signed block that cannot be read was emptied");
    if (const std::uint32_t around = signed_around(block); around != no_index) return empty_carrier(around);
    const Language* language = language_of(layout_.blocks[block].kind);
    if (language == nullptr || language->erase == nullptr) return empty_carrier(block);
    EXS_TRY(request.bytes, document_.bytes().of(block));
    Result<Erasure> made = language->erase(request);
    // What --keep names cannot be parted from the rest: two owners claim the same bytes.
    if (!made && policy_.mode == Mode::strip) return empty_carrier(block);
    EXS_TRY(Erasure erasure, std::move(made));
    if (erasure.foreseen) erasures_.foreseen.emplace(block, std::move(erasure.foreseen));
    for (const std::string_view note : erasure.notes) erasures_.notes.emplace_back(note);
    const bool stands_in_file = layout_.blocks[block].parent == no_index;
    if (erasure.nothing_left && stands_in_file) return empty_carrier(block);
    return add(block, std::move(erasure.patches));
  }

  /// The block around this one that goes whole or not at all, like a C2PA manifest around its thumbnail.
  std::uint32_t signed_around(std::uint32_t block) const {
    std::uint32_t around = layout_.blocks[block].parent;
    while (around != no_index) {
      const Language* language = language_of(layout_.blocks[around].kind);
      if (language != nullptr && language->erase == nullptr) return around;
      around = layout_.blocks[around].parent;
    }
    return no_index;
  }

  /// Zeroes all of a block: one that is sealed, or that means nothing once its findings are gone.
  Result<void> empty_carrier(std::uint32_t block) {
    const Block& of = layout_.blocks[block];
    erasures_.emptied[block] = true;
    if (of.parent == no_index) {
      if (policy_.mode == Mode::strip) return {};
      for (const Region& region : layout_.regions) {
        if (region.block != block || region.payload.empty()) continue;
        erasures_.patches.push_back({region.payload.offset, {}, Phase::pointer, true, region.payload.length});
      }
      return {};
    }
    std::vector<Patch> patches;
    for (const Extent part : of.parts) empty(part, patches);
    return add(of.parent, std::move(patches));
  }

  /// Half a document is one that the next run cannot read, or, of an Exif block, values that no directory
  /// names any more: it goes at once.
  static void empty(Extent at, std::vector<Patch>& into) {
    if (!at.empty()) into.push_back({at.offset, std::vector<Byte>(at.length), Phase::pointer, true});
  }

  Result<void> add(std::uint32_t block, std::vector<Patch> patches) {
    const std::size_t count = patches.size();
    const bool indivisible = std::ranges::any_of(patches, &Patch::indivisible);
    EXS_TRY(std::vector<Patch> over_file, document_.bytes().project(block, std::move(patches)));
    // A sector's end inside encoded digits, or between the parts of a document, is one inside a value.
    if (is_encoded(block) || (indivisible && over_file.size() != count)) erasures_.at_once = true;
    for (Patch& patch : over_file) erasures_.patches.push_back(std::move(patch));
    return {};
  }

  bool is_encoded(std::uint32_t block) const {
    while (block != no_index && layout_.blocks[block].coding == Coding::mapped)
      block = layout_.blocks[block].parent;
    return block != no_index;
  }

  /// A nested block inside a stretch that goes as a whole has nothing left to say.
  void drop_covered() {
    std::vector<Patch>& patches = erasures_.patches;
    std::vector<Patch> kept;
    std::ranges::stable_sort(patches, [](const Patch& a, const Patch& b) {
      return a.offset != b.offset ? a.offset < b.offset : a.at().length > b.at().length;
    });
    for (Patch& patch : patches) {
      if (!kept.empty() && kept.back().at().contains(patch.at())) continue;
      kept.push_back(std::move(patch));
    }
    patches = std::move(kept);
  }

  Document& document_;
  const Layout& layout_;
  const Policy& policy_;
  const Fates& fates_;
  Erasures erasures_;
  std::vector<std::vector<const BlockFinding*>> selected_;  ///< by block
};

}  // namespace

Result<Erasures> erase_findings(Document& document, const Policy& policy, const Fates& fates) {
  return Erasing(document, policy, fates).run();
}

}  // namespace exifscrub
