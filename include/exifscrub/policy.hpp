#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "exifscrub/finding.hpp"

namespace exifscrub {

/// Which kind of removal a run performs (the manual has a table of the modes).
enum class Mode : std::uint8_t {
  strip,          ///< everything that is not on the allow-list
  exif_only,      ///< the Exif segments of the primary image
  gps_only,       ///< the location, at unchanged size
  set_thumbnail,  ///< the thumbnail alone
};

/// What happens to the findings of each class. A value: copy it, compare it, share it between threads.
struct Policy {
  Policy() : Policy(Mode::strip) {}
  /// The row of the mode table: what `mode` removes before any --keep and --remove.
  explicit Policy(Mode mode);

  Mode mode;
  bool in_place = false;                              ///< strip without moving a byte: payloads become zeros
  std::array<bool, leak_class_count> removes{};       ///< by LeakClass
  std::array<bool, leak_class_count> kept_by_user{};  ///< named by --keep; a subset of what is not removed

  [[nodiscard]] bool removes_class(LeakClass leak_class) const {
    return removes[static_cast<std::size_t>(leak_class)];
  }
  [[nodiscard]] bool keeps_on_request(LeakClass leak_class) const {
    return kept_by_user[static_cast<std::size_t>(leak_class)];
  }
  /// `--keep`: the class stays wherever it stands.
  void keep(LeakClass leak_class);
  /// `--remove`: the class goes wherever it stands.
  void remove(LeakClass leak_class);

  friend bool operator==(const Policy&, const Policy&) = default;
};

/// One line of the class table, from which the manual's table is made.
struct ClassRow {
  LeakClass leak_class;
  std::string_view name;
  std::string_view covers;  ///< what belongs to it, in words
  bool strip_removes;
  bool gps_only_removes;
  bool viewer_needs;  ///< not counted as metadata when it stays
};

/// All classes in the order of the enum.
[[nodiscard]] const std::array<ClassRow, leak_class_count>& class_table();

}  // namespace exifscrub
