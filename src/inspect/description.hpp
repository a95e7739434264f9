#pragma once

#include <unordered_map>
#include <vector>

#include "exifscrub/byte_source.hpp"
#include "exifscrub/field_map.hpp"
#include "inspect/field_builder.hpp"
#include "layout/gather.hpp"
#include "layout/reading.hpp"

namespace exifscrub {

/// What was read of a file. Everything is borrowed.
struct DescriptionInput {
  ByteSource& source;
  const Layout& layout;
  const Reading& reading;
  BlockBytes& bytes;
};

/// Names every field of a file that was read: what stands where, and what it says.
///
/// Never fails: what cannot be followed stays one field. Work and memory are bounded by FieldMap's limits.
[[nodiscard]] FieldMap describe(const DescriptionInput& input);

class BlockScribe;

/// The state of a description: which blocks are done, and where fields go.
class Description {
 public:
  Description(const DescriptionInput& input, FieldMap& map);

  void describe_file();

  /// The blocks in `parent` whose first byte lies `within` (bytes of the parent) and that were not described
  /// yet.
  void describe_nested(std::uint32_t parent, Extent within);
  /// The blocks in `parent` in the order in which they were found.
  [[nodiscard]] const std::vector<std::uint32_t>& nested(std::uint32_t parent) const {
    return nested_[parent];
  }
  /// @param in_segment  the field that is open is the segment that carries the block
  void describe_block(std::uint32_t block, bool in_segment = false);

  [[nodiscard]] const DescriptionInput& input() const { return input_; }
  [[nodiscard]] FieldBuilder& builder() { return builder_; }
  /// Indexes of the findings of a block.
  [[nodiscard]] const std::vector<std::uint32_t>& findings(std::uint32_t block) const {
    return findings_[block];
  }

 private:
  void describe_node(std::uint32_t node);

  DescriptionInput input_;
  FieldBuilder builder_;
  std::vector<std::vector<std::uint32_t>> nested_;    ///< by block
  std::vector<std::vector<std::uint32_t>> findings_;  ///< by block
  std::vector<std::vector<std::uint32_t>> regions_;   ///< by node; the last: those without a node
  std::vector<std::vector<std::uint32_t>> children_;  ///< by node
  std::vector<bool> done_;                            ///< by block
};

}  // namespace exifscrub
