#pragma once

#include <cstdint>
#include <map>
#include <vector>

#include "base/cursor.hpp"

namespace exifscrub {

/// The streams of the Flashpix extension data that segments of APP2 carry, by their index in its contents list
/// (Exif 2.32, 4.7.2).
using FlashpixStreams = std::map<std::uint16_t, std::vector<Byte>>;

/// Appends what a segment carries behind its signature to the stream that it names. A contents list carries none; a
/// piece that does not go on where the stream ended is left out.
void append_flashpix(FlashpixStreams& streams, Bytes payload);

/// The longest JPEG stream behind the properties that cameras put first; empty when there is none.
[[nodiscard]] std::vector<Byte> flashpix_preview(const FlashpixStreams& streams);

}  // namespace exifscrub
