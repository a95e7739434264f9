#include "metadata/xmp_properties.hpp"

#include <algorithm>
#include <array>

namespace exifscrub {
namespace {

using enum LeakClass;

constexpr XmpProperty exif_properties[] = {
    {"GPSTimeStamp", location, "GPSDateTime"},
    {"GPS*", location, {}},
    {"DateTime*", time, {}},
    {"SubSec*", time, {}},
    {"OffsetTime*", time, {}},
    {"UserComment", text, {}},
    {"RelatedSoundFile", text, {}},
    {"ImageUniqueID", history, {}},
    {"MakerNote", makernote, {}},
    {"SubjectLocation", device, {}},
    {"ISOSpeedLatitude*", device, {}},
    {"ExposureBiasValue", device, "ExposureCompensation"},
    {"FocalLengthIn35mmFilm", device, "FocalLengthIn35mmFormat"},
    {"ISOSpeedRatings", device, "ISO"},
    {"OECF", device, "Opto-ElectricConvFactor"},
    {"PixelXDimension", device, "ExifImageWidth"},
    {"PixelYDimension", device, "ExifImageHeight"},
};
constexpr XmpProperty exif_ex_properties[] = {
    {"GPS*", location, {}},
    {"CameraOwnerName", person, "OwnerName"},
    {"Photographer", copyright, {}},
    {"ImageEditor", person, {}},
    {"ImageTitle", text, {}},
    {"OffsetTime*", time, {}},
    {"*Firmware", software, {}},
    {"RAWDevelopingSoftware", software, {}},
    {"ImageEditingSoftware", software, {}},
    {"MetadataEditingSoftware", software, {}},
    {"BodySerialNumber", device, "SerialNumber"},
    {"InteroperabilityIndex", device, "InteropIndex"},
    {"LensSpecification", device, "LensInfo"},
    {"Temperature", device, "AmbientTemperature"},
    {"ISOSpeedLatitude*", device, {}},
};
constexpr XmpProperty tiff_properties[] = {
    {"Artist", copyright, {}},  {"Copyright", copyright, {}}, {"ImageDescription", text, {}},
    {"Software", software, {}}, {"DateTime", time, {}},       {"ImageLength", device, "ImageHeight"},
};
constexpr XmpProperty iptc_core_properties[] = {
    {"Location", location, {}},
    {"CountryCode", location, {}},
    {"CreatorContactInfo", copyright, {}},
    {"Ci*", copyright, {}},
};
constexpr XmpProperty iptc_ext_properties[] = {
    {"LocationCreated", location, {}},
    {"LocationShown", location, {}},
    {"Location*", location, {}},
    {"RatingRegion", location, {}},
    {"City", location, {}},
    {"Country*", location, {}},
    {"ProvinceState", location, {}},
    {"Sublocation", location, {}},
    {"WorldRegion", location, {}},
    {"PersonInImage*", person, {}},
    {"PersonHeard", person, {}},
    {"ImageRegion", person, {}},
    {"OrganisationInImage*", person, {}},
    {"AddlModelInfo", person, "AdditionalModelInformation"},
    {"ModelAge", person, {}},
    {"Contributor", person, {}},
    {"Creator", copyright, {}},
    {"CopyrightYear", copyright, {}},
    {"EmbdEncRightsExpr", copyright, {}},
    {"LinkedEncRightsExpr", copyright, {}},
    {"RecDevice", device, {}},
    {"RegistryId", history, "RegistryID"},
    {"DigImageGUID", history, "DigitalImageGUID"},
    {"IptcLastEdited", time, "IPTCLastEdited"},
    {"EventExt", text, "ShownEvent"},
    {"EventId", text, "EventID"},
    {"CVterm", text, "ControlledVocabularyTerm"},
    {"SnapshotLink", text, "Snapshot"},
};
constexpr XmpProperty photoshop_properties[] = {
    {"City", location, {}},
    {"State", location, {}},
    {"Country", location, {}},
    {"AuthorsPosition", copyright, {}},
    {"CaptionWriter", person, {}},
    {"Credit", copyright, {}},
    {"Source", copyright, {}},
    {"Headline", text, {}},
    {"Instructions", text, {}},
    {"TransmissionReference", text, {}},
    {"TextLayers", text, {}},
    {"Category", text, {}},
    {"SupplementalCategories", text, {}},
    {"DateCreated", time, {}},
    {"History", history, {}},
    {"DocumentAncestors", history, {}},
    {"LegacyIPTCDigest", history, {}},
    {"EmbeddedXMPDigest", history, {}},
    {"SidecarForExtension", history, {}},
    {"ICCProfile", device, "ICCProfileName"},
};
constexpr XmpProperty camera_raw_properties[] = {{"Temperature", history, "ColorTemperature"}};
constexpr XmpProperty dji_properties[] = {
    {"GpsLatitude", location, "GPSLatitude"},
    {"GpsLongitude", location, "GPSLongitude"},
    {"GpsLongtitude", location, "GPSLongtitude"},
    {"Gps*", location, {}},
    {"Latitude", location, {}},
    {"Longitude", location, {}},
    {"AbsoluteAltitude", location, {}},
    {"RelativeAltitude", location, {}},
    {"FlightYawDegree", location, {}},
    {"GimbalYawDegree", location, {}},
    {"LRFTargetAlt", location, {}},
    {"LRFTargetAbsAlt", location, {}},
    {"Rtk*", location, {}},
    {"UTCAtExposure", time, {}},
    {"SelfData", text, {}},
};
constexpr XmpProperty cell_properties[] = {
    {"mcc", location, "MobileCountryCode"}, {"mnc", location, "MobileNetworkCode"},
    {"lac", location, "LocationAreaCode"},  {"cellid", location, "CellTowerID"},
    {"cgi", location, "CellGlobalID"},      {"r", location, "CellR"},
};
constexpr XmpProperty google_device_properties[] = {
    {"EarthPos", location, {}}, {"AppInfo", software, {}},   {"VendorInfo", device, {}},
    {"Container", history, {}}, {"PointCloud", history, {}}, {"Planes", history, {}},
};
constexpr XmpProperty gpano_properties[] = {
    {"PoseHeadingDegrees", location, {}}, {"InitialViewHeadingDegrees", location, {}},
    {"FirstPhotoDate", time, {}},         {"LastPhotoDate", time, {}},
    {"CaptureSoftware", software, {}},    {"StitchingSoftware", software, {}},
    {"SourcePhotosCount", device, {}},    {"ExposureLockUsed", device, {}},
};
constexpr XmpProperty gcamera_properties[] = {
    {"MotionPhoto*", motion, {}},
    {"MicroVideo*", motion, {}},
    {"HdrPlusMakernote", makernote, {}},
    {"hdrp_makernote", makernote, "HDRPMakerNote"},
    {"shot_log_data", makernote, "ShotLogData"},
};
constexpr XmpProperty gdepth_properties[] = {{"Data", history, "DepthImage"}};
constexpr XmpProperty gimage_properties[] = {{"Data", history, "ImageData"},
                                             {"Mime", history, "ImageMimeType"}};
constexpr XmpProperty gaudio_properties[] = {{"Data", motion, "AudioData"},
                                             {"Mime", motion, "AudioMimeType"}};
constexpr XmpProperty dc_properties[] = {
    {"creator", copyright, {}},  {"publisher", copyright, {}}, {"rights", copyright, {}},
    {"contributor", person, {}}, {"coverage", location, {}},   {"date", time, {}},
    {"identifier", history, {}}, {"source", history, {}},      {"format", device, {}},
    {"relation", history, {}},
};
constexpr XmpProperty dcterms_properties[] = {
    {"provenance", credentials, {}}, {"spatial", location, {}},
    {"coverage", location, {}},      {"creator", copyright, {}},
    {"rights*", copyright, {}},      {"license", copyright, {}},
    {"publisher", copyright, {}},    {"created", time, {}},
    {"modified", time, {}},          {"date*", time, {}},
    {"temporal", time, {}},          {"identifier", history, {}},
};
constexpr XmpProperty xmp_properties[] = {
    {"CreateDate", time, {}},      {"ModifyDate", time, {}},      {"MetadataDate", time, {}},
    {"CreatorTool", software, {}}, {"Thumbnails", thumbnail, {}}, {"Identifier", history, {}},
    {"BaseURL", history, {}},      {"Advisory", history, {}},     {"Author", copyright, {}},
    {"PageInfo", thumbnail, {}},
};
constexpr XmpProperty aux_properties[] = {{"OwnerName", person, {}}, {"Firmware", software, {}}};
constexpr XmpProperty digikam_properties[] = {
    {"CaptionsAuthorNames", person, {}}, {"CaptionsDateTimeStamps", time, {}}, {"ImageHistory", history, {}},
    {"ImageUniqueID", history, {}},      {"PicasawebGPhotoId", history, {}},
};
constexpr XmpProperty lightroom_properties[] = {{"privateRTKInfo", history, {}}};
constexpr XmpProperty microsoft_properties[] = {
    {"CameraSerialNumber", device, {}}, {"LensM*", device, {}},     {"Flash*", device, {}},
    {"DateAcquired", time, {}},         {"Creator*", software, {}}, {"Rating", text, "RatingPercent"},
};
constexpr XmpProperty microsoft_people[] = {{"RegionInfo", person, "RegionInfoMP"}};
constexpr XmpProperty mwg_region_properties[] = {{"Regions", person, "RegionInfo"}};
constexpr XmpProperty acdsee_properties[] = {
    {"author", copyright, {}}, {"datetime", time, "DateTime"}, {"dpp", device, "DPP"},
    {"rpp", device, "RPP"},    {"snapshots", history, {}},
};
constexpr XmpProperty catalog_properties[] = {{"Location", location, {}}, {"People", person, {}}};
constexpr XmpProperty xmp_dm_properties[] = {
    {"shotLocation", location, {}},
    {"artist", copyright, {}},
    {"composer", copyright, {}},
    {"copyright", copyright, {}},
    {"director*", person, {}},
    {"engineer", person, {}},
    {"client", person, {}},
    {"cameraModel", device, {}},
    {"video*", device, {}},
    {"audio*", device, {}},
    {"shotDate", time, {}},
    {"releaseDate", time, {}},
    {"metadataModDate", time, {}},
    {"projectRef", history, {}},
    {"contributedMedia", history, {}},
    {"absPeakAudioFilePath", history, {}},
    {"relativePeakAudioFilePath", history, {}},
};
constexpr XmpProperty prism_properties[] = {
    {"location", location, {}},    {"geography", location, {}}, {"person", person, {}},
    {"copyright*", copyright, {}}, {"*Date", time, {}},
};
constexpr XmpProperty getty_properties[] = {
    {"Personality", person, {}},     {"CameraSerialNumber", device, {}},
    {"CameraMakeModel", device, {}}, {"OriginalCreateDateTime", time, {}},
    {"TimeShot", time, {}},          {"OriginalFilename", history, "OriginalFileName"},
};
constexpr XmpProperty darwin_properties[] = {
    {"dctermsLocation", location, "DCTermsLocation"},
    {"continent", location, {}},
    {"coordinate*", location, {}},
    {"footprint*", location, {}},
    {"georeference*", location, {}},
    {"higherGeography*", location, {}},
    {"island*", location, {}},
    {"municipality", location, {}},
    {"verbatimCoordinate*", location, {}},
    {"verbatimElevation", location, {}},
    {"waterBody", location, {}},
};
constexpr XmpProperty pix4d_properties[] = {{"Yaw", location, {}}, {"GPS*", location, {}}};
constexpr XmpProperty photomech_properties[] = {
    {"CountryCode", location, {}},
    {"TimeCreated", time, {}},
    {"PMVersion", software, {}},
};
constexpr XmpProperty nikon_properties[] = {
    {"GPS*", location, {}},
    {"IPTC", text, {}},
    {"XMLPackets", text, {}},
};
constexpr XmpProperty pdf_properties[] = {{"Producer", software, {}}, {"Author", copyright, {}}};
constexpr XmpProperty extensis_properties[] = {{"ApprovedBy", person, {}}, {"ClientName", person, {}}};
constexpr XmpProperty gimp_properties[] = {{"TimeStamp", time, {}}, {"API", software, "Api"}};
constexpr XmpProperty plus_properties[] = {{"Version", copyright, "PLUSVersion"}};
constexpr XmpProperty x_properties[] = {{"xmptk", software, "XMPToolkit"}, {"xaptk", software, "XMPToolkit"}};

constexpr XmpNamespace namespaces[] = {
    {"http://ns.adobe.com/exif/1.0", "exif", device, true, exif_properties},
    {"http://cipa.jp/exif/1.0", "exifEX", device, true, exif_ex_properties},
    {"http://ns.adobe.com/tiff/1.0", "tiff", device, true, tiff_properties},
    {"http://ns.adobe.com/exif/1.0/aux", "aux", device, true, aux_properties},
    {"http://purl.org/dc/elements/1.1", "dc", text, true, dc_properties},
    {"http://purl.org/dc/terms", "dcterms", text, true, dcterms_properties},
    {"http://ns.adobe.com/xap/1.0", "xmp", text, true, xmp_properties},
    {"http://ns.adobe.com/xap/1.0/mm", "xmpMM", history, false, {}},
    {"http://ns.adobe.com/xap/1.0/bj", "xmpBJ", history, false, {}},
    {"http://ns.adobe.com/xap/1.0/rights", "xmpRights", copyright, false, {}},
    {"http://ns.adobe.com/xap/1.0/t/pg", "xmpTPg", device, false, {}},
    {"http://ns.adobe.com/xap/1.0/g", "xmpG", device, false, {}},
    {"http://ns.adobe.com/xap/1.0/g/img", "xmpGImg", thumbnail, false, {}},
    {"http://ns.adobe.com/xap/1.0/sType/ResourceEvent", "stEvt", history, false, {}},
    {"http://ns.adobe.com/xap/1.0/sType/ResourceRef", "stRef", history, false, {}},
    {"http://ns.adobe.com/xap/1.0/sType/ManifestItem", "stMfs", history, false, {}},
    {"http://ns.adobe.com/xap/1.0/sType/Version", "stVer", history, false, {}},
    {"http://ns.adobe.com/xap/1.0/sType/Job", "stJob", history, false, {}},
    {"http://ns.adobe.com/xap/1.0/sType/Dimensions", "stDim", device, false, {}},
    {"http://ns.adobe.com/xap/1.0/sType/Font", "stFnt", device, false, {}},
    {"http://ns.adobe.com/xmp/sType/Area", "stArea", person, false, {}},
    {"http://ns.adobe.com/photoshop/1.0/camera-profile", "stCamera", device, false, {}},
    {"http://ns.adobe.com/xap/1.0/PLUS", "xmpPLUS", copyright, false, {}},
    {"http://ns.adobe.com/xmp/note", "xmpNote", history, false, {}},
    {"http://ns.adobe.com/xmp/1.0/DynamicMedia", "xmpDM", text, true, xmp_dm_properties},
    {"http://ns.adobe.com/photoshop/1.0", "photoshop", device, true, photoshop_properties},
    {"http://ns.adobe.com/camera-raw-settings/1.0", "crs", history, false, camera_raw_properties},
    {"http://ns.adobe.com/camera-raw-saved-settings/1.0", "crss", history, false, {}},
    {"http://ns.adobe.com/camera-raw-defaults/1.0", "crd", history, false, {}},
    {"http://ns.adobe.com/camera-raw-embedded-lens-profile/1.0", "crlcp", device, false, {}},
    {"http://ns.adobe.com/hdr-metadata/1.0", "hdr", device, false, {}},
    {"http://ns.adobe.com/lightroom/1.0", "lr", text, true, lightroom_properties},
    {"http://ns.adobe.com/creatorAtom/1.0", "creatorAtom", history, false, {}},
    {"http://ns.adobe.com/album/1.0", "album", text, true, {}},
    {"http://ns.adobe.com/iX/1.0", "iX", software, false, {}},
    {"http://ns.adobe.com/pdf/1.3", "pdf", text, true, pdf_properties},
    {"http://ns.adobe.com/pdfx/1.3", "pdfx", text, true, {}},
    {"http://ns.adobe.com/hdr-gain-map/1.0", "hdrgm", gainmap, false, {}},
    {"http://ns.apple.com/HDRGainMap/1.0", "HDRGainMap", gainmap, false, {}},
    {"http://ns.apple.com/pixeldatainfo/1.0", "apdi", gainmap, false, {}},
    {"http://ns.apple.com/faceinfo/1.0", "apple-fi", person, true, {}},
    {"http://ns.apple.com/adjustment-settings/1.0", "aas", history, false, {}},
    {"http://iptc.org/std/Iptc4xmpCore/1.0/xmlns", "iptcCore", text, true, iptc_core_properties},
    {"http://iptc.org/std/Iptc4xmpExt/2008-02-29", "iptcExt", text, true, iptc_ext_properties},
    {"http://www.dji.com/drone-dji/1.0", "drone-dji", device, true, dji_properties},
    {"http://www.parrot.com/drone-parrot/1.0", "drone-parrot", device, true, {}},
    {"http://pix4d.com/camera/1.0", "Camera", device, true, pix4d_properties},
    {"Camera", "Camera", device, true, pix4d_properties},
    {"http://developer.sonyericsson.com/cell/1.0", "cell", location, true, cell_properties},
    {"http://ns.google.com/photos/dd/1.0/device", "Device", device, true, google_device_properties},
    {"http://ns.google.com/photos/dd/1.0/earthpose", "EarthPose", location, true, {}},
    {"http://ns.google.com/photos/dd/1.0/pose", "Pose", device, true, {}},
    {"http://ns.google.com/photos/dd/1.0/profile", "Profile", device, true, {}},
    {"http://ns.google.com/photos/1.0/panorama", "GPano", panorama, true, gpano_properties},
    {"http://ns.google.com/photos/1.0/camera", "GCamera", device, true, gcamera_properties},
    {"http://ns.google.com/photos/1.0/container", "Container", gainmap, false, {}},
    {"http://ns.google.com/photos/1.0/container/item", "Item", gainmap, false, {}},
    {"http://ns.google.com/photos/1.0/depthmap", "GDepth", history, true, gdepth_properties},
    {"http://ns.google.com/photos/1.0/image", "GImage", history, true, gimage_properties},
    {"http://ns.google.com/photos/1.0/audio", "GAudio", motion, true, gaudio_properties},
    {"http://ns.google.com/photos/1.0/focus", "GFocus", history, true, {}},
    {"http://ns.google.com/photos/1.0/creations", "GCreations", device, true, {}},
    {"http://ns.google.com/videos/1.0/spherical", "GSpherical", device, true, {}},
    {"http://ns.leiainc.com/photos/1.0/image", "LImage", history, true, {}},
    {"http://www.digikam.org/ns/1.0", "digiKam", text, true, digikam_properties},
    {"http://ns.microsoft.com/photo/1.0", "microsoft", text, true, microsoft_properties},
    {"http://ns.microsoft.com/photo/1.1", "MP1", person, true, {}},
    {"http://ns.microsoft.com/photo/1.2", "MP", person, true, microsoft_people},
    {"http://ns.microsoft.com/photo/1.2/t/RegionInfo", "MPRI", person, true, {}},
    {"http://ns.microsoft.com/photo/1.2/t/Region", "MPReg", person, true, {}},
    {"http://ns.microsoft.com/expressionmedia/1.0", "expressionmedia", text, true, catalog_properties},
    {"http://ns.iview-multimedia.com/mediapro/1.0", "mediapro", text, true, catalog_properties},
    {"http://www.metadataworkinggroup.com/schemas/regions", "mwg-rs", person, true, mwg_region_properties},
    {"http://www.metadataworkinggroup.com/schemas/keywords", "mwg-kw", text, true, {}},
    {"http://www.metadataworkinggroup.com/schemas/collections", "mwg-coll", text, true, {}},
    {"http://ns.acdsee.com/iptc/1.0", "acdsee", text, true, acdsee_properties},
    {"http://ns.acdsee.com/regions", "acdsee-rs", person, true, {}},
    {"http://prismstandard.org/namespaces/basic/2.0", "prism", text, true, prism_properties},
    {"http://prismstandard.org/namespaces/pmi/2.2", "pmi", text, true, prism_properties},
    {"http://prismstandard.org/namespaces/prl/2.1", "prl", text, true, prism_properties},
    {"http://prismstandard.org/namespaces/prm/3.0", "prm", text, true, prism_properties},
    {"http://prismstandard.org/namespaces/prismusagerights/2.1", "pur", copyright, true, {}},
    {"http://ns.useplus.org/ldf/xmp/1.0", "plus", copyright, false, plus_properties},
    {"http://creativecommons.org/ns", "cc", copyright, false, {}},
    {"http://xmp.gettyimages.com/gift/1.0", "getty", text, true, getty_properties},
    {"http://rs.tdwg.org/dwc/index.htm", "dwc", text, true, darwin_properties},
    {"http://rs.tdwg.org/dwc/terms", "dwc", text, true, darwin_properties},
    {"http://www.w3.org/2003/01/geo/wgs84_pos", "geo", location, true, {}},
    {"http://www.georss.org/georss", "georss", location, true, {}},
    {"http://ns.camerabits.com/photomechanic/1.0", "photomech", text, true, photomech_properties},
    {"http://ns.extensis.com/extensis/1.0", "extensis", text, true, extensis_properties},
    {"http://ns.idimager.com/ics/1.0", "ics", text, true, {}},
    {"http://ns.fastpictureviewer.com/fpv/1.0", "fpv", text, true, {}},
    {"http://ns.optimasc.com/dex/1.0", "dex", text, true, {}},
    {"http://ns.nikon.com/asteroid/1.0", "ast", device, true, nikon_properties},
    {"http://ns.nikon.com/nine/1.0", "nine", history, true, {}},
    {"http://ns.nikon.com/sdc/1.0", "sdc", device, true, {}},
    {"http://www.gimp.org/xmp", "GIMP", software, false, gimp_properties},
    {"http://darktable.sf.net", "darktable", history, false, {}},
    {"http://ns.exiftool.org/1.0", "et", text, true, {}},
    {"adobe:ns:meta", "x", unknown, true, x_properties},
};

bool fits(std::string_view pattern, std::string_view local) {
  if (pattern.ends_with('*')) return local.starts_with(pattern.substr(0, pattern.size() - 1));
  if (pattern.starts_with('*')) return local.ends_with(pattern.substr(1));
  return local == pattern;
}

const XmpProperty* listed(const XmpNamespace* space, std::string_view local) {
  if (space == nullptr) return nullptr;
  for (const XmpProperty& property : space->properties) {
    if (fits(property.local, local)) return &property;
  }
  return nullptr;
}

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }
char upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; }
bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_letter(char c) { return is_upper(c) || (c >= 'a' && c <= 'z'); }

