#include "metadata/makernote.hpp"

namespace exifscrub {

MakerNote read_makernote(const MakerNoteRequest&, Reading*) { return {"MakerNote", false, {}}; }
bool is_makernote_group(std::string_view) { return false; }

}  // namespace exifscrub
