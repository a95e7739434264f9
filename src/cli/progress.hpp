#pragma once

#include <chrono>
#include <cstdint>

namespace exifscrub::cli {

/// The line on standard error that says how far a run is: files, bytes, rate, time left. Shown from half a
/// second on, anew ten times a second at most.
class Progress {
 public:
  using Clock = std::chrono::steady_clock;

  explicit Progress(bool shown) : shown_(shown), started_(Clock::now()), printed_(started_) {}

  /// @param share_done  of the whole run, 0 to 1; 0: unknown
  void add(std::uint64_t files, std::uint64_t bytes, double share_done);
  /// Takes the line away, so that other text can be printed.
  void clear();

  [[nodiscard]] double seconds() const;

 private:
  bool shown_;
  bool visible_ = false;
  Clock::time_point started_;
  Clock::time_point printed_;
  std::uint64_t files_ = 0;
  std::uint64_t bytes_ = 0;
};

}  // namespace exifscrub::cli
