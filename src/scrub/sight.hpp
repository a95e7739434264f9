#pragma once

#include <string>

#include "exifscrub/policy.hpp"
#include "plan/fate.hpp"
#include "scrub/document.hpp"
#include "scrub/treatment.hpp"

namespace exifscrub {

/// The first carrier that nobody can read, so that it may hold anything: a MakerNote of an unknown maker, an
/// unknown trailer, an archive, a part of a known trailer or video that no table names. Empty when there is none.
[[nodiscard]] std::string unread_carrier(const Document& document);

/// What a strip leaves though nobody can read it, because --keep names it: the reason for the status `kept`, or
/// nothing, as where location may stay.
[[nodiscard]] std::string unread_left(const Document& document, const Policy& policy,
                                      const Treatment& treatment);

/// Where in the file a reader could not follow: the byte that people can look at, also of a block in a block.
[[nodiscard]] std::uint64_t place_in_file(Document& document, const BlindSpot& spot);

/// What may hide a location from --gps-only.
/// @return what stays though nobody can ever read it, for the status `kept`, or nothing; the reason to refuse
/// where a reader got lost or is missing
[[nodiscard]] Result<std::string> check_sight(Document& document);

/// --exif-only has no business with other carriers, but names a location that it leaves in them: the reason
/// for the status `kept`, or nothing.
[[nodiscard]] std::string location_left(const Document& document, const Fates& fates);

}  // namespace exifscrub
