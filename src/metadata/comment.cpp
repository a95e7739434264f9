#include "metadata/comment.hpp"

#include "metadata/blanking.hpp"
#include "metadata/block_findings.hpp"

namespace exifscrub {

void read_comment(const ReadRequest& request, Reading& into) {
  BlockFindings{request, into}.add_text(LeakClass::text, "File", "Comment", {0, request.bytes.size()});
}

Result<Erasure> erase_comment(const EraseRequest& request) { return blank_selected(request); }

}  // namespace exifscrub
