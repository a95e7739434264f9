#include "scrub/thumbnail_change.hpp"

#include <algorithm>

#include "base/memory_source.hpp"
#include "layout/builder.hpp"
#include "metadata/exif_structure.hpp"
#include "plan/planner.hpp"
#include "scrub/erasures.hpp"

namespace exifscrub {
namespace {

/// The thumbnail of an Exif block, and the entries that say where and how long it is.
struct Place {
  TiffGrammar grammar;
  IfdEntry offset;
  IfdEntry length;
  Extent data;
};

/// Finds IFD1 and its JPEG thumbnail.
Result<Place> place_in(Bytes tiff) {
  EXS_TRY(const IfdGraph graph, walk_ifds(tiff));
  const auto ifd1 = std::ranges::find_if(
      graph.ifds, [](const IfdNode& ifd) { return ifd.kind == IfdKind::main && ifd.number == 1; });
  if (ifd1 == graph.ifds.end()) return Error{Errc::unsupported, 0, "the Exif has no thumbnail"};
  Place place;
  place.grammar = graph.header.grammar;
  for (std::uint32_t i = 0; i < ifd1->table.count; ++i) {
    const IfdEntry entry = read_ifd_entry(tiff, place.grammar, ifd1->table, i);
    if (entry.tag == exif_tag::jpeg_offset) place.offset = entry;
    if (entry.tag == exif_tag::jpeg_length) place.length = entry;
  }
  const bool plain = place.offset.type == tiff_type::u32 && place.offset.count == 1 &&
                     place.length.type == tiff_type::u32 && place.length.count == 1;
  if (!plain)
    return Error{Errc::unsupported, ifd1->table.offset,
                 "the thumbnail is no JPEG and can only be removed (--set-thumbnail none)"};
  const auto found = find_thumbnails(tiff, place.grammar, ifd1->table);
  const auto jpeg =
      std::ranges::find_if(found, [](const ExifThumbnail& thumbnail) { return thumbnail.jpeg; });
  if (jpeg == found.end()) {
    return Error{Errc::unsupported, ifd1->table.offset,
                 "the thumbnail is no JPEG and can only be removed (--set-thumbnail none)"};
  }
  place.data = jpeg->data.front();
  // What else stands in the thumbnail's bytes would be lost.
  for (const IfdNode& ifd : graph.ifds) {
    if (ifd.table.at.overlaps(place.data))
      return Error{Errc::conflict, place.data.offset, "a directory stands in the thumbnail"};
    for (std::uint32_t i = 0; i < ifd.table.count; ++i) {
      const IfdEntry entry = read_ifd_entry(tiff, place.grammar, ifd.table, i);
      if (entry.out_of_line && entry.value.overlaps(place.data)) {
        return Error{Errc::conflict, place.data.offset, "another value stands in the thumbnail"};
      }
    }
  }
  return place;
}

std::vector<Byte> number_bytes(std::uint64_t number, ByteOrder order) {
  std::vector<Byte> bytes(4);
  store_u32(bytes.data(), static_cast<std::uint32_t>(number), order);
  return bytes;
}

/// The picture of a JPEG stream, with the headers that say how to decode it: no profile, gain map, index or
/// orientation gets into a thumbnail.
Result<std::vector<Byte>> picture_alone(const std::vector<Byte>& jpeg, const Format& format) {
  MemorySource source{jpeg};
  LayoutBuilder builder{format.id, jpeg.size()};
  EXS_CHECK(format.parse(source, builder, {}));
  const Layout layout = builder.finish();
  const auto first = std::ranges::find(layout.nodes, NodeKind::image, &Node::kind);
  const auto image = static_cast<std::uint32_t>(first - layout.nodes.begin());
  std::vector<Byte> picture;
  for (const Region& region : layout.regions) {
    const bool header = region.role == Role::viewer && region.may == Removal::pinned;
    if (region.node != image || (region.role != Role::image && !header)) continue;
    const Bytes bytes = Bytes{jpeg}.subspan(region.at.offset, region.at.length);
    picture.insert(picture.end(), bytes.begin(), bytes.end());
  }
  return picture;
}

class ThumbnailChange {
 public:
  ThumbnailChange(Document& document, const Policy& policy)
      : document_(document), layout_(document.layout()), policy_(policy) {
    treatment_.fates = decide(layout_, document.reading(), policy);
    exif_ = exif_of_primary();
    select();
    name_whole_copies();
  }

