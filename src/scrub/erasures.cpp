#include "scrub/erasures.hpp"

#include <algorithm>

#include "metadata/language.hpp"
#include "scrub/extended_xmp.hpp"

namespace exifscrub {
namespace {

class Erasing {
 public:
  Erasing(Document& document, const Policy& policy, const Fates& fates)
      : document_(document),
        layout_(document.layout()),
        policy_(policy),
        fates_(fates),
        selected_(layout_.blocks.size()) {}

  Result<Erasures> run() {
    const auto& findings = document_.reading().findings;
    for (std::size_t i = 0; i < findings.size(); ++i) {
      if (findings[i].block != no_index && fates_.selected[i])
        selected_[findings[i].block].push_back(&findings[i]);
    }
    for (std::uint32_t i = 0; i < layout_.blocks.size(); ++i) EXS_CHECK(erase(i));
    drop_covered();
    EXS_TRY(std::vector<Patch> names, rename_extended_xmp(document_, erasures_.patches));
    if (names.empty()) return std::move(erasures_);
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
    if (request.selected.empty()) return {};
    if (const std::uint32_t around = signed_around(block); around != no_index) return empty_carrier(around);
    const Language* language = language_of(layout_.blocks[block].kind);
    if (language == nullptr || language->erase == nullptr) return empty_carrier(block);
    EXS_TRY(request.bytes, document_.bytes().of(block));
    EXS_TRY(Erasure erasure, language->erase(request));
    for (const std::string_view note : erasure.notes) erasures_.notes.emplace_back(note);
    if (erasure.nothing_left) return empty_carrier(block);
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
    if (of.parent == no_index) {
      for (const Region& region : layout_.regions) {
        if (region.block == block) erasures_.patches.push_back(zeros(region.payload, Phase::pointer));
      }
      return {};
    }
    std::vector<Patch> patches;
    for (const Extent part : of.parts) patches.push_back(zeros(part, Phase::values));
    return add(of.parent, std::move(patches));
  }

  static Patch zeros(Extent at, Phase phase) {
    return {at.offset, std::vector<Byte>(at.length), phase, false};
  }

  Result<void> add(std::uint32_t block, std::vector<Patch> patches) {
    EXS_TRY(std::vector<Patch> over_file, document_.bytes().project(block, std::move(patches)));
    for (Patch& patch : over_file) erasures_.patches.push_back(std::move(patch));
    return {};
  }

  /// A nested block inside a stretch that goes as a whole has nothing left to say.
  void drop_covered() {
    std::vector<Patch>& patches = erasures_.patches;
    std::vector<Patch> kept;
    std::ranges::stable_sort(patches, [](const Patch& a, const Patch& b) {
      return a.offset != b.offset ? a.offset < b.offset : a.bytes.size() > b.bytes.size();
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
