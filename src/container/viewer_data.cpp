#include "container/viewer_data.hpp"

#include <algorithm>

#include "base/bytes.hpp"
#include "base/cursor.hpp"

namespace exifscrub {
namespace {

constexpr std::uint64_t version_length = 4;
constexpr Byte multichannel = 0x80, base_colour_space = 0x40, common_denominator = 0x08, backward = 0x04;

/// Version 4 | flags | headrooms of base and alternate | per channel minimum, maximum, gamma and two offsets: of 4
/// bytes each behind one denominator, or each with its own.
std::uint64_t gain_map_length(Byte flags) {
  const std::uint64_t channels = (flags & multichannel) != 0 ? 3 : 1;
  const std::uint64_t numbers = 2 + 5 * channels;
  const std::uint64_t values = (flags & common_denominator) != 0 ? numbers + 1 : 2 * numbers;
  return version_length + 1 + 4 * values;
}

/// With denominators of their own none of the numbers has a 0 below it.
bool has_denominators(Bytes data, std::uint64_t length) {
  const bool shared = (data[version_length] & common_denominator) != 0;
  for (std::uint64_t at = version_length + 1 + (shared ? 0 : 4); at < length; at += 8) {
    if (load_u32(&data[at], ByteOrder::big) == 0) return false;
    if (shared) break;
  }
  return true;
}

}  // namespace

bool is_gain_map_metadata(Bytes data) {
  if (data.size() < version_length || data[0] != 0 || data[1] != 0 || data[2] != 0) return false;
  if (all_zero(data.subspan(version_length))) return true;
  const Byte flags = data[version_length];
  if ((flags & ~(multichannel | base_colour_space | common_denominator | backward)) != 0) return false;
  const std::uint64_t length = gain_map_length(flags);
  return data.size() >= length && has_denominators(data, length) && all_zero(data.subspan(length));
}

bool is_gain_curve(Bytes data) {
  Cursor cursor{data};
  const std::uint64_t numbers = cursor.u32();
  return cursor && numbers > 0 && cursor.remaining() == 4 * numbers;
}

std::optional<std::uint64_t> stated_profile_length(Bytes front) {
  Cursor cursor{front};
  const std::uint64_t length = cursor.u32();
  cursor.seek(36);
  if (!cursor.looking_at("acsp")) return std::nullopt;
  cursor.seek(128);
  const std::uint64_t tags = cursor.u32();
  const std::uint64_t table_end = 132 + 12 * tags;
  if (!cursor || table_end > front.size()) return std::nullopt;
  for (std::uint64_t i = 0; i < tags; ++i) {
    cursor.skip(4);
    const std::uint64_t offset = cursor.u32();
    const std::uint64_t size = cursor.u32();
    if (offset < table_end || offset > length || size > length - offset) return std::nullopt;
  }
  return length;
}

}  // namespace exifscrub
