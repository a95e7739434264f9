#include "io/transfer.hpp"

#include <algorithm>
#include <cerrno>

#include "io/window_buffer.hpp"

namespace exifscrub {
namespace {

/// So often a long copy looks at the stop flag, in bytes.
constexpr std::uint64_t copy_step = 64U << 20;

/// Shorter stretches are not worth the question.
constexpr std::uint64_t may_have_holes_from = 1U << 20;
constexpr std::uint64_t written_end = 4096;

/// Errors of the disk itself; any other one may only mean that the kernel cannot copy between these two.
bool is_final(int sys) {
  return sys == EIO || sys == ENOSPC || sys == EDQUOT || sys == EFBIG || sys == EROFS || sys == ESTALE;
}

Result<void> copy_by_hand(FileSystem& files, int from, Extent what, int to, std::uint64_t at, StopFlag stop) {
  WindowBuffer buffer;
  while (!what.empty()) {
    if (stopped(stop)) return interrupted();
    // As far behind the start of a page as the target: see WindowBuffer.
    const std::span<Byte> behind = buffer.bytes().subspan(at % WindowBuffer::page);
    const auto step = std::min<std::uint64_t>(what.length, behind.size());
    const std::span<Byte> room = behind.first(static_cast<std::size_t>(step));
    EXS_TRY(const std::size_t got, read_fully(files, from, what.offset, room));
    if (got < room.size()) return Error{Errc::changed, what.offset + got, "shrank while it was read"};
    EXS_CHECK(write_fully(files, to, at, room));
    what = extent_between(what.offset + step, what.end());
    at += step;
  }
  return {};
}

Result<void> copy_data(FileSystem& files, int from, Extent what, int to, std::uint64_t at, StopFlag stop) {
  if (!files.copies_below(to)) return copy_by_hand(files, from, what, to, at, stop);
  while (!what.empty()) {
    if (stopped(stop)) return interrupted();
    const Extent step{what.offset, std::min(what.length, copy_step)};
    const Result<std::size_t> copied = files.copy_range(from, step, to, at);
    if (!copied && is_final(copied.error().sys)) return copied.error();
    // Some file systems answer 0 where they should say that they cannot.
    if (!copied || *copied == 0) return copy_by_hand(files, from, what, to, at, stop);
    what = extent_between(what.offset + *copied, what.end());
    at += *copied;
  }
  return {};
}

}  // namespace

Error interrupted() { return Error{Errc::io, 0, "interrupted", EINTR}; }

Result<std::size_t> read_fully(FileSystem& files, int descriptor, std::uint64_t offset,
                               std::span<Byte> into) {
  std::size_t got = 0;
  while (got < into.size()) {
    EXS_TRY(const std::size_t count, files.read_at(descriptor, offset + got, into.subspan(got)));
    if (count == 0) break;
    got += count;
  }
  return got;
}

Result<void> write_fully(FileSystem& files, int descriptor, std::uint64_t offset, Bytes bytes) {
  while (!bytes.empty()) {
    EXS_TRY(const std::size_t count, files.write_at(descriptor, offset, bytes));
    if (count == 0) return Error{Errc::io, offset, "cannot write", EIO};
    offset += count;
    bytes = bytes.subspan(count);
  }
  return {};
}

Result<void> copy_fully(FileSystem& files, int from, Extent what, int to, std::uint64_t at, StopFlag stop) {
  while (what.length >= may_have_holes_from) {
    // The end is written whatever it is: that gives the copy its length.
    Extent hole = files.hole_in(from, {what.offset, what.length - written_end});
    if (hole.empty()) break;
    EXS_CHECK(copy_data(files, from, extent_between(what.offset, hole.offset), to, at, stop));
    at += hole.end() - what.offset;
    what = extent_between(hole.end(), what.end());
  }
  return copy_data(files, from, what, to, at, stop);
}

}  // namespace exifscrub
