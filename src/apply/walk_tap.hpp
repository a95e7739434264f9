#pragma once

#include <cstdint>
#include <optional>

#include "apply/second_walker.hpp"
#include "exifscrub/byte_source.hpp"

namespace exifscrub {

/// A source that hands on another one's windows and lets a second walker look at them, so that parsing and
/// walking a file read it once. What the reader skips or reads out of order the walker reads by itself in the
/// end. The other source is borrowed.
class WalkTap final : public ByteSource {
 public:
  WalkTap(ByteSource& file, FormatId format, std::optional<DigestKind> image_hash = std::nullopt)
      : file_(file), walker_(format, image_hash) {}

  [[nodiscard]] std::uint64_t size() const override { return file_.size(); }
  [[nodiscard]] Result<Bytes> window(std::uint64_t offset, std::size_t length) override;
  [[nodiscard]] Result<void> read_into(std::uint64_t offset, std::span<Byte> into) override;

  /// Reads what nobody read yet; the tap is used up afterwards, windows stay valid no longer.
  /// @return only what reading failed with
  [[nodiscard]] Result<Walk> finish();

 private:
  void look_at(std::uint64_t offset, Bytes bytes);

  ByteSource& file_;
  SecondWalker walker_;
};

}  // namespace exifscrub
