#include <algorithm>
#include <vector>

#include "base/cursor.hpp"
#include "metadata/blanking.hpp"
#include "metadata/isobmff.hpp"
#include "metadata/isobmff_tree.hpp"

namespace exifscrub {
namespace {

/// Renames a box: size and type are followed by nothing that a reader would look at.
void free_box(const Box& box, Bytes stream, Blanking& blanking) {
  const bool wide = load_u32(&stream[box.at.offset], ByteOrder::big) == 1;
  constexpr std::string_view name = "free";
  for (std::size_t i = 0; i < name.size(); ++i) {
    blanking.fill({box.type_at() + i, 1}, static_cast<Byte>(name[i]), Phase::index);
  }
  blanking.fill(extent_between(box.at.offset + (wide ? 16 : 8), box.at.end()));
}

}  // namespace

Result<Erasure> erase_isobmff(const EraseRequest& request) {
  std::vector<Box> boxes;
  for (const MovieBox& of : read_movie_tree(request.bytes).boxes) boxes.push_back(of.box);
  Blanking blanking{request.bytes.size()};
  for (const BlockFinding* finding : request.selected) {
    const auto where = request.reading->where(*finding);
    for (std::size_t i = 0; i < where.size(); ++i) {
      const auto box =
          std::ranges::lower_bound(boxes, where[i].offset, {}, [](const Box& b) { return b.at.offset; });
      if (box != boxes.end() && box->at == where[i] && finding->form != Form::media_data) {
        free_box(*box, request.bytes, blanking);
      } else if (finding->form == Form::movie_key) {
        i == 0 ? blanking.fill(where[i], 'x', Phase::index) : blanking.fill(where[i], ' ');
      } else {
        const bool packet_type = finding->form == Form::motion_packets && i % 2 == 0;
        packet_type ? blanking.fill(where[i], 0xFF, Phase::index) : blanking.fill(where[i]);
      }
    }
  }
  Erasure erasure;
  erasure.patches = blanking.patches();
  return erasure;
}

}  // namespace exifscrub
