#include "io/window_buffer.hpp"

#include <utility>
#include <vector>

namespace exifscrub {
namespace {

/// A file's turn needs about this many at once: input, output, read-back.
constexpr std::size_t store_limit = 4;

std::vector<std::unique_ptr<Byte[]>>& store() {
  thread_local std::vector<std::unique_ptr<Byte[]>> rooms = [] {
    std::vector<std::unique_ptr<Byte[]>> empty;
    empty.reserve(store_limit);
    return empty;
  }();
  return rooms;
}

}  // namespace

WindowBuffer::WindowBuffer() {
  if (store().empty()) {
    room_ = std::make_unique_for_overwrite<Byte[]>(ByteSource::max_window);
  } else {
    room_ = std::move(store().back());
    store().pop_back();
  }
}

WindowBuffer::~WindowBuffer() {
  if (room_ != nullptr && store().size() < store_limit) store().push_back(std::move(room_));
}

}  // namespace exifscrub
