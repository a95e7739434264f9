#include <algorithm>
#include <cmath>

#include "base/text.hpp"
#include "report/text.hpp"
#include "report/whereabouts.hpp"
#include "report/words.hpp"

namespace exifscrub {
namespace {

constexpr std::size_t clusters_without_verbose = 20;

std::string left(const std::string& text, std::size_t width) {
  const std::size_t used = display_width(text);
  return used < width ? text + std::string(width - used, ' ') : text;
}

std::string right(const std::string& text, std::size_t width) {
  const std::size_t used = display_width(text);
  return used < width ? std::string(width - used, ' ') + text : text;
}

std::string percent_text(double share) { return std::to_string(std::lround(share * 100)) + " %"; }

/// "43 m", "1.2 km"
std::string extent_text(double metres) {
  if (metres < 999.5) return std::to_string(std::lround(metres)) + " m";
  return kilometres_text(metres / 1000);
}

/// "60 m": never less than it is.
std::string reach_text(double metres) { return extent_text(std::max(10.0, std::ceil(metres / 10) * 10)); }

std::string name_of(const PlaceGroup& group, bool is_town) {
  return (is_town ? "near " : "") + sanitise_for_terminal(group.name);
}

/// A tree, in which a group that is all of the one above stands on its line: "US, Nevada, near Paradise".
void append_groups(const std::vector<PlaceGroup>& groups, unsigned level, std::size_t indent,
                   std::size_t width, std::string& out) {
  constexpr unsigned town_level = 2;
  for (const PlaceGroup& group : groups) {
    std::vector<std::string> names;
    const PlaceGroup* last = &group;
    unsigned depth = level;
    for (;; last = &last->parts.front(), ++depth) {
      if (!last->name.empty()) names.push_back(name_of(*last, depth == town_level));
      if (last->parts.size() != 1) break;
    }
    if (names.empty() && level == 0) names.emplace_back("more than 50 km from any place");
    if (names.empty()) names.emplace_back("no region");
    out += "  " + right(number_text(group.photos), width) + "  " + std::string(2 * indent, ' ') +
           joined(names, ", ", ", ") + '\n';
    append_groups(last->parts, depth + 1, indent + 1, width, out);
  }
}

std::string groups_text(const Summary& summary, const std::vector<PlaceGroup>& groups) {
  if (groups.empty()) return {};
  const std::uint64_t photos = summary.located;
  std::string out = "\nWhere " + count_text(photos, "photo was taken", "photos were taken") + ":\n";
  append_groups(groups, 0, 0, number_text(groups.front().photos).size(), out);
  return out;
}

std::string where_text(const Cluster& cluster, Disclosure disclosure) {
  Location centre;
  centre.latitude = cluster.centre.latitude;
  centre.longitude = cluster.centre.longitude;
  centre.place = cluster.place;
  const std::string words = position_words(centre, disclosure);
  return words.empty() ? words : words.substr(1);
}

std::string dates_text(const Cluster& cluster, Disclosure disclosure) {
  if (!disclosure.values || cluster.dated == 0) return {};
  if (cluster.first_date == cluster.last_date) return cluster.first_date;
  return cluster.first_date + " to " + cluster.last_date;
}

/// A table whose columns are as wide as what stands in them; numbers to the right.
class Table {
 public:
  struct Column {
    std::string title;
    bool number = false;
  };
  explicit Table(std::vector<Column> columns) : columns_(std::move(columns)) {
    for (const Column& column : columns_) widths_.push_back(column.title.size());
  }

  void add(std::vector<std::string> cells, std::vector<std::string> remarks) {
    for (std::size_t i = 0; i < cells.size(); ++i) widths_[i] = std::max(widths_[i], display_width(cells[i]));
    rows_.push_back({std::move(cells), std::move(remarks)});
  }

  /// Remarks are broken to fit into `columns`.
  [[nodiscard]] std::string text(std::size_t columns) const {
    const std::size_t indent = widths_.front() + 4;
    std::vector<std::string> titles;
    for (const Column& column : columns_) titles.push_back(column.title);
    std::string out = line(titles);
    for (const Row& row : rows_) {
      out += line(row.cells);
      for (const std::string& remark : row.remarks) {
        out += wrapped(std::string(indent, ' ') + remark, columns, indent + 2) + '\n';
      }
    }
    return out;
  }

