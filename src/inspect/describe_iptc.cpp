#include <algorithm>
#include <cstdio>

#include "base/cursor.hpp"
#include "base/text.hpp"
#include "inspect/block_scribe.hpp"
#include "inspect/iptc_words.hpp"
#include "metadata/iptc.hpp"

namespace exifscrub {
namespace {

std::string_view name_of_record(std::uint8_t record) {
  switch (record) {
    case 1:
      return "envelope";
    case 2:
      return "application";
    case 3:
      return "news photo";
    case 7:
    case 8:
    case 9:
      return "object data";
    default:
      return "unknown record";
  }
}

bool is_date(std::string_view name) {
  return name.ends_with("Date") || name == "DateSent" || name == "DateCreated";
}
bool is_time(std::string_view name) {
  return name.ends_with("Time") || name == "TimeSent" || name == "TimeCreated";
}

std::string readable(std::string_view name, std::string text) {
  if (is_date(name)) return iptc_date(std::move(text));
  return is_time(name) ? iptc_time(std::move(text)) : text;
}

/// Text of a stream without a character set: UTF-8 where it is, else Latin-1.
std::string text_of(Bytes data) {
  std::string text{data.begin(), data.end()};
  while (!text.empty() && text.back() == '\0') text.pop_back();
  if (is_utf8(text)) return text;
  std::string latin;
  for (const char c : text) {
    const auto byte = static_cast<Byte>(c);
    if (byte < 0x80) {
      latin += c;
    } else {
      latin += static_cast<char>(0xC0 | byte >> 6);
      latin += static_cast<char>(0x80 | (byte & 0x3F));
    }
  }
  return latin;
}

std::string value_of(const IptcDataset& dataset, std::string_view name, Bytes data) {
  const bool binary =
      dataset.record == 3 || name == "RasterizedCaption" || name == "ObjectPreviewData" || name == "SubFile";
  const bool version = dataset.number == 0 || name == "FileFormat" || name == "FileVersion" ||
                       name == "ARMIdentifier" || name == "ARMVersion" || name == "ObjectPreviewFileFormat" ||
                       name == "ObjectPreviewFileVersion";
  if (version && data.size() == 2) return std::to_string(load_u16(data.data(), ByteOrder::big));
  if (binary) return counted(data.size(), "byte", "bytes");
  return readable(name, text_of(data));
}

std::string_view note_of(std::string_view name) {
  if (name == "CodedCharacterSet") return "how the texts are coded; ESC % G is UTF-8";
  if (name.ends_with("RecordVersion")) return "version of the standard; says nothing about the picture";
  return {};
}

}  // namespace

void describe_iptc(BlockScribe& scribe, Extent at) {
  const Bytes bytes = scribe.bytes(at);
  const IptcStream stream = parse_iptc(bytes);
  for (const IptcDataset& dataset : stream.datasets) {
    const IptcRow* row = iptc_row(dataset.record, dataset.number);
    std::string unknown = "IPTC_" + std::to_string(dataset.record) + "_" + std::to_string(dataset.number);
    const std::string_view name = row != nullptr ? row->name : scribe.keep(std::move(unknown));
    const Extent whole{at.offset + dataset.at.offset, dataset.at.length};
    const Extent data{at.offset + dataset.data.offset, dataset.data.length};
    const bool place = row != nullptr && row->leak_class == LeakClass::location;
    scribe.open(
        {FieldKind::structure, name, whole, value_of(dataset, name, scribe.bytes(data)), note_of(name)});
    scribe.make_tag("IPTC", {whole});
    Field& head = scribe.open(
        {FieldKind::structure, "dataset", {whole.offset, data.offset - whole.offset}, std::string{name}});
    head.is_row = head.is_detail = true;
    scribe.add_detail({FieldKind::marker, "marker", {whole.offset, 1}, {}, "1C starts each dataset"});
    scribe.add_detail({FieldKind::tag,
                       "record",
                       {whole.offset + 1, 1},
                       std::to_string(dataset.record) + ": " + std::string{name_of_record(dataset.record)}});
    scribe.add_detail({FieldKind::tag,
                       "number",
                       {whole.offset + 2, 1},
                       std::to_string(dataset.number) + ": " + std::string{name}});
    scribe.add_detail({FieldKind::length,
                       "length",
                       {whole.offset + 3, data.offset - whole.offset - 3},
                       counted(dataset.data.length, "byte", "bytes")});
    scribe.close();
    if (!data.empty()) scribe.add_detail({place ? FieldKind::location : FieldKind::value, name, data, {}});
    scribe.describe_nested(data);
    scribe.close();
  }
  if (stream.end < bytes.size()) {
    const Extent rest{at.offset + stream.end, bytes.size() - stream.end};
    if (stream.failure) {
      scribe.add({FieldKind::unknown, "unreadable", rest, std::string{stream.failure->what}});
    } else {
      scribe.add_detail({FieldKind::padding, "zeros", rest, {}});
    }
  }
}

}  // namespace exifscrub
