#pragma once

#include <memory>
#include <optional>
#include <string_view>

#include "apply/second_walker.hpp"
#include "exifscrub/scrub.hpp"
#include "exifscrub/scrubber.hpp"
#include "scrub/document.hpp"

namespace exifscrub {

/// A file's bytes, looked at by the parser and by the second walker at once. Owns what it learned; borrows
/// the source.
struct Examination {
  Outcome outcome;                     ///< filled as far as the look settles it
  std::unique_ptr<Document> document;  ///< null when the outcome is settled: skipped, refused, error
  std::unique_ptr<Document> partial;   ///< refused, skipped: what was understood by then
  Walk walk;                           ///< what the second walker says of the input; empty in a quick audit
};

/// Looks at one file, reading it once.
/// @param name   its base name: an image name with other content is refused, not skipped
/// @param named  typed by the user: no image is an error then
[[nodiscard]] Examination examine(ByteSource& source, const Job& job, std::string_view name, bool named);

}  // namespace exifscrub