constexpr std::array<std::string_view, 36> place_words = {
    "gps",      "geo",      "lat",      "latitude", "lon",    "lng",    "longitude", "longtitude",
    "altitude", "location", "locality", "place",    "places", "city",   "town",      "village",
    "country",  "county",   "province", "address",  "street", "postal", "postcode",  "zipcode",
    "landmark", "venue",    "mcc",      "mnc",      "lac",    "cellid", "heading",   "bearing",
    "azimuth",  "compass",  "yaw",      "geotag"};
// Words that mean a place only when they are the whole name.
constexpr std::array<std::string_view, 19> lone_place_words = {
    "long",   "state",   "region",  "elevation", "coordinates", "coordinate", "coords",
    "latlon", "latlong", "latlng",  "lonlat",    "longlat",     "lnglat",     "kml",
    "wkt",    "geojson", "geohash", "easting",   "northing"};
// In a name written without capitals these can stand anywhere; the shorter words would be part of others.
constexpr std::array<std::string_view, 10> place_stems = {
    "latitude",    "longitude", "longtitude", "altitude", "sublocation",
    "geolocation", "country",   "province",   "geotag",   "cellid"};
// The root below which programs and people sort places in a tree of keywords.
constexpr std::array<std::string_view, 14> place_roots = {
    "place", "places", "location", "locations", "geo",     "geography", "geographic",
    "gps",   "ort",    "orte",     "lieux",     "lugares", "luoghi",    "plaatsen"};

