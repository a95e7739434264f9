#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "base/memory_source.hpp"
#include "exifscrub/scrub.hpp"
#include "exifscrub/scrubber.hpp"
#include "metadata/companion.hpp"
#include "metadata/sidecar_record.hpp"
#include "scrub/document.hpp"

namespace exifscrub {

/// How what stands beside a picture speaks of it.
enum class SidecarForm : std::uint8_t {
  xmp,        ///< an XMP packet in a file of its own
  takeout,    ///< a JSON record of Google Takeout
  aae,        ///< the edits of Apple's Photos
  companion,  ///< any other: it stays or goes as a whole
};

struct SidecarKind {
  SidecarForm form = SidecarForm::xmp;
  CompanionKind companion = CompanionKind::gps_track;  ///< of that form
};

/// A kind of sidecar, and the names by which it is known.
struct SidecarRow {
  std::string_view name;  ///< the ending, ".gpx"; or the beginning, "._"
  SidecarKind kind;
  std::string_view what;  ///< in words, for the manual
};

[[nodiscard]] std::span<const SidecarRow> sidecar_table();

/// Whether a row's name is how a base name begins, and not its ending.
[[nodiscard]] inline bool is_prefix(const SidecarRow& row) { return row.name == "._"; }

/// The kind that a base name stands for, in any case of letters; the content may be something else.
[[nodiscard]] std::optional<SidecarKind> sidecar_kind_of(std::string_view name);

/// What a policy does to a sidecar.
struct SidecarChange {
  enum class Way : std::uint8_t {
    leave,
    rewrite,  ///< `bytes` take its place
    remove,   ///< nothing of it would stay
  };
  Way way = Way::leave;
  std::vector<Byte> bytes;
  std::string kept;  ///< what stays that nobody could read; empty otherwise
};

/// A sidecar's content, read and understood.
class Sidecar {
 public:
  /// Longer ones are refused.
  static constexpr std::uint64_t longest = 16U << 20;

  /// @return unsupported when the content is not what the name says; malformed, limit
  [[nodiscard]] static Result<Sidecar> read(SidecarKind kind, std::vector<Byte> bytes, bool values);

  /// Findings (of XMP with their places in the file, else all of it) and positions.
  void account(Outcome& outcome) const;

  /// Whether a finding is of one of `classes`; with all classes: whether there is any.
  [[nodiscard]] bool tells(const std::array<bool, leak_class_count>& classes) const;

  /// Where a location could stand that the reader did not get to; null: nowhere.
  [[nodiscard]] const BlindSpot* blind_spot() const;

  /// Decides and makes the new bytes, and looks at them anew: nothing that the policy removes is in them.
  /// @return why it cannot be done
  [[nodiscard]] Result<SidecarChange> change(const Policy& policy);

 private:
  Sidecar(SidecarKind kind, std::vector<Byte> bytes);

  [[nodiscard]] bool holds_kept(const Policy& policy) const;
  Result<SidecarChange> change_packet(const Policy& policy);
  Result<SidecarChange> change_record(const Policy& policy) const;
  Result<SidecarChange> change_whole(const Policy& policy) const;

  SidecarKind kind_;
  std::unique_ptr<std::vector<Byte>> bytes_;
  std::unique_ptr<MemorySource> source_;
  std::unique_ptr<Document> packet_;  ///< XMP
  SidecarRecord record_;              ///< the others
};

/// Says of each finding of an accounted sidecar whether it goes.
void mark_actions(const SidecarChange& change, const Policy& policy, Outcome& outcome);

/// What an audit that counts sidecars says of one: leaks, metadata, clean or refused.
void judge_sidecar(const Sidecar& sidecar, const Job& job, Outcome& outcome);

}  // namespace exifscrub
