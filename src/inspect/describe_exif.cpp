#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

#include "inspect/block_scribe.hpp"
#include "inspect/exif_words.hpp"
#include "metadata/exif_structure.hpp"
#include "metadata/exif_values.hpp"
#include "metadata/gps.hpp"
#include "syntax/ifd.hpp"

namespace exifscrub {
namespace {

std::string hex_tag(std::uint16_t tag) {
  char text[8];
  std::snprintf(text, sizeof text, "0x%04X", static_cast<unsigned>(tag));
  return text;
}

/// How people call the directory: the group, but "GPS IFD".
std::string directory_name(std::string_view group) {
  if (group.ends_with("IFD") || group.starts_with("IFD")) return std::string{group};
  return std::string{group} + " IFD";
}

class ExifScribe {
 public:
  explicit ExifScribe(BlockScribe& scribe) : scribe_(scribe), tiff_(scribe.bytes()) {}

  void run() {
    auto graph = walk_ifds(tiff_);
    if (!graph) {
      scribe_.add({FieldKind::unknown, "unreadable", {0, tiff_.size()}, std::string{graph.error().what}});
      return;
    }
    graph_ = std::move(*graph);
    grammar_ = graph_.header.grammar;
    for (const IfdNode& ifd : graph_.ifds) {
      groups_.push_back(name_of(ifd));
      names_.push_back(scribe_.keep(directory_name(groups_.back())));
    }
    describe_header();
    for (std::uint32_t i = 0; i < graph_.ifds.size(); ++i) describe_ifd(i);
  }

 private:
  std::string_view name_of(const IfdNode& ifd) {
    const std::string_view fixed = static_exif_group(ifd);
    if (!fixed.empty()) return fixed;
    return scribe_.keep((ifd.kind == IfdKind::main ? "IFD" : "SubIFD") + std::to_string(ifd.number));
  }

  void describe_header() {
    const bool big = grammar_.order == ByteOrder::big;
    Field& header = scribe_.open({FieldKind::header,
                                  "TIFF header",
                                  {0, graph_.header.size()},
                                  big ? "big-endian (MM)" : "little-endian (II)",
                                  "all offsets in the block count from here"});
    header.is_row = true;
    scribe_.add_detail(
        {FieldKind::header,
         "byte order",
         {0, 2},
         big ? "MM: big-endian" : "II: little-endian",
         big ? "the first byte of a number counts most" : "the first byte of a number counts least"});
    scribe_.add_detail(
        {FieldKind::header, "magic", {2, 2}, std::to_string(graph_.header.magic), "42 says: this is TIFF"});
    const std::uint64_t at = grammar_.big_tiff ? 8 : 4;
    scribe_.add_detail({FieldKind::offset,
                        "offset of IFD0",
                        {at, grammar_.link_size()},
                        lead(graph_.header.first_ifd, "IFD0")});
    scribe_.point_to({graph_.header.first_ifd, 1});
    scribe_.close();
  }

  /// "-> GPS IFD at 0x2a4 (0x298 + 12)"
  std::string lead(std::uint64_t offset, std::string_view what) const {
    if (offset >= tiff_.size()) return "-> " + hex_offset(offset) + ", outside the block";
    std::string text = "-> " + std::string{what} + " at " + hex_offset(scribe_.file_offset(offset));
    return text;
  }

  void describe_ifd(std::uint32_t index) {
    const IfdNode& ifd = graph_.ifds[index];
    const IfdTable& table = ifd.table;
    Field& field = scribe_.open({FieldKind::structure, names_[index], table.at,
                                 counted(table.declared, "entry", "entries") +
                                     (table.complete() ? "" : ", cut short by the end of the block"),
                                 ifd.kind == IfdKind::gps ? "where the picture was taken" : ""});
    field.is_heading = true;
    scribe_.anchor();
    scribe_.add_detail({FieldKind::entry_count,
                        "number of entries",
                        {table.offset, grammar_.count_size()},
                        std::to_string(table.declared),
                        "each entry has 12 bytes: tag 2, type 2, count 4, value or offset 4"});
    for (std::uint32_t i = 0; i < table.count; ++i) {
      describe_entry(index, read_ifd_entry(tiff_, grammar_, table, i));
    }
    const std::uint64_t link = table.offset + grammar_.count_size() + table.count * grammar_.entry_size();
    if (table.at.end() > link) {
      scribe_.add_detail({FieldKind::offset,
                          "next IFD",
                          {link, grammar_.link_size()},
                          table.next == 0 ? "0: none follows" : lead(table.next, target_of(index, 0))});
      if (table.next != 0) scribe_.point_to({table.next, 1});
    }
    describe_thumbnails(ifd, groups_[index]);
    scribe_.close();
  }

