#pragma once

#include <cstdint>
#include <optional>
#include <variant>

#include "apply/jpeg_walker.hpp"
#include "apply/walk.hpp"
#include "exifscrub/byte_source.hpp"
#include "exifscrub/digest.hpp"
#include "exifscrub/layout.hpp"

namespace exifscrub {

/// The independent look at a file: the walker of its format. A new format brings a class with the same four
/// functions, one alternative of `Any` and one line in the constructor. One thread at a time.
class SecondWalker {
 public:
  /// @param format      one that has a parser
  /// @param image_hash  whether, and as what, each image's digest is computed
  explicit SecondWalker(FormatId format, std::optional<DigestKind> image_hash = std::nullopt);

  /// The next bytes of the file, in pieces of any size.
  void feed(Bytes bytes) {
    std::visit([&](auto& walker) { walker.feed(bytes); }, walker_);
  }
  /// Bytes fed so far.
  [[nodiscard]] std::uint64_t position() const {
    return std::visit([](const auto& walker) { return walker.position(); }, walker_);
  }
  /// Whether further bytes cannot change the result.
  [[nodiscard]] bool gave_up() const {
    return std::visit([](const auto& walker) { return walker.gave_up(); }, walker_);
  }
  /// Says that the file ends here; the walker is used up afterwards.
  [[nodiscard]] Walk finish() {
    return std::visit([](auto& walker) { return walker.finish(); }, walker_);
  }

 private:
  using Any = std::variant<JpegWalker>;
  Any walker_;
};

/// Walks what `walker` has not seen of `file` yet, and finishes it.
/// @return only what reading failed with; what is wrong with the bytes stands in the Walk
[[nodiscard]] Result<Walk> walk_rest(ByteSource& file, SecondWalker& walker);

/// Walks all of `file`.
/// @return only what reading failed with; what is wrong with the bytes stands in the Walk
[[nodiscard]] Result<Walk> walk(ByteSource& file, FormatId format,
                                std::optional<DigestKind> image_hash = std::nullopt);

}  // namespace exifscrub
