#include "metadata/isobmff_tree.hpp"

#include <algorithm>
#include <array>

#include "base/cursor.hpp"

namespace exifscrub {
namespace {

constexpr auto containers =
    std::to_array<BoxType>({"moov", "trak", "mdia", "minf", "stbl", "udta", "moof", "traf", "mvex", "edts",
                            "dinf", "ilst", "CNTH", "mpvd", "tref", "gmhd", "iprp", "ipco"});

constexpr std::array<Byte, 16> canon_movie = {0x85, 0xC0, 0xB6, 0x87, 0x82, 0x0F, 0x11, 0xE0,
                                              0x81, 0x11, 0xF4, 0xCE, 0x46, 0x2B, 0x6A, 0x48};

bool is_box_at(Bytes bytes, std::uint64_t at, BoxType type) {
  return at + 8 <= bytes.size() && load_u32(&bytes[at + 4], ByteOrder::big) == type.code();
}

class TreeReader {
 public:
  explicit TreeReader(Bytes stream) : stream_(stream) {}

  MovieTree read() {
    descend(MovieTree::no_box, {0, stream_.size()});
    return std::move(tree_);
  }

 private:
  /// Where the children of a box stand; empty for a box that holds none.
  Extent children_of(std::uint32_t index) const {
    const MovieBox& of = tree_.boxes[index];
    const Extent payload = of.box.payload;
    const BoxType type = of.box.type;
    if (std::ranges::find(containers, type) != containers.end()) return payload;
    if (type == BoxType{"uuid"} && of.box.user_type == canon_movie) return payload;
    if (type == BoxType{"meta"} && payload.length >= 4) {
      // A full box in ISO files, a plain one in QuickTime: its first child is the handler.
      const bool plain = is_box_at(stream_, payload.offset, "hdlr");
      return plain ? payload : extent_between(payload.offset + 4, payload.end());
    }
    const bool in_item_list =
        of.parent != MovieTree::no_box && tree_.boxes[of.parent].box.type == BoxType{"ilst"};
    return in_item_list ? payload : Extent{};
  }

  void descend(std::uint32_t parent, Extent within) {
    BoxSequence sequence{stream_, within};
    while (tree_.boxes.size() < MovieTree::max_boxes) {
      const auto box = sequence.next();
      if (!box) break;
      add(parent, *box);
    }
    if (!sequence.rest().empty()) tree_.unreadable.push_back(sequence.rest());
  }

  void add(std::uint32_t parent, const Box& box) {
    MovieBox added;
    added.box = box;
    added.parent = parent;
    if (parent != MovieTree::no_box) {
      added.depth = static_cast<std::uint8_t>(tree_.boxes[parent].depth + 1);
      added.track = tree_.boxes[parent].track;
    }
    if (box.type == BoxType{"trak"} && tracks_ < 0xFFFF) added.track = ++tracks_;
    const auto index = static_cast<std::uint32_t>(tree_.boxes.size());
    tree_.boxes.push_back(added);
    const Extent children = children_of(index);
    if (children.empty()) return;
    if (added.depth + 1 < MovieTree::max_depth)
      descend(index, children);
    else
      tree_.unreadable.push_back(children);
  }

  Bytes stream_;
  MovieTree tree_;
  std::uint16_t tracks_ = 0;
};

}  // namespace

std::uint32_t MovieTree::child(std::uint32_t parent, BoxType type) const {
  const std::size_t first = parent == no_box ? 0 : parent + std::size_t{1};
  for (std::size_t i = first; i < boxes.size(); ++i) {
    if (parent != no_box && boxes[i].depth <= boxes[parent].depth) break;
    if (boxes[i].parent == parent && boxes[i].box.type == type) return static_cast<std::uint32_t>(i);
  }
  return no_box;
}

std::uint32_t MovieTree::find(std::uint32_t parent, std::initializer_list<BoxType> path) const {
  for (const BoxType type : path) {
    parent = child(parent, type);
    if (parent == no_box) break;
  }
  return parent;
}

MovieTree read_movie_tree(Bytes stream) { return TreeReader{stream}.read(); }

}  // namespace exifscrub
