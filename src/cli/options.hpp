#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cli/option_table.hpp"

namespace exifscrub::cli {

/// Something that the user must mend before anything is done: one line that says what to do.
struct UsageError {
  std::string message;
};

/// One option as it was given.
struct TypedOption {
  Option option;
  std::string value;  ///< empty for switches and for an optional value left out
};

/// What was typed, in order, nothing looked at yet.
struct Options {
  Command command = Command::scrub;
  std::vector<TypedOption> typed;
  std::vector<std::string> paths;

  [[nodiscard]] bool has(Option option) const;
  [[nodiscard]] unsigned count(Option option) const;
  /// The last value given: the last one wins.
  [[nodiscard]] std::optional<std::string> last(Option option) const;
  /// All values given, in order.
  [[nodiscard]] std::vector<std::string> all(Option option) const;
};

/// Reads the arguments behind the program's name. A first argument that is a verb is the command. Nothing is
/// guessed: an unknown option, an abbreviation, a value that is not one of the choices is an error.
[[nodiscard]] std::optional<UsageError> parse_arguments(std::span<const std::string> arguments,
                                                        Options& into);

/// Whether `value` will do for the option; else the error.
[[nodiscard]] std::optional<UsageError> check_value(const OptionRow& row, std::string_view value);

/// The candidate nearest to `typed`, when one is near enough that it may have been meant.
[[nodiscard]] std::optional<std::string_view> similar_to(std::string_view typed,
                                                         std::span<const std::string_view> candidates);

/// "no option --recursiv; did you mean --recursive?"
[[nodiscard]] UsageError unknown_option(std::string_view typed);

}  // namespace exifscrub::cli
