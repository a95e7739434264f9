#pragma once

#include <cstddef>
#include <nlohmann/json.hpp>
#include <string>
#include <unordered_map>

#include "exifscrub/scrub.hpp"
#include "report/disclosure.hpp"

namespace exifscrub {

/// Texts that a page repeats, each written once: the first time as itself, then as its number. Whoever reads
/// the page numbers the texts in the same order, and stops at the same count. Long ones, and those that begin
/// with "=", are written with "=" before them every time and have no number.
class SharedTexts {
 public:
  static constexpr std::size_t most = 65'536;

  /// `text` without power over a display, or the number it got before.
  [[nodiscard]] nlohmann::ordered_json of(std::string_view text);
  /// The same for a text that is harmless already.
  [[nodiscard]] nlohmann::ordered_json of_harmless(std::string text);

 private:
  std::unordered_map<std::string, std::size_t> numbers_;
};

/// How much of a file a page has room for.
enum class PageDetail : std::uint8_t {
  findings,  ///< everything that may be told
  classes,   ///< which classes of metadata are there, without the single findings
};

/// What the page's scripts (report_data.js) read of one file: an object with one-letter names, those left out
/// that say nothing. Texts are harmless on a display.
///
///     p path         s status (number)        c changed       a accepted by the baseline
///     r reason       b bytes in               o bytes out     t time of the shot
///     l positions, the primary image's first: [latitude, longitude, altitude, carrier, place, region,
///       country, distance in km]; null for what may not be told, shared texts but for the numbers
///     k classes found or removed (a bit each), without what a viewer needs          x classes kept, the same
///     f findings: shared texts "class TAB action TAB name TAB carrier" and value in turn, null for no value
///     m findings left out                                  n notes
///     h commits      g thumbnail, base64 of a JPEG
///     i number of the file, where it is not that of the record
[[nodiscard]] nlohmann::ordered_json page_record_of(const Outcome& outcome, Disclosure disclosure,
                                                    PageDetail detail, bool thumbnail, SharedTexts& texts);

}  // namespace exifscrub
