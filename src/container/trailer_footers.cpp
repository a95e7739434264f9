#include "container/trailer_footers.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "base/bytes.hpp"
#include "base/cursor.hpp"

namespace exifscrub {

using namespace std::string_view_literals;

namespace {

constexpr std::uint64_t none = 0;

/// Up to `length` bytes from `at`, fewer at the end of `within`.
Result<Bytes> bytes_at(ByteSource& file, Extent within, std::uint64_t at, std::size_t length) {
  if (!within.contains(at)) return Bytes{};
  return file.window(at, static_cast<std::size_t>(std::min<std::uint64_t>(length, within.end() - at)));
}

/// The last `length` bytes of `within`; none when it is shorter.
Result<Bytes> last_bytes(ByteSource& file, Extent within, std::size_t length) {
  if (within.length < length) return Bytes{};
  return file.window(within.end() - length, length);
}

/// The last `length` of `bytes`; none when there are fewer.
Bytes tail(Bytes bytes, std::size_t length) { return bytes.size() < length ? Bytes{} : bytes.last(length); }

/// `length` bytes before the end of `within`, or none.
std::uint64_t back(Extent within, std::uint64_t length) {
  return length == 0 || length > within.length ? none : within.end() - length;
}

/// `at` when `signature` stands there.
Result<std::uint64_t> if_spelled(ByteSource& file, Extent within, std::uint64_t at,
                                 std::string_view signature) {
  EXS_TRY(const Bytes bytes, bytes_at(file, within, at, signature.size()));
  return at != none && starts_with(bytes, signature) ? at : none;
}

/// "SEFH" | version 4 | count 4 | count times {0, type 2, distance of the data before SEFH 4, size 4}
std::uint64_t seft_data_length(Bytes directory) {
  Cursor cursor{directory, ByteOrder::little};
  cursor.skip(8);
  std::uint64_t longest = 0;
  for (std::uint32_t left = cursor.u32(); left > 0 && cursor; --left) {
    cursor.skip(4);
    longest = std::max<std::uint64_t>(longest, cursor.u32());
    cursor.skip(4);
  }
  return longest;
}

/// Data blocks | directory | length of the directory 4 | "SEFT" | QDIO block, length 4, "QDIO", "BS"
/// The last two, of phones that record sound, are optional.
Result<std::uint64_t> begin_of_seft(ByteSource& file, Extent within, Bytes last) {
  last = tail(last, 8);
  if (starts_with(last.empty() ? last : last.subspan(2), "QDIOBS"sv)) {
    within.length -= 2;
    EXS_TRY(last, last_bytes(file, within, 8));
    within.length -= std::min<std::uint64_t>(within.length, 8ULL + load_u32(last.data(), ByteOrder::little));
    EXS_TRY(last, last_bytes(file, within, 8));
  }
  if (last.empty() || !starts_with(last.subspan(4), "SEFT"sv)) return none;
  const std::uint64_t length = load_u32(last.data(), ByteOrder::little);
  if (length < 12 || length > 0x10000) return none;
  EXS_TRY(const std::uint64_t directory, if_spelled(file, within, back(within, length + 8), "SEFH"sv));
  if (directory == none) return none;
  EXS_TRY(const Bytes bytes, file.window(directory, static_cast<std::size_t>(length)));
  const std::uint64_t data = seft_data_length(bytes);
  return data > directory - within.offset ? directory : directory - data;
}

/// Header 28 | data | footer 64: signature 20, length of the data 4, ..., FF D9
Result<std::uint64_t> begin_of_canon_vrd(ByteSource& file, Extent within, Bytes last) {
  constexpr auto signature = "CANON OPTIONAL DATA\0"sv;
  const Bytes footer = tail(last, 64);
  if (!starts_with(footer, signature)) return none;
  const std::uint64_t length = load_u32(&footer[20], ByteOrder::big);
  return if_spelled(file, within, back(within, length + 28 + 64), signature);
}

/// Blocks of data and footer: tag 2 | length with the footer 4 | A1 B2 C3 D4
Result<std::uint64_t> begin_of_foto_station(ByteSource& file, Extent within, Bytes last) {
  constexpr int max_blocks = 1000;
  const std::uint64_t end = within.end();
  Bytes footer = tail(last, 10);
  for (int blocks = 0; blocks < max_blocks; ++blocks) {
    if (footer.empty() || !starts_with(footer.subspan(6), "\xA1\xB2\xC3\xD4"sv)) break;
    const std::uint64_t length = load_u32(&footer[2], ByteOrder::big);
    if (length < 10 || length > within.length) break;
    within.length -= length;
    EXS_TRY(footer, last_bytes(file, within, 10));
  }
  return within.end() == end ? none : within.end();
}

/// Data | its length 4 | "cbipcbbl"
Result<std::uint64_t> begin_of_photo_mechanic(ByteSource& /*file*/, Extent within, Bytes last) {
  const Bytes footer = tail(last, 12);
  if (footer.empty() || !starts_with(footer.subspan(4), "cbipcbbl"sv)) return none;
  return back(within, 12ULL + load_u32(footer.data(), ByteOrder::big));
}

/// ... | 7E 00 04 00 "zmie" | 7E 00 00 06 | length of all 4 | byte order 10 or 18 | 04; or the same in 64
/// bits
Result<std::uint64_t> begin_of_mie(ByteSource& file, Extent within, Bytes last) {
  const Bytes footer = tail(last, 22);
  if (footer.empty()) return none;
  const Byte order_mark = footer[20];
  if (order_mark != 0x10 && order_mark != 0x18) return none;
  const ByteOrder order = order_mark == 0x10 ? ByteOrder::big : ByteOrder::little;
  std::uint64_t length = 0;
  if (starts_with(footer.subspan(4), "~\0\4\0zmie~\0\0\6"sv) && footer[21] == 4) {
    length = load_u32(&footer[16], order);
  } else if (starts_with(footer, "~\0\4\0zmie~\0\0\x0A"sv) && footer[21] == 8) {
    length = load_u64(&footer[12], order);
  }
  const std::uint64_t begin = back(within, length);
  EXS_TRY(const Bytes head, bytes_at(file, within, begin, 8));
  return head.size() == 8 && head[0] == 0x7E && starts_with(head.subspan(4), "0MIE"sv) ? begin : none;
}

/// ... | length of all 4 | 00 6 | "/NIKON APP"
Result<std::uint64_t> begin_of_nikon_nksc(ByteSource& /*file*/, Extent within, Bytes last) {
  const Bytes footer = tail(last, 20);
  if (footer.empty() || !starts_with(footer.subspan(10), "/NIKON APP"sv)) return none;
  return back(within, load_u32(footer.data(), ByteOrder::big));
}

/// ... | footer 78: length of all at 38, signature at 46
Result<std::uint64_t> begin_of_insta360(ByteSource& /*file*/, Extent within, Bytes last) {
  const Bytes footer = tail(last, 78);
  if (footer.empty() || !starts_with(footer.subspan(46), "8db42d694ccc418790edff439fe026bf"sv)) return none;
  return back(within, load_u32(&footer[38], ByteOrder::little));
}

/// The first place of `within` where one of the texts stands, or none.
Result<std::uint64_t> find_first(ByteSource& file, Extent within, std::span<const std::string_view> texts) {
  constexpr std::size_t longest = 16;
  for (std::uint64_t at = within.offset; at < within.end();) {
    EXS_TRY(const Bytes bytes, bytes_at(file, within, at, ByteSource::max_window));
    const std::string_view window = as_text(bytes);
    std::size_t first = window.npos;
    for (const std::string_view text : texts) first = std::min(first, window.find(text));
    if (first != window.npos) return at + first;
    at += bytes.size() <= longest ? bytes.size() : bytes.size() - longest;
  }
  return none;
}

/// Header and data | "AXS!" or "AXS*" | where the header stands in the file 4 | checksum 4
/// A program that made the picture in front of it shorter, and knew nothing of the trailer, left the place
/// wrong: then the header is searched.
Result<std::uint64_t> begin_of_afcp(ByteSource& file, Extent within, Bytes last) {
  constexpr std::uint64_t header = 12, footer_length = 12;
  const Bytes footer = tail(last, footer_length);
  const bool big = starts_with(footer, "AXS!"sv);
  if (!big && !starts_with(footer, "AXS*"sv)) return none;
  const ByteOrder order = big ? ByteOrder::big : ByteOrder::little;
  EXS_TRY(const std::uint64_t told,
          if_spelled(file, within, load_u32(&footer[4], order), big ? "AXS!"sv : "AXS*"sv));
  if (told != none || within.length < header + footer_length) return told;
  const std::array starts = {big ? "AXS!"sv : "AXS*"sv};
  within.length -= footer_length;
  EXS_TRY(const std::uint64_t found, find_first(file, within, starts));
  EXS_TRY(const Bytes head, bytes_at(file, within, found, header));
  const bool is_header = found != none && head.size() == header && load_u32(&head[8], order) == 0;
  return is_header ? found : none;
}

/// `streamdata` or a JSON text, of a length that only its start tells | 16 bytes
Result<std::uint64_t> begin_of_vivo(ByteSource& file, Extent within, Bytes last) {
  constexpr auto signature = "\xFF\xFF\xFF\xFF\x1B*9HWfu\x84\x93\xA2\xB1"sv;
  constexpr std::array starts = {"streamdata"sv, "vivo{\""sv};
  const Bytes footer = tail(last, signature.size());
  if (!starts_with(footer, signature)) return none;
  return find_first(file, within, starts);
}

/// The largest distance in [{"name": ..., "offset": distance before the list, "length": ...}, ...].
std::uint64_t oneplus_data_length(const std::string& text) {
  const auto list = nlohmann::json::parse(text, nullptr, false);
  std::uint64_t longest = 0;
  if (!list.is_array()) return longest;
  for (const auto& item : list) {
    const auto offset = item.is_object() ? item.find("offset") : item.end();
    if (offset != item.end() && offset->is_number_unsigned()) {
      longest = std::max(longest, offset->get<std::uint64_t>());
    }
  }
  return longest;
}

/// Data | JSON list | "jxrs" | length of the list and these 8 bytes 4
Result<std::uint64_t> begin_of_oneplus(ByteSource& file, Extent within, Bytes last) {
  const Bytes footer = tail(last, 8);
  if (!starts_with(footer, "jxrs"sv)) return none;
  const std::uint64_t length = load_u32(&footer[4], ByteOrder::little);
  const std::uint64_t list = back(within, length);
  if (list == none || length <= 8 || length > 0x10000) return none;
  EXS_TRY(const Bytes text, file.window(list, static_cast<std::size_t>(length) - 8));
  std::string json{as_text(text)};
  while (!json.empty() && json.back() == '\0') json.pop_back();
  const std::uint64_t data = oneplus_data_length(json);
  return data > list - within.offset ? list : list - data;
}

/// The end record of an archive, with a comment that reaches the end of `within`; its distance before the
/// end, or 0.
std::size_t zip_end_record(Bytes last) {
  constexpr std::size_t record = 22;
  constexpr auto signature = "PK\5\6"sv;
  if (last.size() < record) return 0;
  for (Bytes front = last.first(last.size() - record + 1); !front.empty();) {
    const void* found = ::memrchr(front.data(), 'P', front.size());
    if (found == nullptr) break;
    front = front.first(static_cast<std::size_t>(static_cast<const Byte*>(found) - front.data()));
    const Bytes at = last.subspan(front.size());
    if (starts_with(at, signature) && record + load_u16(&at[20], ByteOrder::little) == at.size()) {
      return at.size();
    }
  }
  return 0;
}

/// Local files | directory: signature, ..., place of the first local file at 42 | end record: length of the
/// directory at 12, its place at 16. Places count from the start of the archive or of the whole file.
Result<std::uint64_t> begin_of_zip(ByteSource& file, Extent within, Bytes last) {
  const auto length = static_cast<std::size_t>(std::min<std::uint64_t>(within.length, 22 + 0xFFFF));
  EXS_TRY(last, last_bytes(file, within, length));
  const std::size_t record = zip_end_record(last);
  if (record == 0) return none;
  const Bytes end = last.last(record);
  const std::uint64_t directory_length = load_u32(&end[12], ByteOrder::little);
  const std::uint64_t directory_place = load_u32(&end[16], ByteOrder::little);
  const std::uint64_t directory = back(within, record + directory_length);
  if (directory == none || directory_place > directory) return none;
  EXS_TRY(const Bytes first, bytes_at(file, within, directory, 46));
  if (first.size() < 46 || !starts_with(first, "PK\1\2"sv)) return none;
  const std::uint64_t begin = directory - directory_place + load_u32(&first[42], ByteOrder::little);
  return if_spelled(file, within, begin, "PK\3\4"sv);
}

// Cheap looks first; the search for an archive's end record comes last.
constexpr std::array rows = {
    FooterRow{Dialect::seft, BlockKind::seft, begin_of_seft},
    FooterRow{Dialect::canon_vrd, BlockKind::trailer, begin_of_canon_vrd},
    FooterRow{Dialect::afcp, BlockKind::trailer, begin_of_afcp},
    FooterRow{Dialect::foto_station, BlockKind::trailer, begin_of_foto_station},
    FooterRow{Dialect::photo_mechanic, BlockKind::trailer, begin_of_photo_mechanic},
    FooterRow{Dialect::mie, BlockKind::trailer, begin_of_mie},
    FooterRow{Dialect::nikon_nx, BlockKind::trailer, begin_of_nikon_nksc},
    FooterRow{Dialect::insta360, BlockKind::trailer, begin_of_insta360},
    FooterRow{Dialect::vivo, BlockKind::trailer, begin_of_vivo},
    FooterRow{Dialect::oneplus, BlockKind::trailer, begin_of_oneplus},
    FooterRow{Dialect::zip, BlockKind::trailer, begin_of_zip},
};

}  // namespace

std::span<const FooterRow> footer_rows() { return rows; }

Result<FooterMatch> match_footer(ByteSource& file, Extent within) {
  std::array<Byte, 78> buffer;  // the longest footer, Insta360's
  const auto length = static_cast<std::size_t>(std::min<std::uint64_t>(within.length, buffer.size()));
  const std::span last = std::span{buffer}.first(length);
  EXS_CHECK(file.read_into(within.end() - length, last));
  for (const FooterRow& row : rows) {
    EXS_TRY(const std::uint64_t begin, row.begin(file, within, last));
    if (begin != none && begin >= within.offset && begin < within.end()) return FooterMatch{&row, begin};
  }
  return FooterMatch{};
}

}  // namespace exifscrub
