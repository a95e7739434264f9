#include "cli/options.hpp"

#include <algorithm>
#include <boost/program_options/errors.hpp>
#include <boost/program_options/options_description.hpp>
#include <boost/program_options/parsers.hpp>
#include <boost/program_options/value_semantic.hpp>
#include <utility>

namespace exifscrub::cli {
namespace {

namespace po = boost::program_options;

/// What Boost sees: an option whose value may be left out is two to it, a switch "name" and a "name=" with a
/// value. With one of its own implicit values it would take the next argument, a file name, for the value.
po::options_description boost_description() {
  po::options_description description;
  for (const OptionRow& row : option_table()) {
    std::string names(row.name);
    if (row.letter != 0) names += std::string(",") + row.letter;
    if (row.takes == Takes::value) {
      description.add_options()(names.c_str(), po::value<std::string>());
    } else {
      description.add_options()(names.c_str(), "");
    }
    if (row.takes == Takes::optional_value) {
      description.add_options()((std::string(row.name) + '=').c_str(), po::value<std::string>());
    }
  }
  return description;
}

/// Hands --name=VALUE to the "name=" of boost_description().
std::pair<std::string, std::string> split_optional_value(const std::string& argument) {
  if (argument.rfind("--", 0) != 0) return {};
  const std::size_t equals = argument.find('=');
  const OptionRow* row = row_named(argument.substr(2, equals == std::string::npos ? equals : equals - 2));
  if (row == nullptr || row->takes != Takes::optional_value || equals == std::string::npos) return {};
  return {std::string(row->name) + '=', argument.substr(equals + 1)};
}

/// The error for a --name= with nothing behind, which Boost takes for a --name.
std::optional<UsageError> check_empty_values(std::span<const std::string> arguments) {
  for (const std::string& argument : arguments) {
    if (argument == "--") break;
    if (argument.rfind("--", 0) != 0 || argument.back() != '=') continue;
    const OptionRow* row = row_named(std::string_view(argument).substr(2, argument.size() - 3));
    if (row != nullptr && row->takes != Takes::nothing) return check_value(*row, "");
  }
  return std::nullopt;
}

/// The error for --name VALUE where only --name=VALUE is one: VALUE would be taken for a file.
std::optional<UsageError> check_stray_values(std::span<const std::string> arguments) {
  for (std::size_t i = 0; i + 1 < arguments.size() && arguments[i] != "--"; ++i) {
    if (arguments[i].rfind("--", 0) != 0) continue;
    const OptionRow* row = row_named(std::string_view(arguments[i]).substr(2));
    if (row == nullptr || row->takes != Takes::optional_value) continue;
    const auto choices = choices_of(*row);
    const std::string& value = arguments[i + 1];
    if (std::find(choices.begin(), choices.end(), value) == choices.end()) continue;
    return UsageError{"write " + arguments[i] + '=' + value +
                      ", with an equals sign; a file of that name is written ./" + value};
  }
  return std::nullopt;
}

/// The error for what Boost could not take; it names options with or without their dashes.
UsageError error_for(const po::error_with_option_name& error, const std::string& token) {
  const std::string typed = token.empty() ? error.get_option_name() : token;
  const std::string name = typed.substr(0, typed.find('='));
  const std::size_t dashes = std::min(name.find_first_not_of('-'), name.size());
  const OptionRow* row = nullptr;
  if (dashes == 2) row = row_named(name.substr(2));
  if (dashes == 1) {
    for (const OptionRow& r : option_table()) {
      if (r.letter != 0 && r.letter == name[1]) row = &r;
    }
  }
  if (row == nullptr) return unknown_option(name);
  if (row->takes == Takes::value) return {name_of(*row) + " needs a value: " + synopsis_of(*row)};
  return {name_of(*row) + " takes no value"};
}

std::optional<UsageError> take(const po::option& parsed, Options& into) {
  if (parsed.string_key.empty()) {
    into.paths.insert(into.paths.end(), parsed.value.begin(), parsed.value.end());
    return std::nullopt;
  }
  const std::string_view key = parsed.string_key;
  const OptionRow& row = *row_named(key.substr(0, key.find('=')));
  const std::string value = parsed.value.empty() ? std::string() : parsed.value.front();
  if (!serves(row, into.command)) {
    std::string list;
    for (const Command command : {Command::scrub, Command::audit, Command::inspect}) {
      if (serves(row, command)) list += (list.empty() ? "" : " and ") + std::string(name_of(command));
    }
    return UsageError{name_of(row) + " belongs to " + list + ", not to " +
                      std::string(name_of(into.command))};
  }
  if (!parsed.value.empty()) {
    if (auto error = check_value(row, value)) return error;
  }
  into.typed.push_back({row.option, value});
  return std::nullopt;
}

/// Edit distance with neighbouring letters swapped as one edit (optimal string alignment).
std::size_t distance_between(std::string_view a, std::string_view b) {
  std::vector<std::size_t> before(b.size() + 1);
  std::vector<std::size_t> above(b.size() + 1);
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) above[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t change = above[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      row[j] = std::min({change, above[j] + 1, row[j - 1] + 1});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        row[j] = std::min(row[j], before[j - 2] + 1);
    }
    before.swap(above);
    above.swap(row);
  }
  return above[b.size()];
}

}  // namespace

