#include "cli/invocation.hpp"

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstdlib>
#include <memory>
#include <thread>

#include "base/checked.hpp"
#include "base/text.hpp"
#include "cli/clashes.hpp"
#include "cli/config_file.hpp"
#include "cli/inspection_options.hpp"
#include "cli/policy_options.hpp"
#include "cli/text_file.hpp"
#include "cli/thumbnail_option.hpp"
#include "geo/coordinates.hpp"
#include "scrub/image_name.hpp"
#include "scrub/sidecar.hpp"

namespace exifscrub::cli {
namespace {

template <class Enum>
Enum chosen(const Options& options, Option option, Enum otherwise) {
  const auto value = options.last(option);
  if (!value) return otherwise;
  const auto choices = choices_of(row_of(option));
  return static_cast<Enum>(std::find(choices.begin(), choices.end(), *value) - choices.begin());
}

/// An option with an optional WHEN: left out it means always.
When when(const Options& options, Option option) {
  if (options.last(option) == "") return When::always;
  return chosen(options, option, When::automatic);
}

/// Two readers a core: while one waits for the disk the other one works. Where nothing has to be waited for they take
/// turns and lose nothing (measured; see tests/bench/README.md).
unsigned usual_jobs(Command command) {
  const unsigned cores = std::max(1U, std::thread::hardware_concurrency());
  return command == Command::audit ? 2 * cores : cores;
}

std::optional<UsageError> set_jobs(const Options& options, Invocation& into) {
  into.jobs = usual_jobs(into.command);
  const auto value = options.last(Option::jobs);
  if (!value) return std::nullopt;
  unsigned jobs = 0;
  const auto [end, error] = std::from_chars(value->data(), value->data() + value->size(), jobs);
  if (error != std::errc() || end != value->data() + value->size() || jobs > 1024) {
    return UsageError{"--jobs is a number from 0 to 1024, not \"" + sanitise_for_terminal(*value) + '"'};
  }
  if (jobs > 0) into.jobs = jobs;
  return std::nullopt;
}

std::optional<UsageError> add_report_files(const Options& options, Invocation& into) {
  for (const std::string& value : options.all(Option::report)) {
    const std::size_t equals = value.find('=');
    const auto named = equals == std::string::npos
                           ? std::nullopt
                           : report_format_named(std::string_view(value).substr(0, equals));
    const std::string path = named ? value.substr(equals + 1) : value;
    const auto format = named ? named : report_format_of(path);
    if (path.empty() || !format) {
      return UsageError{
          "--report " + sanitise_for_terminal(value) +
          ": say the format, as in --report json=FILE, or end the name in .json, .csv, .sarif ..."};
    }
    if (path == "-") {
      return UsageError{"--report writes a file; for standard output write --format " +
                        std::string(report_table()[static_cast<std::size_t>(*format)].name) +
                        " (a file of the name - is written ./-)"};
    }
    const bool twice = std::any_of(into.report_files.begin(), into.report_files.end(),
                                   [&](const ReportFile& before) { return before.path == path; });
    if (twice) return UsageError{"two reports would go to " + sanitise_for_terminal(path)};
    into.report_files.push_back({*format, path});
  }
  return std::nullopt;
}

std::optional<UsageError> set_backup(const Options& options, Invocation& into) {
  const auto suffix = options.last(Option::backup);
  if (!suffix) return std::nullopt;
  if (suffix->find('/') != std::string::npos) {
    return UsageError{"--backup takes the end of a name, not a path"};
  }
  if (!suffix->empty() && (ends_image_names(*suffix) || sidecar_kind_of("a.jpg" + *suffix))) {
    return UsageError{
        "--backup=" + sanitise_for_terminal(*suffix) +
        " would make names of pictures or sidecars; choose an ending of its own, such as .orig"};
  }
  if (!suffix->empty()) into.walk_rules.backup_suffix = *suffix;
  into.job.backup_suffix = into.walk_rules.backup_suffix;
  return std::nullopt;
}

std::optional<UsageError> set_near(const Options& options, std::optional<Vicinity>& into) {
  const auto value = options.last(Option::near);
  if (!value) return std::nullopt;
  const Result<Vicinity> near = parse_vicinity(*value);
  if (!near) {
    return UsageError{"--near " + sanitise_for_terminal(*value) + ": " + std::string(near.error().what)};
  }
  into = *near;
  return std::nullopt;
}

std::optional<UsageError> set_job(const Options& options, Invocation& into) {
  Job& job = into.job;
  job.verb = into.command == Command::audit ? Verb::audit : Verb::scrub;
  if (auto error = set_policy(options, job.policy)) return error;
  if (auto error = set_thumbnail(options, job)) return error;
  if (auto error = add_classes(options, Option::fail_on, job.fail_on)) return error;
  if (!options.has(Option::fail_on)) job.fail_on[static_cast<std::size_t>(LeakClass::location)] = true;
  if (auto error = set_near(options, job.near)) return error;
  into.check = options.has(Option::check);
  job.dry_run = into.check || options.has(Option::dry_run);
  job.quick = options.has(Option::quick);
  job.force = options.has(Option::force);
  job.preserve_times = options.has(Option::preserve_times);
  job.sidecars = options.has(Option::sidecars);
  job.xattrs = options.has(Option::xattrs);
  job.durability = chosen(options, Option::durability, Durability::batch);
  job.image_hash = chosen(options, Option::image_hash, DigestKind::xxh3);
  into.baseline = options.last(Option::baseline).value_or("");
  into.write_baseline = options.last(Option::write_baseline).value_or("");
  if (into.write_baseline == "-") {
    return UsageError{"--write-baseline writes a file; one of the name - is written ./-"};
  }
  job.content_hash = !into.baseline.empty() || !into.write_baseline.empty();
  return set_backup(options, into);
}

std::optional<UsageError> check_globs(const Options& options) {
  for (const TypedOption& option : options.typed) {
    if (option.option != Option::include && option.option != Option::exclude) continue;
    const std::string name = option.option == Option::include ? "--include" : "--exclude";
    if (option.option == Option::include && option.value.ends_with('/'))
      return UsageError{name + " is about files; write " + sanitise_for_terminal(option.value) +
                        "** for all in a folder"};
    if (const std::string_view objection = objection_to_glob(option.value); !objection.empty())
      return UsageError{name + ": " + std::string{objection}};
  }
  return std::nullopt;
}

void set_walk(const Options& options, Invocation& into) {
  WalkRules& walk = into.walk_rules;
  walk.recursive = options.has(Option::recursive);
  for (const TypedOption& option : options.typed) {
    if (option.option == Option::hidden) walk.hidden = true;
    if (option.option == Option::no_hidden) walk.hidden = false;
    if (option.option == Option::include) walk.include.emplace_back(option.value);
    if (option.option == Option::exclude) walk.exclude.emplace_back(option.value);
  }
  walk.one_file_system = options.has(Option::one_file_system);
  walk.follow = options.has(Option::follow);
  walk.takes_backups = into.command == Command::audit;
  walk.sweeps = into.command == Command::scrub && !into.job.dry_run;
  walk.spares_precious = into.command == Command::scrub && !into.job.force;
  walk.sidecars = into.job.sidecars;
  walk.output = options.last(Option::output).value_or("");
  walk.jobs = into.jobs;
  into.files_from = options.last(Option::files_from).value_or("");
  into.null_names = options.has(Option::null);
  into.path_rules = {into.command,   walk.recursive,           walk.follow,
                     into.job.force, !into.files_from.empty(), walk.output};
}

void set_group_by(const Options& options, GroupBy& into) {
  for (const std::string& what : options.all(Option::group_by)) {
    if (what == "cluster") into.clusters = true;
    if (what == "place") into.places = PlaceLevel::place;
    // Places are counted below their countries.
    if (what == "country" && !into.places) into.places = PlaceLevel::country;
  }
}

std::optional<UsageError> set_inspection_output(const Options& options, Invocation& into) {
  into.verbosity = options.count(Option::verbose);
  into.color = when(options, Option::color);
  return std::nullopt;
}

std::optional<UsageError> set_reports(const Options& options, Invocation& into) {
  // The page of inspect is no report of a run.
  if (into.command == Command::inspect) return set_inspection_output(options, into);
  into.format = chosen(options, Option::format, ReportFormat::text);
  if (options.has(Option::coordinates))
    into.coordinates = chosen(options, Option::coordinates, Coordinates::none);
  into.datum = chosen(options, Option::datum, Datum::wgs84);
  set_group_by(options, into.group_by);
  if (options.has(Option::values)) into.values = options.last(Option::values) == "on";
  into.quiet = options.has(Option::quiet);
  into.verbosity = options.count(Option::verbose);
  into.sandbox = chosen(options, Option::sandbox, SandboxWish::automatic);
  into.color = when(options, Option::color);
  into.progress = when(options, Option::progress);
  into.root = options.last(Option::root).value_or("");
  if (auto error = add_report_files(options, into)) return error;
  const auto tells = [&](ReportFormat format) {
    const Disclosure disclosure = disclosure_for(into, format);
    const bool lists_values = format != ReportFormat::text || into.verbosity > 0;
    return lists_values && (disclosure.values || disclosure.coordinates == Coordinates::exact);
  };
  into.job.values = tells(into.format) || std::any_of(into.report_files.begin(), into.report_files.end(),
                                                      [&](const ReportFile& f) { return tells(f.format); });
  return std::nullopt;
}

/// What no report and no baseline tells is not looked up.
void spare_what_nobody_sees(const Options& options, Invocation& into) {
  const auto any_format = [&](auto tells) {
    return tells(into.format) || std::ranges::any_of(into.report_files, tells, &ReportFile::format);
  };
  const bool only_problems =
      into.quiet && into.format == ReportFormat::text && into.report_files.empty() && !into.job.content_hash;
  if (only_problems) into.job.findings = false;
  const bool tells_digests = !only_problems && any_format([&](ReportFormat format) {
    return format != ReportFormat::text || into.verbosity > 0;
  });
  if (!tells_digests && !options.has(Option::image_hash)) into.job.image_hash = std::nullopt;
}

std::optional<UsageError> read_config_option(Options& options, Invocation& into) {
  const auto file = options.last(Option::config);
  if (!file) return std::nullopt;
  const TextFile read = read_text_file(*file, largest_config);
  if (read.error) return read.error;
  if (!read.text) return UsageError{"there is no configuration file " + sanitise_for_terminal(*file)};
  Options config;
  config.command = options.command;
  if (auto error = parse_config(*read.text, *file, false, config)) return error;
  put_under(config, options);
  into.config.push_back(*file);
  return std::nullopt;
}

std::optional<UsageError> set_max_stdin(const Options& options, Invocation& into) {
  const auto value = options.last(Option::max_stdin);
  if (!value) return std::nullopt;
  const auto size = size_named(*value);
  if (!size || *size == 0) {
    return UsageError{"--max-stdin is a size such as 500K, 64M or 1G, not \"" +
                      sanitise_for_terminal(*value) + '"'};
  }
  into.max_stdin = *size;
  return std::nullopt;
}

}  // namespace

std::optional<std::uint64_t> size_named(std::string_view text) {
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc()) return std::nullopt;
  const std::string_view unit(end, static_cast<std::size_t>(text.data() + text.size() - end));
  if (unit.empty()) return number;
  constexpr std::string_view units = "KMG";
  const std::size_t power = units.find(unit.front());
  if (unit.size() != 1 || power == std::string_view::npos) return std::nullopt;
  return checked_multiply(number, std::uint64_t{1} << (10 * (power + 1)));
}

