#include <fcntl.h>
#include <unistd.h>

#include <exception>
#include <new>

#include "cli/completions.hpp"
#include "cli/exit_status.hpp"
#include "cli/help.hpp"
#include "cli/invocation.hpp"
#include "cli/mdoc.hpp"
#include "cli/output.hpp"
#include "cli/verbs.hpp"
#include "cli/writable_places.hpp"

namespace exifscrub::cli {
namespace {

int print(const std::string& text) { return write_all(STDOUT_FILENO, text) ? exit_fine : exit_trouble; }

int print_completions(const Options& options) {
  const auto text = options.paths.size() == 1 ? completions_for(options.paths.front()) : std::nullopt;
  return text ? print(*text)
              : usage_failed({"completions are made for bash, zsh or fish: exifscrub completions bash"});
}

/// Parts of the manual pages, for the build: --generate classes, registries, or options of a verb.
int print_manual_part(std::string_view part) {
  if (part == "classes") return print(classes_as_mdoc());
  if (part == "registries") return print(registries_as_mdoc());
  if (const auto command = command_named(part)) return print(options_as_mdoc(*command));
  return exit_trouble;
}

/// A standard descriptor that is closed would be taken by the next file that is opened: a report could end up
/// in a picture. What stands in for it fails every use.
void fill_standard_descriptors() {
  for (const int descriptor : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    if (::fcntl(descriptor, F_GETFD) != -1) continue;
    // The lowest free number is taken, which is this one.
    if (::open("/dev/null", descriptor == STDIN_FILENO ? O_WRONLY : O_RDONLY) != descriptor)
      ::_exit(exit_trouble);
  }
}

int run(const std::vector<std::string>& arguments) {
  if (arguments.size() == 2 && arguments[0] == "--generate") return print_manual_part(arguments[1]);
  Options options;
  if (auto error = parse_arguments(arguments, options)) return usage_failed(*error);
  if (options.has(Option::help)) return print(help_text(options.command));
  if (options.has(Option::version)) return print(version_text(options.has(Option::verbose)));
  if (options.command == Command::completions) return print_completions(options);
  Invocation invocation;
  if (auto error = interpret(std::move(options), invocation)) return usage_failed(*error);
  const auto places = [&] { return writable_places(invocation); };
  if (auto error = enter_sandbox(invocation.sandbox, places, invocation.held_by)) return usage_failed(*error);
  if (invocation.command == Command::inspect) return run_inspect(invocation);
  if (invocation.filters_stdin) return run_filter(invocation);
  if (invocation.staged) return run_staged(std::move(invocation));
  if (invocation.git_history) return run_history(std::move(invocation));
  return run_tree(std::move(invocation));
}

}  // namespace
}  // namespace exifscrub::cli

int main(int argc, char** argv) {
  using namespace exifscrub::cli;
  fill_standard_descriptors();
  try {
    return run({argv + (argc > 0 ? 1 : 0), argv + argc});
  } catch (const std::bad_alloc&) {
    print_message("out of memory; every file is whole, run again with fewer --jobs");
  } catch (const std::exception& error) {
    print_message(error.what());
  }
  return exit_trouble;
}
