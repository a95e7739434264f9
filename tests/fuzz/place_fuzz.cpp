// Where any numbers are, and texts that say so: the place table, datums, --near, and baselines. The first
// byte chooses.
#include <cmath>
#include <cstring>
#include <string>

#include "base/assert.hpp"
#include "geo/coordinates.hpp"
#include "geo/places.hpp"
#include "report/baseline.hpp"

namespace exifscrub {
namespace {

double number_at(Bytes bytes, std::size_t at) {
  double number = 0;
  std::memcpy(&number, bytes.data() + at, sizeof number);
  return number;
}

/// Any position has a place, no farther away than half around the Earth, and every datum keeps it valid.
void look_up(Position position) {
  const auto place = nearest_place(position);
  EXS_ASSERT(place.has_value() == is_valid(position));
  if (!place) return;
  EXS_ASSERT(!place->name.empty() && place->country.size() == 2 && is_valid(place->position));
  EXS_ASSERT(place->distance_km >= 0 && place->distance_km < 20'100);
  EXS_ASSERT(std::abs(distance_m(position, place->position) / 1000 - place->distance_km) < 1e-6);
  for (const Datum datum : {Datum::wgs84, Datum::gcj02, Datum::bd09}) {
    const Position moved = in_datum(position, datum);
    EXS_ASSERT(is_valid(moved) && distance_m(position, moved) < 2500);
    EXS_ASSERT(!decimal_degrees(moved).empty() && !degrees_minutes_seconds(moved).empty());
  }
  EXS_ASSERT(is_valid(coarsened(position)));
}

void read_near(std::string_view text) {
  const auto near = parse_vicinity(text);
  if (!near) {
    EXS_ASSERT(near.error().offset <= text.size() && !near.error().what.empty());
    return;
  }
  EXS_ASSERT(is_valid(near->centre) && near->radius_m > 0 && near->contains(near->centre));
}

void read_baseline(std::string_view text) {
  const auto whole = Baseline::parse(baseline_head() + std::string{text});
  if (!whole) EXS_ASSERT(whole.error().offset >= 1);
  static_cast<void>(Baseline::parse(text));
}

}  // namespace
}  // namespace exifscrub

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace exifscrub;
  if (size == 0) return 0;
  const Bytes bytes{data + 1, size - 1};
  const std::string_view text{reinterpret_cast<const char*>(bytes.data()), bytes.size()};
  switch (data[0] % 3) {
    case 0:
      if (bytes.size() >= 16) look_up({number_at(bytes, 0), number_at(bytes, 8)});
      break;
    case 1:
      read_near(text);
      break;
    default:
      read_baseline(text);
  }
  return 0;
}
