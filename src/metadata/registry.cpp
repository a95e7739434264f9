#include <algorithm>
#include <array>

#include "metadata/comment.hpp"
#include "metadata/exif.hpp"
#include "metadata/language.hpp"
#include "metadata/seft.hpp"
#include "metadata/xmp.hpp"

namespace exifscrub {
namespace {

// One line a language, in the order of BlockKind.
constexpr auto languages = std::to_array<Language>({
    {BlockKind::exif, "EXIF", read_exif, erase_exif},
    {BlockKind::xmp, "XMP", read_xmp, erase_xmp},
    {BlockKind::xmp_extended, "XMP", read_xmp, erase_xmp},
    {BlockKind::comment, "comment", read_comment, erase_comment},
    {BlockKind::seft, "Samsung trailer", read_seft, erase_seft},
});

}  // namespace

const Language* language_of(BlockKind kind) {
  const auto* row = std::ranges::find(languages, kind, &Language::kind);
  return row == languages.end() ? nullptr : row;
}

}  // namespace exifscrub
