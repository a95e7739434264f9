#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace exifscrub::cli {

/// What the program was called for.
enum class Command : std::uint8_t { scrub, audit, inspect, completions };

/// The verbs as they are typed, in the order of the enum.
[[nodiscard]] std::span<const std::string_view> command_names();
[[nodiscard]] std::string_view name_of(Command command);
[[nodiscard]] std::optional<Command> command_named(std::string_view name);

enum class Option : std::uint8_t {
  recursive,
  include,
  exclude,
  hidden,
  no_hidden,
  one_file_system,
  follow,
  files_from,
  null,
  near,
  exif_only,
  gps_only,
  set_thumbnail,
  keep,
  remove,
  in_place,
  sidecars,
  xattrs,
  dry_run,
  check,
  output,
  backup,
  preserve_times,
  durability,
  force,
  max_stdin,
  format,
  report,
  coordinates,
  values,
  datum,
  group_by,
  image_hash,
  root,
  fail_on,
  baseline,
  write_baseline,
  staged,
  git_history,
  quick,
  tree,
  hex,
  tags,
  raw_map,
  plan,
  extract,
  jobs,
  config,
  sandbox,
  color,
  progress,
  quiet,
  verbose,
  help,
  version,
};

/// Whether an option is followed by a value. One that need not be takes it as --name=VALUE only, so that it
/// never swallows a file name.
enum class Takes : std::uint8_t { nothing, value, optional_value };

enum class Category : std::uint8_t { files, removal, writing, reports, gates, inspection, general };

inline constexpr std::size_t category_count = 7;

[[nodiscard]] std::string_view title_of(Category category);

/// One option: everything that the parser, --help, the manual and the completions say about it.
struct OptionRow {
  Option option;
  std::string_view name;  ///< without the dashes
  char letter = 0;        ///< short form, or 0
  Takes takes = Takes::nothing;
  std::string_view value;    ///< what stands for the value in --help, e.g. "FILE"
  std::string_view choices;  ///< "a|b|c" when these are the only values
  std::uint8_t verbs = 0;    ///< on_scrub and so on
  Category category = Category::general;
  std::string_view line;       ///< for --help
  std::string_view paragraph;  ///< for the manual
};

inline constexpr std::uint8_t on_scrub = 1;
inline constexpr std::uint8_t on_audit = 2;
inline constexpr std::uint8_t on_inspect = 4;
inline constexpr std::uint8_t on_all = on_scrub | on_audit | on_inspect;

/// All options that this version serves, in the order of the manual.
[[nodiscard]] std::span<const OptionRow> option_table();

[[nodiscard]] const OptionRow& row_of(Option option);
[[nodiscard]] const OptionRow* row_named(std::string_view name);

[[nodiscard]] bool serves(const OptionRow& row, Command command);

/// The option as it is typed: "--recursive".
[[nodiscard]] std::string name_of(const OptionRow& row);
[[nodiscard]] inline std::string name_of(Option option) { return name_of(row_of(option)); }

/// The row's choices one by one; empty when any value will do.
[[nodiscard]] std::vector<std::string_view> choices_of(const OptionRow& row);

/// "--jobs N", "--backup[=SUFFIX]", "--recursive"
[[nodiscard]] std::string synopsis_of(const OptionRow& row);

}  // namespace exifscrub::cli