  /// The name of the directory that an entry (0: the link) of `node` leads to.
  std::string_view target_of(std::uint32_t node, std::uint64_t entry) const {
    const auto pointer = std::ranges::find_if(
        graph_.pointers, [&](const IfdPointer& p) { return p.from == node && p.entry == entry; });
    if (pointer == graph_.pointers.end()) return "IFD";
    return pointer->to == no_ifd ? std::string_view{"no directory"} : names_[pointer->to];
  }

  void describe_entry(std::uint32_t node, const IfdEntry& entry) {
    const IfdNode& ifd = graph_.ifds[node];
    const ExifTag* tag = find_exif_tag(ifd.kind, entry.tag);
    const std::string_view name = name_of(ifd, entry, tag);
    const bool points = pointed_ifd_kind(entry).has_value();
    const std::string number = number_of(ifd, entry, tag);
    std::string value = points ? pointer_words(node, entry) : words_of(ifd, entry, tag, number);
    const bool place = ifd.kind == IfdKind::gps;
    BlockField field{FieldKind::structure, name, entry.at, value, note_of_tag(ifd.kind, entry.tag)};
    if (entry.out_of_line) field.also = entry.value;
    Field& opened = scribe_.open(std::move(field));
    const std::uint32_t index = scribe_.last_index();
    opened.is_row = true;
    opened.type = name_of_type(entry.type);
    opened.count = entry.count;
    if (number != value) opened.number = number;
    if (!points && !entry.zeroed()) scribe_.make_tag(groups_[node], {entry.at});
    if (points) {
      if (const auto target = unsigned_value(tiff_, grammar_, entry)) scribe_.point_to({*target, 1});
    }
    describe_parts(ifd, entry, name, place, points);
    if (entry.out_of_line && !entry.value.empty()) describe_value(ifd, entry, tag, name, place);
    static_cast<void>(index);
    scribe_.close();
  }

  /// ExifTool calls the pair of tags that lead to a JPEG stream by the directory they stand in.
  std::string_view name_of(const IfdNode& ifd, const IfdEntry& entry, const ExifTag* tag) {
    const bool is_thumbnail = ifd.kind == IfdKind::main && ifd.number == 1;
    if (entry.tag == exif_tag::jpeg_offset && !is_thumbnail) return "OtherImageStart";
    if (entry.tag == exif_tag::jpeg_length && !is_thumbnail) return "OtherImageLength";
    return tag != nullptr ? tag->name : scribe_.keep(hex_tag(entry.tag));
  }

  /// ExifTool counts the offsets of pictures from the start of the file.
  std::string number_of(const IfdNode&, const IfdEntry& entry, const ExifTag* tag) {
    if (entry.value.empty()) return {};
    const bool is_offset = entry.tag == exif_tag::jpeg_offset || entry.tag == exif_tag::strip_offsets;
    const auto offset = is_offset && entry.count == 1 ? unsigned_value(tiff_, grammar_, entry) : std::nullopt;
    const bool in_one_piece = scribe_.all().input().layout.blocks[scribe_.block()].parts.size() == 1;
    if (offset && in_one_piece) return std::to_string(scribe_.file_offset(0) + *offset);
    return exif_number(tiff_, grammar_, entry, tag);
  }

  void describe_parts(const IfdNode& ifd, const IfdEntry& entry, std::string_view name, bool place,
                      bool points) {
    const std::uint64_t at = entry.at.offset;
    const std::uint64_t wide = grammar_.inline_size();
    scribe_.add_detail({FieldKind::tag, "tag", {at, 2}, hex_tag(entry.tag) + " " + std::string{name}});
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
    const Extent field{at + 4 + wide, wide};
    if (entry.out_of_line) {
      const bool there = !entry.value.empty();
      scribe_.add_detail({FieldKind::offset, "offset", field,
                          there ? "-> " + hex_offset(scribe_.file_offset(entry.value.offset))
                                : std::string{"leads outside the block"},
                          "where the value stands, because it does not fit in here"});
      if (there) scribe_.point_to(entry.value);
      return;
    }
    if (points) {
      scribe_.add_detail(
          {FieldKind::offset, "offset", field, number_or_none(entry), "counted from the TIFF header"});
      if (const auto target = unsigned_value(tiff_, grammar_, entry)) scribe_.point_to({*target, 1});
      return;
    }
    const FieldKind kind = place ? FieldKind::location : FieldKind::value;
    scribe_.add_detail({kind, "value", entry.value, {}});
    if (entry.tag == exif_tag::jpeg_offset || entry.tag == exif_tag::strip_offsets)
      point_at_thumbnail(ifd, entry);
    if (entry.value.length < wide) {
      scribe_.add_detail(
          {FieldKind::padding, "unused", {entry.value.end(), field.end() - entry.value.end()}, {}});
    }
  }

