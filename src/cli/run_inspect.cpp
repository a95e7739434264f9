#include <fcntl.h>
#include <unistd.h>

#include <algorithm>

#include "base/text.hpp"
#include "cli/exit_status.hpp"
#include "cli/extraction.hpp"
#include "cli/inspection_options.hpp"
#include "cli/reporter.hpp"
#include "cli/verbs.hpp"
#include "exifscrub/inspect.hpp"
#include "io/open_file.hpp"
#include "report/field_hex.hpp"
#include "report/field_json.hpp"
#include "report/field_rows.hpp"
#include "report/field_tree.hpp"
#include "report/html/inspection_page.hpp"
#include "report/inspection.hpp"
#include "report/words.hpp"

namespace exifscrub::cli {
namespace {

/// Columns for a view that nobody's terminal shows.
constexpr std::size_t default_columns = 80;

std::size_t columns() {
  const std::size_t of_terminal = columns_of(STDOUT_FILENO);
  return std::clamp<std::size_t>(of_terminal == 0 ? default_columns : of_terminal, 60, 400);
}

int failed(const std::string& path, const Error& error) {
  print_message(sanitise_for_terminal(path) + ": " +
                (error.sys != 0 ? system_words(error.sys) : std::string(error.what)));
  return exit_trouble;
}

int print(std::string_view text) { return write_all(STDOUT_FILENO, text) ? exit_fine : exit_trouble; }

std::string headline(const Inspection& inspection, const std::string& path) {
  return sanitise_for_terminal(path) + ": " + std::string(title_of(inspection.layout.format)) + ", " +
         count_text(inspection.layout.size, "byte", "bytes") + '\n';
}

/// Where and why the reading stopped, as the last line: all before it is what could be read.
std::string end_line(const Inspection& inspection) {
  if (inspection.stopped.empty()) return {};
  return "stopped: " + sanitise_for_terminal(inspection.stopped) + '\n';
}

int print_tree(const Inspection& inspection, const Invocation& invocation) {
  const TreeSettings settings{columns(), wants_colour(invocation.color, STDOUT_FILENO),
                              invocation.verbosity > 0};
  return print(headline(inspection, invocation.paths.front()) + tree_text(inspection, settings) +
               end_line(inspection));
}

int print_hex(const Inspection& inspection, ByteSource& file, const Invocation& invocation) {
  HexSettings settings;
  settings.width = columns();
  settings.colour = wants_colour(invocation.color, STDOUT_FILENO);
  settings.all = invocation.verbosity > 0;
  if (const auto range = range_named(invocation.hex_part)) {
    if (range->offset >= inspection.layout.size) {
      print_message("--hex=" + invocation.hex_part + ": the file ends before that");
      return exit_trouble;
    }
    settings.wanted = {*range};
  } else if (!invocation.hex_part.empty()) {
    settings.wanted = extents_named(inspection.fields, invocation.hex_part);
    if (settings.wanted.empty()) {
      print_message("--hex: nothing in the file is called " + sanitise_for_terminal(invocation.hex_part) +
                    "; names are those of the tree");
      return exit_trouble;
    }
  }
  if (print(headline(inspection, invocation.paths.front())) != exit_fine) return exit_trouble;
  bool gone = false;
  const auto written = write_hex(inspection, file, settings, [&](std::string_view text) {
    gone = !write_all(STDOUT_FILENO, text);
    return !gone;
  });
  if (!written) return failed(invocation.paths.front(), written.error());
  return gone ? int{exit_trouble} : print(end_line(inspection));
}

int print_json(const Inspection& inspection, const std::string& path) {
  bool gone = false;
  write_inspection_json(inspection, path, [&](std::string_view text) {
    gone = !write_all(STDOUT_FILENO, text);
    return !gone;
  });
  return gone ? exit_trouble : exit_fine;
}

int print_plan(const Inspection& inspection, const std::string& path) {
  if (inspection.plan) return print(plan_text(*inspection.plan, inspection.layout.size));
  const std::string& why = inspection.stopped.empty() ? inspection.outcome.reason : inspection.stopped;
  print_message(sanitise_for_terminal(path) + ": no plan: " + sanitise_for_terminal(why));
  return exit_trouble;
}

int print_page(const Inspection& inspection, ByteSource& file, const std::string& path) {
  const auto page = inspection_page(inspection, file, path);
  return page ? print(*page) : failed(path, page.error());
}

int show(const Inspection& inspection, ByteSource& file, const Invocation& invocation) {
  const std::string& path = invocation.paths.front();
  switch (invocation.view) {
    case View::tree:
      return print_tree(inspection, invocation);
    case View::hex:
      return print_hex(inspection, file, invocation);
    case View::tags:
      return print(tags_text(inspection.fields));
    case View::raw_map:
      return print(raw_map_text(inspection));
    case View::plan:
      return print_plan(inspection, path);
    case View::json:
      return print_json(inspection, path);
    case View::html:
      return print_page(inspection, file, path);
  }
  return exit_trouble;
}

}  // namespace

int run_inspect(const Invocation& invocation) {
  std::vector<Target> targets;
  FileSystem& files = system_file_system();
  PathRules rules = invocation.path_rules;
  rules.follow = true;  // looking harms nobody
  if (auto error = check_paths(files, rules, invocation.paths, targets)) return usage_failed(*error);
  const std::string& path = invocation.paths.front();
  const auto opened = open_regular(files, AT_FDCWD, path.c_str(), true);
  if (!opened) return failed(path, opened.error());
  FileSource source(files, opened->descriptor.get(), opened->identity.size);
  if (!invocation.extractions.empty()) return write_parts(source, invocation);
  InspectionRequest request;
  request.policy = invocation.job.policy;
  request.plan = invocation.view == View::plan || invocation.shows_plan;
  request.fields = invocation.view != View::plan && invocation.view != View::raw_map;
  const auto inspection = inspect(source, request);
  if (!inspection) return failed(path, inspection.error());
  return show(*inspection, source, invocation);
}

}  // namespace exifscrub::cli
