#include "geo/dbscan.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numeric>
#include <span>
#include <utility>

#include "base/assert.hpp"

namespace exifscrub {
namespace {

/// Metres from the centre of the Earth, so that poles and date line need no rule of their own.
struct Point {
  std::uint64_t cell = 0;
  std::array<double, 3> at{};
  std::uint32_t number = 0;
};

struct Cuboid {
  std::array<double, 3> low{};
  std::array<double, 3> high{};
};

/// The points from `begin` up to `end` lie in it; those up to `core_end` are core points.
struct Cell {
  std::uint64_t key = 0;
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  std::uint32_t core_end = 0;

  [[nodiscard]] std::uint32_t size() const { return end - begin; }
};

double squared_distance(const Point& a, const Point& b) {
  double sum = 0;
  for (std::size_t axis = 0; axis < 3; ++axis) sum += (a.at[axis] - b.at[axis]) * (a.at[axis] - b.at[axis]);
  return sum;
}

Cuboid box_around(std::span<const Point> points) {
  Cuboid box{points.front().at, points.front().at};
  for (const Point& point : points) {
    for (std::size_t axis = 0; axis < 3; ++axis) {
      box.low[axis] = std::min(box.low[axis], point.at[axis]);
      box.high[axis] = std::max(box.high[axis], point.at[axis]);
    }
  }
  return box;
}

double least_squared_distance(const Cuboid& a, const Cuboid& b) {
  double sum = 0;
  for (std::size_t axis = 0; axis < 3; ++axis) {
    const double gap = std::max({a.low[axis] - b.high[axis], b.low[axis] - a.high[axis], 0.0});
    sum += gap * gap;
  }
  return sum;
}

double greatest_squared_distance(const Cuboid& a, const Cuboid& b) {
  double sum = 0;
  for (std::size_t axis = 0; axis < 3; ++axis) {
    const double gap = std::max(a.high[axis] - b.low[axis], b.high[axis] - a.low[axis]);
    sum += gap * gap;
  }
  return sum;
}

std::size_t longest_axis(const Cuboid& box) {
  std::size_t longest = 0;
  for (std::size_t axis = 1; axis < 3; ++axis) {
    if (box.high[axis] - box.low[axis] > box.high[longest] - box.low[longest]) longest = axis;
  }
  return longest;
}

/// Disjoint sets of cells, path halving.
class Unions {
 public:
  explicit Unions(std::size_t size) : parent_(size) { std::iota(parent_.begin(), parent_.end(), 0U); }

  std::uint32_t root(std::uint32_t cell) {
    while (parent_[cell] != cell) cell = parent_[cell] = parent_[parent_[cell]];
    return cell;
  }
  void unite(std::uint32_t a, std::uint32_t b) {
    const std::uint32_t root_a = root(a);
    const std::uint32_t root_b = root(b);
    parent_[std::max(root_a, root_b)] = std::min(root_a, root_b);
  }

 private:
  std::vector<std::uint32_t> parent_;
};

class Dbscan {
 public:
  explicit Dbscan(Density density)
      : minimum_(density.minimum),
        squared_reach_(std::pow(2 * earth_radius_m * std::sin(density.reach_m / earth_radius_m / 2), 2)),
        side_(std::sqrt(squared_reach_ / 3) * (1 - 1e-9)) {}

  DenseGroups run(const std::vector<Position>& positions) {
    place(positions);
    cut_into_cells();
    mark_core_points();
    Unions unions(cells_.size());
    join_cells(unions);
    return gather(unions, positions.size());
  }

 private:
  static constexpr unsigned key_bits = 21;
  static constexpr std::int64_t cells_in_reach = 2;  // the reach is the square root of 3 times the side
  static constexpr std::uint32_t no_cell = std::numeric_limits<std::uint32_t>::max();

  /// One coordinate's part of a cell's key; never so close to 0 that a neighbour's would be negative.
  [[nodiscard]] std::uint64_t key_part(double metres) const {
    const double cell = std::floor((metres + earth_radius_m) / side_);
    return static_cast<std::uint64_t>(std::max(cell, 0.0)) + 2 * cells_in_reach;
  }

  void place(const std::vector<Position>& positions) {
    points_.reserve(positions.size());
    for (std::uint32_t number = 0; number < positions.size(); ++number) {
      if (!is_valid(positions[number])) continue;
      const UnitVector unit = unit_vector_of(positions[number]);
      const std::array<double, 3> at{unit.x * earth_radius_m, unit.y * earth_radius_m,
                                     unit.z * earth_radius_m};
      const std::uint64_t key =
          key_part(at[2]) << 2 * key_bits | key_part(at[1]) << key_bits | key_part(at[0]);
      points_.push_back({key, at, number});
    }
    std::sort(points_.begin(), points_.end(), [](const Point& a, const Point& b) {
      return std::pair(a.cell, a.number) < std::pair(b.cell, b.number);
    });
  }

