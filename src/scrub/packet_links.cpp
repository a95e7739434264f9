#include "scrub/packet_links.hpp"

#include "metadata/xmp_lengths.hpp"
#include "scrub/kept_packet.hpp"

namespace exifscrub {
namespace {

/// What a length is of; nothing for one that was wrong.
std::optional<Extent> target_of(const Layout& layout, const XmpLength& length) {
  if (length.semantic == "Primary") return std::nullopt;
  const bool to_end = length.semantic == "MicroVideo";
  auto target = stream_of(layout, to_end ? "MotionPhoto" : std::string_view{length.semantic});
  if (target && to_end) target = extent_between(target->offset, layout.size);
  return target && target->length == length.value ? target : std::nullopt;
}

}  // namespace

Result<std::vector<Link>> links_of_packets(Document& document, const Fates& fates) {
  const Layout& layout = document.layout();
  std::vector<Link> links;
  for (std::uint32_t i = 0; i < layout.blocks.size(); ++i) {
    const bool stays = fates.blocks[i] == Fate::keep || fates.blocks[i] == Fate::erase;
    const bool packet = layout.blocks[i].kind == BlockKind::xmp && document.is_of_primary(i);
    if (!packet || !stays) continue;
    EXS_TRY(const Bytes bytes, document.bytes().of(i));
    for (const XmpLength& length : find_xmp_lengths(bytes)) {
      const std::optional<Extent> target = target_of(layout, length);
      const std::vector<Extent> field = document.bytes().project(i, length.digits);
      if (!target || field.size() != 1) continue;
      Link link;
      link.encoding = Encoding::padded_decimal;
      link.field = field.front();
      link.target = *target;
      links.push_back(link);
    }
  }
  return links;
}

}  // namespace exifscrub
