#pragma once

#include <cstdint>
#include <optional>

#include "base/cursor.hpp"
#include "exifscrub/byte_source.hpp"
#include "exifscrub/extent.hpp"
#include "exifscrub/result.hpp"

namespace exifscrub {

/// What decides how numbers and tables of a TIFF stream are written.
struct TiffGrammar {
  ByteOrder order = ByteOrder::little;
  bool big_tiff = false;

  [[nodiscard]] constexpr std::uint64_t count_size() const { return big_tiff ? 8 : 2; }
  [[nodiscard]] constexpr std::uint64_t entry_size() const { return big_tiff ? 20 : 12; }
  [[nodiscard]] constexpr std::uint64_t link_size() const { return big_tiff ? 8 : 4; }
  /// Values up to this many bytes stand in the entry itself.
  [[nodiscard]] constexpr std::uint64_t inline_size() const { return big_tiff ? 8 : 4; }
};

/// The first bytes of a TIFF stream. All offsets in the stream count from its byte-order mark.
struct TiffHeader {
  TiffGrammar grammar;
  std::uint16_t magic = 0;  ///< 0x2A, 0x2B for BigTIFF, or what a raw format puts there (ORF, RW2)
  std::uint64_t first_ifd = 0;

  /// Bytes of the header: 8, or 16 for BigTIFF.
  [[nodiscard]] constexpr std::uint64_t size() const { return grammar.big_tiff ? 16 : 8; }
};

/// Reads the header.
/// @return truncated or malformed.
/// @par Spec TIFF 6.0 section 2 "Image File Header"; BigTIFF: the same with 8-byte offsets
[[nodiscard]] Result<TiffHeader> read_tiff_header(Bytes tiff);

/// The types of TIFF values.
/// @par Spec TIFF 6.0 section 2 "Types"; 13 TIFF Tech Note 1; 16 to 18 BigTIFF; 129 Exif 3.0 4.6.2
namespace tiff_type {
inline constexpr std::uint16_t byte = 1, ascii = 2, u16 = 3, u32 = 4, rational = 5, s8 = 6, undefined = 7,
                               s16 = 8, s32 = 9, srational = 10, f32 = 11, f64 = 12, ifd = 13, u64 = 16,
                               s64 = 17, ifd64 = 18, utf8 = 129;
}

/// Bytes of one value of `type`, or 0 for a type that nobody defined.
[[nodiscard]] constexpr std::uint64_t tiff_type_size(std::uint16_t type) {
  constexpr std::uint8_t sizes[19] = {0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4, 0, 0, 8, 8, 8};
  if (type < 19) return sizes[type];
  return type == tiff_type::utf8 ? 1 : 0;
}

/// One entry of an IFD.
struct IfdEntry {
  std::uint16_t tag = 0;
  std::uint16_t type = 0;
  std::uint64_t count = 0;
  Extent at;     ///< the entry itself, in bytes of the stream
  Extent value;  ///< where its value stands, cut at the end of the stream; empty when that is nowhere
  bool out_of_line = false;  ///< the value stands outside the entry
  bool whole = false;        ///< the type is known and the value lies in the stream to its last byte

  /// A zeroed entry, as a removal that was interrupted leaves it.
  [[nodiscard]] bool zeroed() const { return tag == 0 && type == 0 && count == 0; }
};

/// One image file directory: a count, entries, and a link to the next one.
struct IfdTable {
  static constexpr std::uint32_t max_count = 65'536;  ///< more entries of a table are not looked at

  std::uint64_t offset = 0;    ///< of the count, in bytes of the stream
  std::uint64_t declared = 0;  ///< entries the count speaks of
  std::uint32_t count = 0;     ///< entries that the stream has room for
  Extent at;                   ///< count, entries and link, as far as the stream goes
  std::uint64_t next = 0;      ///< the link; 0 when the stream ends before it

  /// Whether all entries that the count speaks of are there.
  [[nodiscard]] bool complete() const { return count == declared; }
};

/// The table at `offset`, cut where the stream ends.
/// @return truncated when not even the count lies in the stream.
[[nodiscard]] Result<IfdTable> read_ifd_table(Bytes tiff, TiffGrammar grammar, std::uint64_t offset);

/// Entry number `index` of a table that was read from `tiff`.
/// @param base  what offsets of values count from, in bytes of `tiff`: 0 but in some maker notes; negative
///              where an editor moved the note towards the front
[[nodiscard]] IfdEntry read_ifd_entry(Bytes tiff, TiffGrammar grammar, const IfdTable& table,
                                      std::uint32_t index, std::int64_t base = 0);

/// Whether the table's bytes look like a directory and not like something that a wrong offset hit: at least
/// half of its first entries have a type that exists, or are zeroed.
[[nodiscard]] bool is_plausible(Bytes tiff, TiffGrammar grammar, const IfdTable& table);

/// Value number `index` of an entry as a whole number, not negative; empty for other types and beyond its
/// end.
[[nodiscard]] std::optional<std::uint64_t> unsigned_value(Bytes tiff, TiffGrammar grammar,
                                                          const IfdEntry& entry, std::uint64_t index = 0);

/// Value number `index` of an entry of any numeric type; empty beyond its end and for a denominator of 0.
[[nodiscard]] std::optional<double> numeric_value(Bytes tiff, TiffGrammar grammar, const IfdEntry& entry,
                                                  std::uint64_t index = 0);

}  // namespace exifscrub
