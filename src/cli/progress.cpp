#include "cli/progress.hpp"

#include <unistd.h>

#include <string>

#include "cli/output.hpp"
#include "report/words.hpp"

namespace exifscrub::cli {

void Progress::add(std::uint64_t files, std::uint64_t bytes) {
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
                           size_text(rate) + "/s\x1b[K";
  static_cast<void>(write_all(STDERR_FILENO, line));
}

void Progress::clear() {
  if (visible_) static_cast<void>(write_all(STDERR_FILENO, "\r\x1b[K"));
  visible_ = false;
}

double Progress::seconds() const { return std::chrono::duration<double>(Clock::now() - started_).count(); }

}  // namespace exifscrub::cli
