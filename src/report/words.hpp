#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "exifscrub/layout.hpp"
#include "exifscrub/scrub.hpp"
#include "report/disclosure.hpp"
#include "report/summary.hpp"

namespace exifscrub {

/// The class in words for people, e.g. "motion video".
[[nodiscard]] std::string_view words_for(LeakClass leak_class);

/// "network blocked (seccomp), writes confined (Landlock)"
[[nodiscard]] std::string words_for(const Sandbox& sandbox);

/// What was done to the finding, for people: that of a remark which stays is "noted".
[[nodiscard]] std::string_view action_words(const Finding& finding);

/// "30,000"
[[nodiscard]] std::string number_text(std::uint64_t number);

/// "1 file", "30,000 files"
[[nodiscard]] std::string count_text(std::uint64_t number, std::string_view one, std::string_view many);

/// "612 B", "38 kB", "41.3 MB": decimal units.
[[nodiscard]] std::string size_text(std::uint64_t bytes);

/// "3.2 km"
[[nodiscard]] std::string kilometres_text(double kilometres);

/// The parts with `separator` between them, the last two with `last` ("a, b or c").
[[nodiscard]] std::string joined(const std::vector<std::string>& parts, std::string_view separator,
                                 std::string_view last);

/// `text` with its lines broken at spaces so that they fit into `columns`; 0: as it is. Lines that were
/// broken go on behind `indent` spaces.
[[nodiscard]] std::string wrapped(std::string_view text, std::size_t columns, std::size_t indent = 0);

/// " at 36.169941, -115.139830", " near 36.2, -115.1"; nothing below Coordinates::coarse.
[[nodiscard]] std::string position_words(const Location& location, Disclosure disclosure);

/// The position in every way that may be told: decimal degrees and degrees, minutes and seconds; altitude;
/// place and its distance; carrier. "36.169941, -115.139830 = 36°10'11.79"N 115°08'23.39"W, 610.5 m, near
/// Las Vegas, US, 3.2 km (EXIF)". Empty where nothing may be told.
[[nodiscard]] std::string position_in_full(const Location& location, Disclosure disclosure);

/// "in commit 1a2b3c4d5e6f and 2 more"
[[nodiscard]] std::string commits_in_words(const std::vector<std::string>& commits);

/// The classes of the findings that `action` was done to and that are `wanted`, each once, in words, in the
/// order of the classes. With `carriers` the location names where it stands and the device its serial
/// numbers: "location (EXIF, XMP)".
[[nodiscard]] std::vector<std::string> classes_in_words(const Outcome& outcome, Action action,
                                                        const std::array<bool, leak_class_count>& wanted,
                                                        bool carriers);

}  // namespace exifscrub
