#include "scrub/coded_rest.hpp"

#include <algorithm>

namespace exifscrub {
namespace {

constexpr std::size_t longest = 64 * 1024;
constexpr std::size_t shortest = 64;  // two or three binary64 numbers look like coded bytes too
/// Of bytes that know nothing of stuffing, compressed or encrypted, one FF in 28 is followed as if by stuffing.
constexpr std::size_t fewest_stuffed = 2;
/// Numbers of 32 bits have more zeros in so many bytes, and coded bytes hardly ever.
constexpr std::size_t window = 16, most_zeros = 3;
constexpr std::size_t longest_text = 10;

bool is_restart(Byte second) { return second >= 0xD0 && second <= 0xD7; }

/// Without the fill of one value at its end, and the EOI in front of that.
Bytes without_end(Bytes bytes) {
  std::size_t size = bytes.size();
  const Byte fill = bytes.back();
  if (fill == 0 || fill == 0xFF) {
    while (size > 0 && bytes[size - 1] == fill) --size;
  }
  if (size >= 2 && bytes[size - 2] == 0xFF && bytes[size - 1] == 0xD9) size -= 2;
  return bytes.first(size);
}

}  // namespace

bool is_coded_rest(Bytes bytes) {
  if (bytes.empty() || bytes.size() > longest) return false;
  const Bytes coded = without_end(bytes);
  if (!coded.empty() && coded.size() < shortest) return false;
  std::size_t zeros = 0, characters = 0, stuffed = 0;
  const auto is_zero = [&](std::size_t at) { return coded[at] == 0 && (at == 0 || coded[at - 1] != 0xFF); };
  for (std::size_t at = 0; at < coded.size(); ++at) {
    if (at > 0 && coded[at - 1] == 0xFF) {
      if (coded[at] != 0 && !is_restart(coded[at])) return false;
      ++stuffed;
    }
    zeros += is_zero(at) ? 1U : 0U;
    zeros -= at >= window && is_zero(at - window) ? 1U : 0U;
    characters = coded[at] >= 0x20 && coded[at] < 0x7F ? characters + 1 : 0;
    if (zeros > most_zeros || characters >= longest_text) return false;
  }
  return coded.empty() || stuffed >= fewest_stuffed;
}

}  // namespace exifscrub
