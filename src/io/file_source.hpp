#pragma once

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "io/file_system.hpp"
#include "io/window_buffer.hpp"

namespace exifscrub {

/// The bytes of an open file, read by pread. The stretch that was read first, of a picture the head with its
/// metadata, is held for good; all others pass through a second buffer. A window inside either costs no
/// system call; one that goes on where they end reads ahead. read_into() never does.
///
/// The descriptor is borrowed. A file that ends earlier than `size` said gives Errc::changed.
class FileSource final : public ByteSource {
 public:
  /// @param size        bytes, from the file's identity
  /// @param read_ahead  bytes that one read of a sequence fetches at least, where the file has them
  FileSource(FileSystem& files, int descriptor, std::uint64_t size, std::size_t read_ahead = max_window)
      : files_(files), descriptor_(descriptor), size_(size), read_ahead_(std::min(read_ahead, max_window)) {}

  /// Tells the kernel that little of the file will be read, so that it reads nothing ahead; of a small file all
  /// the same.
  void expect_jumps();

  [[nodiscard]] std::uint64_t size() const override { return size_; }
  [[nodiscard]] Result<Bytes> window(std::uint64_t offset, std::size_t length) override;
  [[nodiscard]] Result<void> read_into(std::uint64_t offset, std::span<Byte> into) override;

 private:
  struct Held {
    WindowBuffer buffer;
    Extent at;  ///< the stretch of the file that stands at the start of the buffer
  };

  /// What is held of `wanted` in one piece, if all of it is.
  [[nodiscard]] const Byte* find(Extent wanted) const;
  Result<void> fetch(Extent wanted);
  Result<void> read(std::uint64_t offset, std::span<Byte> into);
  Bytes lend(Bytes window);

  FileSystem& files_;
  int descriptor_;
  std::uint64_t size_;
  std::size_t read_ahead_;
  Held first_;
  std::optional<Held> passing_;
  std::vector<Byte> lent_;    ///< debug builds: the window handed out last
  std::vector<Byte> spoilt_;  ///< debug builds: the one before, overwritten
};

}  // namespace exifscrub
