#pragma once

#include <algorithm>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "metadata/exif.hpp"

namespace exifscrub::test {

inline Reading read_block(Bytes tiff, bool values = false) {
  Reading reading;
  read_exif({tiff, 0, values}, reading);
  return reading;
}

/// The findings of a class as "GPS:GPSLatitude", in order of reading.
inline std::vector<std::string> names_of(const Reading& reading, LeakClass leak_class) {
  std::vector<std::string> names;
  for (const BlockFinding& finding : reading.findings) {
    if (finding.leak_class != leak_class) continue;
    names.push_back(std::string{finding.group} + ":" + std::string{finding.tag});
  }
  return names;
}

inline bool finds(const Reading& reading, LeakClass leak_class) {
  return std::ranges::any_of(reading.findings,
                             [&](const BlockFinding& finding) { return finding.leak_class == leak_class; });
}

inline std::string value_of(const Reading& reading, std::string_view tag) {
  for (const BlockFinding& finding : reading.findings) {
    if (finding.tag == tag) return finding.value;
  }
  return "(not found)";
}

/// Whether the reader got everywhere where location could stand.
inline bool sees_all(const Reading& reading) {
  return std::ranges::none_of(reading.blind_spots,
                              [](const BlindSpot& spot) { return spot.may_hide_location; });
}

using Choice = std::function<bool(const BlockFinding&)>;

inline Choice of_class(LeakClass leak_class) {
  return [leak_class](const BlockFinding& finding) { return finding.leak_class == leak_class; };
}

inline Result<Erasure> erase_block(Bytes tiff, const Choice& goes, bool wipe_rest = false) {
  const Reading reading = read_block(tiff);
  EraseRequest request{tiff, 0, &reading, {}, wipe_rest};
  for (const BlockFinding& finding : reading.findings) {
    if (goes(finding)) request.selected.push_back(&finding);
  }
  return erase_exif(request);
}

inline void apply(const Patch& patch, std::vector<Byte>& tiff) {
  std::ranges::copy(patch.bytes, tiff.begin() + static_cast<std::ptrdiff_t>(patch.offset));
}

inline std::vector<Byte> applied(std::vector<Byte> tiff, const Erasure& erasure) {
  for (const Patch& patch : erasure.patches) apply(patch, tiff);
  return tiff;
}

inline bool contains(Bytes bytes, std::string_view text) {
  return std::search(bytes.begin(), bytes.end(), text.begin(), text.end(),
                     [](Byte b, char c) { return b == static_cast<Byte>(c); }) != bytes.end();
}

}  // namespace exifscrub::test
