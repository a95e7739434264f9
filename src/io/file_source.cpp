#include "io/file_source.hpp"

#include <cstring>

#include "base/checked.hpp"
#include "io/transfer.hpp"

namespace exifscrub {
namespace {

#ifdef NDEBUG
constexpr bool spoil_old_windows = false;
#else
constexpr bool spoil_old_windows = true;
#endif

}  // namespace

Result<Bytes> FileSource::window(std::uint64_t offset, std::size_t length) {
  if (length > max_window) return Error{Errc::limit, offset, "window too long"};
  if (!fits<std::uint64_t>(offset, length, size_)) return Error{Errc::truncated, offset, "ends too early"};
  const Extent wanted{offset, length};
  if (!held_.contains(wanted)) EXS_CHECK(fetch(wanted));
  return lend(buffer_.bytes().subspan(static_cast<std::size_t>(offset - held_.offset), length));
}

Result<void> FileSource::read_into(std::uint64_t offset, std::span<Byte> into) {
  if (into.size() <= max_window) {
    EXS_TRY(const Bytes bytes, window(offset, into.size()));
    std::ranges::copy(bytes, into.begin());
    return {};
  }
  if (!fits<std::uint64_t>(offset, into.size(), size_)) {
    return Error{Errc::truncated, offset, "ends too early"};
  }
  EXS_TRY(const std::size_t got, read_fully(files_, descriptor_, offset, into));
  if (tap_) tap_(offset, into.first(got));
  if (got < into.size()) return Error{Errc::changed, offset + got, "shrank while it was read"};
  return {};
}

Result<void> FileSource::fetch(Extent wanted) {
  const std::span<Byte> room = buffer_.bytes();
  std::size_t kept = 0;
  if (held_.contains(wanted.offset)) {
    kept = static_cast<std::size_t>(held_.end() - wanted.offset);
    std::memmove(room.data(), room.data() + (wanted.offset - held_.offset), kept);
  }
  held_ = {wanted.offset, kept};
  const std::uint64_t ahead = std::max<std::uint64_t>(wanted.length, read_ahead_);
  const auto length = static_cast<std::size_t>(std::min(ahead, size_ - wanted.offset));
  const std::span<Byte> missing = room.subspan(kept, length - kept);
  EXS_TRY(const std::size_t got, read_fully(files_, descriptor_, wanted.offset + kept, missing));
  held_.length += got;
  if (tap_) tap_(wanted.offset + kept, missing.first(got));
  if (got < missing.size()) return Error{Errc::changed, held_.end(), "shrank while it was read"};
  return {};
}

Bytes FileSource::lend(Bytes window) {
  if constexpr (!spoil_old_windows) return window;
  // A window is valid until the next call: give out copies, and whoever reads an old one reads 0xDD.
  std::swap(lent_, spoilt_);
  std::ranges::fill(spoilt_, Byte{0xDD});
  lent_.assign(window.begin(), window.end());
  return lent_;
}

}  // namespace exifscrub
