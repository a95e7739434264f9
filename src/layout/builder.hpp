#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "exifscrub/layout.hpp"

namespace exifscrub {

/// Collects what a container parser says about a file and makes the partition of it: gaps become `unknown`,
/// which a plan may cut out (a parser whose file counts on where things stand claims them itself, as `blank`), and
/// where two claims meet the picture wins, then the earlier claim.
class LayoutBuilder {
 public:
  LayoutBuilder(FormatId format, std::uint64_t size);

  /// Adds a stream inside `parent`; its end may be set later. nodes[0], the file, is there from the start.
  std::uint32_t add_node(NodeKind kind, std::uint64_t begin, std::uint32_t parent, std::string_view name);
  void end_node(std::uint32_t node, std::uint64_t end);
  [[nodiscard]] Node& node(std::uint32_t index) { return layout_.nodes[index]; }
  [[nodiscard]] const std::vector<Node>& nodes() const { return layout_.nodes; }

  std::uint32_t add_block(Block block);
  [[nodiscard]] Block& block(std::uint32_t index) { return layout_.blocks[index]; }
  [[nodiscard]] const std::vector<Block>& blocks() const { return layout_.blocks; }

  /// Says what a stretch of the file is. An empty `payload` means that nothing of it can be blanked.
  void claim(Region region);
  /// Says that the last claim holds nothing but zeros: what a removal leaves.
  void make_last_empty();
  /// Says that a block of the stream whose regions were claimed last is not what its carriers say: nobody knows
  /// what they hold.
  void disown(std::uint32_t block);
  void add_link(Link link);
  void note(std::uint64_t offset, std::string_view what);
  /// A copy of `name` that lives as long as the layout.
  std::string_view keep(std::string name) { return layout_.names.keep(std::move(name)); }

  /// A parser met what recognise() could not see in the first bytes.
  void set_format(FormatId format) { layout_.format = format; }

  /// A point to go back to when a stream inside the file turns out to be none.
  struct Mark {
    std::size_t nodes, blocks, regions, links, notes;
  };
  [[nodiscard]] Mark mark() const;
  /// Forgets everything that was added since `mark` was made.
  void rewind(const Mark& mark);

  [[nodiscard]] std::uint64_t size() const { return layout_.size; }
  [[nodiscard]] const std::vector<Region>& claims() const { return layout_.regions; }

  /// The layout, whose regions partition the file. The builder is empty afterwards.
  [[nodiscard]] Layout finish();

 private:
  Layout layout_;
};

}  // namespace exifscrub