  void point_at_thumbnail(const IfdNode& ifd, const IfdEntry& entry) {
    const bool small_picture =
        ifd.kind == IfdKind::main && (ifd.number > 0 || entry.tag == exif_tag::jpeg_offset);
    const auto target = unsigned_value(tiff_, grammar_, entry);
    if (!small_picture || !target || *target >= tiff_.size()) return;
    scribe_.last().kind = FieldKind::offset;
    scribe_.point_to({*target, 1});
  }

  std::string number_or_none(const IfdEntry& entry) const {
    const auto number = unsigned_value(tiff_, grammar_, entry);
    return number ? std::to_string(*number) : std::string{};
  }

  std::string pointer_words(std::uint32_t node, const IfdEntry& entry) {
    const auto target = unsigned_value(tiff_, grammar_, entry);
    if (!target) return "no offset";
    return lead(*target, target_of(node, entry.at.offset));
  }

  std::string words_of(const IfdNode& ifd, const IfdEntry& entry, const ExifTag* tag,
                       const std::string& number) {
    if (entry.value.empty()) return entry.count == 0 ? "" : "value lies outside the block";
    if (tag != nullptr && tag->value == ExifValue::degrees && !number.empty()) {
      if (std::string words = degrees_words(ifd, entry, number); !words.empty()) return words;
    }
    const bool small = entry.tag == exif_tag::jpeg_offset && ifd.kind == IfdKind::main;
    if (small && !number.empty()) {
      if (const auto target = unsigned_value(tiff_, grammar_, entry)) return lead(*target, "thumbnail");
    }
    std::string words = exif_words(ifd.kind, entry.tag, number);
    if (!words.empty()) return words;
    const Bytes bytes = scribe_.bytes(entry.value);
    if (number.empty() && is_blank(bytes)) return {};
    if (number.empty()) return exif_value_text(tiff_, grammar_, entry, tag);
    return number;
  }

  /// "36 deg 6' 59.61\" N = 36.1165583"
  std::string degrees_words(const IfdNode& ifd, const IfdEntry& entry, const std::string& number) {
    const std::uint64_t size = tiff_type_size(entry.type);
    if (size == 0 || entry.type == tiff_type::ascii) return {};
    constexpr std::array<std::string_view, 3> units = {" deg", "'", "\""};
    std::string text;
    for (std::uint64_t i = 0; i < std::min<std::uint64_t>(entry.value.length / size, 3); ++i) {
      const auto part = numeric_value(tiff_, grammar_, entry, i);
      if (!text.empty()) text += ' ';
      text += part ? general_text(*part, 8) : "undef";
      text += units[i];
    }
    std::string letter;
    for (std::uint32_t i = 0; i < ifd.table.count; ++i) {
      const IfdEntry other = read_ifd_entry(tiff_, grammar_, ifd.table, i);
      if (other.tag != entry.tag - 1 || other.value.empty()) continue;
      letter = exif_number(tiff_, grammar_, other, nullptr).substr(0, 1);
      break;
    }
    const std::string degrees = gps_degrees_text(tiff_, grammar_, ifd.table, entry);
    if (!letter.empty()) text += " " + letter;
    return text + " = " + (degrees.empty() ? number : degrees);
  }

