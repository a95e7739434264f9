#include "syntax/ifd_graph.hpp"

#include <algorithm>

#include "syntax/ifd_tag.hpp"

namespace exifscrub {
namespace {

/// Walks the graph. Its work list is the list of nodes: those found are read in the order they were found.
class GraphWalk {
 public:
  GraphWalk(Bytes tiff, IfdGraph& graph) : tiff_(tiff), graph_(graph), grammar_(graph.header.grammar) {
    graph_.ifds.reserve(8);
    graph_.pointers.reserve(8);
  }

  Result<void> run() {
    EXS_TRY(IfdTable first, read_ifd_table(tiff_, grammar_, graph_.header.first_ifd));
    if (graph_.header.first_ifd < graph_.header.size()) {
      return Error{Errc::malformed, 4, "IFD0 lies in the TIFF header"};
    }
    if (first.declared > 0 && !is_plausible(tiff_, grammar_, first)) {
      return Error{Errc::malformed, first.offset, "IFD0 is no directory"};
    }
    entries_ = first.count;
    graph_.ifds.push_back({IfdKind::main, 0, 0, first});
    for (std::uint32_t node = 0; node < graph_.ifds.size(); ++node) {
      follow_entries(node);
      follow_link(node);
    }
    return {};
  }

 private:
  void follow_entries(std::uint32_t node) {
    const IfdTable table = graph_.ifds[node].table;
    for (std::uint32_t i = 0; i < table.count; ++i) {
      const auto kind =
          pointed_ifd_kind(read_ifd_tag(tiff_, grammar_, table, i), read_ifd_type(tiff_, grammar_, table, i));
      if (!kind) continue;
      const IfdEntry entry = read_ifd_entry(tiff_, grammar_, table, i);
      IfdPointer pointer{node, no_ifd, entry.at.offset, 0, *kind, PointerFault::none};
      for (std::uint64_t k = 0; k < std::max<std::uint64_t>(entry.count, 1); ++k) {
        const auto target = unsigned_value(tiff_, grammar_, entry, k);
        pointer.target = target.value_or(0);
        pointer.fault = target ? PointerFault::none : PointerFault::outside;
        if (!follow(pointer, static_cast<std::uint16_t>(std::min<std::uint64_t>(k, 0xFFFF)))) return;
        if (!target) break;
      }
    }
  }

  void follow_link(std::uint32_t node) {
    const IfdNode from = graph_.ifds[node];
    if (from.table.next == 0) return;
    const auto table = read_ifd_table(tiff_, grammar_, from.table.next);
    IfdPointer pointer{node, no_ifd, 0, from.table.next, from.kind, PointerFault::none};
    if (!table) {
      pointer.fault = PointerFault::outside;
    } else if (!table->complete() || (table->count == 0 && table->next == 0)) {
      pointer.fault = PointerFault::implausible;
    }
    follow(pointer, static_cast<std::uint16_t>(from.number + 1));
  }

  /// Records the pointer and, when it leads to something new, the node. False when there is room for no more.
  bool follow(IfdPointer pointer, std::uint16_t number) {
    if (graph_.pointers.size() == IfdGraph::max_pointers) {
      graph_.over_budget = true;
      return false;
    }
    if (pointer.fault == PointerFault::none) reach(pointer, number);
    graph_.pointers.push_back(pointer);
    return true;
  }

  void reach(IfdPointer& pointer, std::uint16_t number) {
    pointer.to = known(pointer.target, pointer.kind);
    if (pointer.to != no_ifd) return;
    const auto table = read_ifd_table(tiff_, grammar_, pointer.target);
    if (!table || pointer.target < graph_.header.size()) {
      pointer.fault = PointerFault::outside;
    } else if (table->count > 0 && !is_plausible(tiff_, grammar_, *table)) {
      pointer.fault = PointerFault::implausible;
    } else if (!has_room(pointer, *table)) {
      pointer.fault = PointerFault::budget;
      graph_.over_budget = true;
    } else {
      entries_ += table->count;
      // A link leads to a neighbour, an entry one level down.
      const auto depth = static_cast<std::uint8_t>(graph_.ifds[pointer.from].depth + (pointer.entry ? 1 : 0));
      pointer.to = static_cast<std::uint32_t>(graph_.ifds.size());
      graph_.ifds.push_back({pointer.kind, depth, number, *table});
    }
  }

  [[nodiscard]] std::uint32_t known(std::uint64_t offset, IfdKind kind) const {
    const auto same = std::ranges::find_if(graph_.ifds, [&](const IfdNode& node) {
      return node.table.offset == offset && (node.kind == IfdKind::gps) == (kind == IfdKind::gps);
    });
    return same == graph_.ifds.end() ? no_ifd : static_cast<std::uint32_t>(same - graph_.ifds.begin());
  }

  [[nodiscard]] bool has_room(const IfdPointer& pointer, const IfdTable& table) const {
    return graph_.ifds.size() < IfdGraph::max_ifds && table.count <= IfdGraph::max_entries - entries_ &&
           (pointer.entry == 0 || graph_.ifds[pointer.from].depth < IfdGraph::max_depth);
  }

  Bytes tiff_;
  IfdGraph& graph_;
  TiffGrammar grammar_;
  std::uint32_t entries_ = 0;
};

}  // namespace

std::optional<IfdKind> pointed_ifd_kind(std::uint16_t tag, std::uint16_t type) {
  switch (tag) {
    case 0x8769:
      return IfdKind::exif;
    case 0x8825:
      return IfdKind::gps;
    case 0xA005:
      return IfdKind::interop;
    case 0x014A:
      return IfdKind::sub;
    case 0x0190:
      return IfdKind::global_parameters;
    case 0x8290:
      return IfdKind::kodak;
    case 0x888A:
      return IfdKind::leaf;
    default:
      break;
  }
  if (type == tiff_type::ifd || type == tiff_type::ifd64) return IfdKind::other;
  return std::nullopt;
}

Result<IfdGraph> walk_ifds(Bytes tiff) {
  IfdGraph graph;
  EXS_TRY(graph.header, read_tiff_header(tiff));
  EXS_CHECK(GraphWalk(tiff, graph).run());
  return graph;
}

}  // namespace exifscrub
