#include "cli/clashes.hpp"

#include <array>
#include <string>

namespace exifscrub::cli {
namespace {

struct Clash {
  Option a;
  Option b;
  std::string_view why;
};
constexpr auto clashes = std::to_array<Clash>({
    {Option::exif_only, Option::gps_only, "each says what goes"},
    {Option::exif_only, Option::set_thumbnail, "each says what goes"},
    {Option::gps_only, Option::set_thumbnail, "each says what goes"},
    {Option::keep, Option::set_thumbnail, "--set-thumbnail changes the thumbnail alone"},
    {Option::remove, Option::set_thumbnail, "--set-thumbnail changes the thumbnail alone"},
    {Option::in_place, Option::exif_only, "--exif-only makes files smaller"},
    {Option::exif_only, Option::sidecars, "a sidecar holds no Exif segment"},
    {Option::in_place, Option::output, "--output leaves the originals alone"},
    {Option::output, Option::backup, "--output leaves the originals alone"},
    {Option::baseline, Option::write_baseline, "a new baseline holds all that leaks today"},
    {Option::staged, Option::git_history, "each says where to look"},
    {Option::quick, Option::near, "a position may stand where it does not look"},
    {Option::staged, Option::output, "what is cleaned goes back to the index"},
    {Option::staged, Option::backup, "git keeps what was staged"},
    {Option::staged, Option::files_from, "git lists what is staged"},
    {Option::git_history, Option::files_from, "git lists what was committed"},
    {Option::staged, Option::sidecars, "each staged file is looked at by itself"},
    {Option::staged, Option::xattrs, "git keeps no attributes"},
    {Option::git_history, Option::sidecars, "each committed file is looked at by itself"},
    {Option::git_history, Option::xattrs, "git keeps no attributes"},
});

std::optional<UsageError> check_standard_input(const Options& options) {
  if (options.paths.size() > 1 || options.has(Option::files_from)) {
    return UsageError{"- stands for standard input and goes alone; a file of that name is written ./-"};
  }
  for (const Option option : {Option::in_place, Option::output, Option::backup, Option::sidecars,
                              Option::xattrs, Option::staged, Option::git_history, Option::near}) {
    if (!options.has(option)) continue;
    return UsageError{name_of(option) + " needs files; - reads standard input and writes standard output"};
  }
  return std::nullopt;
}

}  // namespace

std::optional<UsageError> check_clashes(const Options& options, bool filters_stdin) {
  for (const Clash& clash : clashes) {
    if (!options.has(clash.a) || !options.has(clash.b)) continue;
    return UsageError{name_of(clash.a) + " and " + name_of(clash.b) +
                      " do not go together: " + std::string(clash.why)};
  }
  return filters_stdin ? check_standard_input(options) : std::nullopt;
}

}  // namespace exifscrub::cli
