#include "metadata/exif.hpp"

#include <algorithm>
#include <array>
#include <memory>
#include <optional>
#include <utility>

#include "base/bytes.hpp"
#include "base/characters.hpp"
#include "metadata/embedded_document.hpp"
#include "metadata/exif_facts.hpp"
#include "metadata/exif_structure.hpp"
#include "metadata/exif_values.hpp"
#include "metadata/gps.hpp"
#include "metadata/keywords.hpp"
#include "metadata/minimal_exif.hpp"
#include "metadata/text_places.hpp"
#include "syntax/ifd_tag.hpp"

namespace exifscrub {
namespace {

std::string hex_name(std::uint16_t tag) {
  std::string name = "0x";
  for (int shift = 12; shift >= 0; shift -= 4) name += upper_hex[tag >> shift & 0xF];
  return name;
}

/// Tags that describe the small picture of a further IFD rather than the camera.
bool describes_picture(std::uint16_t tag) {
  return tag < 0x0300 && tag != exif_tag::make && tag != exif_tag::model && tag != 0x013C;
}

/// A document of another language that an entry holds.
struct EntryDocument {
  BlockKind kind;
  std::string_view name;
};

std::optional<EntryDocument> document_in(std::uint16_t tag) {
  switch (tag) {
    case exif_tag::xmp:
      return EntryDocument{BlockKind::xmp, "XMP"};
    case exif_tag::iptc:
    case exif_tag::iptc_afcp:
      return EntryDocument{BlockKind::iptc, "IPTC"};
    case exif_tag::irb:
      return EntryDocument{BlockKind::irb, "Photoshop"};
    case exif_tag::icc:
      return EntryDocument{BlockKind::icc, "ICC_Profile"};
    case exif_tag::jumbf:
      return EntryDocument{BlockKind::jumbf, "JUMBF"};
    default:
      return std::nullopt;
  }
}

class ExifReader {
 public:
  ExifReader(const ReadRequest& request, Reading& into, const EnoughRead* enough = nullptr)
      : tiff_(request.bytes), block_(request.block), values_(request.values), enough_(enough), into_(into) {}

  void run() {
    if (!find_directories() || answer_from_gps()) return;
    gather_facts();
    for (const IfdNode& ifd : graph_.ifds) {
      if (enough_ == nullptr || ifd.kind != IfdKind::gps) read_ifd(ifd);
    }
    check_pointers();
    read_strays();
    lend();
  }

  bool run_for_viewer() {
    if (!find_directories()) return true;
    if (!is_plain()) return false;
    gather_facts();
    for (const IfdNode& ifd : graph_.ifds) {
      if (ifd.kind != IfdKind::gps) read_thumbnails(ifd, exif_group(ifd, into_));
    }
    return true;
  }

 private:
  /// Whether there are directories to read.
  bool find_directories() {
    if (all_zero(tiff_)) return false;
    if (const auto minimal = read_minimal_exif(tiff_)) {
      read_minimal(*minimal);
      return false;
    }
    auto graph = walk_ifds(tiff_);
    if (!graph) {
      blind(graph.error().offset, graph.error().what, tiff_.size() >= smallest_exif);
      read_damaged();
      return false;
    }
    graph_ = std::move(*graph);
    grammar_ = graph_.header.grammar;
    if (grammar_.big_tiff) {
      blind(2, "BigTIFF inside an Exif block", true);
      return false;
    }
    used_.add({0, graph_.header.size()});
    return true;
  }

  void lend() {
    auto understood = std::make_shared<ExifUnderstanding>();
    understood->bytes = tiff_;
    understood->graph = std::move(graph_);
    understood->outside_notes = std::move(outside_notes_);
    into_.lend(block_, std::move(understood));
  }

  void read_damaged() {
    const Orientation orientation = orientation_of_damaged(tiff_);
    if (orientation.value == 0) return;
    into_.facts(block_).orientation = orientation.value;
    add_orientation(orientation.value, orientation.entry);
  }

  void add_orientation(std::uint16_t value, Extent entry) {
    BlockFinding& finding = into_.add(block_, LeakClass::orientation, "IFD0", "Orientation", {entry});
    if (values_) finding.value = std::to_string(value);
  }

  void gather_facts() {
    Facts& facts = into_.facts(block_);
    gather_exif_facts(tiff_, graph_, facts);
    interop_r03_ = facts.interop_r03;
  }

