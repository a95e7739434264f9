#include "cli/progress.hpp"

#include <unistd.h>

#include <string>

#include "cli/output.hpp"
#include "report/words.hpp"

namespace exifscrub::cli {

namespace {

/// ", 40 s left", ", 3 min left"; nothing while a guess would be a bad one.
std::string time_left_text(double seconds, double share_done) {
  if (seconds < 2 || share_done < 0.02 || share_done > 1) return {};
  const double left = seconds * (1 - share_done) / share_done;
  if (left < 90) return ", " + std::to_string(static_cast<int>(left) + 1) + " s left";
  if (left < 90 * 60) return ", " + std::to_string(static_cast<int>(left / 60) + 1) + " min left";
  return ", " + std::to_string(static_cast<int>(left / 3600) + 1) + " h left";
}

}  // namespace

void Progress::add(std::uint64_t files, std::uint64_t bytes, double share_done) {
  files_ += files;
  bytes_ += bytes;
  if (!shown_) return;
  const auto now = Clock::now();
  const bool early = now - started_ < std::chrono::milliseconds(500);
  if (early || now - printed_ < std::chrono::milliseconds(100)) return;
  printed_ = now;
  visible_ = true;
  const auto rate = static_cast<std::uint64_t>(static_cast<double>(bytes_) / seconds());
  const std::string line = "\r" + count_text(files_, "file", "files") + ", " + size_text(bytes_) + ", " +
                           size_text(rate) + "/s" + time_left_text(seconds(), share_done) + "\x1b[K";
  static_cast<void>(write_all(STDERR_FILENO, line));
}

void Progress::clear() {
  if (visible_) static_cast<void>(write_all(STDERR_FILENO, "\r\x1b[K"));
  visible_ = false;
}

double Progress::seconds() const { return std::chrono::duration<double>(Clock::now() - started_).count(); }

}  // namespace exifscrub::cli
