#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "exifscrub/position.hpp"
#include "exifscrub/result.hpp"

namespace exifscrub {

/// A position on the unit sphere: x towards 0, 0, y towards 0, 90 east, z towards the north pole. Poles and
/// date line are points like any other here.
struct UnitVector {
  double x = 0;
  double y = 0;
  double z = 0;
};

[[nodiscard]] UnitVector unit_vector_of(Position position);

/// The position in the direction of the vector, of any length; the north pole for a zero vector.
[[nodiscard]] Position position_of(UnitVector vector);

/// "52.516275, 13.377704": six decimals, 0.11 m.
[[nodiscard]] std::string decimal_degrees(Position position);

/// 52°30'58.59"N 13°22'39.73"E: degrees, minutes and seconds, rounded to 0.01 second, 0.31 m.
[[nodiscard]] std::string degrees_minutes_seconds(Position position);

/// "52.5, 13.4": a tenth of a degree, about 11 km.
[[nodiscard]] std::string coarse_degrees(Position position);

/// The position rounded to a tenth of a degree: what `coarse_degrees` prints.
[[nodiscard]] Position coarsened(Position position);

/// Reads `LAT,LON,RADIUS`: decimal degrees with a point, and a positive number directly followed by m, km or
/// mi. Spaces around a part are allowed. The error is of code `malformed`; its text names the part that is
/// wrong and its offset is the byte where that part starts.
[[nodiscard]] Result<Vicinity> parse_vicinity(std::string_view text);

/// The reference that printed coordinates are given in. Files hold WGS 84.
enum class Datum : std::uint8_t {
  wgs84,  ///< GPS, and maps everywhere but in mainland China
  gcj02,  ///< mandatory shift of maps published in mainland China
  bd09,   ///< gcj02 shifted again, used by Baidu
};

[[nodiscard]] std::string_view name_of(Datum datum);

/// The datum that `name` spells, exactly; empty for any other text.
[[nodiscard]] std::optional<Datum> datum_named(std::string_view name);

/// Whether gcj02 and bd09 move the position: inside the box of mainland China, 18.1 to 53.6 north and 73.5 to
/// 134.8 east. The box takes in parts of its neighbours, for which no map uses the shift.
[[nodiscard]] bool has_chinese_shift(Position wgs84);

/// The WGS 84 position in another datum; unchanged outside the box of mainland China. Agrees with
/// the published points to 1e-6 degree, with the publisher's own BD-09 to a metre.
[[nodiscard]] Position in_datum(Position wgs84, Datum datum);

/// What a report says beside coordinates of that datum; empty for wgs84.
[[nodiscard]] std::string_view note_on(Datum datum);

}  // namespace exifscrub
