#include "cli/inspection_options.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace exifscrub::cli {
namespace {

struct ViewRow {
  Option option;
  View view;
};

constexpr std::array views = {
    ViewRow{Option::tree, View::tree}, ViewRow{Option::hex, View::hex},
    ViewRow{Option::tags, View::tags}, ViewRow{Option::raw_map, View::raw_map},
    ViewRow{Option::plan, View::plan},
};

std::optional<std::uint64_t> number_named(std::string_view text) {
  const bool hex = text.starts_with("0x") || text.starts_with("0X");
  if (hex) text.remove_prefix(2);
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number, hex ? 16 : 10);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

std::optional<UsageError> add_extraction(std::string_view typed, std::vector<Extraction>& into) {
  const std::size_t equals = typed.find('=');
  const std::string_view name = typed.substr(0, equals);
  const std::string_view path =
      equals == std::string_view::npos ? std::string_view{} : typed.substr(equals + 1);
  std::string list;
  for (std::size_t i = 0; i < part_kind_count; ++i) {
    const auto part = static_cast<PartKind>(i);
    list += (i == 0 ? "" : i + 1 == part_kind_count ? " or " : ", ") + std::string(name_of(part));
    if (name != name_of(part)) continue;
    if (path.empty()) {
      return UsageError{"--extract needs a file: --extract " + std::string(name) + "=FILE, or " +
                        std::string(name) + "=- for standard output"};
    }
    into.push_back({part, std::string(path)});
    return std::nullopt;
  }
  return UsageError{"--extract takes PART=FILE, where PART is " + list};
}

}  // namespace

std::optional<Extent> range_named(std::string_view text) {
  const std::size_t dash = text.find('-');
  if (dash == std::string_view::npos) return std::nullopt;
  const auto from = number_named(text.substr(0, dash));
  const auto to = number_named(text.substr(dash + 1));
  if (!from || !to || *to < *from || *to == ~std::uint64_t{0}) return std::nullopt;
  return extent_between(*from, *to + 1);
}

std::optional<UsageError> set_inspection(const Options& options, Invocation& into) {
  if (options.paths.size() != 1) return UsageError{"inspect shows one file: exifscrub inspect FILE"};
  const auto chosen =
      std::count_if(views.begin(), views.end(), [&](const ViewRow& row) { return options.has(row.option); });
  if (chosen > 1)
    return UsageError{"--tree, --hex, --tags, --raw-map and --plan are different views; choose one"};
  for (const ViewRow& row : views) {
    if (options.has(row.option)) into.view = row.view;
  }
  into.hex_part = options.last(Option::hex).value_or("");
  into.shows_plan = std::ranges::any_of(
      std::array{Option::exif_only, Option::gps_only, Option::in_place, Option::keep, Option::remove},
      [&](Option option) { return options.has(option); });
  for (const std::string& typed : options.all(Option::extract)) {
    if (auto error = add_extraction(typed, into.extractions)) return error;
  }
  const auto to_stdout = std::ranges::count(into.extractions, "-", &Extraction::path);
  if (to_stdout > 1) return UsageError{"only one part can go to standard output"};
  if (chosen > 0 && !into.extractions.empty())
    return UsageError{"--extract writes parts and shows nothing; leave the view out"};
  const std::string format = options.last(Option::format).value_or("text");
  if (format != "text" && format != "json" && format != "html") {
    return UsageError{"inspect prints text, json or html, not " + format};
  }
  if (format != "text") {
    if (chosen > 0 && into.view != View::tree) {
      return UsageError{
          "--format " + format + " shows the whole file; leave --" +
          std::string(row_of(std::find_if(views.begin(), views.end(),
                                          [&](const ViewRow& row) { return row.view == into.view; })
                                 ->option)
                          .name) +
          " out"};
    }
    into.view = format == "json" ? View::json : View::html;
  }
  return std::nullopt;
}

}  // namespace exifscrub::cli
