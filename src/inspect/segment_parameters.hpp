#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "container/jpeg_segment.hpp"
#include "exifscrub/byte_source.hpp"
#include "exifscrub/field_map.hpp"

namespace exifscrub {

/// Takes one field of a segment; `at` is in bytes of its payload.
using PutField = std::function<void(FieldKind kind, std::string_view name, Extent at, std::string value,
                                    std::string_view note)>;

/// What a marker is for, in one sentence; empty for those that say it by their name.
[[nodiscard]] std::string_view note_of_marker(Byte marker);

/// The parameters of a frame, scan or table segment. @return the segment in a few words
/// @par Spec ITU-T T.81 B.2
std::string describe_parameters(Byte marker, Bytes payload, const PutField& put);

/// A JFIF header. @par Spec JFIF 1.02, page 5
std::string describe_jfif(Bytes payload, const PutField& put);

/// Adobe's APP14, which says how the colours are coded. @par Spec Adobe Technical Note 5116, 18
std::string describe_adobe(Bytes payload, const PutField& put);

/// The bytes of an APPn segment in front of its block.
void describe_signature(const SegmentKind& kind, Bytes header, const PutField& put);

}  // namespace exifscrub
