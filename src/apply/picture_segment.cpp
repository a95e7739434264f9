#include "apply/picture_segment.hpp"

namespace exifscrub {
namespace {

// T.81 table B.1.
constexpr Byte dht = 0xC4, jpg = 0xC8, dac = 0xCC;
constexpr Byte sos = 0xDA, dqt = 0xDB, dnl = 0xDC, dri = 0xDD, exp = 0xDF;

Result<std::size_t> fixed_length(Bytes payload, std::size_t needed) {
  if (payload.size() < needed) return Error{Errc::malformed, 0, "segment too short for its parameters"};
  return needed;
}

/// `others` bytes and, for each of the count that stands at `count_at`, `each` bytes.
Result<std::size_t> counted_length(Bytes payload, std::size_t count_at, std::size_t each,
                                   std::size_t others) {
  if (payload.size() <= count_at) return Error{Errc::malformed, 0, "segment too short for its parameters"};
  return fixed_length(payload, others + each * payload[count_at]);
}

/// Whether a table may begin with this byte: a class or precision of 0 or 1, and a destination of 0 to 3.
/// What begins with another is no table but a tail, in which anything could hide.
bool names_table(Byte byte) { return (byte >> 4) <= 1 && (byte & 0x0F) <= 3; }

/// Where the tables of a segment end, `at`. A segment that has bytes and no table says nothing that is known.
Result<std::size_t> whole_tables(Bytes payload, std::size_t at, std::string_view otherwise) {
  if (at == 0 && !payload.empty()) return Error{Errc::malformed, 0, otherwise};
  return at;
}

// Tables of 16 counts and as many values as the counts add up to (T.81 B.2.4.2). Less than a whole table
// behind a table is a tail.
Result<std::size_t> huffman_length(Bytes payload) {
  constexpr std::size_t header = 17;
  std::size_t at = 0;
  while (payload.size() - at >= header && names_table(payload[at])) {
    std::size_t values = 0;
    for (std::size_t i = 1; i < header; ++i) values += payload[at + i];
    if (values > 256 || payload.size() - at - header < values) break;
    at += header + values;
  }
  return whole_tables(payload, at, "Huffman table runs past its segment");
}

// Tables of 64 values, one byte each or two (T.81 B.2.4.1). Less than a table behind a table is a tail.
Result<std::size_t> quantisation_length(Bytes payload) {
  std::size_t at = 0;
  while (at < payload.size() && names_table(payload[at])) {
    const std::size_t table = payload[at] < 0x10 ? 65 : 129;
    if (payload.size() - at < table) break;
    at += table;
  }
  return whole_tables(payload, at, "quantisation table runs past its segment");
}

// Pairs of a destination and a value (T.81 B.2.4.3).
Result<std::size_t> conditioning_length(Bytes payload) {
  std::size_t at = 0;
  while (payload.size() - at >= 2 && names_table(payload[at])) at += 2;
  return whole_tables(payload, at, "segment too short for its parameters");
}

// T.81 B.2.3.
Result<std::size_t> scan_length(Bytes payload) {
  constexpr std::size_t most_components = 4;
  if (!payload.empty() && (payload[0] == 0 || payload[0] > most_components))
    return Error{Errc::malformed, 0, "scan of no or too many components"};
  return counted_length(payload, 0, 2, 4);
}

}  // namespace

bool is_frame(Byte marker) {
  return (marker & 0xF0) == 0xC0 && marker != dht && marker != jpg && marker != dac;
}

bool is_picture_segment(Byte marker) {
  return is_frame(marker) || marker == dht || marker == dac || (marker >= sos && marker <= exp);
}

Result<std::size_t> parameter_length(Byte marker, Bytes payload) {
  switch (marker) {
    case dht:
      return huffman_length(payload);
    case dqt:
      return quantisation_length(payload);
    case dac:
      return conditioning_length(payload);
    case dri:
    case dnl:
      return fixed_length(payload, 2);
    case exp:
      return fixed_length(payload, 1);
    case sos:
      return scan_length(payload);
    default:  // SOFn and DHP share one syntax
      return counted_length(payload, 5, 3, 6);
  }
}

}  // namespace exifscrub
