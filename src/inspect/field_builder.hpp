#pragma once

#include <initializer_list>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "exifscrub/field_map.hpp"

namespace exifscrub {

/// Writes a FieldMap front to back: fields that are opened, what stands in them, their end.
///
/// Over budget, and deeper than anybody reads, fields are left out; open() and close() stay in step.
class FieldBuilder {
 public:
  static constexpr std::uint16_t deepest = 60;

  explicit FieldBuilder(FieldMap& map) : map_(map) {}

  /// Adds a field inside the one that is open, and opens it. @param where  bytes of the file
  std::uint32_t open(Field field, std::span<const Extent> where);
  void close();
  /// Whether the budget is used up: what stands there but cannot be described then need not be read.
  [[nodiscard]] bool leaves_out();
  /// Adds a field with nothing in it.
  std::uint32_t add(Field field, std::span<const Extent> where);

  /// The field, or a field that nobody sees when `index` is no_index.
  [[nodiscard]] Field& field(std::uint32_t index) {
    return index == no_index ? nowhere_ : map_.fields[index];
  }
  /// The field that is open.
  [[nodiscard]] std::uint32_t current() const { return open_.empty() ? no_index : open_.back(); }

  /// A copy of `text` that lives as long as the map.
  std::string_view keep(std::string text);

  /// Says that offsets which lead to the field's first byte mean this field.
  void anchor(std::uint32_t field);
  /// Finds the targets of all pointers. Call it once, at the end.
  void resolve_targets();

 private:
  FieldMap& map_;
  Field nowhere_;
  std::vector<std::uint32_t> open_;  ///< no_index for one that was left out
  std::vector<std::pair<std::uint64_t, std::uint32_t>> anchors_;
  std::size_t words_ = 0;
};

}  // namespace exifscrub