std::string lowered(std::string_view text) {
  std::string out{text};
  std::transform(out.begin(), out.end(), out.begin(), lower);
  return out;
}

/// The next word of a camel-case name: "GPSLatitude" is "GPS", "Latitude".
std::string_view next_word(std::string_view& name) {
  std::size_t begin = 0;
  while (begin < name.size() && !is_letter(name[begin])) ++begin;
  std::size_t end = begin;
  while (end < name.size() && is_letter(name[end])) {
    const bool rises = end > begin && is_upper(name[end]) && !is_upper(name[end - 1]);
    const bool acronym_ends = end > begin && is_upper(name[end]) && end + 1 < name.size() &&
                              is_letter(name[end + 1]) && !is_upper(name[end + 1]);
    if (rises || acronym_ends) break;
    ++end;
  }
  const std::string_view word = name.substr(begin, end - begin);
  name.remove_prefix(end);
  return word;
}

template <class Words, class Word>
bool contains(const Words& words, const Word& word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

/// Whether a property of a namespace of settings or of rights is one of a position all the same. Their "region",
/// "city" or "address" is a mask's, or the licensor's.
bool names_a_coordinate(std::string_view local) {
  constexpr std::array<std::string_view, 4> coordinates = {"latitude", "longitude", "longtitude", "altitude"};
  for (std::string_view rest = local; !rest.empty();) {
    const std::string word = lowered(next_word(rest));
    if (word == "gps" || contains(coordinates, word)) return true;
  }
  return false;
}

/// Words that turn an "address" or a "location" behind them into something else than a place.
bool turns_away(std::string_view before) {
  constexpr std::array<std::string_view, 8> others = {"email", "mail", "ip",   "mac",
                                                      "web",   "url",  "file", "focus"};
  return contains(others, before);
}

}  // namespace

