#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "metadata/language.hpp"

namespace exifscrub {

/// One dataset of an IPTC stream: 1C | record u8 | number u8 | length u16 | data; with bit 15 of the length
/// set the other bits count the length bytes that follow (IIM 4.2, 1.6 "extended dataset").
struct IptcDataset {
  std::uint8_t record = 0;
  std::uint8_t number = 0;
  Extent at;    ///< with its head
  Extent data;  ///< without
};

/// A stream cut into datasets.
struct IptcStream {
  std::vector<IptcDataset> datasets;  ///< they touch each other
  /// A length is wrong: its dataset reaches to the next one all the same, and none may move.
  bool uneven = false;
  std::uint64_t end = 0;         ///< bytes up to the end of the last dataset; zeros may follow
  std::optional<Error> failure;  ///< what stands at `end` is neither a dataset nor zeros
};

/// A dataset whose length is wrong ends where the next two begin, or the last one; that of a stream which was
/// cut off ends with it.
[[nodiscard]] IptcStream parse_iptc(Bytes bytes);

/// What a dataset is, by ExifTool's names and our classes.
struct IptcRow {
  std::uint8_t record;
  std::uint8_t number;
  std::string_view name;
  LeakClass leak_class;
};

/// The row of a dataset, or null for an unknown one.
[[nodiscard]] const IptcRow* iptc_row(std::uint8_t record, std::uint8_t number);
[[nodiscard]] std::span<const IptcRow> iptc_rows();

/// Appends findings and references for a stream that stands at `origin` of the block that is read.
void report_iptc(const IptcStream& stream, Bytes bytes, std::uint64_t origin, const ReadRequest& request,
                 Reading& into);

/// The stream without the datasets whose index is marked in `gone`, at the same size.
///
/// Later datasets move up and zeros fill the end, so that no reader shows an empty city. A dataset that holds
/// an embedded picture never moves, because other blocks' extents point into it: what goes in front of it is
/// overwritten with spaces instead, and so is all that goes of an uneven stream.
[[nodiscard]] std::vector<Byte> without_datasets(const IptcStream& stream, Bytes bytes,
                                                 const std::vector<bool>& gone);

/// The patch that makes `before`, at `origin` of the block, into `after`; nothing when they are equal. It
/// must not tear when datasets moved: half of it would be no stream.
[[nodiscard]] std::optional<Patch> iptc_patch(Bytes before, Bytes after, std::uint64_t origin);

/// Which datasets of a stream at `origin` of the block are covered by the selected findings.
[[nodiscard]] std::vector<bool> selected_datasets(const IptcStream& stream, std::uint64_t origin,
                                                  const EraseRequest& request);

/// Reads IPTC IIM datasets, as TIFF tag 0x83BB holds them. A finding for each, "IPTC:City"; version numbers
/// and the character set are grammar and none. Blank datasets are leftovers. References: object previews.
void read_iptc(const ReadRequest& request, Reading& into);

/// Takes the selected datasets out at the same size; see without_datasets(). One patch that must not tear:
/// half of it would be no stream. Nothing left: zeros.
/// @return malformed when the stream cannot be read to its end and not all of it is to go.
Result<Erasure> erase_iptc(const EraseRequest& request);

}  // namespace exifscrub
