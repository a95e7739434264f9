#include <algorithm>

#include "base/cursor.hpp"
#include "inspect/block_scribe.hpp"
#include "metadata/block_findings.hpp"
#include "metadata/exif_values.hpp"
#include "metadata/irb.hpp"

namespace exifscrub {
namespace {

constexpr std::uint16_t iptc_id = 0x0404, digest_id = 0x0425;

std::string_view name_of(std::uint16_t id, BlockScribe& scribe) {
  switch (id) {
    case iptc_id:
      return "IPTCData";
    case digest_id:
      return "IPTCDigest";
    case 0x0422:
    case 0x0423:
      return "EXIFInfo";
    case 0x0424:
      return "XMP";
    case 0x040F:
      return "ICC_Profile";
    default:
      break;
  }
  const auto rows = image_resource_rows();
  const auto row =
      std::ranges::find_if(rows, [&](const ImageResourceRow& r) { return id >= r.first && id <= r.last; });
  return row != rows.end() ? row->name : scribe.keep("Photoshop_" + hex_tag(id));
}

std::string value_of(std::uint16_t id, Bytes data) {
  if (id == digest_id) return hex_value(data.first(std::min<std::size_t>(data.size(), 16)));
  if (data.size() == 1) return std::to_string(data[0]);
  if (data.size() == 2) return std::to_string(load_u16(data.data(), ByteOrder::big));
  if (data.size() == 4) return std::to_string(load_u32(data.data(), ByteOrder::big));
  if (data.size() <= 256 && is_printable(data)) return plain_text(data);
  return counted(data.size(), "byte", "bytes");
}

void describe_resource(BlockScribe& scribe, const ImageResource& resource) {
  const std::string_view name = name_of(resource.id, scribe);
  const Bytes data = scribe.bytes(resource.data);
  const bool holds = resource.id == iptc_id || resource.id == 0x0422 || resource.id == 0x0423 ||
                     resource.id == 0x0424 || resource.id == 0x040F;
  Field& field =
      scribe.open({FieldKind::structure, name, resource.at,
                   holds ? counted(data.size(), "byte", "bytes") : value_of(resource.id, data),
                   resource.id == digest_id ? "MD5 of the IPTC data when they were last written" : ""});
  field.is_heading = holds;
  if (!holds) scribe.make_tag("Photoshop", {resource.data});
  const std::uint64_t at = resource.at.offset;
  Field& head = scribe.open(
      {FieldKind::structure, "resource", extent_between(at, resource.data.offset), std::string{name}});
  head.is_row = head.is_detail = true;
  scribe.add_detail({FieldKind::marker, "signature", {at, 4}, "8BIM", "starts each resource"});
  scribe.add_detail({FieldKind::tag, "id", {at + 4, 2}, hex_tag(resource.id) + " " + std::string{name}});
  if (resource.data.offset >= at + 10) {
    const Bytes title = scribe.bytes(resource.name);
    scribe.add_detail({FieldKind::header, "name", extent_between(at + 6, resource.data.offset - 4),
                       title.empty() ? "none" : std::string(title.begin(), title.end())});
    scribe.add_detail({FieldKind::length,
                       "length",
                       {resource.data.offset - 4, 4},
                       counted(resource.data.length, "byte", "bytes")});
  }
  scribe.close();
  if (resource.id == iptc_id) {
    describe_iptc(scribe, resource.data);
  } else if (!resource.data.empty()) {
    Field& body = scribe.open({FieldKind::value, name, resource.data, {}});
    body.is_detail = true;
    if (name.ends_with("Thumbnail")) body.kind = FieldKind::thumbnail;
    scribe.describe_nested(resource.data);
    scribe.close();
  }
  const Extent padding = extent_between(resource.data.end(), resource.at.end());
  if (!padding.empty()) scribe.add_detail({FieldKind::padding, "padding", padding, {}});
  scribe.close();
}

}  // namespace

void describe_irb(BlockScribe& scribe) {
  const ImageResources all = parse_irb(scribe.bytes());
  for (const ImageResource& resource : all.resources) describe_resource(scribe, resource);
  const Extent rest = extent_between(all.end, scribe.bytes().size());
  if (rest.empty()) return;
  if (all.failure) {
    scribe.add({FieldKind::unknown, "unreadable", rest, std::string{all.failure->what}});
  } else {
    scribe.add_detail({FieldKind::padding, "zeros", rest, {}});
  }
}

}  // namespace exifscrub
