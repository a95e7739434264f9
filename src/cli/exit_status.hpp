#pragma once

#include "report/summary.hpp"

namespace exifscrub::cli {

inline constexpr int exit_fine = 0;
inline constexpr int exit_found = 1;     ///< leaks; under --check, files that would change
inline constexpr int exit_trouble = 2;   ///< wrong usage, an error, a refused file: beats exit_found
inline constexpr int exit_signal = 128;  ///< plus the signal

/// What the program returns after a run.
/// @param check  whether --check was given
/// @param report_failed  a report could not be written
/// @param signal  that ended the run early, or 0
[[nodiscard]] constexpr int exit_status(const Summary& summary, bool check, bool report_failed, int signal) {
  if (signal != 0) return exit_signal + signal;
  const bool trouble = summary.count(Status::error) > 0 || summary.count(Status::refused) > 0;
  if (trouble || report_failed) return exit_trouble;
  if (summary.count(Status::leaks) > summary.accepted) return exit_found;
  return check && summary.changed > 0 ? exit_found : exit_fine;
}

}  // namespace exifscrub::cli
