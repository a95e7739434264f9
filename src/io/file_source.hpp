#pragma once

#include <algorithm>
#include <functional>
#include <utility>
#include <vector>

#include "io/file_system.hpp"
#include "io/window_buffer.hpp"

namespace exifscrub {

/// The bytes of an open file, read by pread through a buffer of one window. A window inside the buffered
/// stretch costs no system call; any other one reads ahead, so ask for what you need and no more.
///
/// The descriptor is borrowed. A file that ends earlier than `size` said gives Errc::changed.
class FileSource final : public ByteSource {
 public:
  /// Gets every stretch that is read, once, when it is read: the way to look at the same bytes as the reader
  /// without reading them again. Stretches ascend while the reader does; `bytes` are valid during the call.
  using Tap = std::function<void(std::uint64_t offset, Bytes bytes)>;

  /// @param size        bytes, from the file's identity
  /// @param read_ahead  bytes that one read fetches at least, where the file has them
  FileSource(FileSystem& files, int descriptor, std::uint64_t size, std::size_t read_ahead = max_window)
      : files_(files), descriptor_(descriptor), size_(size), read_ahead_(std::min(read_ahead, max_window)) {}

  void set_tap(Tap tap) { tap_ = std::move(tap); }

  [[nodiscard]] std::uint64_t size() const override { return size_; }
  [[nodiscard]] Result<Bytes> window(std::uint64_t offset, std::size_t length) override;
  [[nodiscard]] Result<void> read_into(std::uint64_t offset, std::span<Byte> into) override;

 private:
  Result<void> fetch(Extent wanted);
  Bytes lend(Bytes window);

  FileSystem& files_;
  int descriptor_;
  std::uint64_t size_;
  std::size_t read_ahead_;
  Tap tap_;
  WindowBuffer buffer_;
  Extent held_;               ///< the stretch of the file that stands at the start of the buffer
  std::vector<Byte> lent_;    ///< debug builds: the window handed out last
  std::vector<Byte> spoilt_;  ///< debug builds: the one before, overwritten
};

}  // namespace exifscrub
