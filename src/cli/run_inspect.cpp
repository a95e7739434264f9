#include <fcntl.h>
#include <unistd.h>

#include "base/text.hpp"
#include "cli/exit_status.hpp"
#include "cli/reporter.hpp"
#include "cli/verbs.hpp"
#include "exifscrub/inspect.hpp"
#include "io/open_file.hpp"
#include "report/inspection.hpp"
#include "report/words.hpp"

namespace exifscrub::cli {
namespace {

std::string view_text(const Inspection& inspection, const Invocation& invocation) {
  switch (invocation.view) {
    case View::raw_map:
      return raw_map_text(inspection);
    case View::plan:
      if (!inspection.plan) return {};
      return plan_text(*inspection.plan, inspection.layout.size);
    case View::tree:
      break;
  }
  return sanitise_for_terminal(invocation.paths.front()) + ": " +
         std::string(words_for(inspection.layout.format)) + ", " +
         count_text(inspection.layout.size, "byte", "bytes") + '\n' +
         tree_text(inspection, wants_colour(invocation.color, STDOUT_FILENO));
}

int failed(const std::string& path, const Error& error) {
  print_message(sanitise_for_terminal(path) + ": " +
                (error.sys != 0 ? system_words(error.sys) : std::string(error.what)));
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
  const auto inspection = inspect(source, invocation.job.policy, invocation.view == View::plan);
  if (!inspection) return failed(path, inspection.error());
  if (!write_all(STDOUT_FILENO, view_text(*inspection, invocation))) return exit_trouble;
  if (!inspection->stopped.empty()) {
    print_message(sanitise_for_terminal(path) + ": " + sanitise_for_terminal(inspection->stopped));
    return exit_trouble;
  }
  if (invocation.view == View::plan && !inspection->plan) {
    print_message(sanitise_for_terminal(path) +
                  ": no plan: " + sanitise_for_terminal(inspection->outcome.reason));
    return exit_trouble;
  }
  return exit_fine;
}

}  // namespace exifscrub::cli
