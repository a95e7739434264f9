#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include "exifscrub/position.hpp"

namespace exifscrub {

/// A local date and hour in four bytes: all that habits need of a time, for a million photos.
class LocalHour {
 public:
  /// None.
  LocalHour() = default;

  /// Reads "2024-05-06T19:07:08". None for any other text, and for a date that the calendar does not have.
  explicit LocalHour(std::string_view text);

  [[nodiscard]] bool is_known() const { return hours_ != unknown; }

  /// These take a known one.
  [[nodiscard]] std::chrono::sys_days day() const;
  [[nodiscard]] unsigned hour() const { return hours_ % 24; }

 private:
  static constexpr std::uint32_t unknown = UINT32_MAX;
  std::uint32_t hours_ = unknown;  ///< since the first hour of the year 0
};

/// The day as "2024-05-06".
[[nodiscard]] std::string date_text(std::chrono::sys_days day);

/// Where and when a photo was taken: what clusters need of it, 24 bytes. Its number is its place in the
/// vector.
struct Shot {
  Position position;
  LocalHour taken;
  std::uint32_t file = 0;  ///< the caller's own, handed through: where the photo stands in the report
};

}  // namespace exifscrub
