#include "base/memory_source.hpp"

#include <algorithm>

#include "base/checked.hpp"

namespace exifscrub {

Result<Bytes> MemorySource::window(std::uint64_t offset, std::size_t length) {
  if (length > max_window) return Error{Errc::limit, offset, "window too long"};
  if (!fits<std::uint64_t>(offset, length, bytes_.size()))
    return Error{Errc::truncated, offset, "ends too early"};
  return bytes_.subspan(static_cast<std::size_t>(offset), length);
}

Result<void> MemorySource::read_into(std::uint64_t offset, std::span<Byte> into) {
  if (!fits<std::uint64_t>(offset, into.size(), bytes_.size())) {
    return Error{Errc::truncated, offset, "ends too early"};
  }
  const Bytes bytes = bytes_.subspan(static_cast<std::size_t>(offset), into.size());
  std::copy(bytes.begin(), bytes.end(), into.begin());
  return {};
}

Result<Bytes> SubrangeSource::window(std::uint64_t offset, std::size_t length) {
  if (!fits<std::uint64_t>(offset, length, length_)) return Error{Errc::truncated, offset, "ends too early"};
  return whole_.window(offset_ + offset, length);
}

Result<void> SubrangeSource::read_into(std::uint64_t offset, std::span<Byte> into) {
  if (!fits<std::uint64_t>(offset, into.size(), length_)) {
    return Error{Errc::truncated, offset, "ends too early"};
  }
  return whole_.read_into(offset_ + offset, into);
}

}  // namespace exifscrub
