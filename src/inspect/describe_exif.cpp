#include <algorithm>
#include <array>

#include "inspect/block_scribe.hpp"
#include "inspect/coordinate_words.hpp"
#include "inspect/describe_makernote.hpp"
#include "inspect/exif_numbers.hpp"
#include "inspect/exif_words.hpp"
#include "inspect/ifd_scribe.hpp"
#include "metadata/exif_structure.hpp"
#include "metadata/exif_values.hpp"

namespace exifscrub {
namespace {

/// How people call the directory: the group, but "GPS IFD".
std::string directory_name(std::string_view group) {
  if (group.ends_with("IFD") || group.starts_with("IFD")) return std::string{group};
  return std::string{group} + " IFD";
}

class ExifScribe {
 public:
  ExifScribe(BlockScribe& scribe, IfdGraph graph)
      : scribe_(scribe),
        tiff_(scribe.bytes()),
        graph_(std::move(graph)),
        notation_(scribe, graph_.header.grammar),
        grammar_(graph_.header.grammar) {}

  void run() {
    for (const IfdNode& ifd : graph_.ifds) {
      groups_.push_back(name_of(ifd));
      names_.push_back(scribe_.keep(directory_name(groups_.back())));
    }
    notation_.describe_header("TIFF header", 0, graph_.header,
                              notation_.lead(graph_.header.first_ifd, "IFD0"));
    for (std::uint32_t i = 0; i < graph_.ifds.size(); ++i) describe_ifd(i);
  }

 private:
  std::string_view name_of(const IfdNode& ifd) {
    const std::string_view fixed = static_exif_group(ifd);
    if (!fixed.empty()) return fixed;
    return scribe_.keep((ifd.kind == IfdKind::main ? "IFD" : "SubIFD") + std::to_string(ifd.number));
  }

  void describe_ifd(std::uint32_t index) {
    const IfdNode& ifd = graph_.ifds[index];
    const IfdTable& table = ifd.table;
    notation_.open_table(names_[index], table, ifd.kind == IfdKind::gps ? "where the picture was taken" : "");
    for (std::uint32_t i = 0; i < table.count; ++i) {
      describe_entry(index, read_ifd_entry(tiff_, grammar_, table, i));
    }
    notation_.describe_link(table, notation_.lead(table.next, target_of(index, 0)));
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
    EntryWords words;
    words.name = name_of(ifd, entry, tag);
    words.number = number_of(entry, tag);
    words.note = note_of_tag(ifd.kind, entry.tag);
    words.kind = ifd.kind == IfdKind::gps ? FieldKind::location : FieldKind::value;
    if (pointed_ifd_kind(entry)) {
      words.target = unsigned_value(tiff_, grammar_, entry);
      words.value =
          words.target ? notation_.lead(*words.target, target_of(node, entry.at.offset)) : "no offset";
    } else {
      words.group = groups_[node];
      words.target = target_of_thumbnail(ifd, entry);
      words.value = words_of(ifd, entry, tag, words.number);
    }
    notation_.open_entry(entry, words);
    if (entry.out_of_line && !entry.value.empty()) describe_value(ifd, entry, tag, words);
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
  std::string number_of(const IfdEntry& entry, const ExifTag* tag) {
    if (entry.value.empty()) return {};
    const bool is_offset = entry.tag == exif_tag::jpeg_offset || entry.tag == exif_tag::strip_offsets;
    const auto offset = is_offset && entry.count == 1 ? unsigned_value(tiff_, grammar_, entry) : std::nullopt;
    const bool in_one_piece = scribe_.all().input().layout.blocks[scribe_.block()].parts.size() == 1;
    if (offset && in_one_piece) return std::to_string(scribe_.file_offset(0) + *offset);
    return exif_number(tiff_, grammar_, entry, tag);
  }

  /// Where the small picture stands that the entry's value, one offset, leads to.
  std::optional<std::uint64_t> target_of_thumbnail(const IfdNode& ifd, const IfdEntry& entry) const {
    const bool small_picture =
        ifd.kind == IfdKind::main &&
        (entry.tag == exif_tag::jpeg_offset || (entry.tag == exif_tag::strip_offsets && ifd.number > 0));
    const auto target =
        small_picture && !entry.out_of_line ? unsigned_value(tiff_, grammar_, entry) : std::nullopt;
    return target && *target < tiff_.size() ? target : std::nullopt;
  }

  std::string words_of(const IfdNode& ifd, const IfdEntry& entry, const ExifTag* tag,
                       const std::string& number) {
    if (entry.value.empty()) return entry.count == 0 ? "" : "value lies outside the block";
    if (tag != nullptr && tag->value == ExifValue::degrees && !number.empty()) {
      std::string words = coordinate_words(tiff_, grammar_, ifd.table, entry, number);
      if (!words.empty()) return words;
    }
    if (const auto thumbnail = target_of_thumbnail(ifd, entry))
      return notation_.lead(*thumbnail, "thumbnail");
    std::string words = exif_words(ifd.kind, entry.tag, number);
    if (!words.empty()) return words;
    if (number.empty() && is_blank(scribe_.bytes(entry.value))) return {};
    return number.empty() ? exif_value_text(tiff_, grammar_, entry, tag) : number;
  }

  void describe_value(const IfdNode& ifd, const IfdEntry& entry, const ExifTag* tag,
                      const EntryWords& words) {
    if (entry.tag == exif_tag::makernote) return describe_note(entry, words.name);
    constexpr std::array<std::string_view, 3> of_degrees = {"degrees", "minutes", "seconds"};
    constexpr std::array<std::string_view, 3> of_clock = {"hours", "minutes", "seconds"};
    const ExifValue way = tag != nullptr ? tag->value : ExifValue::plain;
    const bool degrees = way == ExifValue::degrees;
    notation_.open_value(entry, words.name, words.kind,
                         degrees ? coordinate_sum(tiff_, grammar_, ifd.table, entry) : std::string{});
    std::span<const std::string_view> names;
    if (degrees) names = of_degrees;
    if (way == ExifValue::clock) names = of_clock;
    notation_.describe_fractions(entry, names, words.kind);
    scribe_.describe_nested(entry.value);
    scribe_.close();
  }

  void describe_note(const IfdEntry& entry, std::string_view name) {
    const MakerNote note = look_at_makernote(tiff_, graph_, entry, scribe_.block(), false, nullptr);
    Field& field = notation_.open_value(
        entry, name, note.directories.empty() ? FieldKind::unknown : FieldKind::structure, {});
    field.is_detail = false;
    field.value = std::string{note.maker == name ? "" : note.maker};
    describe_makernote(scribe_, entry.value, note);
    scribe_.describe_nested(entry.value);
    scribe_.take_findings(entry.value);
    scribe_.close();
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
  IfdScribe notation_;
  TiffGrammar grammar_;
  std::vector<std::string_view> groups_;  ///< by node: ExifTool's group 1
  std::vector<std::string_view> names_;   ///< by node: "GPS IFD"
};

}  // namespace

void describe_exif(BlockScribe& scribe) {
  auto graph = walk_ifds(scribe.bytes());
  if (graph) return ExifScribe{scribe, std::move(*graph)}.run();
  Extent rest{0, scribe.bytes().size()};
  if (const auto header = read_tiff_header(scribe.bytes())) {
    IfdScribe notation{scribe, header->grammar};
    notation.describe_header("TIFF header", 0, *header, notation.lead(header->first_ifd, "IFD0"));
    rest = extent_between(header->size(), rest.end());
  }
  scribe.add({FieldKind::unknown, "unreadable", rest, std::string{graph.error().what}});
}

}  // namespace exifscrub