  /// Whether no documents but thumbnails stand in it, and nothing that makes more findings than it has bytes:
  /// tables on top of each other, or lists of keywords.
  [[nodiscard]] bool is_plain() const {
    std::uint64_t entries = 0, lists = 0;
    for (const IfdNode& ifd : graph_.ifds) {
      entries += ifd.table.count;
      for (std::uint32_t i = 0; i < ifd.table.count; ++i) {
        const std::uint16_t tag = read_ifd_tag(tiff_, grammar_, ifd.table, i);
        if (document_in(tag)) return false;
        if (tag == exif_tag::keywords) ++lists;
      }
    }
    return entries * grammar_.entry_size() <= tiff_.size() && lists <= 1;
  }

  void blind(std::uint64_t offset, std::string_view what, bool may_hide_location) {
    into_.blind_spots.push_back({block_, offset, what, may_hide_location});
  }

  /// Where one answer is enough, the directories come first that give it most often. Whether it was given.
  bool answer_from_gps() {
    if (enough_ == nullptr) return false;
    for (const IfdNode& ifd : graph_.ifds) {
      if (ifd.kind == IfdKind::gps) read_ifd(ifd);
    }
    return (*enough_)(into_);
  }

  void read_minimal(const MinimalExif& minimal) {
    Facts& facts = into_.facts(block_);
    facts.canonical = true;
    facts.orientation = minimal.orientation;
    facts.color_space = minimal.color_space;
    facts.interop_r03 = minimal.adobe_rgb;
    if (minimal.orientation != 0) add_orientation(minimal.orientation, {10, 12});
  }

  void read_ifd(const IfdNode& ifd) {
    used_.add(ifd.table.at);
    if (!ifd.table.complete()) blind(ifd.table.offset, "IFD runs past the end of the Exif block", false);
    const std::string_view group = exif_group(ifd, into_);
    if (ifd.kind == IfdKind::gps) {
      read_gps(ifd, group);
      return;
    }
    for (std::uint32_t i = 0; i < ifd.table.count; ++i) {
      const IfdEntry entry = read_ifd_entry(tiff_, grammar_, ifd.table, i);
      if (!entry.zeroed()) read_entry(ifd, group, entry);
    }
    read_thumbnails(ifd, group);
  }

  void read_entry(const IfdNode& ifd, std::string_view group, const IfdEntry& entry) {
    claim_value(entry);
    const ExifTag* tag = find_exif_tag(ifd.kind, entry.tag);
    refer(entry);
    if (pointed_ifd_kind(entry) || (tag != nullptr && tag->value == ExifValue::structure)) return;
    add_finding(class_of(ifd, entry, tag), group, entry, tag);
    if (entry.value.empty()) return;
    if (is_opaque(entry, tag) && may_search(entry)) {
      look_into(group, entry, tag);
    }
    if (entry.tag == exif_tag::keywords) note_keywords(group, entry);
    if (entry.tag == exif_tag::makernote) {
      read_maker(entry);
    } else if (tag != nullptr && tag->leak_class == LeakClass::makernote) {
      leave_unread(entry, "DNGPrivateData");
    }
  }

  void claim_value(const IfdEntry& entry) {
    if (!entry.out_of_line) return;
    // An offset of eight bytes is none, and what it leads to is read as what no entry names.
    if (entry.tag == exif_tag::gps) return;
    if (entry.tag != exif_tag::padding) return used_.add(entry.value);
    paddings_.push_back(entry.value);
  }

  [[nodiscard]] LeakClass class_of(const IfdNode& ifd, const IfdEntry& entry, const ExifTag* tag) const {
    const bool further_picture = ifd.kind == IfdKind::sub || (ifd.kind == IfdKind::main && ifd.number > 0);
    if ((tag == nullptr || ifd.kind == IfdKind::interop) && is_lost_coordinate(ifd, entry))
      return LeakClass::location;
    if (tag == nullptr) return LeakClass::unknown;
    const bool plain = tag->leak_class == LeakClass::device || tag->leak_class == LeakClass::orientation;
    if (further_picture && plain && describes_picture(entry.tag)) return LeakClass::thumbnail;
    if (interop_r03_ && (ifd.kind == IfdKind::interop || entry.tag == exif_tag::color_space)) {
      return LeakClass::icc;
    }
    return tag->leak_class;
  }

