#pragma once

#include <string>

#include "exifscrub/policy.hpp"
#include "scrub/examination.hpp"
#include "scrub/treatment.hpp"

namespace exifscrub {

/// What a proof looks at.
enum class Evidence : std::uint8_t { written, planned };

/// The second look at what a treatment makes of a file, before it counts.
///
/// Always: the bytes can be walked, and each image that stays has the digest that it had; by construction in
/// the planned view of a change in place, whose patches touch no image of either map. A plain strip: the
/// second walker accepts every byte, and no signature of metadata stands outside the picture. All else: a
/// written file of another size follows its plan byte for byte; a fresh run of the readers finds nothing that the
/// policy selects (this shares the readers' code), and, --exif-only aside, nothing that the input did not say, nor
/// any specific coordinate that was removed, anywhere outside the picture; what of a removed class it finds that no run
/// can take out is named. Where the size is kept, no patch
/// touches the picture.
/// @param output  the file as written, or the planned view of it: then it follows the plan by construction
/// @return what stays that the output's status `kept` has to name, or nothing; the error says why the output does not
/// count: the original must then stay as it is
[[nodiscard]] Result<std::string> prove(ByteSource& output, Evidence evidence, Examination& input,
                                        const Treatment& treatment, const Job& job);

}  // namespace exifscrub
