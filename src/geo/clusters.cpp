#include "geo/clusters.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <limits>
#include <numbers>

#include "geo/coordinates.hpp"
#include "geo/dbscan.hpp"

namespace exifscrub {
namespace {

constexpr std::size_t habit_photos = 5;
constexpr std::size_t habit_days = 3;
constexpr std::size_t home_percent = 60;
constexpr std::size_t workplace_percent = 70;

bool at_night(LocalHour time) { return time.hour() >= 19 || time.hour() < 8; }

bool at_weekend(LocalHour time) {
  const std::chrono::weekday weekday(time.day());
  return weekday == std::chrono::Saturday || weekday == std::chrono::Sunday;
}

bool at_office_hours(LocalHour time) { return !at_weekend(time) && time.hour() >= 9 && time.hour() < 18; }

/// How often and when somebody was there.
struct Habit {
  std::vector<std::chrono::sys_days> days;
  std::size_t dated = 0;
  std::size_t night = 0;
  std::size_t weekend = 0;
  std::size_t office = 0;

  void add(LocalHour taken) {
    if (!taken.is_known()) return;
    ++dated;
    night += at_night(taken);
    weekend += at_weekend(taken);
    office += at_office_hours(taken);
    days.push_back(taken.day());
  }

  void count_days() {
    std::sort(days.begin(), days.end());
    days.erase(std::unique(days.begin(), days.end()), days.end());
  }

  [[nodiscard]] double share(std::size_t count) const {
    return dated == 0 ? 0 : static_cast<double>(count) / static_cast<double>(dated);
  }

  /// The reasons to suspect a habit, or none.
  [[nodiscard]] std::vector<std::string> reasons(std::size_t count, std::size_t percent,
                                                 std::string_view when) const {
    if (dated < habit_photos || days.size() < habit_days || count * 100 < dated * percent) return {};
    return {std::to_string(dated) + " photos on " + std::to_string(days.size()) + " days",
            std::to_string(count * 100 / dated) + " % of them " + std::string(when)};
  }
};

UnitVector scaled(UnitVector v, double by) { return {v.x * by, v.y * by, v.z * by}; }
UnitVector sum(UnitVector a, UnitVector b) { return {a.x + b.x, a.y + b.y, a.z + b.z}; }
double dot(UnitVector a, UnitVector b) { return a.x * b.x + a.y * b.y + a.z * b.z; }

/// The largest extent along 16 directions of the plane that touches the sphere at `centre`: at most
/// 1 - cos(180/32 degrees), half a percent, less than the diameter.
double span_of(const std::vector<UnitVector>& points, Position centre) {
  constexpr std::size_t directions = 16;
  const double phi = centre.latitude * std::numbers::pi / 180;
  const double lambda = centre.longitude * std::numbers::pi / 180;
  const UnitVector east{-std::sin(lambda), std::cos(lambda), 0};
  const UnitVector north{-std::sin(phi) * std::cos(lambda), -std::sin(phi) * std::sin(lambda), std::cos(phi)};
  double widest = 0;
  for (std::size_t i = 0; i < directions; ++i) {
    const double angle = std::numbers::pi * static_cast<double>(i) / directions;
    const UnitVector direction = sum(scaled(east, std::cos(angle)), scaled(north, std::sin(angle)));
    double low = std::numeric_limits<double>::infinity();
    double high = -low;
    for (const UnitVector point : points) {
      const double along = dot(point, direction);
      low = std::min(low, along);
      high = std::max(high, along);
    }
    widest = std::max(widest, high - low);
  }
  return widest * earth_radius_m;
}

Cluster described(const std::vector<Shot>& shots, const std::vector<std::uint32_t>& numbers) {
  Cluster cluster;
  cluster.members.reserve(numbers.size());
  Habit habit;
  UnitVector total;
  std::vector<UnitVector> points;
  points.reserve(numbers.size());
  for (const std::uint32_t number : numbers) {
    cluster.members.push_back(shots[number].file);
    habit.add(shots[number].taken);
    points.push_back(unit_vector_of(shots[number].position));
    total = sum(total, points.back());
  }
  habit.count_days();
  cluster.centre = position_of(total);
  cluster.span_m = span_of(points, cluster.centre);
  cluster.dated = habit.dated;
  cluster.days = habit.days.size();
  if (!habit.days.empty()) {
    cluster.first_date = date_text(habit.days.front());
    cluster.last_date = date_text(habit.days.back());
  }
  cluster.night_share = habit.share(habit.night);
  cluster.weekend_share = habit.share(habit.weekend);
  cluster.home_reasons = habit.reasons(habit.night, home_percent, "between 19:00 and 08:00");
  cluster.workplace_reasons =
      habit.reasons(habit.office, workplace_percent, "Monday to Friday between 09:00 and 18:00");
  return cluster;
}

}  // namespace

Clustering find_clusters(const std::vector<Shot>& shots) {
  std::vector<Position> positions;
  positions.reserve(shots.size());
  for (const Shot& shot : shots) positions.push_back(shot.position);
  const DenseGroups dense = find_dense_groups(positions, {cluster_reach_m, cluster_minimum});

  Clustering found;
  found.comparisons = dense.comparisons;
  for (const auto& numbers : dense.groups) {
    if (numbers.size() >= cluster_minimum) found.clusters.push_back(described(shots, numbers));
  }
  std::stable_sort(found.clusters.begin(), found.clusters.end(), [](const Cluster& a, const Cluster& b) {
    return a.members.size() > b.members.size();  // equal ones stay in the order of their lowest number
  });
  return found;
}

}  // namespace exifscrub
