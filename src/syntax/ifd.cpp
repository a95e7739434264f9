#include "syntax/ifd.hpp"

#include <algorithm>
#include <bit>

#include "base/checked.hpp"

namespace exifscrub {
namespace {

std::uint64_t load_offset(Bytes tiff, TiffGrammar grammar, std::uint64_t at) {
  const Byte* from = tiff.data() + at;
  return grammar.big_tiff ? load_u64(from, grammar.order) : load_u32(from, grammar.order);
}

/// Fills in where an entry's value stands.
void locate_value(Bytes tiff, TiffGrammar grammar, std::int64_t base, IfdEntry& entry) {
  const std::uint64_t field = entry.at.end() - grammar.inline_size();
  const std::uint64_t size = tiff_type_size(entry.type);
  const auto length = checked_multiply(size, entry.count);
  if (size == 0 || !length) {
    // Nobody knows how long it is, so only the field itself is surely its own.
    entry.value = {field, grammar.inline_size()};
    return;
  }
  if (*length <= grammar.inline_size()) {
    entry.value = {field, *length};
    entry.whole = true;
    return;
  }
  entry.out_of_line = true;
  const std::uint64_t header = grammar.big_tiff ? 16 : 8;
  std::uint64_t start = 0;
  if (__builtin_add_overflow(load_offset(tiff, grammar, field), base, &start)) return;
  if (start < header || start >= tiff.size()) return;
  entry.whole = fits<std::uint64_t>(start, *length, tiff.size());
  entry.value = {start, std::min<std::uint64_t>(*length, tiff.size() - start)};
}

std::optional<std::uint64_t> not_negative(std::int64_t number) {
  if (number < 0) return std::nullopt;
  return static_cast<std::uint64_t>(number);
}

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
      const IfdEntry entry = read_ifd_entry(tiff_, grammar_, table, i);
      const auto kind = pointed_ifd_kind(entry);
      if (!kind) continue;
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

Result<TiffHeader> read_tiff_header(Bytes tiff) {
  Cursor cursor{tiff};
  TiffHeader header;
  if (cursor.looking_at("II")) {
    header.grammar.order = ByteOrder::little;
  } else if (cursor.looking_at("MM")) {
    header.grammar.order = ByteOrder::big;
  } else {
    return Error{Errc::malformed, 0, "no TIFF byte-order mark"};
  }
  cursor.skip(2);
  cursor.set_order(header.grammar.order);
  header.magic = cursor.u16();
  constexpr std::uint16_t classic = 0x2A, big = 0x2B, orf = 0x4F52, orf_old = 0x5352, rw2 = 0x55;
  header.grammar.big_tiff = header.magic == big;
  if (header.magic == big) {
    const bool eight_byte_offsets = cursor.u16() == 8 && cursor.u16() == 0;
    header.first_ifd = cursor.u64();
    if (cursor && !eight_byte_offsets) return Error{Errc::malformed, 4, "no BigTIFF header"};
  } else {
    header.first_ifd = cursor.u32();
    const bool known =
        header.magic == classic || header.magic == orf || header.magic == orf_old || header.magic == rw2;
    if (cursor && !known) return Error{Errc::malformed, 2, "no TIFF header"};
  }
  if (!cursor) return Error{Errc::truncated, tiff.size(), "TIFF header ends too early"};
  return header;
}

Result<IfdTable> read_ifd_table(Bytes tiff, TiffGrammar grammar, std::uint64_t offset) {
  if (!fits<std::uint64_t>(offset, grammar.count_size(), tiff.size())) {
    return Error{Errc::truncated, offset, "IFD lies outside"};
  }
  IfdTable table;
  table.offset = offset;
  table.declared = grammar.big_tiff ? load_u64(tiff.data() + offset, grammar.order)
                                    : load_u16(tiff.data() + offset, grammar.order);
  const std::uint64_t first = offset + grammar.count_size();
  const std::uint64_t room = (tiff.size() - first) / grammar.entry_size();
  table.count =
      static_cast<std::uint32_t>(std::min<std::uint64_t>({table.declared, room, IfdGraph::max_entries}));
  const std::uint64_t link = first + table.count * grammar.entry_size();
  const bool has_link = table.complete() && fits<std::uint64_t>(link, grammar.link_size(), tiff.size());
  if (has_link) table.next = load_offset(tiff, grammar, link);
  table.at = extent_between(offset, has_link ? link + grammar.link_size() : link);
  return table;
}

IfdEntry read_ifd_entry(Bytes tiff, TiffGrammar grammar, const IfdTable& table, std::uint32_t index,
                        std::int64_t base) {
  IfdEntry entry;
  entry.at = {table.offset + grammar.count_size() + index * grammar.entry_size(), grammar.entry_size()};
  const Byte* at = tiff.data() + entry.at.offset;
  entry.tag = load_u16(at, grammar.order);
  entry.type = load_u16(at + 2, grammar.order);
  entry.count = load_offset(tiff, grammar, entry.at.offset + 4);
  locate_value(tiff, grammar, base, entry);
  return entry;
}

bool is_plausible(Bytes tiff, TiffGrammar grammar, const IfdTable& table) {
  // A few dozen are enough to tell, and a wrong offset may hit a count of 65 535.
  const std::uint32_t looked_at = std::min<std::uint32_t>(table.count, 64);
  std::uint32_t good = 0;
  for (std::uint32_t i = 0; i < looked_at; ++i) {
    const IfdEntry entry = read_ifd_entry(tiff, grammar, table, i);
    if (tiff_type_size(entry.type) != 0 || entry.zeroed()) ++good;
  }
  return good > 0 && good >= looked_at - good;
}

std::optional<std::uint64_t> unsigned_value(Bytes tiff, TiffGrammar grammar, const IfdEntry& entry,
                                            std::uint64_t index) {
  const std::uint64_t size = tiff_type_size(entry.type);
  if (size == 0 || index >= entry.value.length / size) return std::nullopt;
  const Byte* at = tiff.data() + entry.value.offset + index * size;
  switch (entry.type) {
    case tiff_type::byte:
      return *at;
    case tiff_type::u16:
      return load_u16(at, grammar.order);
    case tiff_type::u32:
    case tiff_type::ifd:
      return load_u32(at, grammar.order);
    case tiff_type::u64:
    case tiff_type::ifd64:
      return load_u64(at, grammar.order);
    // Programs write SSHORT and SLONG where offsets and orientations belong.
    case tiff_type::s16:
      return not_negative(static_cast<std::int16_t>(load_u16(at, grammar.order)));
    case tiff_type::s32:
      return not_negative(static_cast<std::int32_t>(load_u32(at, grammar.order)));
    default:
      return std::nullopt;
  }
}

std::optional<double> numeric_value(Bytes tiff, TiffGrammar grammar, const IfdEntry& entry,
                                    std::uint64_t index) {
  if (const auto whole = unsigned_value(tiff, grammar, entry, index)) return static_cast<double>(*whole);
  const std::uint64_t size = tiff_type_size(entry.type);
  if (size == 0 || index >= entry.value.length / size) return std::nullopt;
  const Byte* at = tiff.data() + entry.value.offset + index * size;
  const auto quotient = [](double over, double under) -> std::optional<double> {
    if (under == 0) return std::nullopt;
    return over / under;
  };
  switch (entry.type) {
    case tiff_type::s8:
      return static_cast<std::int8_t>(*at);
    case tiff_type::s16:
      return static_cast<std::int16_t>(load_u16(at, grammar.order));
    case tiff_type::s32:
      return static_cast<std::int32_t>(load_u32(at, grammar.order));
    case tiff_type::s64:
      return static_cast<double>(static_cast<std::int64_t>(load_u64(at, grammar.order)));
    case tiff_type::rational:
      return quotient(load_u32(at, grammar.order), load_u32(at + 4, grammar.order));
    case tiff_type::srational:
      return quotient(static_cast<std::int32_t>(load_u32(at, grammar.order)),
                      static_cast<std::int32_t>(load_u32(at + 4, grammar.order)));
    case tiff_type::f32:
      return std::bit_cast<float>(load_u32(at, grammar.order));
    case tiff_type::f64:
      return std::bit_cast<double>(load_u64(at, grammar.order));
    default:
      return std::nullopt;
  }
}

std::optional<IfdKind> pointed_ifd_kind(const IfdEntry& entry) {
  switch (entry.tag) {
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
  if (entry.type == tiff_type::ifd || entry.type == tiff_type::ifd64) return IfdKind::other;
  return std::nullopt;
}

Result<IfdGraph> walk_ifds(Bytes tiff) {
  IfdGraph graph;
  EXS_TRY(graph.header, read_tiff_header(tiff));
  EXS_CHECK(GraphWalk(tiff, graph).run());
  return graph;
}

}  // namespace exifscrub
