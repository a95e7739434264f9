#include <algorithm>
#include <string>

#include "inspect/block_scribe.hpp"
#include "metadata/block_findings.hpp"
#include "metadata/flir.hpp"

namespace exifscrub {
namespace {

std::string_view name_of(const FlirRecord& record, BlockScribe& scribe) {
  const std::string_view known = flir_record_tag(record.type);
  return known.empty() ? scribe.keep("Record" + std::to_string(record.type)) : known;
}

void describe_head(BlockScribe& scribe, const FlirDirectory& directory) {
  const auto number = [&](std::uint64_t at) {
    return std::to_string(load_u32(scribe.bytes({at, 4}).data(), directory.order));
  };
  Field& head = scribe.open({FieldKind::header, "FLIR header", {0, 0x40}, {}});
  head.is_heading = true;
  scribe.add_detail({FieldKind::marker, "signature", {0, 4}, text_value(scribe.bytes({0, 4}))});
  scribe.add_detail({FieldKind::header, "CreatorSoftware", {4, 16}, text_value(scribe.bytes({4, 16}))});
  scribe.add_detail({FieldKind::header, "version", {0x14, 4}, number(0x14)});
  scribe.add_detail({FieldKind::offset,
                     "directory offset",
                     {0x18, 4},
                     "-> record directory at " + hex_offset(scribe.file_offset(directory.table.offset))});
  scribe.point_to(directory.table);
  scribe.add_detail({FieldKind::entry_count, "number of records", {0x1C, 4}, number(0x1C)});
  scribe.close();
}

/// Type 2 | subtype 2 | version 4 | index 4 | offset 4 | length 4 | ...
void describe_entry(BlockScribe& scribe, const FlirRecord& record) {
  const std::string_view name = name_of(record, scribe);
  const std::uint64_t at = record.entry.offset;
  const std::string lead = "-> " + hex_offset(scribe.file_offset(record.data.offset));
  Field& row =
      scribe.open({FieldKind::structure, "record entry", record.entry, std::string{name} + " " + lead});
  row.is_row = true;
  scribe.point_to(record.data);
  scribe.add_detail(
      {FieldKind::type, "type", {at, 2}, std::to_string(record.type) + ": " + std::string{name}});
  scribe.add_detail({FieldKind::offset, "offset", {at + 12, 4}, lead, "counted from the FLIR header"});
  scribe.point_to(record.data);
  scribe.add_detail(
      {FieldKind::length, "length", {at + 16, 4}, counted(record.data.length, "byte", "bytes")});
  scribe.close();
}

}  // namespace

void describe_flir(BlockScribe& scribe) {
  const auto directory = read_flir_directory(scribe.bytes());
  if (!directory) return;
  describe_head(scribe, *directory);
  Field& table = scribe.open({FieldKind::structure, "record directory", directory->table,
                              counted(directory->records.size(), "record", "records")});
  table.is_heading = true;
  table.is_detail = true;
  scribe.anchor();
  for (const FlirRecord& record : directory->records) describe_entry(scribe, record);
  scribe.close();
  for (const FlirRecord& record : directory->records) {
    Field& field = scribe.open({FieldKind::structure, name_of(record, scribe), record.data,
                                counted(record.data.length, "byte", "bytes")});
    field.is_heading = true;
    scribe.anchor();
    scribe.make_tag("FLIR", {record.data});
    scribe.take_findings(record.data, false);
    scribe.describe_nested(record.data);
    scribe.close();
  }
}

}  // namespace exifscrub
