#include <algorithm>
#include <array>

#include "metadata/exif.hpp"
#include "metadata/language.hpp"

namespace exifscrub {
namespace {

// One line a language, in the order of BlockKind.
constexpr auto languages = std::to_array<Language>({
    {BlockKind::exif, "EXIF", read_exif, erase_exif},
});

}  // namespace

const Language* language_of(BlockKind kind) {
  const auto* row = std::ranges::find(languages, kind, &Language::kind);
  return row == languages.end() ? nullptr : row;
}

}  // namespace exifscrub
