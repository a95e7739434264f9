#include "inspect/part.hpp"

#include <algorithm>
#include <array>

#include "inspect/flashpix.hpp"
#include "metadata/exif_structure.hpp"
#include "metadata/irb.hpp"
#include "syntax/dialect.hpp"

namespace exifscrub {
namespace {

class PartSearch {
 public:
  explicit PartSearch(const DescriptionInput& input) : input_(input), layout_(input.layout) {}

  Result<Part> find(PartKind what) {
    switch (what) {
      case PartKind::exif:
        return of_block(first_block([](const Block& block) { return block.kind == BlockKind::exif; }));
      case PartKind::xmp:
        return of_block(first_block([](const Block& block) { return block.kind == BlockKind::xmp; }));
      case PartKind::icc:
        return of_block(first_block([](const Block& block) { return block.kind == BlockKind::icc; }));
      case PartKind::iptc:
        return iptc();
      case PartKind::thumbnail:
        return thumbnail();
      case PartKind::preview:
        return preview();
      case PartKind::video:
        return of_block(first_block([](const Block& block) { return block.kind == BlockKind::isobmff; }));
      case PartKind::gainmap:
        return of_node(ImageUse::gainmap);
    }
    return nothing();
  }

 private:
  static Error nothing() { return {Errc::unsupported, 0, "there is none"}; }

  [[nodiscard]] bool is_of_primary(const Block& block) const {
    return block.node < layout_.nodes.size() && layout_.nodes[block.node].use == ImageUse::primary;
  }

  /// The first block that fits: of the primary image before others, less nested before more.
  template <class Fits>
  [[nodiscard]] std::uint32_t first_block(Fits fits) const {
    std::uint32_t best = no_index;
    const auto rank = [this](const Block& block) { return (is_of_primary(block) ? 0 : 256) + block.depth; };
    for (std::uint32_t i = 0; i < layout_.blocks.size(); ++i) {
      if (!fits(layout_.blocks[i]) || layout_.blocks[i].parts.empty()) continue;
      if (best == no_index || rank(layout_.blocks[i]) < rank(layout_.blocks[best])) best = i;
    }
    return best;
  }

  Result<Part> of_block(std::uint32_t index) {
    if (index == no_index) return nothing();
    const Block& block = layout_.blocks[index];
    Part part;
    if (block.parent == no_index && block.coding == Coding::mapped) {
      part.where = block.parts;
      return part;
    }
    EXS_TRY(const Bytes bytes, input_.bytes.of(index));
    part.bytes.assign(bytes.begin(), bytes.end());
    return part;
  }

  Result<Part> of_stretch(std::uint32_t block, Extent inside) {
    EXS_TRY(const Bytes bytes, input_.bytes.of(block));
    if (inside.empty() || inside.end() > bytes.size()) return nothing();
    Part part;
    const Bytes stretch = bytes.subspan(inside.offset, inside.length);
    part.bytes.assign(stretch.begin(), stretch.end());
    return part;
  }

  Result<Part> of_node(ImageUse use) {
    for (const Node& node : layout_.nodes) {
      if (node.kind == NodeKind::image && node.use == use) return Part{{node.at}, {}};
    }
    return nothing();
  }

  /// Datasets of the Photoshop resources, or of a TIFF tag.
  Result<Part> iptc() {
    constexpr std::uint16_t iptc_id = 0x0404;
    for (std::uint32_t i = 0; i < layout_.blocks.size(); ++i) {
      if (layout_.blocks[i].kind == BlockKind::iptc) return of_block(i);
      if (layout_.blocks[i].kind != BlockKind::irb) continue;
      const auto bytes = input_.bytes.of(i);
      if (!bytes) continue;
      const ImageResources all = parse_irb(*bytes);
      const auto found = std::ranges::find(all.resources, iptc_id, &ImageResource::id);
      if (found != all.resources.end()) return of_stretch(i, found->data);
    }
    return nothing();
  }

