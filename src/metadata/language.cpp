#include "metadata/language.hpp"

#include <algorithm>
#include <array>

#include "metadata/application.hpp"
#include "metadata/comment.hpp"
#include "metadata/exif.hpp"
#include "metadata/flir.hpp"
#include "metadata/gpmf.hpp"
#include "metadata/icc.hpp"
#include "metadata/iptc.hpp"
#include "metadata/irb.hpp"
#include "metadata/isobmff.hpp"
#include "metadata/jumbf.hpp"
#include "metadata/multi_picture.hpp"
#include "metadata/seft.hpp"
#include "metadata/trailer.hpp"
#include "metadata/xmp.hpp"

namespace exifscrub {
namespace {

// One line a language, in the order of BlockKind.
constexpr auto rows = std::to_array<Language>({
    {BlockKind::exif, "EXIF", read_exif, erase_exif},
    {BlockKind::xmp, "XMP", read_xmp, erase_xmp},
    {BlockKind::xmp_extended, "XMP", read_xmp, erase_xmp},
    {BlockKind::irb, "Photoshop", read_irb, erase_irb},
    {BlockKind::iptc, "IPTC", read_iptc, erase_iptc},
    {BlockKind::icc, "ICC", read_icc, nullptr},
    {BlockKind::mpf, "MPF", read_multi_picture, nullptr},
    {BlockKind::comment, "comment", read_comment, erase_comment},
    {BlockKind::jumbf, "C2PA", read_jumbf, nullptr},
    {BlockKind::flir, "FLIR", read_flir, erase_flir},
    {BlockKind::gpmf, "GPMF", read_gpmf, erase_gpmf},
    {BlockKind::isobmff, "video", read_isobmff, erase_isobmff},
    {BlockKind::seft, "Samsung trailer", read_seft, erase_seft},
    {BlockKind::trailer, "trailer", read_trailer, erase_trailer},
    {BlockKind::application, "APP", read_application, erase_application},
});

}  // namespace

std::span<const Language> languages() { return rows; }

const Language* language_of(BlockKind kind) {
  const auto* row = std::ranges::find(rows, kind, &Language::kind);
  return row == rows.end() ? nullptr : row;
}

}  // namespace exifscrub
