#include "metadata/irb.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <string>

#include "base/bytes.hpp"
#include "base/cursor.hpp"
#include "base/digests.hpp"
#include "metadata/embedded_document.hpp"
#include "metadata/iptc.hpp"
#include "metadata/text_places.hpp"

namespace exifscrub {
namespace {

using enum LeakClass;

constexpr std::uint16_t iptc_id = 0x0404;
constexpr std::uint16_t digest_id = 0x0425;
constexpr std::size_t most_resources = 1U << 14;
/// Format, width, height, row bytes, total size, compressed size, bits and planes in front of the picture.
constexpr std::uint64_t thumbnail_header = 28;

// Photoshop itself, and programs that borrowed its structure: PhotoDeluxe, ImageReady, Meridian, Aldus.
constexpr std::array<std::string_view, 5> signatures = {"8BIM", "PHUT", "DCSR", "AgHg", "MeSa"};

constexpr auto rows = std::to_array<ImageResourceRow>({
    {0x03E8, 0x03E8, "Photoshop2Info", device},
    {0x03E9, 0x03E9, "MacintoshPrintInfo", person},  // names of printers, users and hosts
    {0x03EA, 0x03EA, "XMLData", text},
    {0x03EB, 0x03EB, "Photoshop2ColorTable", device},
    {0x03ED, 0x03ED, "ResolutionInfo", device},
    {0x03EE, 0x03EE, "AlphaChannelsNames", text},
    {0x03EF, 0x03EF, "DisplayInfo", device},
    {0x03F0, 0x03F0, "PStringCaption", text},
    {0x03F1, 0x03FF, "PrintSetup", device},
    {0x0400, 0x0400, "TargetLayerID", history},
    {0x0401, 0x0401, "WorkingPath", history},
    {0x0402, 0x0402, "LayersGroupInfo", history},
    {0x0405, 0x0405, "RawImageMode", device},
    {0x0406, 0x0406, "JPEG_Quality", device},
    {0x0408, 0x0408, "GridGuidesInfo", history},
    {0x0409, 0x0409, "PhotoshopBGRThumbnail", thumbnail},
    {0x040A, 0x040A, "CopyrightFlag", copyright},
    {0x040B, 0x040B, "URL", copyright},
    {0x040C, 0x040C, "PhotoshopThumbnail", thumbnail},
    {0x040D, 0x040D, "GlobalAngle", device},
    {0x040E, 0x040E, "ColorSamplersResource", history},
    {0x0410, 0x0410, "Watermark", copyright},
    {0x0411, 0x0411, "ICC_Untagged", device},
    {0x0412, 0x0412, "EffectsVisible", history},
    {0x0413, 0x0413, "SpotHalftone", device},
    {0x0414, 0x0414, "IDsBaseValue", history},
    {0x0415, 0x0415, "UnicodeAlphaNames", text},
    {0x0416, 0x0416, "IndexedColorTableCount", device},
    {0x0417, 0x0417, "TransparentIndex", device},
    {0x0419, 0x0419, "GlobalAltitude", device},  // of a light in the picture
    {0x041A, 0x041A, "SliceInfo", text},
    {0x041B, 0x041B, "WorkflowURL", text},
    {0x041C, 0x041C, "JumpToXPEP", history},
    {0x041D, 0x041D, "AlphaIdentifiers", history},
    {0x041E, 0x041E, "URL_List", text},
    {0x0421, 0x0421, "VersionInfo", software},
    {0x0426, 0x0426, "PrintScaleInfo", device},
    {0x0428, 0x0428, "PixelInfo", device},
    {0x0429, 0x0429, "LayerComps", history},
    {0x042A, 0x042A, "AlternateDuotoneColors", device},
    {0x042B, 0x042B, "AlternateSpotColors", device},
    {0x042D, 0x042D, "LayerSelectionIDs", history},
    {0x042E, 0x042E, "HDRToningInfo", history},
    {0x042F, 0x042F, "PrintInfo", device},
    {0x0430, 0x0430, "LayerGroupsEnabledID", history},
    {0x0431, 0x0431, "ColorSamplersResource2", history},
    {0x0432, 0x0432, "MeasurementScale", history},
    {0x0433, 0x0433, "TimelineInfo", history},
    {0x0434, 0x0434, "SheetDisclosure", text},
    {0x0435, 0x0435, "DisplayInfo", device},
    {0x0436, 0x0436, "OnionSkins", history},
    {0x0438, 0x0438, "CountInfo", history},
    {0x043A, 0x043A, "PrintInfo2", person},
    {0x043B, 0x043B, "PrintStyle", device},
    {0x043C, 0x043C, "MacintoshNSPrintInfo", person},
    {0x043D, 0x043D, "WindowsDEVMODE", person},
    {0x043E, 0x043E, "AutoSaveFilePath", person},  // a path with the user's name
    {0x043F, 0x043F, "AutoSaveFormat", software},
    {0x0440, 0x0440, "PathSelectionState", history},
    {0x07D0, 0x0BB6, "Path", history},
    {0x0BB7, 0x0BB7, "ClippingPathName", text},
    {0x0BB8, 0x0BB8, "OriginPathInfo", history},
    {0x0FA0, 0x1387, "PlugInResource", unknown},
    {0x1B58, 0x1B58, "ImageReadyVariables", history},
    {0x1B59, 0x1B59, "ImageReadyDataSets", history},
    {0x1F40, 0x1F40, "LightroomWorkflow", history},
    {0x2710, 0x2710, "PrintFlagsInfo", device},
});

const ImageResourceRow* row_of(std::uint16_t id) {
  const auto found = std::find_if(rows.begin(), rows.end(), [&](const ImageResourceRow& row) {
    return id >= row.first && id <= row.last;
  });
  return found == rows.end() ? nullptr : &*found;
}

Bytes slice(Bytes bytes, Extent at) { return bytes.subspan(at.offset, at.length); }

/// A resource that is a document of another language. Its findings are that language's.
struct Embedded {
  BlockKind kind;
  std::uint64_t skip;
  std::string_view name;
  ImageUse use = ImageUse::unindexed;
};

std::optional<Embedded> embedded_in(const ImageResource& resource, Bytes data) {
  switch (resource.id) {
    case 0x0409:
    case 0x040C: {
      const bool jpeg =
          data.size() > thumbnail_header && starts_with(data.subspan(thumbnail_header), "\xFF\xD8");
      if (!jpeg) return std::nullopt;
      return Embedded{BlockKind::jpeg, thumbnail_header, "thumbnail", ImageUse::thumbnail};
    }
    case 0x0422:
    case 0x0423: {
      const bool header = starts_with(data, std::string_view{"Exif\0\0", 6});
      return Embedded{BlockKind::exif, header ? 6U : 0U, "EXIF"};
    }
    case 0x0424:
      return Embedded{BlockKind::xmp, 0, "XMP"};
    case 0x040F:
      return Embedded{BlockKind::icc, 0, "ICC"};
    default:
      return std::nullopt;
  }
}

bool is_thumbnail(const ImageResource& resource) { return resource.id == 0x0409 || resource.id == 0x040C; }

class ResourceReader {
 public:
  ResourceReader(const ReadRequest& request, Reading& into) : request_(request), into_(into) {}