  void describe_value(const IfdNode& ifd, const IfdEntry& entry, const ExifTag* tag, std::string_view name,
                      bool place) {
    const FieldKind kind = entry.tag == exif_tag::makernote ? FieldKind::unknown
                           : place                          ? FieldKind::location
                                                            : FieldKind::value;
    std::string text = entry.tag == exif_tag::makernote ? counted(entry.value.length, "byte", "bytes")
                       : tag != nullptr && tag->value == ExifValue::degrees ? sum_words(entry)
                                                                            : std::string{};
    Field& value = scribe_.open({kind, name, entry.value, std::move(text)});
    value.is_detail = entry.tag != exif_tag::makernote;
    value.is_heading = true;
    scribe_.anchor();
    if (entry.type == tiff_type::rational || entry.type == tiff_type::srational)
      describe_rationals(ifd, entry, tag, kind);
    scribe_.describe_nested(entry.value);
    if (entry.tag == exif_tag::makernote) scribe_.take_findings(entry.value);
    scribe_.close();
  }

  /// "36/1 + 6/1/60 + 5961/100/3600 = 36.1165583"
  std::string sum_words(const IfdEntry& entry) {
    const std::uint64_t size = tiff_type_size(entry.type);
    constexpr std::array<std::string_view, 3> under = {"", "/60", "/3600"};
    std::string text;
    for (std::uint64_t i = 0; size != 0 && i < std::min<std::uint64_t>(entry.value.length / size, 3); ++i) {
      const auto part = numeric_value(tiff_, grammar_, entry, i);
      if (!part) return {};
      if (i > 0) text += " + ";
      text += general_text(*part, 10);
      text += under[i];
    }
    const ExifTag degrees{0, "", LeakClass::location, ExifHome::gps, ExifValue::degrees, ""};
    return text + " = " + exif_number(tiff_, grammar_, entry, &degrees) + " degrees";
  }

  void describe_rationals(const IfdNode&, const IfdEntry& entry, const ExifTag* tag, FieldKind kind) {
    constexpr std::uint64_t most = 16;
    constexpr std::array<std::string_view, 3> of_degrees = {"degrees", "minutes", "seconds"};
    constexpr std::array<std::string_view, 3> of_clock = {"hours", "minutes", "seconds"};
    const std::uint64_t count = std::min<std::uint64_t>(entry.value.length / 8, most);
    for (std::uint64_t i = 0; i < count; ++i) {
      const std::uint64_t at = entry.value.offset + 8 * i;
      const bool degrees = tag != nullptr && tag->value == ExifValue::degrees && i < 3;
      const bool clock = tag != nullptr && tag->value == ExifValue::clock && i < 3;
      const auto value = numeric_value(tiff_, grammar_, entry, i);
      std::string text = rational_text(tiff_, grammar_, entry, i);
      text += " = " + (value ? general_text(*value, 10) : std::string{"undefined"});
      Field& rational = scribe_.open({kind,
                                      degrees ? of_degrees[i]
                                      : clock ? of_clock[i]
                                              : "fraction",
                                      {at, 8},
                                      text});
      rational.is_row = true;
      rational.is_detail = true;
      scribe_.add_detail({kind, "numerator", {at, 4}, {}});
      scribe_.add_detail({kind, "denominator", {at + 4, 4}, {}});
      scribe_.close();
    }
  }

  void describe_thumbnails(const IfdNode& ifd, std::string_view group) {
    for (const ExifThumbnail& thumbnail : find_thumbnails(tiff_, grammar_, ifd.table)) {
      std::uint64_t length = 0;
      for (const Extent data : thumbnail.data) length += data.length;
      const Extent first = thumbnail.data.front();
      Field& field =
          scribe_.open({FieldKind::thumbnail, exif_name::thumbnail, first,
                        counted(length, "byte", "bytes") + (thumbnail.jpeg ? ", JPEG" : ", uncompressed"),
                        "a small copy of the picture; it may show what was cropped away"});
      field.is_heading = true;
      scribe_.anchor();
      scribe_.make_tag(group, {first});
      scribe_.describe_nested(first);
      scribe_.close();
      for (std::size_t i = 1; i < thumbnail.data.size(); ++i) {
        scribe_.add_detail({FieldKind::thumbnail, "strip", thumbnail.data[i],
                            counted(thumbnail.data[i].length, "byte", "bytes")});
      }
    }
  }

  BlockScribe& scribe_;
  Bytes tiff_;
  IfdGraph graph_;
  TiffGrammar grammar_;
  std::vector<std::string_view> groups_;  ///< by node: ExifTool's group 1
  std::vector<std::string_view> names_;   ///< by node: "GPS IFD"
};

}  // namespace

void describe_exif(BlockScribe& scribe) { ExifScribe{scribe}.run(); }

}  // namespace exifscrub
