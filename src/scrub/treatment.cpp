#include "scrub/treatment.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "container/jfif.hpp"
#include "container/mpf.hpp"
#include "metadata/kept_xmp.hpp"
#include "metadata/language.hpp"
#include "metadata/minimal_exif.hpp"
#include "metadata/xmp.hpp"
#include "plan/planner.hpp"
#include "plan/relocate.hpp"

namespace exifscrub {
namespace {

/// Bytes of an APPn segment before its payload: marker and length (T.81 B.1.1.4).
constexpr std::uint32_t segment_header = 4;

/// Collects what the languages contribute to a plan.
class Treating {
 public:
  Treating(Document& document, const Policy& policy, Treatment& into)
      : document_(document),
        layout_(document.layout()),
        policy_(policy),
        into_(into),
        selected_(layout_.blocks.size()),
        is_substituted_(layout_.blocks.size()),
        has_xmp_(layout_.nodes.size()) {}

  Result<Contributions> contribute() {
    const auto& findings = document_.reading().findings;
    for (std::size_t i = 0; i < findings.size(); ++i) {
      if (findings[i].block != no_index && into_.fates.selected[i])
        selected_[findings[i].block].push_back(&findings[i]);
    }
    for (std::uint32_t i = 0; i < layout_.blocks.size(); ++i) EXS_CHECK(erase(i));
    for (std::uint32_t i = 0; i < layout_.regions.size(); ++i) EXS_CHECK(substitute(i));
    std::ranges::sort(contributions_.substitutes, {}, &Substitute::region);
    drop_covered();
    const std::vector<Patch> patches = contributions_.patches;
    for (std::uint32_t i = 0; i < layout_.blocks.size(); ++i) EXS_CHECK(rename_extended_xmp(i, patches));
    drop_covered();
    return std::move(contributions_);
  }

 private:
  /// Blocks come outermost first, so a nested block's patches meet those of what it lies in.
  Result<void> erase(std::uint32_t block) {
    if (into_.fates.blocks[block] != Fate::erase) return {};
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
    for (const std::string_view note : erasure.notes) into_.notes.emplace_back(note);
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
        if (region.block == block) contributions_.patches.push_back(zeros(region.payload, Phase::pointer));
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
    for (Patch& patch : over_file) contributions_.patches.push_back(std::move(patch));
    return {};
  }

  /// An Extended XMP is named by the digest of its data, in each of its segments and in the main packet (XMP
  /// part 3, 1.1.3.1). A name that was right stays right.
  Result<void> rename_extended_xmp(std::uint32_t block, const std::vector<Patch>& patches) {
    constexpr std::uint64_t guid_length = 32;
    constexpr std::uint64_t guid_before_data = 40;  // GUID 32 | full length 4 | offset 4 | data
    const Block& extended = layout_.blocks[block];
    if (extended.kind != BlockKind::xmp_extended || extended.parent != no_index || extended.parts.empty())
      return {};
    if (extended.parts.front().offset < guid_before_data) return {};
    EXS_TRY(const Bytes before, document_.bytes().of(block));
    const std::vector<Byte> after = patched(extended, before, patches);
    if (std::ranges::equal(before, after)) return {};
    std::string old_guid(guid_length, '\0');
    EXS_CHECK(document_.source().read_into(extended.parts.front().offset - guid_before_data,
                                           {reinterpret_cast<Byte*>(old_guid.data()), guid_length}));
    if (old_guid != extended_xmp_guid(before)) return {};
    const std::string guid = extended_xmp_guid(after);
    for (const Extent part : extended.parts) {
      contributions_.patches.push_back(
          {part.offset - guid_before_data, {guid.begin(), guid.end()}, Phase::values, false});
    }
    for (std::uint32_t i = 0; i < layout_.blocks.size(); ++i) {
      const Block& main = layout_.blocks[i];
      if (main.kind != BlockKind::xmp || main.node != extended.node || main.parent != no_index) continue;
      EXS_TRY(const Bytes packet, document_.bytes().of(i));
      EXS_CHECK(add(i, relink_extended_xmp(packet, old_guid, guid)));
    }
    return {};
  }

  /// The bytes of a mapped block with `patches`, which are sorted and do not overlap.
  static std::vector<Byte> patched(const Block& block, Bytes bytes, const std::vector<Patch>& patches) {
    std::vector<Byte> after{bytes.begin(), bytes.end()};
    std::uint64_t start = 0;  // of the part, bytes of the block
    for (const Extent part : block.parts) {
      auto patch =
          std::ranges::partition_point(patches, [&](const Patch& p) { return p.at().end() <= part.offset; });
      for (; patch != patches.end() && patch->offset < part.end(); ++patch) {
        const Extent both =
            extent_between(std::max(patch->offset, part.offset), std::min(patch->at().end(), part.end()));
        const auto from = patch->bytes.begin() + static_cast<std::ptrdiff_t>(both.offset - patch->offset);
        std::copy_n(from, both.length,
                    after.begin() + static_cast<std::ptrdiff_t>(start + both.offset - part.offset));
      }
      start += part.length;
    }
    return after;
  }

