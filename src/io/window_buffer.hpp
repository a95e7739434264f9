#pragma once

#include <memory>

#include "exifscrub/byte_source.hpp"

namespace exifscrub {

/// Room for one window, out of a small store that each thread keeps: mapping and clearing fresh memory for
/// every file would cost more than reading a small file. Its bytes have no defined value at first.
class WindowBuffer {
 public:
  WindowBuffer();
  ~WindowBuffer();
  WindowBuffer(WindowBuffer&&) noexcept = default;
  WindowBuffer& operator=(WindowBuffer&&) noexcept = default;

  [[nodiscard]] std::span<Byte> bytes() const { return {room_.get(), ByteSource::max_window}; }

 private:
  std::unique_ptr<Byte[]> room_;
};

}  // namespace exifscrub