  /// A GPS tag that a program wrote into the wrong directory: degrees under the id of a coordinate.
  static bool is_lost_coordinate(const IfdNode& ifd, const IfdEntry& entry) {
    if ((entry.tag != 2 && entry.tag != 4) || entry.count == 0 || entry.count > 3) return false;
    const bool rational = entry.type == tiff_type::rational || entry.type == tiff_type::srational;
    const bool real = entry.type == tiff_type::f64 || entry.type == tiff_type::f32;
    // In directories of a maker's own one number may be anything.
    const bool standard =
        ifd.kind == IfdKind::main || ifd.kind == IfdKind::exif || ifd.kind == IfdKind::interop;
    return rational ? standard || entry.count == 3 : real && standard;
  }

  BlockFinding& add_finding(LeakClass leak_class, std::string_view group, const IfdEntry& entry,
                            const ExifTag* tag) {
    const std::array<Extent, 2> where = {entry.at, entry.value};
    const std::size_t parts = entry.out_of_line && !entry.value.empty() ? 2 : 1;
    const std::string_view name = tag != nullptr ? tag->name : into_.keep(hex_name(entry.tag));
    BlockFinding& finding = into_.add(block_, leak_class, group, name, std::span{where}.first(parts));
    if (values_ && worded_ < most_words && !entry.value.empty()) {
      finding.value = exif_value_text(tiff_, grammar_, entry, tag);
      worded_ += finding.value.size();
    }
    return finding;
  }

  /// Whether a document or a text may stand in an entry whose value has no reader.
  static bool is_opaque(const IfdEntry& entry, const ExifTag* tag) {
    if (!entry.out_of_line || entry.tag == exif_tag::makernote || document_in(entry.tag)) return false;
    return may_be_text(entry, tag) || (entry.whole && entry.value.length >= smallest_document);
  }

  /// A document in a value that has no structure of its own, and the places in the text in front of it.
  void look_into(std::string_view group, const IfdEntry& entry, const ExifTag* tag) {
    Extent text = entry.value;
    if (entry.tag != exif_tag::padding)
      text.length = refer_to_document(block_, value_of(entry), text.offset, into_);
    if (text.empty() || !may_be_text(entry, tag)) return;
    read_places(group, tag != nullptr ? tag->name : into_.keep(hex_name(entry.tag)), text,
                tag != nullptr && tag->value == ExifValue::utf16);
  }

  /// Places in a text, behind the character code that some begin with.
  void read_places(std::string_view group, std::string_view name, Extent text, bool is_utf16) {
    const Bytes value = tiff_.subspan(text.offset, text.length);
    const auto [begin, form] = exif_text(value, is_utf16);
    report_text_places({tiff_, block_, values_}, group, name, value.subspan(begin), form, text.offset + begin,
                       into_);
  }

  /// Windows' list of keywords, between semicolons.
  void note_keywords(std::string_view group, const IfdEntry& entry) {
    const Bytes list = value_of(entry);
    const ByteOrder order = form_of_utf16(list).order;
    const auto note = [&](std::uint64_t begin, std::uint64_t end) {
      const std::string keyword = utf16_text(list.subspan(begin, end - begin), order);
      if (trimmed(keyword).empty() || into_.is_full()) return;
      // One that stands in the entry itself takes it along.
      const Extent where = entry.out_of_line ? Extent{entry.value.offset + begin, end - begin} : entry.at;
      const Form form = entry.out_of_line ? Form::text_place : Form::value;
      into_.keywords.push_back({block_, form, where, keyword_word(keyword), group, "XPKeywords"});
    };
    std::uint64_t begin = 0;
    for (std::uint64_t at = 0; at + 2 <= list.size(); at += 2) {
      const std::uint16_t unit = load_u16(list.data() + at, order);
      if (unit != ';' && unit != 0) continue;
      note(begin, at);
      begin = at + 2;
    }
    note(begin, list.size() & ~std::uint64_t{1});
  }

  /// Programs write texts with any type of one byte, or of two for UTF-16. Fewer bytes than a word and a number have are
  /// none.
  static bool may_be_text(const IfdEntry& entry, const ExifTag* tag) {
    constexpr std::uint64_t shortest_wide = 16;
    if (tag != nullptr && tag->value == ExifValue::utf16) return true;
    return tiff_type_size(entry.type) == 1 ||
           (entry.type == tiff_type::u16 && entry.value.length >= shortest_wide);
  }