  void read() {
    const ImageResources all = parse_irb(request_.bytes);
    for (const ImageResource& resource : all.resources) read(resource);
    if (!all.failure) return;
    BlindSpot spot;
    spot.block = request_.block;
    spot.offset = all.end;
    spot.what = all.failure->what;
    spot.may_hide_location = true;
    into_.blind_spots.push_back(spot);
    into_.add(request_.block, unknown, "Photoshop", "Rest", {extent_between(all.end, request_.bytes.size())});
  }

 private:
  void read(const ImageResource& resource) {
    const Bytes data = slice(request_.bytes, resource.data);
    if (!resource.name.empty()) {
      report_text_places(request_, "Photoshop", "ResourceName", slice(request_.bytes, resource.name),
                         resource.name.offset, into_);
    }
    if (resource.id == iptc_id) {
      report_iptc(parse_iptc(data), data, resource.data.offset, request_, into_);
      return read_name(resource);
    }
    if (resource.id == digest_id && data.size() == 16) return read_name(resource);
    const auto embedded = all_zero(data) ? std::nullopt : embedded_in(resource, data);
    if (embedded) refer(resource, *embedded);
    if (embedded && !is_thumbnail(resource)) return read_name(resource);
    add(resource, data);
    if (embedded || all_zero(data)) return;
    const std::uint64_t words = refer_to_document(request_.block, data, resource.data.offset, into_);
    const ImageResourceRow* row = row_of(resource.id);
    report_embedded_places(request_, "Photoshop",
                           row != nullptr ? row->name : into_.keep(unknown_name(resource.id)),
                           data.first(words), resource.data.offset, into_);
  }

