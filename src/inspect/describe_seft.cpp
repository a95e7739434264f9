#include <algorithm>
#include <string>

#include "base/cursor.hpp"
#include "inspect/block_scribe.hpp"
#include "metadata/block_findings.hpp"
#include "metadata/seft.hpp"

namespace exifscrub {
namespace {

/// What Samsung's trailer holds: blocks, then the directory that counts back to them.
class SeftScribe {
 public:
  SeftScribe(BlockScribe& scribe, Extent directory)
      : scribe_(scribe), directory_(directory), blocks_(read_seft_blocks(scribe.bytes(), directory)) {}

  void run() {
    for (const SeftBlock& block : blocks_) describe_block(block);
    describe_directory();
    const Extent rest = extent_between(directory_.end() + 8, scribe_.bytes().size());
    if (!rest.empty()) scribe_.add_detail({FieldKind::header, "audio index", rest, "QDIO"});
  }

 private:
  void describe_block(const SeftBlock& block) {
    const std::uint64_t at = block.at.offset;
    const std::string name = text_value(name_bytes(block));
    Field& field = scribe_.open({FieldKind::structure, scribe_.keep(std::string{name}), block.at,
                                 counted(block.data.length, "byte", "bytes")});
    field.is_heading = true;
    scribe_.anchor();
    Field& head =
        scribe_.open({FieldKind::structure, "block header", extent_between(at, block.data.offset), name});
    head.is_row = head.is_detail = true;
    scribe_.add_detail({FieldKind::padding, "zeros", {at, 2}, {}});
    scribe_.add_detail({FieldKind::type, "type", {at + 2, 2}, hex_tag(block.type)});
    scribe_.add_detail(
        {FieldKind::length, "length of the name", {at + 4, 4}, std::to_string(block.name.size())});
    if (!block.name.empty()) scribe_.add_detail({FieldKind::tag, "name", {at + 8, block.name.size()}, name});
    scribe_.close();
    scribe_.take_findings(block.data, false);
    scribe_.describe_nested(block.data);
    scribe_.close();
  }

  [[nodiscard]] Bytes name_bytes(const SeftBlock& block) const {
    return scribe_.bytes({block.at.offset + 8, block.name.size()});
  }

  /// "SEFH" | version 4 | count 4 | entries | its length 4 | "SEFT"
  void describe_directory() {
    const std::uint64_t at = directory_.offset;
    const auto number = [&](std::uint64_t offset) {
      return std::to_string(load_u32(scribe_.bytes({offset, 4}).data(), ByteOrder::little));
    };
    Field& table = scribe_.open({FieldKind::structure,
                                 "SEFH directory",
                                 {at, directory_.length + 8},
                                 counted(blocks_.size(), "block", "blocks")});
    table.is_heading = true;
    scribe_.add_detail({FieldKind::marker, "signature", {at, 4}, "SEFH", "starts the directory"});
    scribe_.add_detail({FieldKind::header, "version", {at + 4, 4}, number(at + 4)});
    scribe_.add_detail({FieldKind::entry_count, "number of blocks", {at + 8, 4}, number(at + 8)});
    for (const SeftBlock& block : blocks_) describe_entry(block);
    scribe_.add_detail({FieldKind::length,
                        "length",
                        {directory_.end(), 4},
                        number(directory_.end()),
                        "of the directory, so that it is found from the end"});
    scribe_.add_detail({FieldKind::marker, "end", {directory_.end() + 4, 4}, "SEFT"});
    scribe_.close();
  }

  void describe_entry(const SeftBlock& block) {
    const std::uint64_t at = block.entry.offset;
    const std::string name = text_value(name_bytes(block));
    const std::string lead = "-> " + name + " at " + hex_offset(scribe_.file_offset(block.at.offset));
    Field& row = scribe_.open({FieldKind::structure, "block entry", block.entry, lead});
    row.is_row = row.is_detail = true;
    scribe_.point_to(block.at);
    scribe_.add_detail({FieldKind::padding, "zeros", {at, 2}, {}});
    scribe_.add_detail({FieldKind::type, "type", {at + 2, 2}, hex_tag(block.type)});
    scribe_.add_detail({FieldKind::offset, "distance", {at + 4, 4}, lead, "counted back from SEFH"});
    scribe_.point_to(block.at);
    scribe_.add_detail({FieldKind::length, "length", {at + 8, 4}, counted(block.at.length, "byte", "bytes")});
    scribe_.close();
  }

  BlockScribe& scribe_;
  Extent directory_;
  std::vector<SeftBlock> blocks_;
};

}  // namespace

void describe_seft(BlockScribe& scribe) {
  if (const auto directory = find_seft_directory(scribe.bytes())) SeftScribe{scribe, *directory}.run();
}

}  // namespace exifscrub
