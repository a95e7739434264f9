#include "cli/name_list.hpp"

#include <unistd.h>

#include <algorithm>
#include <cerrno>

namespace exifscrub::cli {
namespace {

constexpr std::size_t chunk = 64 * 1024;

}  // namespace

/// Reads one more chunk behind what is left; false at the end.
Result<bool> NameList::refill() {
  buffer_.erase(buffer_.begin(), buffer_.begin() + static_cast<std::ptrdiff_t>(begin_));
  begin_ = 0;
  if (buffer_.size() > chunk) return Error{Errc::limit, 0, "a name of the list is too long", ENAMETOOLONG};
  const std::size_t held = buffer_.size();
  buffer_.resize(held + chunk);
  ssize_t got = 0;
  // A list may come through a pipe, so it is read in order and not by offset.
  do {
    got = ::read(list_.get(), buffer_.data() + held, chunk);
  } while (got < 0 && errno == EINTR);
  if (got < 0) return Error{Errc::io, 0, "the list cannot be read", errno};
  buffer_.resize(held + static_cast<std::size_t>(got));
  return got > 0;
}

Result<std::optional<std::string>> NameList::next() {
  for (;;) {
    const auto from = buffer_.begin() + static_cast<std::ptrdiff_t>(begin_);
    const auto end = std::find(from, buffer_.end(), separator_);
    if (end == buffer_.end() && !ended_) {
      EXS_TRY(const bool more, refill());
      ended_ = !more;
      continue;
    }
    std::string name(from, end);
    begin_ += name.size() + (end != buffer_.end() ? 1 : 0);
    if (!name.empty()) return std::optional<std::string>(std::move(name));
    if (end == buffer_.end()) return std::optional<std::string>();
  }
}

}  // namespace exifscrub::cli
