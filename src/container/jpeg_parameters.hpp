#pragma once

#include <cstddef>
#include <optional>

#include "exifscrub/byte_source.hpp"

namespace exifscrub {

/// How many bytes of a picture segment's `payload` (behind the length field) its parameters take; what
/// follows them is an unused tail that no decoder reads and anybody could write into.
/// @param marker  of kind frame, scan or table
/// @return nothing when the payload is too short for the parameters, or they are none at all.
/// @par Spec ITU-T T.81 B.2.2 (frame), B.2.3 (scan), B.2.4 (tables), B.2.5 (DNL), B.3 (DHP, EXP)
[[nodiscard]] std::optional<std::size_t> length_of_parameters(Byte marker, Bytes payload);

/// Whether a picture segment that the end of the file cuts off can be one: coded data in which a bit has flipped
/// look like a marker and a length, too.
/// @param length  what its length field says
/// @param payload  what the file has of it behind the length field
/// @par Spec ITU-T T.81 B.2.3 to B.2.5
[[nodiscard]] bool may_be_cut_off(Byte marker, std::size_t length, Bytes payload);

}  // namespace exifscrub
