#pragma once

#include <cstdint>
#include <initializer_list>
#include <vector>

#include "syntax/box.hpp"

namespace exifscrub {

/// A box and where in the movie it stands.
struct MovieBox {
  Box box;
  std::uint32_t parent = 0xFFFFFFFF;  ///< index of the box around it
  std::uint8_t depth = 0;
  std::uint16_t track = 0;  ///< number of the track around it, from 1; 0: none
};

/// The boxes of an MP4 or MOV stream, a parent before its children, in order of the stream.
struct MovieTree {
  static constexpr std::uint8_t max_depth = 16;
  static constexpr std::size_t max_boxes = 32'768;
  static constexpr std::uint32_t no_box = 0xFFFFFFFF;

  std::vector<MovieBox> boxes;
  std::vector<Extent> unreadable;  ///< stretches of containers where no box could be followed; may be zeros

  /// The first child of `parent` that has that type, or no_box.
  [[nodiscard]] std::uint32_t child(std::uint32_t parent, BoxType type) const;
  /// The box reached from `parent` through children of these types, or no_box.
  [[nodiscard]] std::uint32_t find(std::uint32_t parent, std::initializer_list<BoxType> path) const;
};

/// Follows all boxes that hold boxes: movie, tracks, user data, metadata, Canon's and Samsung's own.
/// @par Spec ISO/IEC 14496-12 8; QuickTime File Format
[[nodiscard]] MovieTree read_movie_tree(Bytes stream);

}  // namespace exifscrub
