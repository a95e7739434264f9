#include <vector>

#include "inspect/block_scribe.hpp"
#include "inspect/box_scribe.hpp"
#include "metadata/isobmff_tree.hpp"

namespace exifscrub {

void describe_movie(BlockScribe& scribe) {
  const MovieTree tree = read_movie_tree(scribe.bytes());
  std::vector<std::uint32_t> open;  // boxes around the next one
  const auto close_to = [&](std::uint32_t parent) {
    while (!open.empty() && open.back() != parent) {
      const Box& box = tree.boxes[open.back()].box;
      scribe.take_findings(box.at);
      scribe.describe_nested(box.at);
      scribe.close();
      open.pop_back();
    }
  };
  for (std::uint32_t i = 0; i < tree.boxes.size(); ++i) {
    close_to(tree.boxes[i].parent);
    open_box(scribe, tree.boxes[i].box);
    describe_fixed_fields(scribe, tree.boxes[i].box);
    open.push_back(i);
  }
  close_to(MovieTree::no_box);
}

}  // namespace exifscrub
