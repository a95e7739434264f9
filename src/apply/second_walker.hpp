#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <utility>
#include <variant>

#include "apply/jpeg_walker.hpp"
#include "apply/walk.hpp"
#include "exifscrub/byte_source.hpp"
#include "exifscrub/digest.hpp"
#include "exifscrub/layout.hpp"
#include "exifscrub/plan.hpp"

namespace exifscrub {

/// The independent look at a file: the walker of its format. A new format brings a class with the same six
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
  /// Names picture data that a walker has seen in another file, which holds the same bytes there; it is not
  /// looked at again and gets no digest. Sorted, disjoint.
  void know(std::vector<Extent> scans) {
    std::visit([&](auto& walker) { walker.know(std::move(scans)); }, walker_);
  }
  /// Moves on over bytes that cannot change the result, of a file of `size` bytes.
  void pass(std::uint64_t size) {
    std::visit([&](auto& walker) { walker.pass(size); }, walker_);
  }
  /// Bytes fed or passed so far.
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
/// @param step  bytes that are read at once
/// @return only what reading failed with; what is wrong with the bytes stands in the Walk
[[nodiscard]] Result<Walk> walk_rest(ByteSource& file, SecondWalker& walker,
                                     std::size_t step = ByteSource::max_window);

/// Walks all of `file`.
/// @return only what reading failed with; what is wrong with the bytes stands in the Walk
[[nodiscard]] Result<Walk> walk(ByteSource& file, FormatId format,
                                std::optional<DigestKind> image_hash = std::nullopt);

/// Walks a file that was walked before and differs from what it was in the patched bytes alone. Scans that no
/// patch touches are the same ones, so they are not read again; all else is. Computes no digests.
/// @param before   what the walk said
/// @param patches  sorted by offset
[[nodiscard]] Result<Walk> walk_changed(ByteSource& file, FormatId format, const Walk& before,
                                        std::span<const Patch> patches);

}  // namespace exifscrub
