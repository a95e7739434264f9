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

// Tables of 16 counts and as many values as the counts add up to. Less than a header behind a table is a
// tail.
Result<std::size_t> huffman_length(Bytes payload) {
  constexpr std::size_t header = 17;
  std::size_t at = 0;
  while (payload.size() - at >= header) {
    std::size_t values = 0;
    for (std::size_t i = 1; i < header; ++i) values += payload[at + i];
    if (values > 256 || payload.size() - at - header < values) {
      return Error{Errc::malformed, at, "Huffman table runs past its segment"};
    }
    at += header + values;
  }
  return at;
}

// Tables of 64 values, one byte each or two. Less than a table behind a table is a tail.
Result<std::size_t> quantisation_length(Bytes payload) {
  std::size_t at = 0;
  while (at < payload.size()) {
    const std::size_t table = payload[at] < 0x10 ? 65 : 129;
    if (payload.size() - at < table) break;
    at += table;
  }
  if (at == 0) return Error{Errc::malformed, 0, "quantisation table runs past its segment"};
  return at;
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
      return payload.size() & ~std::size_t{1};
    case dri:
    case dnl:
      return fixed_length(payload, 2);
    case exp:
      return fixed_length(payload, 1);
    case sos:
      return counted_length(payload, 0, 2, 4);
    default:  // SOFn and DHP share one syntax
      return counted_length(payload, 5, 3, 6);
  }
}

}  // namespace exifscrub
