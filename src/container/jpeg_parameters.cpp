#include "container/jpeg_parameters.hpp"

#include <algorithm>

#include "container/jpeg_marker.hpp"

namespace exifscrub {
namespace {

/// The next quantisation table: Pq Tq | 64 elements of 1 or 2 bytes. 0: there is none.
std::size_t quantisation_table(Bytes rest) {
  const std::size_t precision = rest[0] >> 4;
  if (precision > 1 || (rest[0] & 0x0F) > 3) return 0;
  return 1 + 64 * (precision + 1);
}

/// The next Huffman table: Tc Th | 16 counts | as many values. 0: there is none.
std::size_t huffman_table(Bytes rest) {
  if (rest[0] >> 4 > 1 || (rest[0] & 0x0F) > 3 || rest.size() < 17) return 0;
  std::size_t values = 0;
  for (const Byte count : rest.subspan(1, 16)) values += count;
  return values > 256 ? 0 : 17 + values;
}

/// The next conditioning: Tc Tb | Cs. 0: there is none.
std::size_t conditioning(Bytes rest) { return rest[0] >> 4 > 1 || (rest[0] & 0x0F) > 3 ? 0 : 2; }

/// Tables stand one after another up to the end of the segment, or to something that is none.
std::optional<std::size_t> repeated(Bytes payload, std::size_t (*next)(Bytes rest)) {
  std::size_t at = 0;
  while (at < payload.size()) {
    const std::size_t length = next(payload.subspan(at));
    if (length == 0 || length > payload.size() - at) break;
    at += length;
  }
  if (at == 0 && !payload.empty()) return std::nullopt;
  return at;
}

/// P | Y | X | Nf | Nf times C, H V, Tq
std::optional<std::size_t> frame_header(Bytes payload) {
  if (payload.size() < 6) return std::nullopt;
  return 6 + 3 * std::size_t{payload[5]};
}

/// Ns | Ns times Cs, Td Ta | Ss | Se | Ah Al
std::optional<std::size_t> scan_header(Bytes payload) {
  if (payload.empty() || payload[0] == 0 || payload[0] > 4) return std::nullopt;
  return 4 + 2 * std::size_t{payload[0]};
}

std::optional<std::size_t> wanted_length(Byte marker, Bytes payload) {
  switch (marker) {
    case marker::dqt:
      return repeated(payload, quantisation_table);
    case marker::dht:
      return repeated(payload, huffman_table);
    case marker::dac:
      return repeated(payload, conditioning);
    case marker::sos:
      return scan_header(payload);
    case marker::dri:
    case marker::dnl:
      return 2;
    case marker::exp:
      return 1;
    default:  // SOFn, DHP
      return frame_header(payload);
  }
}

}  // namespace

std::optional<std::size_t> length_of_parameters(Byte marker, Bytes payload) {
  const std::optional<std::size_t> length = wanted_length(marker, payload);
  return length && *length <= payload.size() ? length : std::nullopt;
}

bool may_be_cut_off(Byte marker, std::size_t length, Bytes payload) {
  constexpr std::size_t field = 2, destinations = 4;
  constexpr std::size_t huffman = 2 * destinations * (17 + 256), quantisation = destinations * (1 + 64 * 2);
  const bool names_table = payload.empty() || (payload[0] >> 4 <= 1 && (payload[0] & 0x0F) < destinations);
  switch (marker) {
    case marker::dht:
      return names_table && length <= field + huffman;
    case marker::dqt:
      return names_table && length <= field + quantisation;
    case marker::dac:
      return names_table && length <= field + 2 * destinations * 2;
    case marker::sos:
      return (payload.empty() || payload[0] <= 4) && length <= field + 12;
    default:
      return length <= field + 2;
  }
}

}  // namespace exifscrub
