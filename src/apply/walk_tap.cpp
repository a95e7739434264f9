#include "apply/walk_tap.hpp"

#include <algorithm>

namespace exifscrub {

Result<Bytes> WalkTap::window(std::uint64_t offset, std::size_t length) {
  auto bytes = file_.window(offset, length);
  if (bytes) look_at(offset, *bytes);
  return bytes;
}

Result<void> WalkTap::read_into(std::uint64_t offset, std::span<Byte> into) {
  EXS_CHECK(file_.read_into(offset, into));
  look_at(offset, into);
  return {};
}

void WalkTap::look_at(std::uint64_t offset, Bytes bytes) {
  const std::uint64_t at = walker_.position();
  if (at >= offset && at - offset < bytes.size()) {
    walker_.feed(bytes.subspan(static_cast<std::size_t>(at - offset)));
  }
}

Result<Walk> WalkTap::finish() { return walk_rest(file_, walker_); }

}  // namespace exifscrub