Disclosure disclosure_for(const Invocation& invocation, ReportFormat format) {
  Disclosure disclosure = report_table()[static_cast<std::size_t>(format)].disclosure;
  if (invocation.coordinates) disclosure.coordinates = *invocation.coordinates;
  if (invocation.values) disclosure.values = *invocation.values;
  disclosure.datum = invocation.datum;
  return disclosure;
}

std::optional<UsageError> interpret(Options options, Invocation& into) {
  into.command = options.command;
  if (auto error = read_config_option(options, into)) return error;
  into.filters_stdin = into.command != Command::inspect &&
                       std::find(options.paths.begin(), options.paths.end(), "-") != options.paths.end();
  into.staged = options.has(Option::staged);
  into.git_history = options.has(Option::git_history);
  if (auto error = check_clashes(options, into.filters_stdin)) return error;
  if (auto error = set_jobs(options, into)) return error;
  if (auto error = set_job(options, into)) return error;
  if (auto error = set_max_stdin(options, into)) return error;
  if (auto error = check_globs(options)) return error;
  set_walk(options, into);
  if (auto error = set_reports(options, into)) return error;
  if (into.command == Command::inspect) {
    if (auto error = set_inspection(options, into)) return error;
  } else {
    spare_what_nobody_sees(options, into);
  }
  into.paths = std::move(options.paths);
  return std::nullopt;
}

