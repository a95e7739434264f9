#include "io/file_source.hpp"

#include <cstring>

#include "base/checked.hpp"
#include "io/transfer.hpp"

namespace exifscrub {
namespace {

/// Bytes that one read fetches at least behind a jump.
constexpr std::size_t after_a_jump = 4096;

#ifdef NDEBUG
constexpr bool spoil_old_windows = false;
#else
constexpr bool spoil_old_windows = true;
#endif

}  // namespace

const Byte* FileSource::find(Extent wanted) const {
  for (const Held* held : {passing_ ? &*passing_ : nullptr, &first_}) {
    if (held == nullptr || !held->at.contains(wanted)) continue;
    return held->buffer.bytes().data() + (wanted.offset - held->at.offset);
  }
  return nullptr;
}

void FileSource::expect_jumps() {
  // The kernel would fetch four times as much as the first read asks for.
  if (size_ / 4 > read_ahead_) files_.expect_jumps(descriptor_);
}

Result<Bytes> FileSource::window(std::uint64_t offset, std::size_t length) {
  if (length > max_window) return Error{Errc::limit, offset, "window too long"};
  if (!fits<std::uint64_t>(offset, length, size_)) return Error{Errc::truncated, offset, "ends too early"};
  const Extent wanted{offset, length};
  if (find(wanted) == nullptr) EXS_CHECK(fetch(wanted));
  return lend(Bytes{find(wanted), length});
}

Result<void> FileSource::read_into(std::uint64_t offset, std::span<Byte> into) {
  if (!fits<std::uint64_t>(offset, into.size(), size_)) {
    return Error{Errc::truncated, offset, "ends too early"};
  }
  if (into.empty()) return {};
  if (const Byte* held = find({offset, into.size()})) {
    std::memcpy(into.data(), held, into.size());
    return {};
  }
  return read(offset, into);
}

/// Fills a buffer from the start of `wanted`; what another one holds of it is not read again. Who goes on
/// where a buffer ends gets the rest of the room, who jumps no more than a few pages.
Result<void> FileSource::fetch(Extent wanted) {
  const bool is_first = first_.at.empty();
  if (!is_first && !passing_) passing_.emplace();
  Held& into = is_first ? first_ : *passing_;
  const std::span<Byte> room = into.buffer.bytes();
  std::size_t kept = 0;
  bool goes_on = is_first;
  for (const Held* held : {&std::as_const(first_), &std::as_const(into)}) {
    goes_on = goes_on || wanted.offset == held->at.end();
    if (!held->at.contains(wanted.offset)) continue;
    goes_on = true;
    kept = static_cast<std::size_t>(held->at.end() - wanted.offset);
    std::memmove(room.data(), held->buffer.bytes().data() + (wanted.offset - held->at.offset), kept);
    break;
  }
  into.at = {wanted.offset, kept};
  const std::size_t read_ahead = goes_on ? read_ahead_ : std::min(read_ahead_, after_a_jump);
  const std::uint64_t ahead = std::max<std::uint64_t>(wanted.length, read_ahead);
  const auto length = static_cast<std::size_t>(std::min(ahead, size_ - wanted.offset));
  EXS_CHECK(read(wanted.offset + kept, room.subspan(kept, length - kept)));
  into.at.length = length;
  return {};
}

Result<void> FileSource::read(std::uint64_t offset, std::span<Byte> into) {
  EXS_TRY(const std::size_t got, read_fully(files_, descriptor_, offset, into));
  if (got < into.size()) return Error{Errc::changed, offset + got, "shrank while it was read"};
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
