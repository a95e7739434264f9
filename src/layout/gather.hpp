#pragma once

#include <cstdint>
#include <forward_list>
#include <memory>
#include <vector>

#include "exifscrub/byte_source.hpp"
#include "exifscrub/layout.hpp"
#include "exifscrub/plan.hpp"

namespace exifscrub {

/// The decoded bytes of a file's blocks, gathered on demand and kept for the file's turn.
///
/// Base64 and hex are decoded over white space, zero bytes (UTF-16 text) and XML character references between
/// their digits; base64 ends at its padding. A patch over decoded bytes rewrites the digits of the groups
/// that it touches and nothing between them, so the encoded size never changes.
///
/// Budget: at most `max_gathered` bytes in all. A block's declared length is never trusted: parts are checked
/// against the source (or the parent block) before a byte is allocated.
class BlockBytes {
 public:
  static constexpr std::uint64_t max_gathered = 16U << 20;

  BlockBytes(ByteSource& source, const Layout& layout) : source_(source), layout_(layout) {}

  /// The bytes of `block`, valid until this object goes.
  /// @return truncated when a part lies outside its space, limit over budget, malformed when it does not
  ///         decode, sealed for a sealed one.
  [[nodiscard]] Result<Bytes> of(std::uint32_t block);

  /// Where `inside` (bytes of `block`) stands in the file; of an encoded block the digits from the first to
  /// the last that carry it. For a block inside a sealed one, or one that was not gathered: its whole
  /// carrier.
  [[nodiscard]] std::vector<Extent> project(std::uint32_t block, Extent inside) const;

  /// Turns patches over `block` into patches over the file, up through the parents' maps and codings.
  /// @return does_not_fit when a recoding would change the size, sealed inside a sealed block.
  [[nodiscard]] Result<std::vector<Patch>> project(std::uint32_t block, std::vector<Patch> patches);

 private:
  struct Held {
    Bytes bytes;                            ///< as a reader sees them
    Bytes encoded;                          ///< of a recodable block: its digits as they stand
    std::unique_ptr<Byte[]> gathered;       ///< what was put together, where the parent does not hold it so
    std::vector<Byte> decoded;              ///< of a recodable block
    std::vector<std::uint32_t> milestones;  ///< of a recodable block: places of digits (coded_text.hpp)
  };
  [[nodiscard]] Result<Held> hold(const Block& block);
  [[nodiscard]] Result<Bytes> gather(const Block& block, std::unique_ptr<Byte[]>& into);
  [[nodiscard]] const Held* held(std::uint32_t block) const;

  ByteSource& source_;
  const Layout& layout_;
  std::forward_list<Held> held_;
  std::vector<const Held*> held_of_block_;  ///< in held_, or null
  std::uint64_t gathered_ = 0;
};

}  // namespace exifscrub
