// The command line, configuration files and globs on any bytes. The first byte chooses; arguments are divided
// by zero bytes.
#include <algorithm>
#include <string>
#include <vector>

#include "base/assert.hpp"
#include "cli/config_file.hpp"
#include "cli/glob.hpp"
#include "cli/invocation.hpp"
#include "cli/options.hpp"

namespace exifscrub::cli {
namespace {

std::vector<std::string> divided(std::string_view text) {
  std::vector<std::string> parts;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\0'), text.size());
    parts.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return parts;
}

void check_error(const UsageError& error) { EXS_ASSERT(!error.message.empty()); }

void read_arguments(std::string_view text) {
  Options options;
  if (const auto error = parse_arguments(divided(text), options)) return check_error(*error);
  for (const TypedOption& typed : options.typed) {
    if (typed.option == Option::config) return;  // would read a file
  }
  Invocation invocation;
  if (const auto error = interpret(options, invocation)) check_error(*error);
}

/// A file that came with the pictures may only tighten.
void read_folder_config(std::string_view text) {
  Options options;
  if (const auto error = parse_config(text, "f", true, options)) return check_error(*error);
  EXS_ASSERT(options.paths.empty());
  for (const TypedOption& typed : options.typed)
    EXS_ASSERT(typed.option == Option::remove || typed.option == Option::fail_on);
}

void read_config_text(std::string_view text) {
  Options options;
  if (const auto error = parse_config(text, "f", false, options)) return check_error(*error);
  Options typed;
  put_under(options, typed);
  Invocation invocation;
  if (const auto error = interpret(typed, invocation)) check_error(*error);
}

void match(std::string_view text) {
  const std::vector<std::string> parts = divided(text);
  if (parts.size() < 2) return;
  const std::string_view path = parts[1];
  const std::size_t slash = path.rfind('/');
  const std::string_view base = slash == std::string_view::npos ? path : path.substr(slash + 1);
  static_cast<void>(Glob{parts[0]}.matches(path, base));
  EXS_ASSERT(Glob{"**"}.matches(path, base));
}

}  // namespace
}  // namespace exifscrub::cli

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace exifscrub::cli;
  if (size == 0) return 0;
  const std::string_view text{reinterpret_cast<const char*>(data) + 1, size - 1};
  switch (data[0] % 4) {
    case 0:
      read_arguments(text);
      break;
    case 1:
      read_folder_config(text);
      break;
    case 2:
      read_config_text(text);
      break;
    default:
      match(text);
  }
  return 0;
}