bool reports_to_ci(const Invocation& invocation) {
  const auto for_ci = [](ReportFormat format) {
    return report_table()[static_cast<std::size_t>(format)].for_ci;
  };
  return for_ci(invocation.format) ||
         std::any_of(invocation.report_files.begin(), invocation.report_files.end(),
                     [&](const ReportFile& file) { return for_ci(file.format); });
}

std::optional<UsageError> resolve_root(Invocation& invocation) {
  const bool keeps_baseline = !invocation.baseline.empty() || !invocation.write_baseline.empty();
  if (!reports_to_ci(invocation) && !keeps_baseline) return std::nullopt;
  const auto absolute = [](const std::string& path) -> std::optional<std::string> {
    const std::unique_ptr<char, decltype(&std::free)> resolved(::realpath(path.c_str(), nullptr), &std::free);
    return resolved ? std::optional<std::string>(resolved.get()) : std::nullopt;
  };
  const auto folder = absolute(".");
  const auto root = invocation.root.empty() ? folder : absolute(invocation.root);
  if (!folder || !root) {
    return UsageError{"--root " + sanitise_for_terminal(invocation.root) + ": " + system_words(errno)};
  }
  invocation.base = {*folder, *root};
  for (const std::string& path : invocation.paths) {
    if (path == "-" || path_below(invocation.base, path)) continue;
    return UsageError{sanitise_for_terminal(path) + " is not below " + sanitise_for_terminal(*root) +
                      ", where the paths in the report start; --root says another folder"};
  }
  return std::nullopt;
}

std::optional<UsageError> tighten(const std::vector<Target>& targets, Invocation& invocation) {
  for (const Target& target : targets) {
    if (!target.is_folder) continue;
    const std::string path =
        target.path + (target.path.back() == '/' ? "" : "/") + std::string(folder_config_name);
    const TextFile read = read_text_file(path, largest_config);
    if (read.error) return read.error;
    if (!read.text) continue;
    Options options;
    options.command = Command::audit;  // knows both keys
    if (auto error = parse_config(*read.text, path, true, options)) return error;
    Classes remove{};
    if (auto error = add_classes(options, Option::remove, remove)) return error;
    if (auto error = add_classes(options, Option::fail_on, invocation.job.fail_on)) return error;
    if (options.has(Option::remove) && invocation.job.policy.mode == Mode::set_thumbnail) {
      return UsageError{"--set-thumbnail and remove in " + sanitise_for_terminal(path) +
                        " do not go together: --set-thumbnail changes the thumbnail alone"};
    }
    for (std::size_t i = 0; i < leak_class_count; ++i) {
      if (remove[i]) invocation.job.policy.remove(static_cast<LeakClass>(i));
    }
    invocation.config.push_back(path);
  }
  return std::nullopt;
}

}  // namespace exifscrub::cli
