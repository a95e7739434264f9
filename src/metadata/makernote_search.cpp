#include "metadata/makernote_search.hpp"

#include <algorithm>

#include "base/cursor.hpp"
#include "metadata/embedded_document.hpp"
#include "metadata/gps.hpp"
#include "metadata/makernote_directory.hpp"
#include "metadata/text_places.hpp"

namespace exifscrub {
namespace {

constexpr std::uint16_t gps_pointer = 0x8825;

}  // namespace

void NoteSearch::own(Extent bytes) {
  if (!request_.note.contains(bytes)) note_.outside.add(bytes);
}

void NoteSearch::add_value(Extent value) {
  if (!request_.note.contains(value)) outside_.push_back(value);
}

void NoteSearch::refer(BlockKind kind, Extent where, std::string_view name) {
  Reference reference;
  reference.kind = kind;
  reference.parent = request_.block;
  reference.parts = {where};
  reference.name = name;
  into_->references.push_back(std::move(reference));
}

void NoteSearch::refer_to_jpeg(Extent where) {
  const Bytes bytes = tiff_.subspan(where.offset, where.length);
  if (bytes.size() < 4 || load_u16(bytes.data(), ByteOrder::big) != 0xFFD8 || bytes[2] != 0xFF) return;
  own(where);
  if (into_ == nullptr) return;
  refer(BlockKind::jpeg, where, "MakerNote preview");
  into_->references.back().use = ImageUse::preview;
  pictures_.add(where);
}

void NoteSearch::look_through(std::uint64_t begin) {
  if (into_ == nullptr || begin > request_.note.length) return;
  look_into({request_.note.offset + begin, request_.note.length - begin});
  for (const Extent value : outside_) look_into(value);
}

void NoteSearch::look_into(Extent whole) {
  // Values that lie on top of each other are not searched again and again.
  searched_ += whole.length;
  if (searched_ > 2 * tiff_.size()) {
    note_.understood = false;
    return;
  }
  pictures_.settle();
  const ExtentSet gaps = pictures_.gaps_in(whole);
  for (Extent rest : gaps.extents()) {
    while (const auto document = find_document(tiff_.subspan(rest.offset, rest.length))) {
      const std::uint64_t at = rest.offset + document->offset;
      read_places(extent_between(rest.offset, at));
      Extent own = extent_between(at, end_of_value(at, rest.end()));
      if (document->kind == BlockKind::jpeg) {
        // A moved note's offsets are wrong; how long its picture is it still knows.
        if (preview_length_ > 0) own.length = std::min(own.length, preview_length_);
        refer_to_jpeg(own);
      } else {
        refer(document->kind, own, "MakerNote Exif");
      }
      rest = extent_between(own.end(), rest.end());
    }
    read_places(rest);
  }
}

void NoteSearch::read_places(Extent bytes) {
  report_scattered_places({tiff_, request_.block, request_.values}, note_.maker, "MakerNote",
                          tiff_.subspan(bytes.offset, bytes.length), bytes.offset, *into_);
}

/// Where the value ends in which `at` lies, or else `end`.
std::uint64_t NoteSearch::end_of_value(std::uint64_t at, std::uint64_t end) const {
  for (const NoteDirectory& directory : note_.directories) {
    for (std::uint32_t i = 0; i < directory.table.count; ++i) {
      const IfdEntry entry = read_note_entry(tiff_, directory, i);
      if (entry.out_of_line && entry.whole && entry.value.contains(at))
        end = std::min(end, entry.value.end());
    }
  }
  return end;
}

void NoteSearch::find_gps(const NoteDirectory& directory, const IfdEntry& entry) {
  const auto pointer = entry.count == 1 ? unsigned_value(tiff_, directory.grammar, entry) : std::nullopt;
  std::uint64_t at = 0;
  if (pointer && !__builtin_add_overflow(*pointer, directory.base, &at)) add_gps(directory, entry, at);
  if (entry.out_of_line && entry.type != tiff_type::ascii) add_gps(directory, entry, entry.value.offset);
}

void NoteSearch::add_gps(const NoteDirectory& directory, const IfdEntry& entry, std::uint64_t at) {
  const bool is_pointer = entry.tag == gps_pointer || entry.type == tiff_type::ifd;
  const Extent space = is_pointer ? Extent{0, tiff_.size()} : request_.note;
  if (!space.contains(at)) return;
  for (const ByteOrder order : {ByteOrder::little, ByteOrder::big}) {
    auto table = gps_table_at(tiff_, {order, false}, at, space.end());
    if (!table && entry.tag == gps_pointer) table = any_table_at({order, false}, at);
    if (!table) continue;
    // Where its values are nobody can tell when their offsets count from a place in front of the block.
    if (directory.base < 0 || at < static_cast<std::uint64_t>(directory.base)) {
      note_.understood = false;
      return;
    }
    return add_gps_table({order, false}, *table, static_cast<std::uint64_t>(directory.base));
  }
}

/// A directory that its pointer calls one of GPS.
std::optional<IfdTable> NoteSearch::any_table_at(TiffGrammar grammar, std::uint64_t at) const {
  const auto table = read_ifd_table(tiff_, grammar, at);
  const bool good = table && table->count > 0 && table->count <= most_gps_entries && table->complete() &&
                    is_plausible(tiff_, grammar, *table);
  return good ? std::optional{*table} : std::nullopt;
}

void NoteSearch::add_gps_table(TiffGrammar grammar, IfdTable table, std::uint64_t base) {
  const auto in_block = [base](Extent at) { return Extent{base + at.offset, at.length}; };
  const Bytes tiff = tiff_.subspan(base);
  table.offset -= base;
  table.at = {table.offset,
              grammar.count_size() + table.count * grammar.entry_size()};  // a note may have no links
  const GpsSubstance substance = judge_gps(tiff, grammar, table);
  if (substance == GpsSubstance::none) return;
  std::vector<Extent> where = {in_block(table.at)};
  for (std::uint32_t i = 0; i < table.count; ++i) {
    const IfdEntry entry = read_ifd_entry(tiff, grammar, table, i);
    if (entry.out_of_line && !entry.value.empty()) where.push_back(in_block(entry.value));
  }
  BlockFinding& finding = into_->add(request_.block, LeakClass::location, note_.maker, "GPSInfo", where);
  finding.form = Form::note_gps;
  if (substance == GpsSubstance::hollow) finding.standing = Standing::leftover;
  const GpsPosition position = read_gps_position(tiff, grammar, table);
  if (position.latitude && position.longitude)
    into_->positions.push_back(
        {request_.block, *position.latitude, *position.longitude, position.altitude_m});
}

}  // namespace exifscrub
