#pragma once

#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "metadata/exif_structure.hpp"
#include "metadata/language.hpp"

namespace exifscrub {

/// What happens to one IFD.
struct IfdFate {
  std::vector<bool> dropped;  ///< by entry
  std::uint32_t drops = 0;    ///< how many of them
  bool doomed = false;        ///< the whole table goes
  bool link_cut = false;      ///< what its link points at goes
  Extent link{};              ///< where its link stands; empty for an IFD without one

  void drop(std::uint32_t entry) {
    if (!dropped[entry]) ++drops;
    dropped[entry] = true;
  }
  [[nodiscard]] bool lost_all() const { return drops > 0 && drops == dropped.size(); }
};

/// What of an Exif block goes, before anybody asks whose bytes are whose.
struct ExifFates {
  IfdGraph graph;
  std::shared_ptr<const ExifUnderstanding> understood;  ///< what the block's reader lent; may be null
  std::vector<IfdFate> ifds;                            ///< in the order of the graph
  ExtentSet bytes;  ///< that go wherever they stand: strays, the data of pictures
  std::vector<std::pair<Byte, ExtentSet>>
      maker_fills;                  ///< what is overwritten with a byte inside maker notes
  std::vector<Extent> text_places;  ///< numbers inside texts

  /// Number of the entry at `offset` in an IFD's table, if there is one.
  [[nodiscard]] std::optional<std::uint32_t> entry_at(std::uint32_t ifd, std::uint64_t offset) const;
  /// Whether an IFD's link leads to one that stays.
  [[nodiscard]] bool is_continued(std::uint32_t ifd) const;
};

/// Count and entries of a table, without its link.
[[nodiscard]] Extent ifd_entries(TiffGrammar grammar, const IfdTable& table);

/// Marks what the selected findings take along: entries, tables, the pointers to them, and directories that
/// lost their last entry.
/// @return malformed when the block cannot be walked, unsupported for BigTIFF.
[[nodiscard]] Result<ExifFates> decide_exif_fates(const EraseRequest& request);

}  // namespace exifscrub
