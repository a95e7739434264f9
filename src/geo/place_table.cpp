#include "geo/place_table.hpp"

#include <algorithm>

#include "base/assert.hpp"
#include "base/cursor.hpp"

// The table goes into pages of its own, so that its neighbours in the constant data do not load any of it.
asm(R"(
    .pushsection .rodata.exifscrub_places, "a", %progbits
    .balign 4096
    .hidden exifscrub_place_table
    .hidden exifscrub_place_table_end
    .global exifscrub_place_table
    .global exifscrub_place_table_end
exifscrub_place_table:
    .incbin ")" EXIFSCRUB_PLACES R"("
exifscrub_place_table_end:
    .balign 4096
    .popsection
)");

extern "C" const exifscrub::Byte exifscrub_place_table[];      // NOLINT(*-c-arrays)
extern "C" const exifscrub::Byte exifscrub_place_table_end[];  // NOLINT(*-c-arrays)

namespace exifscrub::place_table {
namespace {

constexpr std::size_t header_length = 24;
constexpr std::size_t cell_length = 8;
constexpr std::size_t division_length = 8;
constexpr std::size_t grid_length = (rows * columns + 1) * cell_length;

std::uint32_t u8_at(std::size_t offset) { return exifscrub_place_table[offset]; }
std::uint32_t u16_at(std::size_t offset) {
  return load_u16(exifscrub_place_table + offset, ByteOrder::little);
}
std::uint32_t u32_at(std::size_t offset) {
  return load_u32(exifscrub_place_table + offset, ByteOrder::little);
}

std::string_view text_at(std::size_t offset, std::size_t length) {
  EXS_ASSERT(offset + length <= bytes().size());
  return {reinterpret_cast<const char*>(exifscrub_place_table) + offset, length};
}

std::size_t divisions() { return header_length + grid_length; }
std::size_t latitudes() { return divisions() + division_count() * division_length; }
std::size_t longitudes() { return latitudes() + std::size_t{size()} * 2; }
std::size_t division_numbers() { return longitudes() + std::size_t{size()} * 2; }
std::size_t name_lengths() { return division_numbers() + std::size_t{size()} * 2; }
std::size_t place_names() { return name_lengths() + size(); }
std::size_t division_names() { return place_names() + u32_at(16); }

std::size_t cell_at(std::uint32_t row, std::uint32_t column) {
  return header_length + (std::size_t{row} * columns + column) * cell_length;
}

/// The middle of the step that the fraction was rounded down to.
double degrees_at(std::size_t offset, std::uint32_t cell, std::uint32_t cells) {
  return cell + (u16_at(offset) + 0.5) / 65536 - cells / 2.0;
}

std::uint32_t cell_of(double degrees, std::uint32_t cells) {
  const double shifted = std::max(degrees + cells / 2.0, 0.0);
  return std::min(static_cast<std::uint32_t>(shifted), cells - 1);
}

}  // namespace

Bytes bytes() {
  return {exifscrub_place_table, static_cast<std::size_t>(exifscrub_place_table_end - exifscrub_place_table)};
}

std::uint32_t size() { return u32_at(8); }
std::uint32_t division_count() { return u32_at(12); }

std::uint32_t row_of(double latitude) { return cell_of(latitude, rows); }
std::uint32_t column_of(double longitude) { return cell_of(longitude, columns); }

Range places_in(std::uint32_t row, std::uint32_t column) {
  const std::size_t cell = cell_at(row, column);
  return {u32_at(cell), u32_at(cell + cell_length)};
}

Position position_of(std::uint32_t place, std::uint32_t row, std::uint32_t column) {
  return {degrees_at(latitudes() + std::size_t{place} * 2, row, rows),
          degrees_at(longitudes() + std::size_t{place} * 2, column, columns)};
}

Division division_of(std::uint32_t place) {
  const std::size_t row = divisions() + u16_at(division_numbers() + std::size_t{place} * 2) * division_length;
  return {text_at(division_names() + u32_at(row + 4), u16_at(row + 2)), text_at(row, 2)};
}

std::string_view name_of(std::uint32_t place, std::uint32_t row, std::uint32_t column) {
  const std::size_t cell = cell_at(row, column);
  std::size_t name = place_names() + u32_at(cell + 4);
  for (std::uint32_t other = u32_at(cell); other < place; ++other) name += u8_at(name_lengths() + other);
  return text_at(name, u8_at(name_lengths() + place));
}

}  // namespace exifscrub::place_table
