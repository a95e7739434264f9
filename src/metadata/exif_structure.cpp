#include "metadata/exif_structure.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <string>

#include "base/bytes.hpp"
#include "base/checked.hpp"
#include "metadata/exif_values.hpp"
#include "metadata/gps.hpp"
#include "syntax/ifd_tag.hpp"

namespace exifscrub {
namespace {

/// The part of a stretch that lies in the block; empty when none does or when it starts in the header.
Extent cut_to(Bytes tiff, std::uint64_t offset, std::uint64_t length) {
  if (offset < 8 || offset >= tiff.size()) return {};
  return {offset, std::min<std::uint64_t>(length, tiff.size() - offset)};
}

/// Thumbnail from a pair of entries, offsets and lengths, with as many values as there are strips.
std::optional<ExifThumbnail> thumbnail_of(Bytes tiff, TiffGrammar grammar, const IfdTable& ifd,
                                          std::uint16_t offsets_tag, std::uint16_t lengths_tag) {
  const auto offsets = find_ifd_entry(tiff, grammar, ifd, offsets_tag);
  if (!offsets) return std::nullopt;
  const auto lengths = find_ifd_entry(tiff, grammar, ifd, lengths_tag);
  if (!lengths) return std::nullopt;
  ExifThumbnail found;
  constexpr std::uint64_t most_strips = 4096;
  for (std::uint64_t i = 0; i < most_strips; ++i) {
    const auto offset = unsigned_value(tiff, grammar, *offsets, i);
    const auto length = unsigned_value(tiff, grammar, *lengths, i);
    if (!offset || !length) break;
    const Extent strip = cut_to(tiff, *offset, *length);
    if (!strip.empty()) found.data.push_back(strip);
  }
  if (found.data.empty()) return std::nullopt;
  found.entries = {offsets->at, lengths->at};
  found.should_be_jpeg = offsets_tag == exif_tag::jpeg_offset;
  found.jpeg = found.data.size() == 1 && found.data[0].length >= 4 &&
               load_u16(tiff.data() + found.data[0].offset, ByteOrder::big) == 0xFFD8;
  return found;
}

std::string_view first_text(Bytes tiff, const IfdGraph& graph, std::uint16_t tag) {
  const auto entry = find_ifd_entry(tiff, graph.header.grammar, graph.ifds[0].table, tag);
  if (!entry || !entry->whole || entry->type != tiff_type::ascii) return {};
  const auto* text = reinterpret_cast<const char*>(tiff.data() + entry->value.offset);
  const std::string_view whole{text, static_cast<std::size_t>(entry->value.length)};
  return whole.substr(0, whole.find('\0'));
}

/// @param base  from where the table's offsets count
ExifStray stray_gps(Bytes tiff, TiffGrammar grammar, const IfdTable& table, const ExtentSet& used,
                    std::uint64_t base = 0) {
  ExifStray stray{true, table, grammar, base, {}};
  const auto moved = [base](Extent at) { return Extent{base + at.offset, at.length}; };
  ExtentSet own;
  own.add(moved(table.at));
  for (std::uint32_t i = 0; i < table.count; ++i) {
    const IfdEntry entry = read_ifd_entry(tiff.subspan(base), grammar, table, i);
    if (entry.out_of_line) own.add(moved(entry.value));
  }
  own.settle();
  const ExtentSet rest = own.minus(used);
  stray.where.assign(rest.extents().begin(), rest.extents().end());
  return stray;
}

bool is_text_byte(Byte byte) {
  return (byte >= 0x20 && byte < 0x7F) || byte == '\t' || byte == '\n' || byte == '\r';
}

/// Whether most of a run are letters, digits and blanks; tables of a camera's curves are seldom.
bool reads_as_words(Bytes run) {
  const auto words = std::ranges::count_if(run, [](Byte b) {
    return b == ' ' || (b >= '0' && b <= '9') || (b >= 'A' && b <= 'Z') || (b >= 'a' && b <= 'z');
  });
  return static_cast<std::size_t>(words) * 10 >= run.size() * 7;
}

/// Runs of text in a gap. Sixteen characters in a row hardly ever happen by chance; in a gap that holds
/// nothing but text and zeros a run may be shorter.
void add_texts(Bytes tiff, Extent gap, std::vector<ExifStray>& into) {
  constexpr std::uint64_t long_run = 16, short_run = 6;
  const Bytes bytes = tiff.subspan(gap.offset, gap.length);
  const bool only_text = std::ranges::all_of(bytes, [](Byte b) { return b == 0 || is_text_byte(b); });
  const std::uint64_t least = only_text ? short_run : long_run;
  for (std::uint64_t at = 0; at < bytes.size() && into.size() < max_strays;) {
    std::uint64_t end = at;
    while (end < bytes.size() && is_text_byte(bytes[end])) ++end;
    const bool text = end - at >= least && (only_text || reads_as_words(bytes.subspan(at, end - at)));
    if (text) into.push_back({false, {}, {}, 0, {{gap.offset + at, end - at}}});
    at = end + 1;
  }
}

void add_gps_tables(Bytes tiff, Extent gap, TiffGrammar grammar, const ExtentSet& used,
                    std::vector<ExifStray>& into) {
  for (std::uint64_t at = gap.offset; at + 14 <= gap.end() && into.size() < max_strays; ++at) {
    // A count from 1 to 32, in either order: gaps are full of zeros.
    if ((tiff[at] == 0) == (tiff[at + 1] == 0) || (tiff[at] | tiff[at + 1]) > most_gps_entries) continue;
    for (const ByteOrder order : {ByteOrder::little, ByteOrder::big}) {
      const TiffGrammar either{order, grammar.big_tiff};
      const auto table = gps_table_at(tiff, either, at, gap.end());
      if (!table) continue;
      into.push_back(stray_gps(tiff, either, *table, used));
      at += 12U * table->count + 1;
      break;
    }
  }
}

/// What no one uses, but for what is zeros from end to end.
ExtentSet gaps_with_bytes(Bytes tiff, const ExtentSet& used) {
  const ExtentSet all = used.gaps_in({0, tiff.size()});
  ExtentSet gaps;
  for (const Extent gap : all.extents()) {
    if (!all_zero(tiff.subspan(gap.offset, gap.length))) gaps.add(gap);
  }
  return gaps;
}

/// The first TIFF header that begins and ends in [from, end), or `end`.
std::uint64_t find_header(Bytes tiff, std::uint64_t from, std::uint64_t end) {
  constexpr Byte magic = 42;
  for (std::uint64_t at = from; at < end; ++at) {
    const void* found = std::memchr(tiff.data() + at, magic, end - at);
    if (found == nullptr) break;
    at = static_cast<std::uint64_t>(static_cast<const Byte*>(found) - tiff.data());
    const Bytes before = tiff.subspan(from, at - from);
    if (as_text(before).ends_with("II") && at + 1 < end && tiff[at + 1] == 0) return at - 2;
    if (as_text(before).ends_with(std::string_view{"MM\0", 3})) return at - 3;
  }
  return end;
}

/// Whole Exif blocks in a gap, perhaps in a picture there, whose offsets count from a header of their own.
/// @param tries  how many headers may still be followed; of further ones only the tables are found
void add_blocks(Bytes tiff, Extent gap, const ExtentSet& used, unsigned& tries,
                std::vector<ExifStray>& into) {
  for (std::uint64_t at = find_header(tiff, gap.offset, gap.end()); at + 14 <= gap.end() && tries > 0;
       at = find_header(tiff, at + 1, gap.end())) {
    --tries;
    const Bytes block = tiff.subspan(at, gap.end() - at);
    const auto graph = walk_ifds(block);
    if (!graph) continue;
    const TiffGrammar grammar = graph->header.grammar;
    for (const IfdNode& ifd : graph->ifds) {
      if (ifd.kind != IfdKind::gps || into.size() >= max_strays) continue;
      if (judge_gps(block, grammar, ifd.table) != GpsSubstance::place) continue;
      into.push_back(stray_gps(tiff.first(gap.end()), grammar, ifd.table, used, at));
    }
  }
}

}  // namespace

std::string_view static_exif_group(const IfdNode& ifd) {
  constexpr std::array<std::string_view, 10> mains = {"IFD0", "IFD1", "IFD2", "IFD3", "IFD4",
                                                      "IFD5", "IFD6", "IFD7", "IFD8", "IFD9"};
  constexpr std::array<std::string_view, 10> subs = {"SubIFD",  "SubIFD1", "SubIFD2", "SubIFD3", "SubIFD4",
                                                     "SubIFD5", "SubIFD6", "SubIFD7", "SubIFD8", "SubIFD9"};
  switch (ifd.kind) {
    case IfdKind::main:
      return ifd.number < mains.size() ? mains[ifd.number] : std::string_view{};
    case IfdKind::sub:
      return ifd.number < subs.size() ? subs[ifd.number] : std::string_view{};
    case IfdKind::exif:
      return "ExifIFD";
    case IfdKind::gps:
      return "GPS";
    case IfdKind::interop:
      return "InteropIFD";
    case IfdKind::global_parameters:
      return "GlobParamIFD";
    case IfdKind::kodak:
      return "KodakIFD";
    case IfdKind::leaf:
      return "LeafSubIFD";
    case IfdKind::other:
      return "SubIFD";
  }
  return {};
}

std::string_view exif_group(const IfdNode& ifd, Reading& into) {
  const std::string_view fixed = static_exif_group(ifd);
  if (!fixed.empty()) return fixed;
  return into.keep((ifd.kind == IfdKind::main ? "IFD" : "SubIFD") + std::to_string(ifd.number));
}

std::vector<ExifThumbnail> find_thumbnails(Bytes tiff, TiffGrammar grammar, const IfdTable& ifd) {
  std::vector<ExifThumbnail> found;
  for (const auto& [offsets, lengths] : {std::pair{exif_tag::jpeg_offset, exif_tag::jpeg_length},
                                         std::pair{exif_tag::strip_offsets, exif_tag::strip_lengths}}) {
    if (auto thumbnail = thumbnail_of(tiff, grammar, ifd, offsets, lengths)) {
      found.push_back(std::move(*thumbnail));
    }
  }
  return found;
}

MakerNote look_at_makernote(Bytes tiff, const IfdGraph& graph, const IfdEntry& entry, std::uint32_t block,
                            bool values, Reading* into, bool by_make) {
  MakerNoteRequest request;
  request.tiff = tiff;
  request.grammar = graph.header.grammar;
  request.note = entry.value;
  if (by_make) request.make = first_text(tiff, graph, exif_tag::make);
  request.model = first_text(tiff, graph, exif_tag::model);
  request.block = block;
  request.values = values;
  return read_makernote(request, into);
}

std::vector<Extent> padding_contents(Bytes tiff, std::span<const Extent> values, const ExtentSet& used) {
  constexpr std::array<Byte, 6> header = {0x1C, 0xEA, 0, 0, 0, 8};
  ExtentSet contents;
  for (const Extent value : values) {
    const Bytes head = tiff.subspan(value.offset, std::min<std::uint64_t>(value.length, header.size()));
    const bool has_header = std::ranges::equal(head, header);
    contents.add(extent_between(value.offset + (has_header ? header.size() : 0), value.end()));
  }
  contents.settle();
  const ExtentSet own = contents.minus(used);
  std::vector<Extent> found;
  for (const Extent part : own.extents()) {
    if (!all_zero(tiff.subspan(part.offset, part.length))) found.push_back(part);
  }
  return found;
}

std::vector<ExifStray> find_strays(Bytes tiff, TiffGrammar grammar, const ExtentSet& used) {
  std::vector<ExifStray> found;
  const ExtentSet unused = gaps_with_bytes(tiff, used);
  unsigned tries = 64;
  for (const Extent gap : unused.extents()) add_blocks(tiff, gap, used, tries, found);
  ExtentSet known = used;
  for (const ExifStray& stray : found) {
    for (const Extent part : stray.where) known.add(part);
  }
  known.settle();
  const ExtentSet gaps = found.empty() ? unused : gaps_with_bytes(tiff, known);
  for (const Extent gap : gaps.extents()) add_gps_tables(tiff, gap, grammar, used, found);
  for (const Extent gap : gaps.extents()) add_texts(tiff, gap, found);
  return found;
}

}  // namespace exifscrub
