#include "metadata/seft.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "base/bytes.hpp"
#include "base/checked.hpp"
#include "base/cursor.hpp"
#include "metadata/blanking.hpp"
#include "metadata/block_findings.hpp"
#include "metadata/country_code.hpp"
#include "metadata/text_places.hpp"
#include "syntax/extent_set.hpp"

namespace exifscrub {
namespace {

using namespace std::string_view_literals;

constexpr std::string_view group = "Samsung";
constexpr std::uint16_t time_stamp = 0x0A01, country = 0x0AA1;

/// What a block type holds. An empty tag: the block's own name is the tag.
struct TypeRow {
  std::uint16_t first, last;
  LeakClass leak_class;
  std::string_view tag;
};

constexpr auto types = std::to_array<TypeRow>({
    {0x0001, 0x0001, LeakClass::history, {}},  // pictures before an edit, of the other camera
    {0x0100, 0x0100, LeakClass::motion, {}},   // SoundShot
    {0x0800, 0x0800, LeakClass::device, {}},
    {0x0830, 0x0830, LeakClass::device, {}},
    {0x08D0, 0x08E0, LeakClass::device, {}},
    {0x0910, 0x0910, LeakClass::device, {}},
    {0x09E0, 0x09E0, LeakClass::device, {}},  // burst identifiers
    {time_stamp, time_stamp, LeakClass::time, "TimeStamp"},
    {0x0A20, 0x0A20, LeakClass::history, {}},  // of the other camera
    {0x0A30, 0x0A30, LeakClass::motion, "EmbeddedVideoFile"},
    {0x0A31, 0x0A33, LeakClass::motion, {}},
    {country, country, LeakClass::location, "MCCData"},
    {0x0AB0, 0x0AB4, LeakClass::history, {}},  // depth maps
    {0x0B40, 0x0B41, LeakClass::history, {}},
    {0x0BA1, 0x0BA1, LeakClass::history, {}},  // where the original stands, what was painted over it
    {0x0C51, 0x0C61, LeakClass::device, {}},
    {0x0C81, 0x0C81, LeakClass::text, {}},  // Watermark_Info
    {0x0CC1, 0x0D91, LeakClass::device, {}},
    {0x0DA1, 0x0DA1, LeakClass::software, {}},  // the program that a screenshot shows
    {0x0E41, 0x0E41, LeakClass::time, {}},      // Video_Edited_UTC_Offset
});

constexpr TypeRow row_of(std::uint16_t type) {
  for (const TypeRow& row : types) {
    if (type >= row.first && type <= row.last) return row;
  }
  return {type, type, LeakClass::unknown, {}};
}

std::optional<SeftBlock> read_data_block(Bytes bytes, Extent at, std::uint16_t type) {
  Cursor cursor{bytes.subspan(at.offset, at.length), ByteOrder::little};
  cursor.skip(4);
  const Bytes name = cursor.take(cursor.u32());
  if (!cursor) return std::nullopt;
  SeftBlock block;
  block.type = type;
  block.name = as_text(name);
  block.at = at;
  block.data = {at.offset + cursor.position(), cursor.remaining()};
  return block;
}

/// ASCII milliseconds since 1970.
std::string time_text(std::string digits) {
  std::int64_t milliseconds = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), milliseconds);
  if (error != std::errc{} || end != digits.data() + digits.size()) return digits;
  std::string fraction = std::to_string(milliseconds % 1000);
  fraction.insert(0, 3 - std::min<std::size_t>(3, fraction.size()), '0');
  return utc_value(milliseconds / 1000) + "." + fraction + "+00:00";
}

std::string country_text(const std::string& digits) {
  const std::string_view name = country_of_mobile_code(digits);
  return name.empty() ? digits : digits + " (" + std::string{name} + ")";
}

bool is_jpeg(Bytes data) { return starts_with(data, "\xFF\xD8\xFF"sv); }

bool is_movie(Bytes data) { return data.size() >= 8 && starts_with(data.subspan(4), "ftyp"sv); }

bool is_plain_text(Bytes data) {
  return data.size() <= 4096 &&
         std::ranges::all_of(data, [](Byte byte) { return byte >= 0x20 || byte == 0; });
}

std::string value_of(const SeftBlock& block, Bytes data) {
  if (block.type == time_stamp) return time_text(text_value(data));
  if (block.type == country) return country_text(text_value(data));
  if (is_plain_text(data)) return text_value(data);
  return std::to_string(data.size()) + " bytes";
}

