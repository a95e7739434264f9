#include "io/window_buffer.hpp"

#include <array>
#include <cstddef>
#include <new>
#include <utility>

namespace exifscrub {

/// Returned rooms of one thread. A file's turn needs about this many at once: two for the input, one for the
/// output, two to read it back.
struct WindowBuffer::Store {
  std::array<Room, 5> rooms;
  std::size_t count = 0;
};

WindowBuffer::Store& WindowBuffer::store() {
  thread_local Store mine;
  return mine;
}

void WindowBuffer::Free::operator()(Byte* room) const { ::operator delete (room, std::align_val_t{page}); }

WindowBuffer::WindowBuffer() {
  Store& mine = store();
  room_ = mine.count > 0
              ? std::move(mine.rooms[--mine.count])
              : Room{static_cast<Byte*>(::operator new (ByteSource::max_window, std::align_val_t{page}))};
}

WindowBuffer::~WindowBuffer() {
  Store& mine = store();
  if (room_ != nullptr && mine.count < mine.rooms.size()) mine.rooms[mine.count++] = std::move(room_);
}

}  // namespace exifscrub