  /// A nested block inside a stretch that goes as a whole has nothing left to say.
  void drop_covered() {
    std::vector<Patch>& patches = contributions_.patches;
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

  Result<void> substitute(std::uint32_t index) {
    const Region& region = layout_.regions[index];
    if (into_.fates.regions[index] == Fate::drop && region.leak_class == LeakClass::thumbnail) {
      return substitute_jfif(index);
    }
    if (into_.fates.regions[index] != Fate::substitute || region.block == no_index) return {};
    if (is_substituted_[region.block]) return {};
    if (into_.fates.nodes[region.node] == Fate::drop) return {};
    is_substituted_[region.block] = true;
    EXS_TRY(Literal segment, canonical_segment(region.block));
    if (segment.bytes.empty()) return {};
    const std::uint64_t needed = segment.bytes.size() - segment_header;
    if (policy_.in_place && needed > region.payload.length) {
      EXS_TRY(index, roomier_segment(index, needed));
    }
    const Byte padding = layout_.blocks[region.block].kind == BlockKind::xmp ? Byte{' '} : Byte{0};
    contributions_.substitutes.push_back({index, std::move(segment), segment_header, padding});
    return {};
  }

  /// In place, the kept XMP may be longer than the packet that it was. Then an emptied segment with the same
  /// marker lends its room.
  Result<std::uint32_t> roomier_segment(std::uint32_t index, std::uint64_t needed) {
    EXS_TRY(const Byte marker, marker_of(index));
    for (std::uint32_t other = 0; other < layout_.regions.size(); ++other) {
      const Region& region = layout_.regions[other];
      const bool emptied = region.node == layout_.regions[index].node && region.role == Role::metadata &&
                           (into_.fates.regions[other] == Fate::drop || is_spare(other));
      if (!emptied || region.payload.length < needed || is_taken(other)) continue;
      EXS_TRY(const Byte other_marker, marker_of(other));
      if (other_marker == marker) return other;
    }
    return Error{Errc::does_not_fit, layout_.regions[index].at.offset,
                 "what a viewer needs does not fit any emptied segment; without --in-place it does"};
  }

  /// Whether the region's block was to be substituted, but nothing of it is due.
  bool is_spare(std::uint32_t region) const {
    const std::uint32_t block = layout_.regions[region].block;
    return into_.fates.regions[region] == Fate::substitute && block != no_index && is_substituted_[block] &&
           !is_taken(region);
  }

  bool is_taken(std::uint32_t region) const {
    return std::ranges::find(contributions_.substitutes, region, &Substitute::region) !=
           contributions_.substitutes.end();
  }

  /// The second byte of the segment's marker.
  Result<Byte> marker_of(std::uint32_t region) {
    std::array<Byte, 1> marker{};
    EXS_CHECK(document_.source().read_into(layout_.regions[region].payload.offset - 3, marker));
    return marker[0];
  }

  /// A JFIF header stays without its thumbnail (JFIF 1.02, page 5).
  Result<void> substitute_jfif(std::uint32_t index) {
    const Region& region = layout_.regions[index];
    if (into_.fates.nodes[region.node] == Fate::drop) return {};
    std::vector<Byte> payload(std::min<std::uint64_t>(region.payload.length, 32));
    EXS_CHECK(document_.source().read_into(region.payload.offset, payload));
    if (is_jfif(payload)) {
      contributions_.substitutes.push_back({index, {canonical_jfif(payload), {}}, segment_header, 0});
    }
    return {};
  }

  /// What takes a block's place; empty when nothing of it is due after all.
  Result<Literal> canonical_segment(std::uint32_t block) {
    const Block& of = layout_.blocks[block];
    switch (of.kind) {
      case BlockKind::exif: {
        const DueExif& due = into_.fates.due_exif[of.node];
        return wrapped(of.kind, {minimal_exif(due.orientation, due.adobe_rgb, due.color_space), {}});
      }
      case BlockKind::xmp:
        return kept_xmp_segment(block);
      case BlockKind::mpf:
        return mpf_segment(block);
      default:
        return Literal{};
    }
  }

  Literal wrapped(BlockKind kind, Literal payload) {
    if (payload.bytes.empty()) return {};
    Literal segment{document_.format().wrap(kind, payload.bytes), std::move(payload.links)};
    const std::uint64_t shift = segment.bytes.size() - payload.bytes.size();
    for (Link& link : segment.links) {
      link.field.offset += shift;
      if (link.base_in_literal) link.base += shift;
    }
    return segment;
  }

  Result<Literal> kept_xmp_segment(std::uint32_t block) {
    const Block& of = layout_.blocks[block];
    if (has_xmp_[of.node]) return Literal{};
    const ViewerXmp& found = document_.reading().find_facts(block)->viewer_xmp;
    KeptParts parts;
    parts.gainmap = !policy_.removes_class(LeakClass::gainmap);
    parts.motion = !policy_.removes_class(LeakClass::motion);
    parts.history = !policy_.removes_class(LeakClass::history);
    ViewerXmp due = due_viewer_xmp(found, parts);
    if (policy_.removes_class(LeakClass::panorama)) {
      std::erase_if(due.properties,
                    [](const ViewerXmp::Property& property) { return property.name.starts_with("GPano:"); });
    }
    // A shared picture often lost its gain map: an item that points nowhere is not written again.
    std::erase_if(due.items, [&](const ViewerXmp::Item& item) {
      return item.semantic != "Primary" && (of.node != document_.primary() || !stream_of(item));
    });
    if (due.items.size() == 1) due.items.clear();
    if (due.empty()) return Literal{};
    has_xmp_[of.node] = true;
    return wrapped(BlockKind::xmp, encode_kept_xmp(due, targets_of(due)));
  }

  /// The image or video that an item of the container's directory means, among those that follow the primary
  /// image.
  std::optional<Extent> stream_of(const ViewerXmp::Item& item) const {
    for (std::uint32_t i = 0; i < layout_.nodes.size(); ++i) {
      const Node& node = layout_.nodes[i];
      const bool gain_map = node.kind == NodeKind::image && node.use == ImageUse::gainmap;
      const bool original = node.kind == NodeKind::image && node.use == ImageUse::original;
      const bool video = node.kind == NodeKind::trailer && carries(i, BlockKind::isobmff);
      if (item.semantic == "GainMap" ? gain_map : item.semantic == "MotionPhoto" ? video : original)
        return node.at;
    }
    return std::nullopt;
  }

  bool carries(std::uint32_t node, BlockKind kind) const {
    return std::ranges::any_of(layout_.blocks,
                               [&](const Block& block) { return block.node == node && block.kind == kind; });
  }

  KeptXmpTargets targets_of(const ViewerXmp& due) const {
    KeptXmpTargets targets;
    std::vector<std::optional<Extent>> streams;
    for (const ViewerXmp::Item& item : due.items) {
      streams.push_back(item.semantic == "Primary" ? layout_.nodes[document_.primary()].at : stream_of(item));
      if (item.semantic == "MotionPhoto" && streams.back()) {
        targets.micro_video = extent_between(streams.back()->offset, layout_.size);
      }
    }
    for (std::size_t i = 0; i < streams.size(); ++i) {
      KeptXmpTargets::Item target;
      target.bytes = streams[i];
      const bool has_next = i + 1 < streams.size() && streams[i + 1];
      if (streams[i]) {
        target.padding =
            extent_between(streams[i]->end(), has_next ? streams[i + 1]->offset : streams[i]->end());
      }
      targets.items.push_back(target);
    }
    return targets;
  }

  /// The index of the images that stay; empty when that is the primary image alone. Real indexes point beside
  /// their images (Ricoh G700: counted from the file's start), so what stands in the file decides.
  Result<Literal> mpf_segment(std::uint32_t block) {
    const Block& of = layout_.blocks[block];
    if (of.node != document_.primary() || std::exchange(has_index_, true)) return Literal{};
    EXS_TRY(const Bytes bytes, document_.bytes().of(block));
    const Result<MpfIndex> read = read_mpf(bytes);
    const MpfIndex index = read ? *read : MpfIndex{};  // a broken index names nothing
    std::vector<MpfImage> images;
    std::vector<std::uint16_t> numbers(index.entries.size() + 1);  // by old number: the new one, 0 for none
    std::vector<bool> used(index.entries.size());
    for (std::size_t i = 0; i < layout_.nodes.size(); ++i) {
      const Node& node = layout_.nodes[i];
      if (node.kind != NodeKind::image || node.use == ImageUse::unindexed ||
          into_.fates.nodes[i] == Fate::drop)
        continue;
      const std::size_t entry = entry_of(index, node, of.parts.front().offset, used);
      MpfImage image{attributes_of(node.use), 0, 0, node.at};
      if (entry < index.entries.size()) {
        const MpfEntry& old = index.entries[entry];
        image = {old.attributes, old.dependent1, old.dependent2, node.at};
        used[entry] = true;
        numbers[entry + 1] = static_cast<std::uint16_t>(images.size() + 1);
      }
      images.push_back(image);
    }
    if (images.size() < 2 || images.size() > 255) return Literal{};
    for (MpfImage& image : images) {
      image.dependent1 = image.dependent1 < numbers.size() ? numbers[image.dependent1] : std::uint16_t{0};
      image.dependent2 = image.dependent2 < numbers.size() ? numbers[image.dependent2] : std::uint16_t{0};
    }
    return encode_mpf(images);
  }

  /// The entry that means an image: the one that points at it, else the first free one of its kind.
  static std::size_t entry_of(const MpfIndex& index, const Node& node, std::uint64_t base,
                              const std::vector<bool>& used) {
    std::size_t alike = index.entries.size();
    for (std::size_t i = 0; i < index.entries.size(); ++i) {
      const bool primary = node.use == ImageUse::primary;
      if (used[i] || primary != (i == 0)) continue;
      if (primary || base + index.entries[i].offset == node.at.offset) return i;
      if (index.entries[i].use() == node.use) alike = std::min(alike, i);
    }
    return alike;
  }

  /// CIPA DC-007 table 4 and, for the gain map, the extension of ISO 21496-1's authors: the MP type.
  static std::uint32_t attributes_of(ImageUse use) { return use == ImageUse::gainmap ? 0x050000U : 0U; }

  Document& document_;
  const Layout& layout_;
  const Policy& policy_;
  Treatment& into_;
  Contributions contributions_;
  std::vector<std::vector<const BlockFinding*>> selected_;  ///< by block
  std::vector<bool> is_substituted_;                        ///< by block
  std::vector<bool> has_xmp_;                               ///< by node: its kept XMP is written
  bool has_index_ = false;
};

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

/// Whether blocks of a kind can hold a location, so that nobody may pass over one unread.
bool may_locate(BlockKind kind) {
  switch (kind) {
    case BlockKind::icc:
    case BlockKind::mpf:
    case BlockKind::gainmap_iso:
    case BlockKind::comment:    // free text is no location
    case BlockKind::jpeg:       // its own blocks are asked instead
    case BlockKind::makernote:  // read with the Exif block, whose facts say whether it could be
    case BlockKind::unknown:    // named, and the file is `kept`
      return false;
    default:
      return true;
  }
}

/// What may hide a location from --gps-only: refused where a reader got lost or is missing, named where
/// nobody can ever read.
Result<void> check_sight(const Document& document, Treatment& into) {
  const Layout& layout = document.layout();
  for (const BlindSpot& spot : document.reading().blind_spots) {
    if (spot.may_hide_location) return Error{Errc::malformed, spot.offset, spot.what};
  }
  for (std::uint32_t i = 0; i < layout.blocks.size(); ++i) {
    const Block& block = layout.blocks[i];
    if (may_locate(block.kind) && language_of(block.kind) == nullptr) {
      return Error{Errc::unsupported, block.parts.empty() ? 0 : block.parts.front().offset, block.name};
    }
    const Facts* facts = document.reading().find_facts(i);
    if (facts != nullptr && facts->unread_makernote) into.kept = "nobody can read the MakerNote, which stays";
  }
  for (const Region& region : layout.regions) {
    const bool unread = region.role == Role::unknown && into.kept.empty();
    if (unread) into.kept = "nobody can read " + std::string{region.name} + ", which stays";
  }
  return {};
}

/// --exif-only has no business with other carriers, but names a location that it leaves in them.
void name_other_locations(const Document& document, Treatment& into) {
  const auto& findings = document.reading().findings;
  for (const BlockFinding& finding : findings) {
    if (finding.leak_class != LeakClass::location || finding.standing != Standing::leak) continue;
    const std::uint32_t block = document.layout().outermost(finding.block);
    const bool goes = block != no_index && into.fates.blocks[block] != Fate::keep;
    if (!goes) {
      into.kept =
          "location outside the Exif stays: " + std::string{finding.group} + ':' + std::string{finding.tag};
      return;
    }
  }
}

}  // namespace

Result<Treatment> treat(Document& document, const Policy& policy) {
  Treatment treatment;
  if (policy.mode == Mode::gps_only) EXS_CHECK(check_sight(document, treatment));
  treatment.fates = decide(document.layout(), document.reading(), policy);
  EXS_TRY(Contributions contributions, Treating(document, policy, treatment).contribute());
  if (policy.mode == Mode::exif_only) name_other_locations(document, treatment);
  EXS_TRY(const bool done, is_done(document, treatment.fates, contributions));
  if (done) {
    treatment.plan = Plan::unchanged(document.layout().size);
    return treatment;
  }
  EXS_TRY(treatment.plan, plan(document.layout(), treatment.fates, policy, std::move(contributions)));
  return treatment;
}

}  // namespace exifscrub
