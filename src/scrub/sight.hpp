#pragma once

#include <string>

#include "exifscrub/policy.hpp"
#include "plan/fate.hpp"
#include "scrub/document.hpp"
#include "scrub/treatment.hpp"

namespace exifscrub {

/// Whether the allow-list of the second walker is what `policy` asks for: a strip without --keep and
/// --remove.
[[nodiscard]] bool is_plain_strip(const Policy& policy);

/// The first carrier that nobody can read, so that it may hold anything: a MakerNote of an unknown maker, an
/// unknown trailer, an archive, a part of a known trailer or video that no table names. Empty when there is none.
[[nodiscard]] std::string unread_carrier(const Document& document);

/// What a treatment leaves though nobody can read it: by a strip what --keep names, by --gps-only all that has
/// another class, by --exif-only what stands elsewhere. The reason for the status `kept`, or nothing, as where location
/// may stay.
[[nodiscard]] std::string unread_left(Document& document, const Policy& policy, const Treatment& treatment);

/// Where in the file a reader could not follow: the byte that people can look at, also of a block in a block.
[[nodiscard]] std::uint64_t place_in_file(Document& document, const BlindSpot& spot);

/// What may hide a location from --gps-only.
/// @return the reason to refuse where a reader got lost or is missing
[[nodiscard]] Result<void> check_sight(Document& document);

/// What of a class that `policy` removes stands in a file that its treatment leaves as it is: one whose format, or
/// eraser, does not let it go alone. The reason for the status `kept`, or nothing. --exif-only answers for what
/// stands in the Exif; a thumbnail's change says itself what stays, and of a plain strip the second walker.
[[nodiscard]] std::string removed_left(const Document& document, const Policy& policy, const Fates& fates);

/// --exif-only has no business with other carriers, but names a location that it leaves in them: the reason
/// for the status `kept`, or nothing.
[[nodiscard]] std::string location_left(const Document& document, const Fates& fates);

}  // namespace exifscrub
