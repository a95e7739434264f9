#include "scrub/substitutes.hpp"

#include <algorithm>
#include <utility>

#include "metadata/minimal_exif.hpp"
#include "scrub/image_index.hpp"
#include "scrub/kept_packet.hpp"

namespace exifscrub {
namespace {

class Substituting {
 public:
  Substituting(Document& document, const Policy& policy, const Fates& fates)
      : document_(document),
        format_(document.format()),
        layout_(document.layout()),
        policy_(policy),
        fates_(fates),
        keeps_size_(keeps_size(layout_, fates, policy)),
        is_substituted_(layout_.blocks.size()),
        has_packet_(layout_.nodes.size()) {}

  Result<std::vector<Substitute>> run() {
    for (std::uint32_t i = 0; i < layout_.regions.size(); ++i) EXS_CHECK(substitute(i));
    std::ranges::sort(made_, {}, &Substitute::region);
    return std::move(made_);
  }

 private:
  Result<void> substitute(std::uint32_t index) {
    const Region& region = layout_.regions[index];
    if (region.node == no_index || fates_.nodes[region.node] == Fate::drop) return {};
    if (fates_.regions[index] == Fate::drop && region.leak_class == LeakClass::thumbnail) {
      return take_thumbnail_out(index);
    }
    if (fates_.regions[index] != Fate::substitute || region.block == no_index) return {};
    if (is_substituted_[region.block]) return {};
    is_substituted_[region.block] = true;
    EXS_TRY(Literal carrier, canonical_carrier(region.block));
    if (carrier.bytes.empty()) return {};
    const std::uint64_t needed = carrier.bytes.size() - format_.header_length;
    if (keeps_size_ && needed > region.payload.length) {
      EXS_TRY(index, roomier_region(index, needed));
    }
    const Byte padding = layout_.blocks[region.block].kind == BlockKind::xmp ? Byte{' '} : Byte{0};
    const bool spare = layout_.blocks[region.block].kind == BlockKind::exif;
    made_.push_back({index, std::move(carrier), format_.header_length, padding, spare});
    return {};
  }

  /// A viewer's header stays without its thumbnail.
  Result<void> take_thumbnail_out(std::uint32_t index) {
    constexpr std::uint64_t front = 32;  // more than any such header has before its thumbnail
    const Region& region = layout_.regions[index];
    if (format_.without_thumbnail == nullptr) return {};
    std::vector<Byte> payload(std::min(region.payload.length, front));
    EXS_CHECK(document_.source().read_into(region.payload.offset, payload));
    std::vector<Byte> header = format_.without_thumbnail(payload);
    if (!header.empty()) made_.push_back({index, {std::move(header), {}}, format_.header_length, 0, true});
    return {};
  }

  /// In place, the kept XMP may be longer than the packet that it was. Then an emptied carrier that may hold
  /// the same lends its room.
  Result<std::uint32_t> roomier_region(std::uint32_t index, std::uint64_t needed) {
    const BlockKind kind = layout_.blocks[layout_.regions[index].block].kind;
    for (std::uint32_t other = 0; other < layout_.regions.size(); ++other) {
      const Region& region = layout_.regions[other];
      const bool emptied = region.node == layout_.regions[index].node && region.role == Role::metadata &&
                           (fates_.regions[other] == Fate::drop || is_spare(other));
      if (!emptied || region.payload.length < needed || is_taken(other)) continue;
      std::vector<Byte> header(format_.header_length);
      EXS_CHECK(document_.source().read_into(region.payload.offset - header.size(), header));
      if (format_.may_carry(kind, header)) return other;
    }
    return Error{Errc::does_not_fit, layout_.regions[index].at.offset,
                 "what a viewer needs does not fit any emptied segment; without --in-place it does"};
  }

  /// Whether the region's block was to be substituted, but nothing of it is due.
  bool is_spare(std::uint32_t region) const {
    const std::uint32_t block = layout_.regions[region].block;
    return fates_.regions[region] == Fate::substitute && block != no_index && is_substituted_[block] &&
           !is_taken(region);
  }

  bool is_taken(std::uint32_t region) const {
    return std::ranges::find(made_, region, &Substitute::region) != made_.end();
  }

  /// What takes a block's place; empty when nothing of it is due after all.
  Result<Literal> canonical_carrier(std::uint32_t block) {
    const Block& of = layout_.blocks[block];
    switch (of.kind) {
      case BlockKind::exif: {
        const DueExif& due = fates_.due_exif[of.node];
        return wrapped(of.kind, {minimal_exif(due.orientation, due.adobe_rgb, due.color_space), {}});
      }
      case BlockKind::xmp: {
        if (has_packet_[of.node]) return Literal{};
        Literal packet = kept_packet(document_, policy_, block);
        has_packet_[of.node] = !packet.bytes.empty();
        return wrapped(of.kind, std::move(packet));
      }
      case BlockKind::mpf:
        if (of.node != document_.primary() || std::exchange(has_index_, true)) return Literal{};
        return image_index(document_, fates_, block);
      default:
        return Literal{};
    }
  }

  Literal wrapped(BlockKind kind, Literal payload) const {
    if (payload.bytes.empty()) return {};
    Literal carrier{format_.wrap(kind, payload.bytes), std::move(payload.links)};
    const std::uint64_t shift = carrier.bytes.size() - payload.bytes.size();
    for (Link& link : carrier.links) {
      link.field.offset += shift;
      if (link.base_in_literal) link.base += shift;
    }
    return carrier;
  }

  Document& document_;
  const Format& format_;
  const Layout& layout_;
  const Policy& policy_;
  const Fates& fates_;
  bool keeps_size_;
  std::vector<Substitute> made_;
  std::vector<bool> is_substituted_;  ///< by block
  std::vector<bool> has_packet_;      ///< by node: its kept XMP is written
  bool has_index_ = false;
};

}  // namespace

Result<std::vector<Substitute>> find_substitutes(Document& document, const Policy& policy,
                                                 const Fates& fates) {
  return Substituting(document, policy, fates).run();
}

}  // namespace exifscrub
