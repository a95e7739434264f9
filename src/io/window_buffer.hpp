#pragma once

#include <memory>

#include "exifscrub/byte_source.hpp"

namespace exifscrub {

/// Room for one window, out of a small store that each thread keeps: mapping and clearing fresh memory for
/// every file would cost more than reading a small file. Its bytes have no defined value at first.
///
/// The room starts where a page starts. Processors copy from the page cache and back three times as slowly where
/// the target lies up to 31 bytes ahead of the source, counted within a page (measured on AMD Zen; malloc's
/// large blocks, 16 bytes behind the start of a page, are the worst case).
class WindowBuffer {
 public:
  static constexpr std::size_t page = 4096;

  WindowBuffer();
  ~WindowBuffer();
  WindowBuffer(WindowBuffer&&) noexcept = default;
  WindowBuffer& operator=(WindowBuffer&&) noexcept = default;

  [[nodiscard]] std::span<Byte> bytes() const { return {room_.get(), ByteSource::max_window}; }

 private:
  struct Free {
    void operator()(Byte* room) const;
  };
  using Room = std::unique_ptr<Byte, Free>;
  struct Store;

  static Store& store();

  Room room_;
};

}  // namespace exifscrub
