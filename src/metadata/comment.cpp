#include "metadata/comment.hpp"

#include <algorithm>

#include "metadata/blanking.hpp"
#include "metadata/block_findings.hpp"
#include "metadata/text_places.hpp"

namespace exifscrub {

void read_comment(const ReadRequest& request, Reading& into) {
  BlockFindings{request, into}.add_text(LeakClass::text, "File", "Comment", {0, request.bytes.size()});
  report_text_places(request, "File", "Comment", request.bytes, 0, into);
}

Result<Erasure> erase_comment(const EraseRequest& request) {
  if (!std::ranges::all_of(request.selected,
                           [](const BlockFinding* f) { return f->form == Form::text_place; })) {
    return blank_selected(request);
  }
  Erasure erasure;
  erasure.patches.push_back({0, without_text_places(request), Phase::values, true});
  return erasure;
}

}  // namespace exifscrub
