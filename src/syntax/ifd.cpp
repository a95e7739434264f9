#include "syntax/ifd.hpp"

#include <algorithm>
#include <bit>

#include "base/bytes.hpp"
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
      static_cast<std::uint32_t>(std::min<std::uint64_t>({table.declared, room, IfdTable::max_count}));
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
  Bytes entries = tiff.subspan(table.offset + grammar.count_size(), looked_at * grammar.entry_size());
  for (; !entries.empty(); entries = entries.subspan(grammar.entry_size())) {
    const std::uint16_t type = load_u16(entries.data() + 2, grammar.order);
    const Bytes front = entries.first(grammar.entry_size() - grammar.inline_size());
    if (tiff_type_size(type) != 0 || all_zero(front)) ++good;
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

}  // namespace exifscrub