 private:
  struct Row {
    std::vector<std::string> cells;
    std::vector<std::string> remarks;
  };

  [[nodiscard]] std::string line(const std::vector<std::string>& cells) const {
    std::string out;
    for (std::size_t i = 0; i < cells.size(); ++i) {
      out += "  " + (columns_[i].number ? right(cells[i], widths_[i]) : left(cells[i], widths_[i]));
    }
    while (!out.empty() && out.back() == ' ') out.pop_back();
    return out + '\n';
  }

  std::vector<Column> columns_;
  std::vector<std::size_t> widths_;
  std::vector<Row> rows_;
};

std::vector<std::string> suspicions(const Cluster& cluster) {
  std::vector<std::string> lines;
  const auto add = [&](std::string_view what, const std::vector<std::string>& reasons) {
    if (!reasons.empty())
      lines.push_back("may be a " + std::string(what) + ": " + joined(reasons, ", ", ", "));
  };
  add("home", cluster.home_reasons);
  add("workplace", cluster.workplace_reasons);
  return lines;
}

std::string clusters_text(const Summary& summary, const TextSettings& settings) {
  if (summary.clusters.empty()) return "\nNowhere were 3 photos taken within 100 m of each other.\n";
  const std::size_t most =
      settings.verbosity > 0 ? summary.clusters.size() : std::size_t{clusters_without_verbose};
  const std::size_t shown = std::min(most, summary.clusters.size());
  Table table({{"photos", true}, {"where"}, {"across", true}, {"dates"}, {"night", true}, {"weekend", true}});
  for (std::size_t i = 0; i < shown; ++i) {
    const Cluster& cluster = summary.clusters[i];
    const bool dated = cluster.dated > 0;
    table.add(
        {number_text(cluster.members.size()), where_text(cluster, settings.disclosure),
         extent_text(cluster.span_m), dates_text(cluster, settings.disclosure),
         dated ? percent_text(cluster.night_share) : "", dated ? percent_text(cluster.weekend_share) : ""},
        suspicions(cluster));
  }
  std::string out = "\nPhotos within 100 m of each other:\n" + table.text(settings.columns);
  if (shown < summary.clusters.size()) {
    out += "  and " + count_text(summary.clusters.size() - shown, "more place", "more places") +
           " (-v shows all)\n";
  }
  return out;
}

/// The cluster that tells most about a person: the largest that may be a home, else a workplace, else any.
const Cluster* most_telling(const std::vector<Cluster>& clusters) {
  const auto suspected = [&](auto reasons) {
    return std::ranges::find_if(clusters,
                                [&](const Cluster& cluster) { return !(cluster.*reasons).empty(); });
  };
  for (const auto reasons : {&Cluster::home_reasons, &Cluster::workplace_reasons}) {
    if (const auto found = suspected(reasons); found != clusters.end()) return &*found;
  }
  return clusters.empty() ? nullptr : &clusters.front();
}

}  // namespace

std::string habit_text(const Summary& summary, const TextSettings& settings) {
  if (settings.disclosure.coordinates == Coordinates::none) return {};
  const Cluster* cluster = most_telling(summary.clusters);
  if (cluster == nullptr) return {};
  const std::string among =
      summary.clustered < summary.located ? "the first " + number_text(summary.clustered) : "them";
  std::string text = number_text(cluster->members.size()) + " of " + among + " within " +
                     reach_text(cluster->span_m) + " of each other";
  if (!cluster->home_reasons.empty()) return text + ", most in the evening or at night: may be a home";
  if (!cluster->workplace_reasons.empty()) return text + ", most in working hours: may be a workplace";
  return text;
}

std::string places_text(const Summary& summary, const TextSettings& settings) {
  std::string text;
  if (const auto groups = groups_told(summary, settings.disclosure)) text += groups_text(summary, *groups);
  if (tells_clusters(summary, settings.disclosure)) text += clusters_text(summary, settings);
  return text;
}

}  // namespace exifscrub
