#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "exifscrub/layout.hpp"

namespace exifscrub {

/// Collects what a container parser says about a file and makes the partition of it: gaps become `unknown`,
/// and where two claims meet the picture wins, then the earlier claim.
class LayoutBuilder {
 public:
  LayoutBuilder(FormatId format, std::uint64_t size);

  /// Adds a stream inside `parent`; its end may be set later. nodes[0], the file, is there from the start.
  std::uint32_t add_node(NodeKind kind, std::uint64_t begin, std::uint32_t parent, std::string_view name);
  void end_node(std::uint32_t node, std::uint64_t end);
  [[nodiscard]] Node& node(std::uint32_t index) { return layout_.nodes[index]; }

  std::uint32_t add_block(Block block);
  [[nodiscard]] Block& block(std::uint32_t index) { return layout_.blocks[index]; }

  /// Says what a stretch of the file is. An empty `payload` means that nothing of it can be blanked.
  void claim(Region region);
  void add_link(Link link);
  void note(std::uint64_t offset, std::string_view what);
  /// A copy of `name` that lives as long as the layout.
  std::string_view keep(std::string name) { return layout_.keep(std::move(name)); }

  [[nodiscard]] std::uint64_t size() const { return layout_.size; }
  [[nodiscard]] const std::vector<Region>& claims() const { return layout_.regions; }

  /// The layout, whose regions partition the file. The builder is empty afterwards.
  [[nodiscard]] Layout finish();

 private:
  Layout layout_;
};

}  // namespace exifscrub
