#include "metadata/application.hpp"

#include <algorithm>
#include <array>

#include "base/cursor.hpp"
#include "metadata/application_fields.hpp"
#include "metadata/application_form.hpp"
#include "metadata/blanking.hpp"
#include "metadata/embedded_document.hpp"
#include "metadata/exif_values.hpp"
#include "metadata/makernote.hpp"
#include "metadata/text_places.hpp"

namespace exifscrub {
namespace {

using namespace std::string_view_literals;

/// Segments whose fields are known.
struct SegmentReader {
  Dialect dialect;
  void (*read)(BlockFindings& into);
};

constexpr auto readers = std::to_array<SegmentReader>({
    {Dialect::jfif, read_jfif_thumbnail},
    {Dialect::ciff, read_ciff},
    {Dialect::qvci, read_casio_qvci},
    {Dialect::rmeta, read_ricoh_rmeta},
    {Dialect::hp_tdhd, read_hp_tdhd},
    {Dialect::dji_dbg, read_dji_debug},
    {Dialect::media_jukebox, read_media_jukebox},
    {Dialect::unicode_comment, read_unicode_comment},
    {Dialect::ducky, read_ducky},
    {Dialect::picture_info, read_picture_info},
});

/// Segments that carry a TIFF stream behind their signature.
bool carries_tiff(Dialect dialect) {
  return dialect == Dialect::parrot || dialect == Dialect::meta || dialect == Dialect::eppim ||
         dialect == Dialect::huawei;
}

std::string_view group_of(const DialectRow& row) { return row.group.empty() ? "File" : row.group; }

/// Of InfiRay's further segments and of those whose row has no tag the marker or the segment's name is the tag.
std::string_view tag_of(const DialectRow& row, BlockFindings& into, const ReadRequest& request) {
  if (request.dialect == Dialect::infiray_data) return into.keep(std::string{request.name.substr(0, 4)});
  return row.tag.empty() ? into.keep(std::string{request.name}) : row.tag;
}

/// Places that stand in a text of the segment, in whichever field.
void read_texts(BlockFindings& findings, const ReadRequest& request, Bytes texts, Reading& into) {
  const DialectRow& row = row_of(request.dialect);
  report_embedded_places(request, group_of(row), tag_of(row, findings, request), texts, 0, into);
}

Bytes in_front_of_document(const ReadRequest& request, Reading& into) {
  return request.bytes.first(refer_to_document(request.block, request.bytes, 0, into));
}

void read_whole(BlockFindings& into, const ReadRequest& request, LeakClass leak_class) {
  const DialectRow& row = row_of(request.dialect);
  BlockFinding* finding =
      into.add(leak_class, group_of(row), tag_of(row, into, request), {0, into.bytes().size()});
  if (finding == nullptr || !into.wants_values()) return;
  finding->value = is_printable(into.bytes()) ? text_value(into.bytes()) : hex_value(into.bytes());
}

/// The copy of a Pentax maker note, whose offsets count from the signature in front of the block: read as a
/// note of its own, with the signature put back.
void read_pentax_copy(const ReadRequest& request, std::string_view signature, Reading& into) {
  std::vector<Byte> note{signature.begin(), signature.end()};
  note.insert(note.end(), request.bytes.begin(), request.bytes.end());
  MakerNoteRequest copy;
  copy.tiff = note;
  copy.note = {0, note.size()};
  copy.make = "PENTAX";
  copy.block = request.block;
  copy.values = request.values;
  Reading fields;
  const MakerNote understood = read_makernote(copy, &fields);
  for (const BlockFinding& field : fields.findings) {
    std::vector<Extent> where;
    for (const Extent at : fields.where(field)) {
      if (at.offset >= signature.size()) where.push_back({at.offset - signature.size(), at.length});
    }
    BlockFinding& added = into.add(request.block, field.leak_class, into.keep(std::string{field.group}),
                                   into.keep(std::string{field.tag}), where);
    added.value = field.value;
    added.fill = field.fill;
    if (field.form == Form::text_place) added.form = field.form;
  }
  for (Reference& reference : fields.references) {
    std::erase_if(reference.parts, [&](Extent part) { return part.offset < signature.size(); });
    for (Extent& part : reference.parts) part.offset -= signature.size();
    if (!reference.parts.empty()) into.references.push_back(std::move(reference));
  }
  BlockFindings whole{request, into};
  const Extent all{0, request.bytes.size()};
  whole.add(LeakClass::makernote, "Pentax", "MakerNote", all);
  if (!understood.understood) whole.add_unreadable("Pentax", all);
}

}  // namespace

void read_application(const ReadRequest& request, Reading& into) {
  BlockFindings findings{request, into};
  if (request.dialect == Dialect::pentax) return read_pentax_copy(request, "PENTAX \0"sv, into);
  if (request.dialect == Dialect::ricoh) return read_pentax_copy(request, "RICOH\0"sv, into);
  const bool sound = has_announced_form(request.dialect, request.bytes);
  if (sound && carries_tiff(request.dialect))
    return findings.refer(BlockKind::exif, row_of(request.dialect).group, {0, request.bytes.size()});
  const auto* reader = std::ranges::find(readers, request.dialect, &SegmentReader::dialect);
  if (sound && reader != readers.end()) {
    const std::size_t references = into.references.size();
    reader->read(findings);
    const bool all_read = into.references.size() > references;
    return read_texts(findings, request, all_read ? request.bytes : in_front_of_document(request, into),
                      into);
  }
  read_whole(findings, request, sound ? row_of(request.dialect).leak_class : LeakClass::unknown);
  read_texts(findings, request, in_front_of_document(request, into), into);
}

Result<Erasure> erase_application(const EraseRequest& request) { return blank_selected(request); }

}  // namespace exifscrub
