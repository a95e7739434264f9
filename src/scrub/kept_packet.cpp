#include "scrub/kept_packet.hpp"

#include <algorithm>
#include <optional>

#include "metadata/kept_xmp.hpp"

namespace exifscrub {
namespace {

bool carries(const Layout& layout, std::uint32_t node, BlockKind kind) {
  return std::ranges::any_of(layout.blocks,
                             [&](const Block& block) { return block.node == node && block.kind == kind; });
}

KeptXmpTargets targets_of(const Document& document, const ViewerXmp& due) {
  const Layout& layout = document.layout();
  KeptXmpTargets targets;
  std::vector<std::optional<Extent>> streams;
  for (const ViewerXmp::Item& item : due.items) {
    streams.push_back(item.semantic == "Primary" ? layout.nodes[document.primary()].at
                                                 : stream_of(layout, item.semantic));
    if (item.semantic == "MotionPhoto" && streams.back()) {
      targets.micro_video = extent_between(streams.back()->offset, layout.size);
    }
  }
  for (std::size_t i = 0; i < streams.size(); ++i) {
    KeptXmpTargets::Item target;
    target.bytes = streams[i];
    const bool has_next = i + 1 < streams.size() && streams[i + 1];
    if (streams[i]) {
      // Some readers add lengths up from the end of the file, where emptied trailers may stay.
      target.padding = extent_between(streams[i]->end(), has_next ? streams[i + 1]->offset : layout.size);
    }
    targets.items.push_back(target);
  }
  return targets;
}

}  // namespace

std::optional<Extent> stream_of(const Layout& layout, std::string_view semantic) {
  for (std::uint32_t i = 0; i < layout.nodes.size(); ++i) {
    const Node& node = layout.nodes[i];
    const bool gain_map = node.kind == NodeKind::image && node.use == ImageUse::gainmap;
    const bool original = node.kind == NodeKind::image && node.use == ImageUse::original;
    const bool video = node.kind == NodeKind::trailer && carries(layout, i, BlockKind::isobmff);
    if (semantic == "GainMap" ? gain_map : semantic == "MotionPhoto" ? video : original) return node.at;
  }
  return std::nullopt;
}

Literal kept_packet(const Document& document, const Policy& policy, std::uint32_t block) {
  const Layout& layout = document.layout();
  const Block& of = layout.blocks[block];
  const ViewerXmp& found = document.reading().find_facts(block)->viewer_xmp;
  KeptParts parts;
  parts.gainmap = !policy.removes_class(LeakClass::gainmap);
  parts.motion = !policy.removes_class(LeakClass::motion);
  parts.history = !policy.removes_class(LeakClass::history);
  ViewerXmp due = due_viewer_xmp(found, parts);
  if (policy.removes_class(LeakClass::panorama)) {
    std::erase_if(due.properties,
                  [](const ViewerXmp::Property& property) { return property.name.starts_with("GPano:"); });
  }
  // A shared picture often lost its gain map: an item that points nowhere is not written again.
  std::erase_if(due.items, [&](const ViewerXmp::Item& item) {
    return item.semantic != "Primary" && (of.node != document.primary() || !stream_of(layout, item.semantic));
  });
  if (due.items.size() == 1) due.items.clear();
  if (due.empty()) return {};
  return encode_kept_xmp(due, targets_of(document, due));
}

}  // namespace exifscrub