const XmpNamespace* xmp_namespace(std::string_view uri) {
  while (uri.ends_with('/') || uri.ends_with('#')) uri.remove_suffix(1);
  for (const XmpNamespace& space : namespaces) {
    if (space.uri == uri) return &space;
  }
  return nullptr;
}

std::span<const XmpNamespace> xmp_namespaces() { return namespaces; }

LeakClass class_of_property(const XmpNamespace* space, std::string_view local) {
  if (const XmpProperty* property = listed(space, local)) return property->leak_class;
  const bool names_tell = space == nullptr || space->names_tell;
  if (names_tell ? names_a_location(local) : names_a_coordinate(local)) return location;
  return space == nullptr ? unknown : space->otherwise;
}

bool is_keyword_tree(const XmpNamespace* space, std::string_view local) {
  constexpr auto trees =
      std::to_array<std::pair<std::string_view, std::string_view>>({{"lr", "hierarchicalSubject"},
                                                                    {"lr", "weightedFlatSubject"},
                                                                    {"digiKam", "TagsList"},
                                                                    {"microsoft", "LastKeywordXMP"},
                                                                    {"microsoft", "LastKeywordIPTC"},
                                                                    {"mediapro", "CatalogSets"},
                                                                    {"expressionmedia", "CatalogSets"}});
  return space != nullptr && contains(trees, std::pair{space->group, local});
}

