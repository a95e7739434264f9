// Microseconds a place look-up and seconds a clustering. Usage: geo_bench [LARGEST_COUNT]   (1,000,000)
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <random>
#include <vector>

#include "geo/clusters.hpp"
#include "geo/coordinates.hpp"
#include "geo/places.hpp"

namespace exifscrub {
namespace {

class Stopwatch {
 public:
  [[nodiscard]] double seconds() const {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count();
  }

 private:
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

std::vector<Position> all_over_the_sphere(std::size_t count) {
  std::mt19937 random(1);
  std::normal_distribution<double> normal;
  std::vector<Position> points;
  for (std::size_t i = 0; i < count; ++i) {
    points.push_back(position_of({normal(random), normal(random), normal(random)}));
  }
  return points;
}

std::vector<Position> near_towns(std::size_t count) {
  std::mt19937 random(2);
  std::normal_distribution<double> away(0, 0.05);
  std::vector<Position> points;
  for (const Position at : all_over_the_sphere(count)) {
    const Position town = nearest_place(at)->position;
    const Position moved{town.latitude + away(random), town.longitude + away(random)};
    points.push_back(is_valid(moved) ? moved : town);
  }
  return points;
}

const LocalHour evening{"2024-05-06T19:07:08"};

/// Photos as people take them: half at a few spots, the rest along the way through a country.
std::vector<Shot> photos(std::size_t count) {
  std::mt19937 random(3);
  std::uniform_real_distribution<double> across(0, 8);
  std::normal_distribution<double> scatter(0, 0.0003);
  std::vector<Position> spots;
  for (std::size_t i = 0; i < 1 + count / 200; ++i)
    spots.push_back({46 + across(random), 6 + across(random)});
  std::vector<Shot> shots;
  for (std::size_t i = 0; i < count; ++i) {
    const Position spot = spots[random() % spots.size()];
    const Position at = i % 2 == 0
                            ? Position{spot.latitude + scatter(random), spot.longitude + scatter(random)}
                            : Position{46 + across(random), 6 + across(random)};
    shots.push_back({at, evening});
  }
  return shots;
}

std::vector<Shot> all_at_one_spot(std::size_t count) {
  return std::vector<Shot>(count, Shot{{52.5, 13.4}, evening});
}

void measure_places(const char* name, const std::vector<Position>& points) {
  const Stopwatch watch;
  double total_km = 0;
  for (const Position at : points) total_km += nearest_place(at)->distance_km;
  std::printf("places, %-22s %8.2f us a look-up, mean distance %.1f km\n", name,
              watch.seconds() * 1e6 / static_cast<double>(points.size()),
              total_km / static_cast<double>(points.size()));
}

void measure_clusters(const char* name, const std::vector<Shot>& shots) {
  const Stopwatch watch;
  const Clustering found = find_clusters(shots);
  std::printf("clusters, %-20s %8zu photos %9.4f s, %7zu clusters, %5.1f comparisons a photo\n", name,
              shots.size(), watch.seconds(), found.clusters.size(),
              static_cast<double>(found.comparisons) / static_cast<double>(shots.size()));
}

}  // namespace
}  // namespace exifscrub

int main(int argc, char** argv) {
  using namespace exifscrub;
  const std::size_t largest = argc > 1 ? std::strtoul(argv[1], nullptr, 10) : 1'000'000;
  const std::size_t look_ups = std::max<std::size_t>(largest / 10, 1);
  measure_places("all over the sphere", all_over_the_sphere(look_ups));
  measure_places("near towns", near_towns(look_ups));
  for (std::size_t count = 1'000; count <= largest; count *= 10) {
    measure_clusters("a country", photos(count));
    measure_clusters("one spot", all_at_one_spot(count));
  }
  return 0;
}
