#pragma once

#include "exifscrub/byte_source.hpp"

namespace exifscrub {

/// A source over bytes in memory that somebody else owns and keeps still.
class MemorySource final : public ByteSource {
 public:
  explicit MemorySource(Bytes bytes) : bytes_(bytes) {}

  [[nodiscard]] std::uint64_t size() const override { return bytes_.size(); }
  [[nodiscard]] Result<Bytes> window(std::uint64_t offset, std::size_t length) override;
  [[nodiscard]] Result<void> read_into(std::uint64_t offset, std::span<Byte> into) override;

 private:
  Bytes bytes_;
};

/// A stretch of another source, seen as a source of its own. The other one is borrowed.
class SubrangeSource final : public ByteSource {
 public:
  /// @param offset, length  bytes of `whole`, inside it
  SubrangeSource(ByteSource& whole, std::uint64_t offset, std::uint64_t length)
      : whole_(whole), offset_(offset), length_(length) {}

  [[nodiscard]] std::uint64_t size() const override { return length_; }
  [[nodiscard]] Result<Bytes> window(std::uint64_t offset, std::size_t length) override;
  [[nodiscard]] Result<void> read_into(std::uint64_t offset, std::span<Byte> into) override;

 private:
  ByteSource& whole_;
  std::uint64_t offset_;
  std::uint64_t length_;
};

}  // namespace exifscrub