bool is_place_in_tree(std::string_view keyword) {
  const std::size_t branch = keyword.find_first_of("|/");
  if (branch == std::string_view::npos || branch + 1 == keyword.size()) return false;
  return is_place_root(keyword.substr(0, branch));
}

bool is_place_root(std::string_view keyword) { return contains(place_roots, lowered(keyword)); }

bool is_keyword_list(const XmpNamespace* space, std::string_view local) {
  constexpr auto lists =
      std::to_array<std::pair<std::string_view, std::string_view>>({{"dc", "subject"},
                                                                    {"acdsee", "keywords"},
                                                                    {"photoshop", "SupplementalCategories"},
                                                                    {"pdf", "Keywords"},
                                                                    {"prism", "keyword"}});
  return is_keyword_tree(space, local) ||
         (space != nullptr && contains(lists, std::pair{space->group, local}));
}

std::string tag_of_property(const XmpNamespace* space, std::string_view local) {
  const XmpProperty* property = listed(space, local);
  if (property != nullptr && !property->tag.empty()) return std::string{property->tag};
  std::string tag{local};
  if (!tag.empty()) tag[0] = upper(tag[0]);
  return tag;
}

bool names_a_location(std::string_view local) {
  std::string before;
  std::string_view rest = local;
  while (!rest.empty()) {
    const std::string word = lowered(next_word(rest));
    if (contains(place_words, word) && !turns_away(before)) return true;
    before = word;
  }
  const std::string flat = lowered(local);
  if (flat.starts_with("gps") || contains(lone_place_words, flat)) return true;
  return std::any_of(place_stems.begin(), place_stems.end(),
                     [&](std::string_view stem) { return flat.find(stem) != std::string::npos; });
}

}  // namespace exifscrub
