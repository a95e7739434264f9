#pragma once

#include <span>

#include "exifscrub/layout.hpp"
#include "exifscrub/plan.hpp"

namespace exifscrub {

/// Where the bytes of the input come to stand in a plan's output. Borrows the pieces.
class PositionMap {
 public:
  explicit PositionMap(const Plan& plan);

  /// Where a stretch that starts at input byte `offset` starts in the output. Bytes that are cut out collapse
  /// onto what follows them.
  [[nodiscard]] std::uint64_t begin(std::uint64_t offset) const;
  /// Where a stretch that ends before input byte `offset` ends in the output.
  [[nodiscard]] std::uint64_t end(std::uint64_t offset) const;
  /// Where literal number `literal` starts in the output.
  [[nodiscard]] std::uint64_t begin_of_literal(std::uint32_t literal) const;

 private:
  const Plan& plan_;
  std::vector<std::uint64_t> starts_;  ///< output offset of each piece, and of the end
};

/// Writes a literal's links into its bytes. @param start  where the literal starts in the output
/// @return does_not_fit when a value is too large for its field
[[nodiscard]] Result<void> write_links(Literal& literal, const PositionMap& map, std::uint64_t start);

/// Computes every link anew whose field the plan keeps or writes: links of literals into the literal's bytes,
/// links of kept regions as patches. A link that was wrong in the input and that the plan does not touch
/// stays as it is.
/// @param further  links of kept regions that the layout does not know
/// @return does_not_fit when a value is too large for its field.
[[nodiscard]] Result<void> relocate(const Layout& layout, std::span<const Link> further, Plan& plan);

/// The value that a link's field holds in `bytes` (as many as the field is long); nothing when they are no
/// number.
[[nodiscard]] std::optional<std::uint64_t> decode_link(Encoding encoding, Bytes bytes);

/// The field's bytes for `value`. @return does_not_fit
[[nodiscard]] Result<std::vector<Byte>> encode_link(Encoding encoding, std::uint64_t value,
                                                    std::size_t width);

}  // namespace exifscrub
