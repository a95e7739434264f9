#include "container/jpeg_segment.hpp"

#include <algorithm>
#include <array>
#include <functional>

#include "base/bytes.hpp"
#include "base/cursor.hpp"
#include "container/jfif.hpp"
#include "container/jpeg_marker.hpp"
#include "container/viewer_data.hpp"

namespace exifscrub {

using namespace std::string_view_literals;

namespace {

using marker::app0, marker::app1, marker::app2;

/// Tells a viewer how to decode.
constexpr SegmentKind header(Dialect dialect, std::uint32_t room = 0) {
  return {row_of(dialect).carrier, Role::viewer, std::nullopt, Joining::none, BlockKind::unknown, {}, 0, room,
          Removal::pinned,         dialect};
}

constexpr SegmentKind shown(std::string_view name, LeakClass leak_class, Joining joining, BlockKind block,
                            std::string_view block_name, std::uint32_t header = 0) {
  return {name, Role::viewer, leak_class, joining, block, block_name, header, 0, Removal::cut_or_blank};
}

/// Carries a document whose findings have classes of their own.
constexpr SegmentKind document(std::string_view name, Joining joining, BlockKind block,
                               std::string_view block_name, std::uint32_t header = 0) {
  return {name, Role::metadata, std::nullopt, joining, block, block_name, header, 0, Removal::cut_or_blank};
}

/// Counts as one finding.
constexpr SegmentKind whole(std::string_view name, LeakClass leak_class, BlockKind block,
                            Joining joining = Joining::alone, std::string_view block_name = {},
                            std::uint32_t header = 0) {
  return {name, Role::metadata, leak_class, joining, block, block_name, header, 0, Removal::cut_or_blank};
}

/// A maker's own format.
constexpr SegmentKind vendor(Dialect dialect) {
  SegmentKind kind = whole(row_of(dialect).carrier, row_of(dialect).leak_class, BlockKind::application);
  kind.dialect = dialect;
  return kind;
}

/// Holds a JPEG stream.
constexpr SegmentKind picture(ImageUse use, std::string_view name, Joining joining) {
  SegmentKind kind = whole(name, LeakClass::thumbnail, BlockKind::jpeg, joining);
  kind.use = use;
  return kind;
}

constexpr SegmentKind preview(std::string_view name) {
  return picture(ImageUse::preview, name, Joining::preview);
}

/// Holds what nobody can look through.
constexpr SegmentKind unread(std::string_view name) {
  return {name, Role::unknown,        LeakClass::unknown, Joining::alone, BlockKind::unknown, {}, 0,
          0,    Removal::cut_or_blank};
}

constexpr SegmentKind unknown_kind = unread({});

constexpr Byte app(int n) { return static_cast<Byte>(app0 + n); }

constexpr auto adobe_signature = "Adobe"sv, spiff_signature = "SPIFF\0"sv, avi1_signature = "AVI1"sv;
constexpr auto icc_signature = "ICC_PROFILE\0"sv, iso_signature = "urn:iso:std:iso:ts:21496:-1\0"sv;
constexpr auto arot_signature = "AROT\0\0"sv;
constexpr auto xmp_signature = "http://ns.adobe.com/xap/1.0/\0"sv;
constexpr auto xmp_extended_signature = "http://ns.adobe.com/xmp/extension/\0"sv;
constexpr SegmentKind exif_kind = document("APP1 Exif", Joining::exif, BlockKind::exif, "EXIF");
constexpr SegmentKind xmp_kind = document("APP1 XMP", Joining::alone, BlockKind::xmp, "XMP");
constexpr SegmentKind picture_info = vendor(Dialect::picture_info);

/// Names are those of ExifTool and of the makers' documents.
constexpr std::array signatures = {
    // Too short for a JFIF header; real ones are looked at before this table.
    SegmentSignature{app(0), app(0), 0, "JFIF\0"sv, vendor(Dialect::jfif_stub)},
    // The block of a JFXX thumbnail starts behind its coding byte; 10 is a JPEG stream.
    SegmentSignature{app(0), app(0), 0, "JFXX\0\x10"sv,
                     picture(ImageUse::thumbnail, row_of(Dialect::jfxx).carrier, Joining::alone)},
    SegmentSignature{app(0), app(0), 0, "JFXX\0"sv, vendor(Dialect::jfxx)},
    SegmentSignature{app(0), app(0), 6, "HEAPJPGM"sv, vendor(Dialect::ciff)},
    SegmentSignature{app(0), app(0), 0, avi1_signature, header(Dialect::avi1)},
    SegmentSignature{app(0), app(0), 0, "Ocad"sv, vendor(Dialect::ocad)},
    SegmentSignature{app(1), app(1), 0, xmp_signature, xmp_kind},
    // Signature 35 | GUID 32 | full length 4 | offset 4 | data
    SegmentSignature{
        app(1), app(1), 0, xmp_extended_signature,
        document("APP1 Extended XMP", Joining::xmp_extended, BlockKind::xmp_extended, "Extended XMP", 75)},
    // Signature 5 | 01 | chunk number | last chunk's number | data
    SegmentSignature{app(1), app(1), 0, "FLIR\0"sv,
                     whole("APP1 FLIR", LeakClass::device, BlockKind::flir, Joining::flir, "FLIR", 8)},
    SegmentSignature{app(1), app(1), 0, "QVCI\0"sv, vendor(Dialect::qvci)},
    SegmentSignature{app(1), app(1), 0, "PARROT\0"sv, vendor(Dialect::parrot)},
    // Signature 12 | sequence number from 1, in some files from 0 | count | data
    SegmentSignature{
        app(2), app(2), 0, icc_signature,
        shown("APP2 ICC_Profile", LeakClass::icc, Joining::icc, BlockKind::icc, profile_name, 14)},
    SegmentSignature{app(2), app(2), 0, "MPF\0"sv,
                     shown("APP2 MPF", LeakClass::gainmap, Joining::alone, BlockKind::mpf, "MPF")},
    SegmentSignature{
        app(2), app(2), 0, iso_signature,
        shown("APP2 ISO 21496-1", LeakClass::gainmap, Joining::alone, BlockKind::gainmap_iso, "ISO 21496-1")},
    SegmentSignature{app(2), app(4), 0, "FPXR\0"sv, vendor(Dialect::fpxr)},
    SegmentSignature{app(2), app(2), 0, "QVGA\0\xFF\xD8\xFF"sv, preview("APP2 PreviewImage")},
    SegmentSignature{app(2), app(2), 0, "BGTH\xFF\xD8\xFF"sv, preview("APP2 PreviewImage")},
    SegmentSignature{app(2), app(2), 0, "\xFF\xD8\xFF"sv, preview("APP2 PreviewImage")},
    SegmentSignature{app(3), app(3), 0, "\xFF\xD8\xFF"sv, preview("APP3 PreviewImage")},
    SegmentSignature{app(4), app(4), 0, "\xFF\xD8\xFF"sv, preview("APP4 PreviewImage")},
    SegmentSignature{app(5), app(5), 0, "\xFF\xD8\xFF"sv, preview("APP5 PreviewImage")},
    SegmentSignature{app(2), app(2), 4, "IJPEG\0"sv, vendor(Dialect::infiray)},
    SegmentSignature{app(3), app(3), 0, "Meta\0\0"sv, vendor(Dialect::meta)},
    SegmentSignature{app(3), app(3), 0, "META\0\0"sv, vendor(Dialect::meta)},
    SegmentSignature{app(3), app(3), 0, "Exif\0\0"sv, vendor(Dialect::meta)},
    SegmentSignature{app(3), app(3), 0, "Stim\0"sv, vendor(Dialect::stim)},
    SegmentSignature{app(3), app(3), 0, "_JPSJPS_"sv, vendor(Dialect::jps)},
    SegmentSignature{app(4), app(4), 0, "SCALADO\0"sv, vendor(Dialect::scalado)},
    SegmentSignature{app(4), app(4), 0, "Qualcomm Dual Camera Attributes"sv,
                     vendor(Dialect::qualcomm_dual_camera)},
    SegmentSignature{app(4), app(4), 0, "QTI Debug Metadata\0"sv, vendor(Dialect::qti)},
    SegmentSignature{app(4), app(4), 0, "\xAA\x55\x12\x06"sv, vendor(Dialect::thermal_params)},
    SegmentSignature{app(4), app(4), 0, "\xAA\x55\x38\0"sv, vendor(Dialect::thermal_params2)},
    SegmentSignature{app(5), app(5), 0, "RMETA\0"sv, vendor(Dialect::rmeta)},
    SegmentSignature{app(5), app(5), 0, "ssuniqueid\0"sv, vendor(Dialect::ssuniqueid)},
    SegmentSignature{app(5), app(5), 1, "ssuniqueid"sv, vendor(Dialect::ssuniqueid)},
    // MediaTek's camera driver writes what its exposure, picture pipeline, camera, shading and stabilisation
    // did; each begins with a key, little-endian, of which exposure's last byte is a version.
    SegmentSignature{app(5), app(10), 1, "\xF2\xF1\xF0"sv, vendor(Dialect::mediatek)},
    SegmentSignature{app(5), app(10), 0, "\xF7\xF6\xF5\xF4"sv, vendor(Dialect::mediatek)},
    SegmentSignature{app(5), app(10), 0, "\xFB\xFA\xF9\xF8"sv, vendor(Dialect::mediatek)},
    SegmentSignature{app(5), app(10), 0, "\xFF\xFE\xFD\xFC"sv, vendor(Dialect::mediatek)},
    SegmentSignature{app(5), app(10), 0, "\xF7\xF5\xF3\xF1"sv, vendor(Dialect::mediatek)},
    SegmentSignature{app(5), app(10), 0, "\xF8\xF6\xF4\xF2"sv, vendor(Dialect::mediatek)},
    SegmentSignature{app(6), app(6), 0, "EPPIM\0"sv, vendor(Dialect::eppim)},
    SegmentSignature{app(6), app(6), 0, "NITF\0"sv, vendor(Dialect::nitf)},
    SegmentSignature{app(6), app(6), 0, "TDHD\1\0\0\0"sv, vendor(Dialect::hp_tdhd)},
    SegmentSignature{
        app(6), app(6), 0, "GoPro\0"sv,
        whole("APP6 GoPro", LeakClass::device, BlockKind::gpmf, Joining::adjacent, "GoPro GPMF")},
    SegmentSignature{app(6), app(6), 0, "DTAT\0\0"sv, vendor(Dialect::dji_dtat)},
    SegmentSignature{app(7), app(7), 0, "PENTAX \0"sv, vendor(Dialect::pentax)},
    SegmentSignature{app(7), app(7), 0, "RICOH\0"sv, vendor(Dialect::ricoh)},
    SegmentSignature{app(7), app(9), 0, "HUAWEI\0\0"sv, vendor(Dialect::huawei)},
    SegmentSignature{app(7), app(7), 0, "DJI-DBG\0"sv, vendor(Dialect::dji_dbg)},
    SegmentSignature{app(7), app(7), 0, "\x1AQualcomm Camera Attributes"sv, vendor(Dialect::qualcomm)},
    SegmentSignature{app(8), app(8), 0, spiff_signature, header(Dialect::spiff, 32)},
    SegmentSignature{app(8), app(9), 0, "SEAL\0"sv, vendor(Dialect::seal)},
    SegmentSignature{app(9), app(9), 0, "Media Jukebox\0"sv, vendor(Dialect::media_jukebox)},
    SegmentSignature{app(10), app(10), 0, "UNICODE\0"sv, vendor(Dialect::unicode_comment)},
    SegmentSignature{app(10), app(10), 0, arot_signature,
                     shown("APP10 AROT", LeakClass::gainmap, Joining::none, BlockKind::unknown, {})},
    // JPEG-HDR: words and a ratio image in a stream of its own, in as many segments as it takes.
    SegmentSignature{app(11), app(11), 0, "HDR_RI "sv, unread("APP11 HDR_RI")},
    // "JP" | box instance 2 | packet sequence number 4 | LBox 4 | TBox 4 | data
    SegmentSignature{
        app(11), app(11), 0, "JP"sv,
        whole("APP11 JUMBF", LeakClass::credentials, BlockKind::jumbf, Joining::jumbf, "JUMBF", 8)},
    SegmentSignature{app(12), app(12), 0, "Ducky"sv, vendor(Dialect::ducky)},
    SegmentSignature{app(13), app(13), 0, "Photoshop 3.0\0"sv,
                     document("APP13 Photoshop", Joining::adjacent, BlockKind::irb, "Photoshop")},
    SegmentSignature{app(13), app(13), 0, "Adobe_Photoshop2.5:"sv,
                     document("APP13 Photoshop", Joining::adjacent, BlockKind::irb, "Photoshop", 27)},
    SegmentSignature{app(13), app(13), 0, "Adobe_CM"sv, vendor(Dialect::adobe_cm)},
    SegmentSignature{app(14), app(14), 0, adobe_signature, header(Dialect::adobe, 12)},
    SegmentSignature{app(15), app(15), 0, "Q "sv, vendor(Dialect::graphic_converter)},
};

bool is_exif_word(Bytes at) {
  constexpr auto lower = "exif"sv;
  return std::equal(lower.begin(), lower.end(), at.begin(),
                    [](char c, Byte byte) { return static_cast<Byte>(c) == (byte | 0x20); });
}

/// Kodak cameras end the signature in FF, some programs write it in lower case, others double the segment's
/// marker and length in front of it. 0: no Exif.
std::uint32_t exif_header_length(Bytes payload) {
  constexpr std::size_t signature = 6;
  for (std::size_t junk = 0; junk <= 4 && junk + signature <= payload.size(); ++junk) {
    if (is_exif_word(payload.subspan(junk, 4)) && payload[junk + 4] == 0) {
      return static_cast<std::uint32_t>(junk + signature);
    }
  }
  return 0;
}

/// XMP behind a header that is not Adobe's: some readers go by the text alone. The packet starts at its first
/// angle bracket.
std::optional<SegmentKind> stray_xmp(Byte marker, Bytes payload) {
  constexpr std::array texts = {"<?xpacket"sv, "<exif:"sv, "<x:xmpmeta"sv, "<rdf:RDF"sv};
  const bool by_header = marker == app1 && (starts_with(payload, "http") || starts_with(payload, "XMP\0"sv));
  if (!by_header && std::ranges::none_of(texts, std::bind_front(contains, payload))) return std::nullopt;
  SegmentKind kind = xmp_kind;
  const auto bracket = std::find(payload.begin(), payload.end(), static_cast<Byte>('<'));
  if (bracket != payload.end()) kind.header = static_cast<std::uint32_t>(bracket - payload.begin());
  return kind;
}

SegmentKind classify_jfif(Bytes payload) {
  if (is_canonical_jfif(payload)) return header(Dialect::jfif);
  SegmentKind kind = shown(row_of(Dialect::jfif).carrier, row_of(Dialect::jfif).leak_class, Joining::alone,
                           BlockKind::application, "JFIF");
  kind.dialect = Dialect::jfif;
  return kind;
}

/// "AVI1" | polarity | 0 | field size 4 | field size without padding 4 | zeros
bool is_avi1(Bytes payload) {
  const Bytes rest = payload.subspan(4);
  const auto is_zero = [&](std::size_t at) { return at >= rest.size() || rest[at] == 0; };
  return !rest.empty() && rest.size() <= 12 && is_zero(1) && is_zero(10) && is_zero(11);
}

/// Whether a header for viewers is all there and says what such headers say; any other is no viewer's.
bool is_sound(std::string_view signature, Bytes payload) {
  if (signature == adobe_signature) return payload.size() >= 12;
  if (signature == spiff_signature) return payload.size() >= 30;
  if (signature == avi1_signature) return is_avi1(payload);
  if (signature == icc_signature)
    return payload.size() >= 14 && payload[13] >= 1 && payload[12] <= payload[13];
  if (signature == iso_signature) return is_gain_map_metadata(payload.subspan(iso_signature.size()));
  if (signature == arot_signature) return is_gain_curve(payload.subspan(arot_signature.size()));
  return true;
}

/// What a row says, given that its signature is there; nothing when the rest of the payload contradicts it.
std::optional<SegmentKind> apply(const SegmentSignature& row, Bytes payload) {
  SegmentKind kind = row.kind;
  if (kind.header == 0) {
    kind.header = static_cast<std::uint32_t>(row.at + row.spells.size());
    if (kind.joining == Joining::preview) kind.header -= 3;  // FF D8 FF belongs to the preview
  }
  if (kind.joining != Joining::none && kind.header > payload.size()) return std::nullopt;
  if (!is_sound(row.spells, payload)) return std::nullopt;
  if (row.spells == spiff_signature && payload.size() == 31) kind.room = 30;
  return kind;
}

std::optional<SegmentKind> classify_by_table(Byte marker, Bytes payload) {
  for (const SegmentSignature& row : signatures) {
    if (marker < row.first || marker > row.last || payload.size() < row.at) continue;
    if (!starts_with(payload.subspan(row.at), row.spells)) continue;
    if (const auto kind = apply(row, payload)) return kind;
  }
  return std::nullopt;
}

}  // namespace

std::span<const SegmentSignature> segment_signatures() { return signatures; }

SegmentKind infiray_segment(Byte marker) {
  constexpr std::array names = {"APP3 InfiRay"sv, "APP4 InfiRay"sv, "APP5 InfiRay"sv, "APP6 InfiRay"sv,
                                "APP7 InfiRay"sv, "APP8 InfiRay"sv, "APP9 InfiRay"sv};
  constexpr Byte first = app(3);
  if (marker < first || marker >= first + names.size()) return unknown_kind;
  SegmentKind kind = vendor(Dialect::infiray_data);
  kind.name = names[marker - first];
  return kind;
}

bool is_usual_tail(const SegmentKind& kind, Bytes payload) {
  constexpr auto photoshop = "\x03\0\x10\x03\x02\x03\x06\0\0\0\0\0\0\0\0\0\0\0\0"sv;
  return kind.dialect == Dialect::adobe && payload.size() == kind.room + photoshop.size() &&
         starts_with(payload.subspan(kind.room), photoshop);
}

SegmentKind classify_segment(Byte marker, Bytes payload) {
  if (marker == marker::com) return whole("COM", LeakClass::text, BlockKind::comment);
  if (marker == app0 && is_jfif(payload)) return classify_jfif(payload);
  if (marker == app1) {
    if (const std::uint32_t header = exif_header_length(payload)) {
      SegmentKind kind = exif_kind;
      kind.header = header;
      return kind;
    }
  }
  if (const auto kind = classify_by_table(marker, payload)) return *kind;
  // Mapillary's program wrote packets into APP14.
  if (const auto kind = stray_xmp(marker, payload)) return *kind;
  if (marker == app(12) &&
      contains(payload.first(std::min<std::size_t>(payload.size(), 256)), "[picture info]")) {
    return picture_info;
  }
  return unknown_kind;
}

}  // namespace exifscrub