  void refer(const ImageResource& resource, const Embedded& embedded) {
    Reference reference;
    reference.kind = embedded.kind;
    reference.parent = request_.block;
    reference.parts = {{resource.data.offset + embedded.skip, resource.data.length - embedded.skip}};
    reference.name = embedded.name;
    reference.use = embedded.use;
    into_.references.push_back(std::move(reference));
  }

  void add(const ImageResource& resource, Bytes data) {
    const ImageResourceRow* row = row_of(resource.id);
    std::vector<Extent> where;
    if (!all_zero(data)) where.push_back(resource.data);
    if (has_name(resource)) where.push_back(resource.name);
    if (where.empty()) return;
    std::sort(where.begin(), where.end());
    const std::string_view tag = row != nullptr ? row->name : into_.keep(unknown_name(resource.id));
    BlockFinding& finding =
        into_.add(request_.block, row != nullptr ? row->leak_class : unknown, "Photoshop", tag, where);
    constexpr std::size_t longest_value = 256;
    const bool short_text = data.size() <= longest_value &&
                            std::all_of(data.begin(), data.end(), [](Byte byte) { return byte >= 0x20; });
    if (request_.values && short_text) finding.value.assign(data.begin(), data.end());
  }

  /// A name on a resource whose data are somebody else's.
  void read_name(const ImageResource& resource) {
    if (has_name(resource)) into_.add(request_.block, text, "Photoshop", "ResourceName", {resource.name});
  }

  bool has_name(const ImageResource& resource) const {
    const Bytes name = slice(request_.bytes, resource.name);
    return std::any_of(name.begin(), name.end(), [](Byte byte) { return byte != 0 && byte != ' '; });
  }

  static std::string unknown_name(std::uint16_t id) {
    std::array<char, 24> text{};
    std::snprintf(text.data(), text.size(), "Photoshop_0x%04x", unsigned{id});
    return text.data();
  }

  const ReadRequest& request_;
  Reading& into_;
};

/// Erases datasets and whole resources and then puts the digest right.
class ResourceEraser {
 public:
  ResourceEraser(const EraseRequest& request, const ImageResources& all) : request_(request), all_(all) {}

  Result<Erasure> erase() {
    for (const ImageResource& resource : all_.resources) {
      if (resource.id == iptc_id) EXS_CHECK(erase_datasets(resource));
    }
    erase_resources();
    erase_text_places();
    if (request_.wipe_rest) wipe_padding();
    auto& patches = erasure_.patches;
    std::sort(patches.begin(), patches.end(),
              [](const Patch& a, const Patch& b) { return a.offset < b.offset; });
    return std::move(erasure_);
  }

 private:
  Result<void> erase_datasets(const ImageResource& resource) {
    const Bytes before = slice(request_.bytes, resource.data);
    const IptcStream stream = parse_iptc(before);
    const std::vector<bool> gone = selected_datasets(stream, resource.data.offset, request_);
    const std::vector<Byte> placeless = without_text_places(request_);
    const Bytes texts = slice(placeless, resource.data);
    const bool unchanged = std::ranges::equal(texts, before);
    if (unchanged && std::find(gone.begin(), gone.end(), true) == gone.end()) return {};
    if (stream.failure) return *stream.failure;
    const std::vector<Byte> after = without_datasets(stream, texts, gone);
    auto patch = iptc_patch(before, after, resource.data.offset);
    if (!patch) return {};
    // The digest is on the disk before what it is of: cut short, the next run finds the place still there and
    // a digest that will be right.
    patch->phase = Phase::index;
    erasure_.patches.push_back(std::move(*patch));
    mend_digest(before, after);
    return {};
  }

  /// 0x0425 is the MD5 of all of 0x0404's data.
  void mend_digest(Bytes before, Bytes after) {
    const auto right_before = md5(before);
    for (const ImageResource& resource : all_.resources) {
      const Bytes digest = slice(request_.bytes, resource.data);
      if (resource.id != digest_id ||
          !std::equal(digest.begin(), digest.end(), right_before.begin(), right_before.end()))
        continue;
      const auto right_after = md5(after);
      erasure_.patches.push_back(
          {resource.data.offset, {right_after.begin(), right_after.end()}, Phase::values, true});
    }
  }