  Result<Part> thumbnail() {
    const auto of_exif = first_block([&](const Block& block) {
      return is_thumbnail(block) && block.parent != no_index &&
             layout_.blocks[block.parent].kind == BlockKind::exif;
    });
    if (of_exif != no_index) return of_block(of_exif);
    const auto any = first_block(is_thumbnail);  // a JFXX segment's lies less deep than Photoshop's
    return any != no_index ? of_block(any) : uncompressed_thumbnail();
  }

  /// The strips of the first Exif block that has any, one behind the other (Exif 2.32, 4.5.8).
  Result<Part> uncompressed_thumbnail() {
    const auto exif = first_block([](const Block& block) { return block.kind == BlockKind::exif; });
    if (exif == no_index) return nothing();
    EXS_TRY(const Bytes tiff, input_.bytes.of(exif));
    EXS_TRY(const IfdGraph graph, walk_ifds(tiff));
    for (const IfdNode& ifd : graph.ifds) {
      for (const ExifThumbnail& thumbnail : find_thumbnails(tiff, graph.header.grammar, ifd.table)) {
        Part part;
        for (const Extent strip : thumbnail.data) {
          const Bytes pixels = tiff.subspan(strip.offset, strip.length);
          part.bytes.insert(part.bytes.end(), pixels.begin(), pixels.end());
        }
        return part;
      }
    }
    return nothing();
  }

  static bool is_thumbnail(const Block& block) {
    return block.kind == BlockKind::jpeg && block.use == ImageUse::thumbnail;
  }

  /// The picture in the FlashPix segments; empty when there is none.
  Result<Part> flashpix() {
    FlashpixStreams streams;
    for (std::uint32_t i = 0; i < layout_.blocks.size(); ++i) {
      if (layout_.blocks[i].dialect != Dialect::fpxr || !is_of_primary(layout_.blocks[i])) continue;
      EXS_TRY(const Bytes payload, input_.bytes.of(i));
      append_flashpix(streams, payload);
    }
    return Part{{}, flashpix_preview(streams)};
  }

  /// The largest of the previews: those of segments, FlashPix streams, maker notes and the Multi-Picture
  /// index; where there is none, those of trailers.
  Result<Part> preview() {
    const std::uint32_t of_trailer = largest_block(
        [this](const Block& block) { return !is_of_primary(block) && block.use == ImageUse::preview; });
    const std::uint32_t best = largest_block(
        [this](const Block& block) { return is_of_primary(block) && block.use != ImageUse::thumbnail; });
    const Node* largest = nullptr;
    for (const Node& node : layout_.nodes) {
      const bool is_preview = node.kind == NodeKind::image && node.use == ImageUse::preview;
      if (is_preview && (largest == nullptr || node.at.length > largest->at.length)) largest = &node;
    }
    const std::uint64_t of_node = largest != nullptr ? largest->at.length : 0;
    const std::uint64_t of_segment = best != no_index ? length_of(best) : 0;
    EXS_TRY(Part of_flashpix, flashpix());
    if (of_flashpix.bytes.size() > std::max(of_node, of_segment)) return of_flashpix;
    if (of_node > of_segment) return Part{{largest->at}, {}};
    return of_block(best != no_index ? best : of_trailer);
  }

  [[nodiscard]] std::uint64_t length_of(std::uint32_t block) const {
    std::uint64_t length = 0;
    for (const Extent part : layout_.blocks[block].parts) length += part.length;
    return length;
  }

  /// The largest picture in a block that fits.
  template <class Fits>
  [[nodiscard]] std::uint32_t largest_block(Fits fits) const {
    std::uint32_t best = no_index;
    for (std::uint32_t i = 0; i < layout_.blocks.size(); ++i) {
      if (layout_.blocks[i].kind != BlockKind::jpeg || !fits(layout_.blocks[i])) continue;
      if (best == no_index || length_of(i) > length_of(best)) best = i;
    }
    return best;
  }

  const DescriptionInput& input_;
  const Layout& layout_;
};

}  // namespace

Result<Part> find_part(const DescriptionInput& input, PartKind what) { return PartSearch{input}.find(what); }

}  // namespace exifscrub