  Result<Treatment> remove() {
    EXS_TRY(Erasures erasures, erase_findings(document_, policy_, treatment_.fates));
    treatment_.notes = std::move(erasures.notes);
    treatment_.emptied = std::move(erasures.emptied);
    Contributions contributions;
    contributions.patches = std::move(erasures.patches);
    return finish(std::move(contributions));
  }

  Result<Treatment> replace(const Miniature& make) {
    if (!has_thumbnail_) return finish({});
    EXS_TRY(const Bytes tiff, document_.bytes().of(exif_));
    EXS_TRY(const Place place, place_in(tiff));
    EXS_TRY(const std::vector<Byte> picture, picture_by(make));
    const Bytes old = tiff.subspan(place.data.offset, place.data.length);
    const bool stands = std::ranges::equal(old, picture);
    std::fill(treatment_.fates.selected.begin(), treatment_.fates.selected.end(), false);
    if (stands) return finish({});
    mark_replaced();
    if (picture.size() <= place.data.length) return overwrite(place, picture);
    return rewrite(tiff, place, picture);
  }

 private:
  [[nodiscard]] std::uint32_t exif_of_primary() const {
    for (std::uint32_t i = 0; i < layout_.blocks.size(); ++i) {
      const Block& block = layout_.blocks[i];
      if (block.kind == BlockKind::exif && block.depth == 0 && block.node == document_.primary()) return i;
    }
    return no_index;
  }

  /// Only the thumbnail of that block goes; other small copies stay and are named.
  void select() {
    const auto& findings = document_.reading().findings;
    for (std::size_t i = 0; i < findings.size(); ++i) {
      const bool in_exif = findings[i].block == exif_ && exif_ != no_index;
      if (!treatment_.fates.selected[i]) continue;
      if (in_exif) {
        has_thumbnail_ = has_thumbnail_ || findings[i].form == Form::thumbnail;
        continue;
      }
      treatment_.fates.selected[i] = false;
      const bool inside = findings[i].block != no_index && layout_.outermost(findings[i].block) == exif_;
      if (findings[i].standing == Standing::leak && !inside)
        name_other_copy(std::string{findings[i].group} + ':' + std::string{findings[i].tag});
    }
    const bool goes = std::ranges::find(treatment_.fates.selected, true) != treatment_.fates.selected.end();
    std::fill(treatment_.fates.blocks.begin(), treatment_.fates.blocks.end(), Fate::keep);
    if (goes) treatment_.fates.blocks[exif_] = Fate::erase;
    for (std::size_t i = 0; i < layout_.regions.size(); ++i) {
      const bool is_it = goes && layout_.regions[i].block == exif_;
      treatment_.fates.regions[i] = is_it ? Fate::erase : Fate::keep;
    }
  }

  /// Small copies that are a segment, or an image of their own behind the first.
  void name_whole_copies() {
    for (const Region& region : layout_.regions) {
      if (region.leak_class == LeakClass::thumbnail && region.role != Role::empty)
        name_other_copy(std::string{region.name});
    }
    for (const Node& node : layout_.nodes) {
      const bool is_copy = node.use == ImageUse::thumbnail || node.use == ImageUse::preview;
      if (node.kind == NodeKind::image && (is_copy || node.use == ImageUse::unindexed))
        name_other_copy(std::string{node.name});
    }
  }

  void name_other_copy(const std::string& name) {
    if (treatment_.kept.empty()) treatment_.kept = "another small copy of the picture stays: " + name;
  }

  /// In the report the old thumbnail counts as removed.
  void mark_replaced() {
    const auto& findings = document_.reading().findings;
    for (std::size_t i = 0; i < findings.size(); ++i) {
      if (findings[i].block == exif_ && findings[i].form == Form::thumbnail)
        treatment_.fates.selected[i] = true;
    }
  }

