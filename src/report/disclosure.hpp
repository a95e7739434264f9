#pragma once

#include <cstdint>

#include "geo/coordinates.hpp"

namespace exifscrub {

/// How much of a position a report may tell. Each level tells no more than the next.
enum class Coordinates : std::uint8_t {
  none,    ///< nothing, place names included
  place,   ///< the name of the nearest place
  coarse,  ///< a tenth of a degree and the country
  exact,   ///< all, with altitude and the values as the file spells them
};

/// What a report may tell; reports travel further than the pictures they describe.
struct Disclosure {
  Coordinates coordinates =
      Coordinates::exact;      ///< governs every value of class location, and those that write a place
  bool values = true;          ///< governs all other values
  Datum datum = Datum::wgs84;  ///< that positions are given in; values stay as they stand

  friend bool operator==(const Disclosure&, const Disclosure&) = default;
};

}  // namespace exifscrub
