#pragma once

#include <cstdint>
#include <string_view>

#include "exifscrub/byte_source.hpp"
#include "geo/coordinates.hpp"

namespace exifscrub {

/// All places of GeoNames with more than 1,000 people, or that are seats of a division, read where they lie
/// in the executable's constant data: nothing is unpacked, copied or allocated, and a page that no look-up
/// needs is never loaded. Any number of threads.
///
/// Places are sorted by cell of a grid of 180 rows from the south pole and 360 columns from 180 west, one
/// degree each, row by row. The bytes, integers little-endian, made by scripts/build_places:
///
///     "EXSPLC01"
///     u32   number of places, of divisions, bytes of place names, bytes of division names
///     grid  64,801 x {u32 number of the cell's first place, u32 first byte of its name}
///     divisions x {2 bytes ISO 3166-1 code of the country, u16 length of the name, u32 its first byte}
///     places x u16 latitude, then u16 longitude: 1/65536 degree from the cell's south-west corner
///     places x u16 number of the division
///     places x u8 length of the name
///     names of the places, names of the divisions: UTF-8
namespace place_table {

inline constexpr std::uint32_t rows = 180;
inline constexpr std::uint32_t columns = 360;

/// A run of places: first, and the one behind the last.
struct Range {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
};

/// A first-level division: state, province, region. The name is empty where GeoNames has none.
struct Division {
  std::string_view name;
  std::string_view country;  ///< ISO 3166-1 alpha-2
};

/// The whole table as it lies in the executable.
[[nodiscard]] Bytes bytes();

[[nodiscard]] std::uint32_t size();
[[nodiscard]] std::uint32_t division_count();

/// The row and column that the valid position lies in; the pole belongs to the last row, 180 east to the last
/// column.
[[nodiscard]] std::uint32_t row_of(double latitude);
[[nodiscard]] std::uint32_t column_of(double longitude);

[[nodiscard]] Range places_in(std::uint32_t row, std::uint32_t column);

/// The position of place number `place`, which lies in the given cell: within 0.85 m of GeoNames'.
[[nodiscard]] Position position_of(std::uint32_t place, std::uint32_t row, std::uint32_t column);

[[nodiscard]] Division division_of(std::uint32_t place);

/// Walks the names of the cell up to the place's: at most a thousand steps.
[[nodiscard]] std::string_view name_of(std::uint32_t place, std::uint32_t row, std::uint32_t column);

}  // namespace place_table
}  // namespace exifscrub