  void cut_into_cells() {
    for (std::uint32_t begin = 0, end = 0; begin < points_.size(); begin = end) {
      while (end < points_.size() && points_[end].cell == points_[begin].cell) ++end;
      cells_.push_back({points_[begin].cell, begin, end, begin});
      boxes_.push_back(box_around(std::span(points_).subspan(begin, end - begin)));
    }
  }

  /// Calls `visit(cell, other)` for each pair of cells, a cell with itself too, that may hold neighbours. One
  /// pass over the sorted keys with a cursor for each row of neighbouring cells: no look-ups.
  template <class Wanted, class Visit>
  void for_neighbouring_cells(Wanted wanted, Visit visit) {
    constexpr std::int64_t span = 2 * cells_in_reach + 1;
    std::array<std::uint32_t, span * span> cursors{};
    for (std::uint32_t cell = 0; cell < cells_.size(); ++cell) {
      if (!wanted(cells_[cell])) continue;
      for (std::size_t row = 0; row < cursors.size(); ++row) {
        const auto dz = static_cast<std::int64_t>(row) / span - cells_in_reach;
        const auto dy = static_cast<std::int64_t>(row) % span - cells_in_reach;
        const auto offset = (dz << 2 * key_bits) + (dy << key_bits);
        const auto middle = static_cast<std::int64_t>(cells_[cell].key) + offset;
        const auto first = static_cast<std::uint64_t>(middle - cells_in_reach);
        const auto last = static_cast<std::uint64_t>(middle + cells_in_reach);
        std::uint32_t& cursor = cursors[row];
        while (cursor < cells_.size() && cells_[cursor].key < first) ++cursor;
        for (auto other = cursor; other < cells_.size() && cells_[other].key <= last; ++other) {
          visit(cell, other);
        }
      }
    }
  }

  [[nodiscard]] std::span<Point> all_of(const Cell& cell) {
    return std::span(points_).subspan(cell.begin, cell.size());
  }
  [[nodiscard]] std::span<Point> core_of(const Cell& cell) {
    return std::span(points_).subspan(cell.begin, cell.core_end - cell.begin);
  }

  /// A full cell holds core points only; in any other, which holds fewer than the minimum, neighbours are
  /// counted, and core points moved to the front.
  void mark_core_points() {
    std::vector<std::uint32_t> neighbours(points_.size());
    const auto is_sparse = [&](const Cell& cell) { return cell.size() < minimum_; };
    for_neighbouring_cells(is_sparse, [&](std::uint32_t cell, std::uint32_t other) {
      for (std::uint32_t point = cells_[cell].begin; point < cells_[cell].end; ++point) {
        if (neighbours[point] < minimum_) neighbours[point] += count_in_reach(points_[point], other);
      }
    });
    for (Cell& cell : cells_) {
      cell.core_end = cell.end;
      if (!is_sparse(cell)) continue;
      cell.core_end = cell.begin;
      for (std::uint32_t point = cell.begin; point < cell.end; ++point) {
        if (neighbours[point] >= minimum_) std::swap(points_[point], points_[cell.core_end++]);
      }
    }
  }

  /// How many points of the cell are in reach, as far as it matters.
  [[nodiscard]] std::uint32_t count_in_reach(const Point& from, std::uint32_t cell) {
    const Cuboid here{from.at, from.at};
    comparisons_ += 2;
    if (least_squared_distance(here, boxes_[cell]) > squared_reach_) return 0;
    if (greatest_squared_distance(here, boxes_[cell]) <= squared_reach_) return cells_[cell].size();
    std::uint32_t count = 0;
    for (const Point& point : all_of(cells_[cell])) {
      ++comparisons_;
      if (squared_distance(from, point) <= squared_reach_ && ++count >= minimum_) break;
    }
    return count;
  }

  void join_cells(Unions& unions) {
    const auto has_core = [](const Cell& cell) { return cell.core_end > cell.begin; };
    for_neighbouring_cells(has_core, [&](std::uint32_t cell, std::uint32_t other) {
      if (other <= cell || !has_core(cells_[other]) || unions.root(cell) == unions.root(other)) return;
      const auto a = core_of(cells_[cell]);
      const auto b = core_of(cells_[other]);
      if (any_in_reach(a, box_around(a), b, box_around(b))) unions.unite(cell, other);
    });
  }

