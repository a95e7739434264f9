#include "metadata/application.hpp"

#include <algorithm>
#include <array>

#include "base/cursor.hpp"
#include "metadata/application_fields.hpp"
#include "metadata/blanking.hpp"
#include "metadata/exif_values.hpp"
#include "metadata/makernote.hpp"

namespace exifscrub {
namespace {

using namespace std::string_view_literals;

/// What a segment carries: fields that a reader knows, a TIFF stream, or one thing as a whole.
struct SegmentRow {
  std::string_view name;  ///< the container's
  LeakClass leak_class;
  std::string_view group;
  std::string_view tag;
  void (*read)(BlockFindings& into) = nullptr;
  bool tiff = false;
};

using enum LeakClass;

constexpr auto segments = std::to_array<SegmentRow>({
    {"JFIF", thumbnail, "JFIF", "JFIF", read_jfif_thumbnail},
    {"APP0 JFIF", thumbnail, "JFIF", "JFIF"},
    {"APP0 JFXX", thumbnail, "JFIF", "ThumbnailTIFF"},
    {"APP0 CIFF", makernote, "CIFF", "CanonRaw", read_ciff},
    {"APP0 Ocad", software, "Ocad", "OcadRevision"},
    {"APP1 QVCI", device, "Casio", "QVCI", read_casio_qvci},
    {"APP1 Parrot", device, "Parrot", "RawThermalImage", nullptr, true},
    {"APP2 FPXR", text, "FlashPix", "FPXR"},
    {"APP2 InfiRay", device, "InfiRay", "IJPEGVersion"},
    {"APP3 Meta", makernote, "MetaIFD", "Meta", nullptr, true},
    {"APP3 Stim", device, "Stim", "Stim"},
    {"APP3 JPS", text, "JPS", "JPSComment"},
    {"APP4 Scalado", software, "Scalado", "Scalado"},
    {"APP4 QualcommDualCamera", device, "Qualcomm", "DualCamera"},
    {"APP4 QTI", device, "Qualcomm", "DebugMetadata"},
    {"APP4 ThermalParams", device, "DJI", "ThermalParams"},
    {"APP4 ThermalParams2", device, "DJI", "ThermalParams2"},
    {"APP5 RMETA", text, "RMETA", "RMETA", read_ricoh_rmeta},
    {"APP5 ssuniqueid", device, "Samsung", "UniqueID"},
    {"APP6 EPPIM", device, "EPPIM", "PrintIM", nullptr, true},
    {"APP6 NITF", text, "NITF", "NITF"},
    {"APP6 MediaTek", device, "MediaTek", "DebugInfo"},
    {"APP6 HP_TDHD", makernote, "HP", "TDHD", read_hp_tdhd},
    {"APP6 DJI_DTAT", text, "DJI", "DJI_DTAT"},
    {"APP7 Huawei", makernote, "Huawei", "Huawei", nullptr, true},
    {"APP7 DJI-DBG", device, "DJI", "Debug", read_dji_debug},
    {"APP7 Qualcomm", device, "Qualcomm", "CameraAttributes"},
    {"APP8 SEAL", credentials, "SEAL", "SEAL"},
    {"APP9 MediaJukebox", text, "MediaJukebox", "XML", read_media_jukebox},
    {"APP10 Comment", text, "File", "Comment", read_unicode_comment},
    {"APP12 Ducky", text, "Ducky", "Ducky", read_ducky},
    {"APP12 PictureInfo", device, "PictureInfo", "PictureInfo", read_picture_info},
    {"APP13 Adobe_CM", software, "AdobeCM", "AdobeCMType"},
    {"APP15 GraphicConverter", software, "GraphConv", "Quality"},
});

bool is_tiff(Bytes bytes) { return starts_with(bytes, "II*\0"sv) || starts_with(bytes, "MM\0*"sv); }

void read_whole(BlockFindings& into, const SegmentRow& row) {
  const Extent all{0, into.bytes().size()};
  BlockFinding* finding = into.add(row.leak_class, row.group, row.tag, all);
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
  }
  BlockFindings whole{request, into};
  const Extent all{0, request.bytes.size()};
  whole.add(LeakClass::makernote, "Pentax", "MakerNote", all);
  if (!understood.understood) whole.add_unreadable("Pentax", all);
}

}  // namespace

void read_application(const ReadRequest& request, Reading& into) {
  BlockFindings findings{request, into};
  if (request.name == "APP7 Pentax") return read_pentax_copy(request, "PENTAX \0"sv, into);
  if (request.name == "APP7 Ricoh") return read_pentax_copy(request, "RICOH\0"sv, into);
  const auto* row = std::ranges::find(segments, request.name, &SegmentRow::name);
  if (request.name.ends_with(" InfiRay") && row == segments.end()) {
    // The thermal picture, the sensor's numbers: nothing of it is a place.
    read_whole(findings,
               {request.name, device, "InfiRay", findings.keep(std::string{request.name.substr(0, 4)})});
  } else if (row == segments.end()) {
    findings.add(LeakClass::unknown, "File", findings.keep(std::string{request.name}),
                 {0, request.bytes.size()});
  } else if (row->tiff && is_tiff(request.bytes)) {
    findings.refer(BlockKind::exif, row->group, {0, request.bytes.size()});
  } else if (row->read != nullptr) {
    row->read(findings);
  } else {
    read_whole(findings, *row);
  }
}

Result<Erasure> erase_application(const EraseRequest& request) {
  Blanking blanking{request.bytes.size()};
  for (const BlockFinding* finding : request.selected) {
    Byte fill = is_text_group(finding->group) ? ' ' : 0;
    const bool field = finding->leak_class != LeakClass::makernote && finding->standing == Standing::leak;
    if (field && is_makernote_group(finding->group)) fill = makernote_fill(finding->group, finding->tag);
    for (const Extent at : request.reading->where(*finding)) blanking.fill(at, fill);
  }
  Erasure erasure;
  erasure.patches = blanking.patches();
  return erasure;
}

}  // namespace exifscrub