  void read_gps(const IfdNode& ifd, std::string_view group) {
    const GpsSubstance substance = judge_gps(tiff_, grammar_, ifd.table);
    for (std::uint32_t i = 0; i < ifd.table.count; ++i) {
      const IfdEntry entry = read_ifd_entry(tiff_, grammar_, ifd.table, i);
      claim_value(entry);
      const auto pointed = pointed_ifd_kind(entry);
      if (substance == GpsSubstance::hollow || entry.zeroed() || pointed) continue;
      const LeakClass leak_class = substance == GpsSubstance::place ? LeakClass::location : LeakClass::device;
      BlockFinding& finding = add_finding(leak_class, group, entry, find_exif_tag(IfdKind::gps, entry.tag));
      finding.form = is_coordinate(entry.tag) ? Form::gps_coordinate : Form::gps_entry;
      if (!values_) continue;
      std::string degrees = gps_degrees_text(tiff_, grammar_, ifd.table, entry);
      if (!degrees.empty()) finding.value = std::move(degrees);
    }
    if (substance == GpsSubstance::hollow) {
      add_hollow(ifd);
      return;
    }
    const GpsPosition position = read_gps_position(tiff_, grammar_, ifd.table);
    if (position.latitude && position.longitude) {
      // Before those that texts of the block tell: Mapillary copies its own into ImageDescription.
      auto& positions = into_.positions;
      const auto first = std::ranges::find(positions, block_, &BlockPosition::block);
      positions.insert(first + gps_positions_++,
                       {block_, *position.latitude, *position.longitude, position.altitude_m});
    }
  }

  void add_hollow(const IfdNode& ifd) {
    const auto node = static_cast<std::uint32_t>(&ifd - graph_.ifds.data());
    for (const IfdPointer& pointer : graph_.pointers) {
      if (pointer.to == node && pointer.entry != 0) {
        add_gps_leftover({{pointer.entry, grammar_.entry_size()}, ifd.table.at});
        return;
      }
    }
  }

  void add_gps_leftover(std::initializer_list<Extent> where) {
    BlockFinding& finding = into_.add(block_, LeakClass::location, "GPS", exif_name::gps_pointer, where);
    finding.standing = Standing::leftover;
    finding.form = Form::gps_pointer;
  }

  void read_thumbnails(const IfdNode& ifd, std::string_view group) {
    for (const ExifThumbnail& thumbnail : find_thumbnails(tiff_, grammar_, ifd.table)) {
      std::vector<Extent> where = thumbnail.entries;
      where.insert(where.end(), thumbnail.data.begin(), thumbnail.data.end());
      bool emptied = true;
      for (const Extent data : thumbnail.data) {
        const Bytes pixels = tiff_.subspan(data.offset, data.length);
        emptied = emptied && all_zero(pixels);
        claim_thumbnail(thumbnail, data, pixels);
      }
      BlockFinding& finding = into_.add(block_, LeakClass::thumbnail, group, exif_name::thumbnail, where);
      finding.form = Form::thumbnail;
      if (emptied) finding.standing = Standing::leftover;
      if (!thumbnail.jpeg) continue;
      refer_to(BlockKind::jpeg, thumbnail.data[0], "thumbnail");
      into_.references.back().use = ImageUse::thumbnail;
    }
  }

  /// Where a pointer misses the stream that it is of, everything may stand there: it is read as what no entry names, and so
  /// is what is behind it.
  void claim_thumbnail(const ExifThumbnail& thumbnail, Extent data, Bytes pixels) {
    if (thumbnail.jpeg) return used_.add(data);
    const bool document = refer_to_document(block_, pixels, data.offset, into_) < pixels.size();
    if (document || !thumbnail.should_be_jpeg) used_.add(data);
  }

  void refer_to(BlockKind kind, Extent where, std::string_view name) {
    Reference reference;
    reference.kind = kind;
    reference.parent = block_;
    reference.parts = {where};
    reference.name = name;
    into_.references.push_back(std::move(reference));
  }

  /// Documents of other languages that stand in an entry's value.
  void refer(const IfdEntry& entry) {
    if (entry.value.empty()) return;
    if (const auto document = document_in(entry.tag)) refer_to(document->kind, entry.value, document->name);
  }

  void read_maker(const IfdEntry& entry) {
    MakerNote note = look_at_makernote(tiff_, graph_, entry, block_, values_, &into_);
    used_.add(note.outside);
    note.outside.settle();
    outside_notes_.emplace_back(entry.at.offset, std::move(note.outside));
    if (!note.understood) leave_unread(entry, note.maker);
  }

  void leave_unread(const IfdEntry& entry, std::string_view name) {
    into_.facts(block_).unread_makernote = true;
    refer_to(BlockKind::makernote, entry.value, name);
  }

