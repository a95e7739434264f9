#include <algorithm>
#include <vector>

#include "base/cursor.hpp"
#include "metadata/blanking.hpp"
#include "metadata/isobmff.hpp"
#include "metadata/isobmff_tree.hpp"
#include "metadata/text_places.hpp"
#include "syntax/extent_set.hpp"

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

/// Bytes that are no box, up to the end of the one around them. Their front goes last: zeros there are a box of
/// any length, in which nobody would look for what a run that stopped left of the rest.
void erase_rest(Extent rest, Blanking& blanking) {
  constexpr std::uint64_t header = 8;
  const Extent front{rest.offset, std::min(header, rest.length)};
  blanking.fill(front, 0, Phase::index);
  blanking.fill(extent_between(front.end(), rest.end()));
}

/// What goes but for numbers in texts.
ExtentSet selected_as_a_whole(const EraseRequest& request) {
  ExtentSet set;
  for (const BlockFinding* finding : request.selected) {
    if (finding->form == Form::text_place) continue;
    for (const Extent at : request.reading->where(*finding)) set.add(at);
  }
  set.settle();
  return set;
}

void erase_number(Extent number, Bytes stream, Blanking& blanking) {
  const std::vector<Byte> erased = erased_text_place(stream, number);
  for (std::size_t i = 0; i < erased.size(); ++i) blanking.fill({number.offset + i, 1}, erased[i]);
}

}  // namespace

Result<Erasure> erase_isobmff(const EraseRequest& request) {
  MovieTree tree = read_movie_tree(request.bytes);
  std::ranges::sort(tree.unreadable);
  std::vector<Box> boxes;
  for (const MovieBox& of : tree.boxes) boxes.push_back(of.box);
  Blanking blanking{request.bytes.size()};
  const ExtentSet whole = selected_as_a_whole(request);
  for (const BlockFinding* finding : request.selected) {
    if (finding->form == Form::text_place) {
      for (const Extent number : request.reading->where(*finding)) {
        if (!whole.overlaps(number)) erase_number(number, request.bytes, blanking);
      }
      continue;
    }
    const auto where = request.reading->where(*finding);
    for (std::size_t i = 0; i < where.size(); ++i) {
      const auto box =
          std::ranges::lower_bound(boxes, where[i].offset, {}, [](const Box& b) { return b.at.offset; });
      if (box != boxes.end() && box->at == where[i] && finding->form != Form::media_data) {
        free_box(*box, request.bytes, blanking);
      } else if (std::ranges::binary_search(tree.unreadable, where[i])) {
        erase_rest(where[i], blanking);
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