/// What an erased country leaves.
bool is_erased_country(const SeftBlock& block, Bytes data) {
  return block.type == country && std::ranges::all_of(data, [](Byte byte) { return byte == '0'; });
}

/// Documents that stand in a block as they would in a file.
std::optional<BlockKind> document_in(Bytes data) {
  if (is_jpeg(data)) return BlockKind::jpeg;
  if (starts_with(data, "II*\0"sv) || starts_with(data, "MM\0*"sv)) return BlockKind::exif;
  if (starts_with(data, "<?xpacket"sv) || starts_with(data, "<x:xmpmeta"sv)) return BlockKind::xmp;
  return std::nullopt;
}

void read_block(BlockFindings& into, const SeftBlock& block, const ReadRequest& request, Reading& reading) {
  const Bytes data = into.bytes(block.data);
  if (is_movie(data)) return into.refer(BlockKind::isobmff, into.keep(std::string{block.name}), block.data);
  if (is_erased_country(block, data)) return;
  const TypeRow row = row_of(block.type);
  const auto document = document_in(data);
  if (document) into.refer(*document, into.keep(std::string{block.name}), block.data);
  BlockFinding* finding = into.add(row.leak_class, group, row.tag, block.data);
  if (finding == nullptr) return;
  if (block.type == country) finding->fill = '0';
  if (row.tag.empty())
    finding->tag = into.keep(text_value(into.bytes(block.at).subspan(8, block.name.size())));
  if (into.wants_values()) finding->value = value_of(block, data);
  // Its name is a text as well.
  const std::string_view tag = finding->tag;
  if (!document) report_embedded_places(request, group, tag, into.bytes(block.at), block.at.offset, reading);
}

}  // namespace

/// Where the directory stands: its length and "SEFT" end the trailer, or stand before the audio index, which
/// is its length 4, "QDIO", "BS".
std::optional<Extent> find_seft_directory(Bytes bytes) {
  if (bytes.size() >= 10 && starts_with(bytes.last(6), "QDIOBS"sv)) {
    const std::uint64_t index = 10ULL + load_u32(&bytes[bytes.size() - 10], ByteOrder::little);
    if (index > bytes.size()) return std::nullopt;
    bytes = bytes.first(bytes.size() - index);
  }
  if (bytes.size() < 20 || !starts_with(bytes.last(4), "SEFT"sv)) return std::nullopt;
  const std::uint32_t length = load_u32(&bytes[bytes.size() - 8], ByteOrder::little);
  if (length < 12 || length > bytes.size() - 8) return std::nullopt;
  const std::uint64_t begin = bytes.size() - 8 - length;
  if (!starts_with(bytes.subspan(begin), "SEFH"sv)) return std::nullopt;
  return Extent{begin, length};
}

/// "SEFH" | version 4 | count 4 | count times {0 2, type 2, distance of the block before SEFH 4, length 4}
std::vector<SeftBlock> read_seft_blocks(Bytes bytes, Extent directory) {
  std::vector<SeftBlock> blocks;
  Cursor cursor{bytes.subspan(directory.offset, directory.length), ByteOrder::little};
  cursor.skip(8);
  for (std::uint32_t left = cursor.u32(); left > 0; --left) {
    const std::uint64_t entry = directory.offset + cursor.position();
    cursor.skip(2);
    const std::uint16_t type = cursor.u16();
    const std::uint64_t distance = cursor.u32();
    const std::uint64_t length = cursor.u32();
    if (!cursor) break;
    if (distance > directory.offset || length > distance) continue;
    auto block = read_data_block(bytes, {directory.offset - distance, length}, type);
    if (!block) continue;
    block->entry = {entry, 12};
    blocks.push_back(*block);
  }
  return blocks;
}

void read_seft(const ReadRequest& request, Reading& into) {
  BlockFindings findings{request, into};
  const auto directory = find_seft_directory(request.bytes);
  if (!directory) {
    findings.add(LeakClass::unknown, group, "SamsungTrailer", {0, request.bytes.size()});
    findings.add_unreadable(group, {0, request.bytes.size()});
    return;
  }
  ExtentSet named;
  for (const SeftBlock& block : read_seft_blocks(request.bytes, *directory)) {
    read_block(findings, block, request, into);
    named.add(block.at);
  }
  named.settle();
  const ExtentSet unnamed = named.gaps_in({0, directory->offset});
  for (const Extent gap : unnamed.extents()) findings.add(LeakClass::unknown, group, "Unlisted", gap);
}

Result<Erasure> erase_seft(const EraseRequest& request) { return blank_selected(request); }

}  // namespace exifscrub