  void check_pointers() {
    if (graph_.over_budget) blind(0, "more directories than anybody needs", true);
    for (const IfdPointer& pointer : graph_.pointers) {
      if (pointer.fault == PointerFault::none || pointer.fault == PointerFault::budget) continue;
      if (pointer.kind == IfdKind::gps && pointer.entry != 0) {
        if (pointer.fault == PointerFault::outside) {
          add_gps_leftover({{pointer.entry, grammar_.entry_size()}});
        } else {
          blind(pointer.entry, "GPS pointer leads to no directory", true);
        }
      } else {
        blind(pointer.target, "pointer leads to no directory", false);
      }
    }
    const bool empty = graph_.ifds[0].table.declared == 0 && graph_.ifds[0].table.next == 0;
    const std::uint64_t rest = graph_.ifds[0].table.at.end();
    if (empty && !all_zero(tiff_.subspan(rest))) blind(rest, "bytes behind an empty directory", true);
  }

  /// Nobody can say what an older state of the file left there: it counts as a place.
  void read_paddings() {
    const std::vector<Extent> contents = padding_contents(tiff_, paddings_, used_);
    for (const Extent padding : paddings_) used_.add(padding);
    used_.settle();
    if (contents.empty()) return;
    into_.add(block_, LeakClass::location, exif_name::block, exif_name::padding, contents).form =
        Form::stray_gps;
  }

  void read_strays() {
    used_.settle();
    read_paddings();
    const std::vector<ExifStray> strays = find_strays(tiff_, grammar_, used_);
    if (strays.size() == max_strays && strays.back().gps) blind(0, "more stray GPS tables than can be", true);
    for (const ExifStray& stray : strays) {
      if (!stray.gps) {
        BlockFinding& finding =
            into_.add(block_, LeakClass::unknown, exif_name::block, exif_name::stray_text, stray.where);
        finding.form = Form::stray;
        if (values_) finding.value = plain_text(tiff_.subspan(stray.where[0].offset, stray.where[0].length));
        const std::size_t before = into_.findings.size();
        for (const Extent text : stray.where)
          read_places(exif_name::block, exif_name::stray_text, text, false);
        for (std::size_t i = before; i < into_.findings.size(); ++i)
          into_.findings[i].form = Form::stray_place;
        continue;
      }
      const GpsSubstance substance = judge_gps(tiff_.subspan(stray.base), stray.grammar, stray.table);
      if (substance == GpsSubstance::none) continue;
      BlockFinding& finding =
          into_.add(block_, LeakClass::location, exif_name::block, exif_name::stray_gps, stray.where);
      finding.form = Form::stray_gps;
      if (substance == GpsSubstance::hollow) finding.standing = Standing::leftover;
    }
  }

  /// Values that lie on top of each other in their thousands would take their product's time.
  bool may_search(const IfdEntry& entry) {
    const bool searched_enough = searched_ > 2 * tiff_.size();
    searched_ += entry.value.length;
    if (searched_ <= 2 * tiff_.size()) return true;
    if (!searched_enough) blind(entry.at.offset, "values that overlap too often to be read", true);
    return false;
  }

  [[nodiscard]] Bytes value_of(const IfdEntry& entry) const {
    return tiff_.subspan(entry.value.offset, entry.value.length);
  }

  static constexpr std::size_t smallest_exif = 26;     // a header and a directory of one entry
  static constexpr std::size_t most_words = 1U << 20;  // bytes of all values of a block together

  Bytes tiff_;
  std::uint32_t block_;
  bool values_;
  const EnoughRead* enough_;
  Reading& into_;
  IfdGraph graph_;
  std::ptrdiff_t gps_positions_ = 0;  ///< of the block, from GPS directories
  TiffGrammar grammar_;
  ExtentSet used_;
  std::vector<Extent> paddings_;
  std::vector<std::pair<std::uint64_t, ExtentSet>> outside_notes_;  ///< as in ExifUnderstanding
  bool interop_r03_ = false;
  std::size_t worded_ = 0;
  std::uint64_t searched_ = 0;  ///< bytes of values that were searched for places
};

}  // namespace

void read_exif(const ReadRequest& request, Reading& into) { ExifReader(request, into).run(); }

bool read_exif_for_viewer(const ReadRequest& request, Reading& into) {
  return ExifReader(request, into).run_for_viewer();
}

void read_exif_until(const EnoughRead& enough, const ReadRequest& request, Reading& into) {
  ExifReader(request, into, &enough).run();
}

}  // namespace exifscrub
