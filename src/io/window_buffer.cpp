#include "io/window_buffer.hpp"

#include <array>
#include <cstddef>
#include <utility>

namespace exifscrub {
namespace {

/// Returned rooms of one thread. A file's turn needs about this many at once: two for the input, one for the
/// output, two to read it back.
struct Store {
  std::array<std::unique_ptr<Byte[]>, 5> rooms;
  std::size_t count = 0;
};

thread_local Store store;

}  // namespace

WindowBuffer::WindowBuffer()
    : room_(store.count > 0 ? std::move(store.rooms[--store.count])
                            : std::make_unique_for_overwrite<Byte[]>(ByteSource::max_window)) {}

WindowBuffer::~WindowBuffer() {
  if (room_ != nullptr && store.count < store.rooms.size()) store.rooms[store.count++] = std::move(room_);
}

}  // namespace exifscrub
