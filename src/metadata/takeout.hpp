#pragma once

#include <functional>
#include <span>
#include <string_view>

#include "metadata/sidecar_record.hpp"

namespace exifscrub {

/// The longest record that is read, in bytes; real ones have about 1 KB.
inline constexpr std::size_t longest_takeout = 1U << 20;

/// A field that Takeout writes.
struct TakeoutKey {
  std::string_view key;
  LeakClass leak_class;
};

[[nodiscard]] std::span<const TakeoutKey> takeout_keys();

/// Reads the JSON record that Google Takeout writes for each picture: a title and the times, geoData and
/// geoDataExif (all zero where there is none, which is no finding), people, description, url, the device and
/// program it came from. A field that nobody knows is of class unknown, or location when a key in it speaks
/// of a place. Coordinates that a text writes are a location beside it, and are blanked inside the text.
/// @return unsupported when it is JSON but no such record, malformed when it is no JSON, limit beyond
///         longest_takeout or 64 levels.
[[nodiscard]] Result<SidecarRecord> read_takeout(Bytes file);

/// The record without the fields of the classes that `goes` names, written anew with two spaces a level;
/// every other value stays as it is. Empty when no field stays.
/// @return as read_takeout()
[[nodiscard]] Result<std::vector<Byte>> clean_takeout(Bytes file, const std::function<bool(LeakClass)>& goes);

}  // namespace exifscrub
