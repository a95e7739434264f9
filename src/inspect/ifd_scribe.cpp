#include "inspect/ifd_scribe.hpp"

#include <algorithm>

#include "inspect/exif_numbers.hpp"
#include "inspect/exif_words.hpp"

namespace exifscrub {

std::string IfdScribe::lead(std::uint64_t offset, std::string_view what) const {
  if (offset >= tiff().size()) return "-> " + hex_offset(offset) + ", outside the block";
  return "-> " + std::string{what} + " at " + hex_offset(scribe_.file_offset(offset));
}

std::string IfdScribe::order_words() const {
  return grammar_.order == ByteOrder::big ? "big-endian" : "little-endian";
}

/// "; numbers are little-endian (low byte first), offsets count from 0xc"
std::string IfdScribe::grammar_words() const {
  std::string words = "; numbers are " + order_words() +
                      (grammar_.order == ByteOrder::big ? " (high byte first)" : " (low byte first)");
  if (base_ >= 0 && base_ < static_cast<std::int64_t>(tiff().size()))
    words += ", offsets count from " + hex_offset(scribe_.file_offset(static_cast<std::uint64_t>(base_)));
  return words;
}

/// How the offset in an entry becomes the place of `target`, bytes of the block, in the file: "0x41c + 0xc".
std::string IfdScribe::sum_of(const IfdEntry& entry, std::uint64_t target) const {
  const Byte* room = tiff().data() + entry.at.offset + 4 + grammar_.inline_size();
  const std::uint64_t written =
      grammar_.big_tiff ? load_u64(room, grammar_.order) : load_u32(room, grammar_.order);
  const std::uint64_t place = scribe_.file_offset(target);
  const bool behind = place >= written;
  return hex_offset(written) + (behind ? " + " : " - ") +
         hex_offset(behind ? place - written : written - place);
}

void IfdScribe::describe_header(std::string_view name, std::uint64_t at, const TiffHeader& header,
                                std::string first) {
  const bool big = header.grammar.order == ByteOrder::big;
  Field& field = scribe_.open({FieldKind::header,
                               name,
                               {at, header.size()},
                               big ? "big-endian (MM)" : "little-endian (II)",
                               "all offsets in the block count from here"});
  field.is_row = true;
  scribe_.add_detail(
      {FieldKind::header,
       "byte order",
       {at, 2},
       big ? "MM: big-endian" : "II: little-endian",
       big ? "the first byte of a number counts most" : "the first byte of a number counts least"});
  scribe_.add_detail(
      {FieldKind::header, "magic", {at + 2, 2}, std::to_string(header.magic), "42 says: this is TIFF"});
  const std::uint64_t size = header.grammar.link_size();
  scribe_.add_detail(
      {FieldKind::offset, "offset of the first IFD", {at + header.size() - size, size}, std::move(first)});
  scribe_.point_to({at + header.first_ifd, 1});
  scribe_.close();
}

void IfdScribe::open_table(std::string_view name, const IfdTable& table, std::string_view note) {
  Field& field = scribe_.open({FieldKind::structure, name, table.at,
                               counted(table.declared, "entry", "entries") + ", " + order_words() +
                                   (table.complete() ? "" : ", cut short by the end of the block"),
                               note});
  field.is_heading = true;
  scribe_.anchor();
  scribe_.add_detail({FieldKind::entry_count,
                      "number of entries",
                      {table.offset, grammar_.count_size()},
                      std::to_string(table.declared) + grammar_words(),
                      grammar_.big_tiff
                          ? "each entry has 20 bytes: tag 2, type 2, count 8, value or offset 8"
                          : "each entry has 12 bytes: tag 2, type 2, count 4, value or offset 4"});
}

void IfdScribe::describe_link(const IfdTable& table, std::string words) {
  const std::uint64_t link = table.offset + grammar_.count_size() + table.count * grammar_.entry_size();
  if (table.at.end() > link) {
    scribe_.add_detail({FieldKind::offset,
                        "next IFD",
                        {link, grammar_.link_size()},
                        table.next == 0 ? "0: none follows" : std::move(words)});
    if (table.next != 0) scribe_.point_to({table.next, 1});
  }
}

void IfdScribe::open_entry(const IfdEntry& entry, EntryWords words) {
  BlockField field{FieldKind::structure, words.name, entry.at, words.value, words.note};
  if (entry.out_of_line) field.also = entry.value;
  Field& opened = scribe_.open(std::move(field));
  opened.is_row = true;
  opened.type = name_of_type(entry.type);
  opened.count = entry.count;
  if (words.number != words.value) opened.number = words.number;
  if (!words.group.empty() && !entry.zeroed()) scribe_.make_tag(words.group, {entry.at, entry.value});
  if (words.target) scribe_.point_to({*words.target, 1});
  const std::uint64_t at = entry.at.offset;
  const std::uint64_t wide = grammar_.inline_size();
  const std::string id = hex_tag(entry.tag);
  scribe_.add_detail(
      {FieldKind::tag, "tag", {at, 2}, words.name == id ? id : id + " " + std::string{words.name}});
  scribe_.add_detail({FieldKind::type,
                      "type",
                      {at + 2, 2},
                      std::to_string(entry.type) + ": " + std::string{name_of_type(entry.type)},
                      note_of_type(entry.type)});
  scribe_.add_detail({FieldKind::count,
                      "count",
                      {at + 4, wide},
                      std::to_string(entry.count),
                      "how many values of that type"});
  describe_room(entry, words);
}

/// The last bytes of an entry: its value, or where that stands.
void IfdScribe::describe_room(const IfdEntry& entry, const EntryWords& words) {
  const std::uint64_t wide = grammar_.inline_size();
  const Extent room{entry.at.offset + 4 + wide, wide};
  if (entry.out_of_line) {
    const bool there = !entry.value.empty();
    scribe_.add_detail({FieldKind::offset, "offset", room,
                        there ? "-> " + hex_offset(scribe_.file_offset(entry.value.offset)) + " (" +
                                    sum_of(entry, entry.value.offset) + ")"
                              : std::string{"leads outside the block"},
                        "where the value stands, because it does not fit in here"});
    if (there) scribe_.point_to(entry.value);
    return;
  }
  if (words.target) {
    scribe_.add_detail({FieldKind::offset, "offset", room, sum_of(entry, *words.target),
                        "counted from the TIFF header, which stands at the second number"});
    scribe_.point_to({*words.target, 1});
    return;
  }
  scribe_.add_detail({words.kind, "value", entry.value, {}});
  if (entry.value.length < wide) {
    scribe_.add_detail({FieldKind::padding, "unused", extent_between(entry.value.end(), room.end()), {}});
  }
}

Field& IfdScribe::open_value(const IfdEntry& entry, std::string_view name, FieldKind kind,
                             std::string words) {
  Field& value = scribe_.open({kind, name, entry.value, std::move(words)});
  value.is_heading = true;
  value.is_detail = true;
  scribe_.anchor();
  return value;
}

void IfdScribe::describe_fractions(const IfdEntry& entry, std::span<const std::string_view> names,
                                   FieldKind kind) {
  if (entry.type != tiff_type::rational && entry.type != tiff_type::srational) return;
  constexpr std::uint64_t most = 16, size = 8;
  for (std::uint64_t i = 0; i < std::min(entry.value.length / size, most); ++i) {
    const std::uint64_t at = entry.value.offset + size * i;
    const auto value = numeric_value(tiff(), grammar_, entry, i);
    std::string text = rational_text(tiff(), grammar_, entry, i);
    text += " = " + (value ? general_text(*value, 10) : std::string{"undefined"});
    Field& fraction = scribe_.open({kind, i < names.size() ? names[i] : "fraction", {at, size}, text});
    fraction.is_row = true;
    fraction.is_detail = true;
    scribe_.add_detail({kind, "numerator", {at, 4}, {}});
    scribe_.add_detail({kind, "denominator", {at + 4, 4}, {}});
    scribe_.close();
  }
}

}  // namespace exifscrub
