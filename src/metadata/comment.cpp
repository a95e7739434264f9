#include "metadata/comment.hpp"

#include "metadata/blanking.hpp"
#include "metadata/block_findings.hpp"
#include "metadata/embedded_document.hpp"
#include "metadata/text_places.hpp"

namespace exifscrub {

void read_comment(const ReadRequest& request, Reading& into) {
  BlockFindings{request, into}.add_text(LeakClass::text, "File", "Comment", {0, request.bytes.size()});
  const Bytes text = request.bytes.first(refer_to_document(request.block, request.bytes, 0, into));
  const CharacterForm form = form_of_text(text);
  form.bytes == 1 ? report_embedded_places(request, "File", "Comment", text, 0, into)
                  : report_text_places(request, "File", "Comment", text, form, 0, into);
}

Result<Erasure> erase_comment(const EraseRequest& request) { return blank_selected(request); }

}  // namespace exifscrub
