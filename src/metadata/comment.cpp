#include "metadata/comment.hpp"

#include "metadata/blanking.hpp"
#include "metadata/block_findings.hpp"
#include "metadata/text_places.hpp"

namespace exifscrub {

void read_comment(const ReadRequest& request, Reading& into) {
  BlockFindings{request, into}.add_text(LeakClass::text, "File", "Comment", {0, request.bytes.size()});
  const CharacterForm form = form_of_text(request.bytes);
  form.bytes == 1 ? report_embedded_places(request, "File", "Comment", request.bytes, 0, into)
                  : report_text_places(request, "File", "Comment", request.bytes, form, 0, into);
}

Result<Erasure> erase_comment(const EraseRequest& request) { return blank_selected(request); }

}  // namespace exifscrub
