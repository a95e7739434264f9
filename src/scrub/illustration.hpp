#pragma once

#include "exifscrub/scrubber.hpp"
#include "scrub/document.hpp"

namespace exifscrub {

/// Has the picture made small for the report, when the job asks for it: out of the thumbnail in the primary
/// image's Exif, where there is one that decodes, else out of the picture itself.
[[nodiscard]] std::vector<Byte> illustrate(Document& document, const Job& job);

}  // namespace exifscrub
