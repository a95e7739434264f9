#pragma once

#include <memory>
#include <vector>

#include "exifscrub/byte_source.hpp"
#include "exifscrub/plan.hpp"

namespace exifscrub {

/// What a plan would make of its input, without making it: pieces and literals one after another, patches
/// over the kept stretches. Input and plan are borrowed and must stand still.
///
/// A window inside one untouched stretch is the input's own; others are put together in a buffer of at most
/// max_window bytes.
class PlannedSource final : public ByteSource {
 public:
  PlannedSource(ByteSource& input, const Plan& plan);

  [[nodiscard]] std::uint64_t size() const override { return plan_.output_size; }
  [[nodiscard]] Result<Bytes> window(std::uint64_t offset, std::size_t length) override;
  [[nodiscard]] Result<void> read_into(std::uint64_t offset, std::span<Byte> into) override;

 private:
  [[nodiscard]] std::size_t piece_at(std::uint64_t offset) const;
  [[nodiscard]] bool is_patched(Extent input) const;
  Result<void> fill_from_piece(const Piece& piece, std::uint64_t inside, std::span<Byte> into);
  void apply_patches(std::uint64_t input_offset, std::span<Byte> bytes) const;

  ByteSource& input_;
  const Plan& plan_;
  std::vector<std::uint64_t> starts_;  ///< where each piece starts in the output
  std::unique_ptr<Byte[]> buffer_;
  std::size_t room_ = 0;  ///< in buffer_
};

}  // namespace exifscrub
