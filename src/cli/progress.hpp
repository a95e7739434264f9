#pragma once

#include <chrono>
#include <cstdint>

namespace exifscrub::cli {

/// The line on standard error that says how far a run is: files, bytes, rate. Shown from half a second on,
/// anew ten times a second at most.
class Progress {
 public:
  using Clock = std::chrono::steady_clock;

  explicit Progress(bool shown) : shown_(shown), started_(Clock::now()), printed_(started_) {}

  void add(std::uint64_t files, std::uint64_t bytes);
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
