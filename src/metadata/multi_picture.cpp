#include "metadata/multi_picture.hpp"

#include <array>
#include <string>

#include "metadata/block_findings.hpp"
#include "metadata/text_places.hpp"
#include "syntax/ifd.hpp"

namespace exifscrub {
namespace {

constexpr std::string_view group = "MPF0";

/// Index B000 to B004, attributes B101 and B201 to B20D.
bool is_of_format(std::uint16_t tag) { return tag >= 0xB000 && tag <= 0xB2FF; }

void read_table(Bytes tiff, TiffGrammar grammar, const IfdTable& table, BlockFindings& into) {
  for (std::uint32_t i = 0; i < table.count; ++i) {
    const IfdEntry entry = read_ifd_entry(tiff, grammar, table, i);
    if (is_of_format(entry.tag) || entry.zeroed()) continue;
    std::array<Byte, 2> tag{};
    store_u16(tag.data(), entry.tag, ByteOrder::big);
    const std::array where = {entry.at, entry.value};
    into.add(LeakClass::unknown, group, into.keep("0x" + hex_value(tag)), where);
  }
}

}  // namespace

void read_multi_picture(const ReadRequest& request, Reading& into) {
  constexpr int tables = 2;  // index, attributes
  BlockFindings findings{request, into};
  const Extent all{0, request.bytes.size()};
  const auto header = read_tiff_header(request.bytes);
  bool sound = header.has_value();
  std::uint64_t at = sound ? header->first_ifd : 0;
  for (int i = 0; i < tables && at != 0; ++i) {
    const auto table = read_ifd_table(request.bytes, header->grammar, at);
    if (i > 0 && table && table->declared == 0) break;
    sound = table && is_plausible(request.bytes, header->grammar, *table);
    if (!sound) break;
    read_table(request.bytes, header->grammar, *table, findings);
    at = table->next;
  }
  Reading places;
  report_scattered_places(request, group, "MPF", request.bytes, 0, places);
  if (!sound || !places.findings.empty()) findings.add(LeakClass::unknown, group, "MPF", all);
}

}  // namespace exifscrub