  void erase_resources() {
    std::vector<Extent> selected;
    for (const BlockFinding* finding : request_.selected) {
      const auto where = request_.reading->where(*finding);
      selected.insert(selected.end(), where.begin(), where.end());
    }
    std::sort(selected.begin(), selected.end());
    const auto is_selected = [&](Extent at) {
      return std::binary_search(selected.begin(), selected.end(), at);
    };
    for (const ImageResource& resource : all_.resources) {
      if (!resource.name.empty() && is_selected(resource.name)) fill(resource.name, ' ');
      if (resource.id != iptc_id && is_selected(resource.data)) fill(resource.data, 0);
    }
  }

  /// Places in the texts of resources; those in datasets have gone with what became of their stream.
  void erase_text_places() {
    EraseRequest of_resources = request_;
    std::erase_if(of_resources.selected,
                  [](const BlockFinding* finding) { return finding->group != "Photoshop"; });
    std::ranges::sort(erasure_.patches, {}, &Patch::offset);
    overwrite_text_places(of_resources, erasure_);
  }

  /// The byte that makes a name, or data, an even number of bytes.
  void wipe_padding() {
    for (const ImageResource& resource : all_.resources) {
      const Extent behind = extent_between(resource.data.end(), resource.at.end());
      if (!all_zero(slice(request_.bytes, behind))) fill(behind, 0);
    }
  }

  void fill(Extent at, Byte with) {
    erasure_.patches.push_back({at.offset, std::vector<Byte>(at.length, with), Phase::values, false});
  }

  const EraseRequest& request_;
  const ImageResources& all_;
  Erasure erasure_;
};

}  // namespace

ImageResources parse_irb(Bytes bytes) {
  ImageResources all;
  Cursor cursor{bytes};
  while (all.resources.size() < most_resources) {
    const bool signed_here =
        std::any_of(signatures.begin(), signatures.end(),
                    [&](std::string_view signature) { return cursor.looking_at(signature); });
    if (!signed_here) break;
    ImageResource resource;
    const std::uint64_t begin = cursor.position();
    cursor.skip(4);
    resource.id = cursor.u16();
    const std::uint8_t name_length = cursor.u8();
    resource.name = {cursor.position(), name_length};
    cursor.skip(name_length + (name_length % 2 == 0 ? 1U : 0U));
    const std::uint64_t size = cursor.u32();
    resource.data = {cursor.position(), size};
    cursor.skip(size);
    if (!cursor) break;
    // The last resource of a block often goes without its padding.
    if (size % 2 == 1 && cursor.remaining() > 0) cursor.skip(1);
    resource.at = extent_between(begin, cursor.position());
    all.resources.push_back(resource);
    all.end = cursor.position();
  }
  if (!all_zero(bytes.subspan(all.end))) {
    all.failure = Error{Errc::malformed, all.end, "Photoshop resource is cut off or has no signature"};
  }
  return all;
}

std::span<const ImageResourceRow> image_resource_rows() { return rows; }

void read_irb(const ReadRequest& request, Reading& into) { ResourceReader{request, into}.read(); }

Result<Erasure> erase_irb(const EraseRequest& request) {
  const auto of_block =
      std::count_if(request.reading->findings.begin(), request.reading->findings.end(),
                    [&](const BlockFinding& finding) { return finding.block == request.block; });
  const ImageResources all = parse_irb(request.bytes);
  const bool keeps_finding = static_cast<std::size_t>(of_block) > request.selected.size();
  const bool carries_block = std::any_of(
      all.resources.begin(), all.resources.end(),
      [&](const ImageResource& r) { return embedded_in(r, slice(request.bytes, r.data)).has_value(); });
  if (!keeps_finding && !carries_block && request.wipe_rest) {
    Erasure erasure;
    erasure.nothing_left = true;
    erasure.patches.push_back({0, std::vector<Byte>(request.bytes.size(), 0), Phase::values, false});
    return erasure;
  }
  if (all.failure) return *all.failure;
  return ResourceEraser{request, all}.erase();
}

}  // namespace exifscrub
