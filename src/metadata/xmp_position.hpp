#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string_view>
#include <utility>

#include "layout/reading.hpp"

namespace exifscrub {

/// Decimal degrees from the ways in which XMP writers spell an angle: "48,51.49N" and "48,51,29N" (XMP part
/// 2, 1.2.7.4), "+48.8582", "48 deg 51' 29.50\" N". South and west are negative.
/// @return nothing for other text and for what is no finite number.
[[nodiscard]] std::optional<double> parse_angle(std::string_view text);

/// A number, perhaps a fraction: "35.5", "355/10", "+35.5 m".
[[nodiscard]] std::optional<double> parse_quantity(std::string_view text);

/// Puts latitudes and longitudes together that stand in the same struct and namespace, in any order.
class XmpPositions {
 public:
  /// @param scope  the struct that the property is a member of; 0 for the packet itself
  /// @param space  its namespace, so that two families of one packet do not mix
  void add(std::uint32_t scope, std::uint32_t space, std::string_view local, std::string_view value);

  /// Appends every whole position to `into`.
  void report(std::uint32_t block, Reading& into) const;

 private:
  struct Parts {
    std::optional<double> latitude;
    std::optional<double> longitude;
    std::optional<double> altitude_m;
    bool south = false;
    bool west = false;
    bool below_sea = false;
  };
  std::map<std::pair<std::uint32_t, std::uint32_t>, Parts> parts_;
};

}  // namespace exifscrub