  /// Whether a point of `a` has one of `b` in reach. Halves the wider box, nearer half first, until the boxes
  /// decide; the order of core points within a cell does not matter to anybody.
  [[nodiscard]] bool any_in_reach(std::span<Point> a, const Cuboid& box_a, std::span<Point> b,
                                  const Cuboid& box_b) {
    comparisons_ += 2;
    if (least_squared_distance(box_a, box_b) > squared_reach_) return false;
    if (greatest_squared_distance(box_a, box_b) <= squared_reach_) return true;
    if (a.size() * b.size() <= 16) return any_pair_in_reach(a, b);
    const auto width = [](const Cuboid& box) {
      const std::size_t axis = longest_axis(box);
      return box.high[axis] - box.low[axis];
    };
    if (width(box_a) < width(box_b)) return any_in_reach(b, box_b, a, box_a);
    const std::size_t axis = longest_axis(box_a);
    const auto middle = a.size() / 2;
    std::nth_element(a.begin(), a.begin() + static_cast<std::ptrdiff_t>(middle), a.end(),
                     [axis](const Point& p, const Point& q) { return p.at[axis] < q.at[axis]; });
    auto near = a.first(middle);
    auto far = a.subspan(middle);
    Cuboid near_box = box_around(near);
    Cuboid far_box = box_around(far);
    if (least_squared_distance(far_box, box_b) < least_squared_distance(near_box, box_b)) {
      std::swap(near, far);
      std::swap(near_box, far_box);
    }
    return any_in_reach(near, near_box, b, box_b) || any_in_reach(far, far_box, b, box_b);
  }

  [[nodiscard]] bool any_pair_in_reach(std::span<const Point> a, std::span<const Point> b) {
    for (const Point& p : a) {
      for (const Point& q : b) {
        ++comparisons_;
        if (squared_distance(p, q) <= squared_reach_) return true;
      }
    }
    return false;
  }

  /// For each point that is no core point the cell of the nearest core point in reach.
  [[nodiscard]] std::vector<std::uint32_t> cells_of_border_points() {
    struct Nearest {
      double squared = std::numeric_limits<double>::infinity();
      std::uint32_t number = 0;
    };
    std::vector<Nearest> nearest(points_.size());
    std::vector<std::uint32_t> cells(points_.size(), no_cell);
    const auto has_border = [](const Cell& cell) { return cell.core_end < cell.end; };
    for_neighbouring_cells(has_border, [&](std::uint32_t cell, std::uint32_t other) {
      for (std::uint32_t point = cells_[cell].core_end; point < cells_[cell].end; ++point) {
        for (const Point& core : core_of(cells_[other])) {
          ++comparisons_;
          const double squared = squared_distance(points_[point], core);
          if (squared > squared_reach_ ||
              std::pair(squared, core.number) >= std::pair(nearest[point].squared, nearest[point].number)) {
            continue;
          }
          nearest[point] = {squared, core.number};
          cells[point] = other;
        }
      }
    });
    return cells;
  }

  [[nodiscard]] DenseGroups gather(Unions& unions, std::size_t count) {
    const auto border = cells_of_border_points();
    std::vector<std::uint32_t> root_of_number(count, no_cell);
    for (std::uint32_t cell = 0; cell < cells_.size(); ++cell) {
      for (std::uint32_t point = cells_[cell].begin; point < cells_[cell].end; ++point) {
        const std::uint32_t home = point < cells_[cell].core_end ? cell : border[point];
        if (home != no_cell) root_of_number[points_[point].number] = unions.root(home);
      }
    }
    DenseGroups found;
    std::vector<std::uint32_t> group_of_root(cells_.size(), no_cell);
    for (std::uint32_t number = 0; number < count; ++number) {
      if (root_of_number[number] == no_cell) continue;
      std::uint32_t& group = group_of_root[root_of_number[number]];
      if (group == no_cell) {
        group = static_cast<std::uint32_t>(found.groups.size());
        found.groups.emplace_back();
      }
      found.groups[group].push_back(number);
    }
    found.comparisons = comparisons_;
    return found;
  }

  std::size_t minimum_;
  double squared_reach_;
  double side_;
  std::vector<Point> points_;  ///< by cell
  std::vector<Cell> cells_;    ///< by key
  std::vector<Cuboid> boxes_;  ///< of all points, by cell
  std::uint64_t comparisons_ = 0;
};

}  // namespace

DenseGroups find_dense_groups(const std::vector<Position>& points, Density density) {
  EXS_ASSERT(density.reach_m >= 20 && density.minimum >= 1);  // smaller cells would outgrow their keys
  EXS_ASSERT(points.size() < std::numeric_limits<std::uint32_t>::max());
  return Dbscan(density).run(points);
}

}  // namespace exifscrub
