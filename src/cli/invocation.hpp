#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "cli/options.hpp"
#include "cli/paths.hpp"
#include "cli/sandbox.hpp"
#include "cli/walk_rules.hpp"
#include "exifscrub/inspect.hpp"
#include "exifscrub/scrubber.hpp"
#include "report/report.hpp"

namespace exifscrub::cli {

enum class When : std::uint8_t { automatic, always, never };
enum class View : std::uint8_t { tree, hex, tags, raw_map, plan, json, html };

/// A --report.
struct ReportFile {
  ReportFormat format;
  std::string path;
};

/// An --extract.
struct Extraction {
  PartKind part = PartKind::thumbnail;
  std::string path;  ///< a dash: standard output
};

/// What the options mean, checked against each other; no file was looked at for it but --config.
struct Invocation {
  Command command = Command::scrub;
  std::vector<std::string> paths;
  bool filters_stdin = false;  ///< PATH is a dash
  bool staged = false;         ///< --staged
  bool git_history = false;    ///< --git-history
  std::uint64_t max_stdin = 256U << 20U;

  Job job;
  bool check = false;  ///< exit 1 when any file would change
  PathRules path_rules;
  WalkRules walk_rules;
  std::string files_from;
  bool null_names = false;

  std::string baseline;        ///< --baseline; empty: none
  std::string write_baseline;  ///< --write-baseline; empty: none

  ReportFormat format = ReportFormat::text;
  std::vector<ReportFile> report_files;
  std::vector<FileIdentity> named_files;  ///< each PATH that is a file; set when they were looked at
  std::string below;                      ///< text shows paths below this, the only PATH
  std::string root;                       ///< --root; empty: the current folder
  PathBase base;                          ///< where paths in CI formats start; set by resolve_root()
  std::optional<Coordinates> coordinates;
  std::optional<bool> values;
  Datum datum = Datum::wgs84;
  GroupBy group_by;
  bool quiet = false;
  unsigned verbosity = 0;
  When color = When::automatic;
  When progress = When::automatic;
  View view = View::tree;
  std::string hex_part;  ///< of --hex; empty: the whole file
  std::vector<Extraction> extractions;
  bool shows_plan = false;  ///< inspect: a mode was given, so say what it would do

  SandboxWish sandbox = SandboxWish::automatic;
  Sandbox held_by;  ///< what the run got of it
  unsigned jobs = 1;
  std::vector<std::string> config;  ///< configuration files that took part
};

/// Makes sense of the options; --config is read.
[[nodiscard]] std::optional<UsageError> interpret(Options options, Invocation& into);

/// Lets the .exifscrub.conf at the root of each folder among `targets` tighten the job.
[[nodiscard]] std::optional<UsageError> tighten(const std::vector<Target>& targets, Invocation& invocation);

/// Whether a host of code reviews will read a report of this run.
[[nodiscard]] bool reports_to_ci(const Invocation& invocation);

/// Finds --root or the current folder when a report or a baseline needs it, and checks that every PATH is
/// below.
[[nodiscard]] std::optional<UsageError> resolve_root(Invocation& invocation);

/// What a report in `format` may tell.
[[nodiscard]] Disclosure disclosure_for(const Invocation& invocation, ReportFormat format);

/// A size of --max-stdin: digits and perhaps K, M or G (of 1024).
[[nodiscard]] std::optional<std::uint64_t> size_named(std::string_view text);

}  // namespace exifscrub::cli
