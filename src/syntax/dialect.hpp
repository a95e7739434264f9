#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "exifscrub/finding.hpp"
#include "exifscrub/layout.hpp"

namespace exifscrub {

/// Makers' small formats, each with a signature of its own: what a container found, and which reader takes it.
enum class Dialect : std::uint8_t {
  none,
  // Segments.
  jfif,
  jfif_stub,
  jfxx,
  ciff,
  avi1,
  ocad,
  qvci,
  parrot,
  fpxr,
  infiray,
  infiray_data,
  meta,
  stim,
  jps,
  scalado,
  qualcomm_dual_camera,
  qti,
  thermal_params,
  thermal_params2,
  rmeta,
  ssuniqueid,
  eppim,
  nitf,
  mediatek,
  hp_tdhd,
  dji_dtat,
  pentax,
  ricoh,
  huawei,
  dji_dbg,
  qualcomm,
  spiff,
  seal,
  media_jukebox,
  unicode_comment,
  ducky,
  picture_info,
  adobe_cm,
  adobe,
  graphic_converter,
  // Trailers.
  seft,
  canon_vrd,
  afcp,
  foto_station,
  photo_mechanic,
  mie,
  nikon_nx,
  insta360,
  vivo,
  oneplus,
  pixel_debug,
  zip,
};

/// One dialect: what it is called, and what it counts as.
struct DialectRow {
  Dialect dialect;
  std::string_view carrier;  ///< the name of segment or trailer: ExifTool's, or the maker's
  LeakClass leak_class;      ///< of all of it
  /// The finding that it is as a whole, where no reader tells more.
  std::string_view group = {};
  std::string_view tag = {};
};

/// The only table of dialects, in the order of the enum. A container has their signatures, src/metadata the
/// readers of those that have fields.
inline constexpr auto dialects = std::to_array<DialectRow>({
    {Dialect::none, {}, LeakClass::unknown},
    {Dialect::jfif, "APP0 JFIF", LeakClass::thumbnail, "JFIF", "JFIF"},
    {Dialect::jfif_stub, "APP0 JFIF", LeakClass::thumbnail, "JFIF", "JFIF"},
    {Dialect::jfxx, "APP0 JFXX", LeakClass::thumbnail, "JFIF", "ThumbnailTIFF"},
    {Dialect::ciff, "APP0 CIFF", LeakClass::makernote, "CIFF", "CanonRaw"},
    {Dialect::avi1, "APP0 AVI1", LeakClass::unknown},
    {Dialect::ocad, "APP0 Ocad", LeakClass::software, "Ocad", "OcadRevision"},
    {Dialect::qvci, "APP1 QVCI", LeakClass::device, "Casio", "QVCI"},
    {Dialect::parrot, "APP1 Parrot", LeakClass::device, "Parrot", "RawThermalImage"},
    {Dialect::fpxr, "APP2 FPXR", LeakClass::text, "FlashPix", "FPXR"},
    {Dialect::infiray, "APP2 InfiRay", LeakClass::device, "InfiRay", "IJPEGVersion"},
    {Dialect::infiray_data, "InfiRay", LeakClass::device, "InfiRay"},
    {Dialect::meta, "APP3 Meta", LeakClass::makernote, "MetaIFD", "Meta"},
    {Dialect::stim, "APP3 Stim", LeakClass::device, "Stim", "Stim"},
    {Dialect::jps, "APP3 JPS", LeakClass::text, "JPS", "JPSComment"},
    {Dialect::scalado, "APP4 Scalado", LeakClass::software, "Scalado", "Scalado"},
    {Dialect::qualcomm_dual_camera, "APP4 QualcommDualCamera", LeakClass::device, "Qualcomm", "DualCamera"},
    {Dialect::qti, "APP4 QTI", LeakClass::device, "Qualcomm", "DebugMetadata"},
    {Dialect::thermal_params, "APP4 ThermalParams", LeakClass::device, "DJI", "ThermalParams"},
    {Dialect::thermal_params2, "APP4 ThermalParams2", LeakClass::device, "DJI", "ThermalParams2"},
    {Dialect::rmeta, "APP5 RMETA", LeakClass::text, "RMETA", "RMETA"},
    {Dialect::ssuniqueid, "APP5 ssuniqueid", LeakClass::device, "Samsung", "UniqueID"},
    {Dialect::eppim, "APP6 EPPIM", LeakClass::device, "EPPIM", "PrintIM"},
    {Dialect::nitf, "APP6 NITF", LeakClass::text, "NITF", "NITF"},
    {Dialect::mediatek, "APP6 MediaTek", LeakClass::device, "MediaTek", "DebugInfo"},
    {Dialect::hp_tdhd, "APP6 HP_TDHD", LeakClass::makernote, "HP", "TDHD"},
    {Dialect::dji_dtat, "APP6 DJI_DTAT", LeakClass::text, "DJI", "DJI_DTAT"},
    {Dialect::pentax, "APP7 Pentax", LeakClass::makernote, "Pentax", "MakerNote"},
    {Dialect::ricoh, "APP7 Ricoh", LeakClass::makernote, "Pentax", "MakerNote"},
    {Dialect::huawei, "APP7 Huawei", LeakClass::makernote, "Huawei", "Huawei"},
    {Dialect::dji_dbg, "APP7 DJI-DBG", LeakClass::device, "DJI", "Debug"},
    {Dialect::qualcomm, "APP7 Qualcomm", LeakClass::device, "Qualcomm", "CameraAttributes"},
    {Dialect::spiff, "APP8 SPIFF", LeakClass::unknown},
    {Dialect::seal, "APP8 SEAL", LeakClass::credentials, "SEAL", "SEAL"},
    {Dialect::media_jukebox, "APP9 MediaJukebox", LeakClass::text, "MediaJukebox", "XML"},
    {Dialect::unicode_comment, "APP10 Comment", LeakClass::text, "File", "Comment"},
    {Dialect::ducky, "APP12 Ducky", LeakClass::text, "Ducky", "Ducky"},
    {Dialect::picture_info, "APP12 PictureInfo", LeakClass::device, "PictureInfo", "PictureInfo"},
    {Dialect::adobe_cm, "APP13 Adobe_CM", LeakClass::software, "AdobeCM", "AdobeCMType"},
    {Dialect::adobe, "APP14 Adobe", LeakClass::unknown},
    {Dialect::graphic_converter, "APP15 GraphicConverter", LeakClass::software, "GraphConv", "Quality"},
    {Dialect::seft, "Samsung SEFT trailer", LeakClass::history},
    {Dialect::canon_vrd, "CanonVRD trailer", LeakClass::history},
    {Dialect::afcp, "AFCP trailer", LeakClass::text},
    {Dialect::foto_station, "FotoStation trailer", LeakClass::text},
    {Dialect::photo_mechanic, "PhotoMechanic trailer", LeakClass::text},
    {Dialect::mie, "MIE trailer", LeakClass::text},
    {Dialect::nikon_nx, "Nikon NX trailer", LeakClass::history},
    {Dialect::insta360, "Insta360 trailer", LeakClass::device},
    {Dialect::vivo, "Vivo trailer", LeakClass::device},
    {Dialect::oneplus, "OnePlus trailer", LeakClass::device},
    {Dialect::pixel_debug, "Pixel camera debug", LeakClass::device, "Google", "CameraDebug"},
    {Dialect::zip, "ZIP archive", LeakClass::unknown, "ZIP", "Archive"},
});

[[nodiscard]] constexpr const DialectRow& row_of(Dialect dialect) {
  return dialects[static_cast<std::size_t>(dialect)];
}

static_assert([] {
  for (std::size_t i = 0; i < dialects.size(); ++i) {
    if (dialects[i].dialect != static_cast<Dialect>(i)) return false;
  }
  return true;
}());

}  // namespace exifscrub
