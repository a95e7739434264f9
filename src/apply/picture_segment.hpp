#pragma once

#include <cstddef>

#include "exifscrub/byte_source.hpp"

namespace exifscrub {

/// Whether a segment of `marker` (the byte behind FF) belongs to the picture: SOFn, DHT, DAC, DQT, DRI, DNL,
/// DHP, EXP, SOS.
/// @par Spec ITU-T T.81 table B.1
[[nodiscard]] bool is_picture_segment(Byte marker);

/// Whether `marker` is SOFn: the header of a frame.
[[nodiscard]] bool is_frame(Byte marker);

/// How many bytes of the payload of a picture segment its parameters use; the rest is an unused tail.
/// @param payload  the segment without marker and length
/// @return malformed, with the offset within the payload, when the parameters do not fit into it or
///         contradict T.81 so that no decoder could go on
/// @par Spec ITU-T T.81 B.2.2 (frame), B.2.3 (scan), B.2.4 (tables), B.2.5 (DNL), B.3 (hierarchical)
[[nodiscard]] Result<std::size_t> parameter_length(Byte marker, Bytes payload);

}  // namespace exifscrub