bool Options::has(Option option) const { return count(option) > 0; }

unsigned Options::count(Option option) const {
  return static_cast<unsigned>(
      std::count_if(typed.begin(), typed.end(), [&](const TypedOption& o) { return o.option == option; }));
}

std::optional<std::string> Options::last(Option option) const {
  const auto found =
      std::find_if(typed.rbegin(), typed.rend(), [&](const TypedOption& o) { return o.option == option; });
  if (found == typed.rend()) return std::nullopt;
  return found->value;
}

std::vector<std::string> Options::all(Option option) const {
  std::vector<std::string> values;
  for (const TypedOption& o : typed) {
    if (o.option == option) values.push_back(o.value);
  }
  return values;
}

std::optional<std::string_view> similar_to(std::string_view typed,
                                           std::span<const std::string_view> candidates) {
  std::optional<std::string_view> nearest;
  std::size_t least = 3;
  for (const std::string_view candidate : candidates) {
    const bool begun = typed.size() >= 2 && candidate.substr(0, typed.size()) == typed;
    const std::size_t distance = begun ? 1 : distance_between(typed, candidate);
    // Two edits turn any short word into any other.
    if (distance < least && distance * 2 < std::max(typed.size(), candidate.size())) {
      least = distance;
      nearest = candidate;
    }
  }
  return nearest;
}

UsageError unknown_option(std::string_view typed) {
  std::string message = "there is no option " + std::string(typed);
  if (typed.substr(0, 2) == "--") {
    std::vector<std::string_view> names;
    for (const OptionRow& row : option_table()) names.push_back(row.name);
    if (const auto meant = similar_to(typed.substr(2), names)) {
      return {message + "; did you mean --" + std::string(*meant) + '?'};
    }
  }
  for (const OptionRow& row : option_table()) {
    const bool other_case = typed.size() == 2 && row.letter != 0 && (typed[1] ^ row.letter) == 'a' - 'A';
    if (other_case) return {message + "; did you mean -" + row.letter + '?'};
  }
  return {message + "; a file of that name is written ./" + std::string(typed)};
}

std::optional<UsageError> check_value(const OptionRow& row, std::string_view value) {
  const std::string name = name_of(row);
  if (value.empty()) return UsageError{name + " needs a value: " + synopsis_of(row)};
  const auto choices = choices_of(row);
  if (choices.empty() || std::find(choices.begin(), choices.end(), value) != choices.end())
    return std::nullopt;
  std::string list;
  for (const std::string_view choice : choices) list += (list.empty() ? "" : ", ") + std::string(choice);
  return UsageError{name + " is one of " + list + ", not \"" + std::string(value) + '"'};
}

std::optional<UsageError> parse_arguments(std::span<const std::string> arguments, Options& into) {
  if (!arguments.empty()) {
    if (const auto command = command_named(arguments.front())) {
      into.command = *command;
      arguments = arguments.subspan(1);
    }
  }
  if (auto error = check_empty_values(arguments)) return error;
  if (auto error = check_stray_values(arguments)) return error;
  using style = po::command_line_style::style_t;
  constexpr int no_guessing = style::allow_long | style::allow_short | style::allow_dash_for_short |
                              style::long_allow_adjacent | style::long_allow_next |
                              style::short_allow_adjacent | style::short_allow_next | style::allow_sticky;
  try {
    const po::options_description description = boost_description();
    const std::vector<std::string> list(arguments.begin(), arguments.end());
    const po::parsed_options parsed = po::command_line_parser(list)
                                          .options(description)
                                          .style(no_guessing)
                                          .extra_parser(split_optional_value)
                                          .run();
    for (const po::option& option : parsed.options) {
      if (auto error = take(option, into)) return error;
    }
  } catch (const po::error_with_option_name& error) {
    return error_for(error, error.get_option_name());
  } catch (const po::error& error) {
    return UsageError{error.what()};
  }
  return std::nullopt;
}

}  // namespace exifscrub::cli