  Result<std::vector<Byte>> picture_by(const Miniature& make) {
    const Extent at = layout_.nodes[document_.primary()].at;
    SubrangeSource primary{document_.source(), at.offset, at.length};
    const std::vector<Byte> picture = make(primary, 1);
    if (picture.empty()) return Error{Errc::malformed, 0, "the picture cannot be decoded"};
    return picture_alone(picture, document_.format());
  }

  Result<Treatment> overwrite(const Place& place, const std::vector<Byte>& picture) {
    std::vector<Byte> data = picture;
    data.resize(place.data.length);
    std::vector<Patch> patches;
    patches.push_back({place.data.offset, std::move(data), Phase::values, false});
    patches.push_back(
        {place.length.value.offset, number_bytes(picture.size(), place.grammar.order), Phase::index, false});
    std::ranges::sort(patches, {}, &Patch::offset);
    Contributions contributions;
    EXS_TRY(contributions.patches, document_.bytes().project(exif_, std::move(patches)));
    return finish(std::move(contributions));
  }

  /// The block with the old thumbnail's bytes zeroed, or cut off when they are its last, and the new one
  /// behind all.
  Result<Treatment> rewrite(Bytes tiff, const Place& place, const std::vector<Byte>& picture) {
    const Block& block = layout_.blocks[exif_];
    if (block.parts.size() != 1)
      return Error{Errc::does_not_fit, 0, "the Exif is split over several segments"};
    std::vector<Byte> made{tiff.begin(), tiff.end()};
    std::fill_n(made.begin() + static_cast<std::ptrdiff_t>(place.data.offset), place.data.length, Byte{0});
    if (place.data.end() == made.size()) made.resize(place.data.offset);
    if (made.size() % 2 != 0) made.push_back(0);  // offsets are even (TIFF 6.0 section 2)
    const std::vector<Byte> offset = number_bytes(made.size(), place.grammar.order);
    const std::vector<Byte> length = number_bytes(picture.size(), place.grammar.order);
    std::ranges::copy(offset, made.begin() + static_cast<std::ptrdiff_t>(place.offset.value.offset));
    std::ranges::copy(length, made.begin() + static_cast<std::ptrdiff_t>(place.length.value.offset));
    made.insert(made.end(), picture.begin(), picture.end());
    constexpr std::size_t room =
        65'535 - 2 - 6;  // a segment's length counts itself; "Exif\0\0" (Exif 2.32 4.7.2)
    if (made.size() > room)
      return Error{Errc::does_not_fit, place.data.offset, "the new thumbnail does not fit the Exif segment"};
    const Format& format = document_.format();
    for (std::uint32_t i = 0; i < layout_.regions.size(); ++i) {
      if (layout_.regions[i].block != exif_) continue;
      treatment_.fates.regions[i] = treatment_.fates.blocks[exif_] = Fate::substitute;
      Contributions contributions;
      contributions.substitutes.push_back(
          {i, {format.wrap(BlockKind::exif, made), {}}, format.header_length, 0});
      return finish(std::move(contributions));
    }
    return Error{Errc::malformed, 0, "the Exif block has no segment"};
  }

  Result<Treatment> finish(Contributions contributions) {
    const bool changes = !contributions.patches.empty() || !contributions.substitutes.empty();
    if (!changes) {
      treatment_.plan = Plan::unchanged(layout_.size);
      return std::move(treatment_);
    }
    EXS_TRY(treatment_.plan, plan(layout_, treatment_.fates, policy_, std::move(contributions)));
    return std::move(treatment_);
  }

  Document& document_;
  const Layout& layout_;
  const Policy& policy_;
  Treatment treatment_;
  std::uint32_t exif_ = no_index;
  bool has_thumbnail_ = false;
};

}  // namespace

Result<Treatment> treat_thumbnail(Document& document, const Policy& policy, const Miniature* make) {
  ThumbnailChange change{document, policy};
  return make == nullptr ? change.remove() : change.replace(*make);
}

}  // namespace exifscrub
