#include "cli/config_file.hpp"

#include <algorithm>

#include "base/characters.hpp"
#include "base/text.hpp"

namespace exifscrub::cli {
namespace {

/// Options that cannot stand together, so that a typed one drives all of its group out of the file.
bool excludes(Option a, Option b) {
  if (a == b) return true;
  const auto both_in = [&](std::initializer_list<Option> group) {
    return std::find(group.begin(), group.end(), a) != group.end() &&
           std::find(group.begin(), group.end(), b) != group.end();
  };
  return both_in({Option::exif_only, Option::gps_only}) || both_in({Option::exif_only, Option::in_place}) ||
         both_in({Option::exif_only, Option::sidecars}) || both_in({Option::in_place, Option::output}) ||
         both_in({Option::output, Option::backup}) || both_in({Option::hidden, Option::no_hidden});
}

/// The names of a list without those that `others` has too.
std::string without_names(std::string_view list, std::string_view others) {
  std::string left;
  while (!list.empty()) {
    const std::string_view name = list.substr(0, list.find(','));
    list.remove_prefix(std::min(list.size(), name.size() + 1));
    if ((',' + std::string(others) + ',').find(',' + std::string(name) + ',') != std::string::npos) continue;
    left += (left.empty() ? "" : ",") + std::string(name);
  }
  return left;
}

/// What a list of classes in the file still says beside a typed list of the opposite: --remove time takes
/// time out of the file's keep.
std::string beside_opposite(const TypedOption& option, const Options& typed) {
  std::string list = option.value;
  if (option.option != Option::keep && option.option != Option::remove) return list;
  const Option opposite = option.option == Option::keep ? Option::remove : Option::keep;
  for (const std::string& others : typed.all(opposite)) list = without_names(list, others);
  return list;
}

std::optional<std::string> parse_line(std::string_view line, bool tighten_only, Options& into) {
  const std::size_t equals = line.find('=');
  const std::string_view name = trimmed(line.substr(0, equals));
  const std::string_view value =
      equals == std::string_view::npos ? std::string_view() : trimmed(line.substr(equals + 1));
  const OptionRow* row = row_named(name);
  if (row == nullptr) return unknown_option("--" + std::string(name)).message;
  if (equals == std::string_view::npos || value.empty()) return "write " + std::string(name) + " = VALUE";
  if (tighten_only && row->option != Option::remove && row->option != Option::fail_on) {
    return "only remove and fail-on may stand in a file that comes with the pictures, not " +
           std::string(name);
  }
  if (row->option == Option::config || row->option == Option::help || row->option == Option::version) {
    return std::string(name) + " works on the command line only";
  }
  // One file serves all verbs; what a verb has not is not its business.
  if (!serves(*row, into.command)) return std::nullopt;
  const bool is_switch = value == "true" || value == "false";
  const bool may_stand_alone = row->takes != Takes::value && choices_of(*row).empty();
  if (is_switch && may_stand_alone) {
    if (value == "true") into.typed.push_back({row->option, {}});
    return std::nullopt;
  }
  if (row->takes == Takes::nothing) return std::string(name) + " is true or false";
  if (auto error = check_value(*row, value)) return error->message;
  into.typed.push_back({row->option, std::string(value)});
  return std::nullopt;
}

}  // namespace

std::optional<UsageError> parse_config(std::string_view text, std::string_view file, bool tighten_only,
                                       Options& into) {
  constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
  if (text.starts_with(byte_order_mark)) text.remove_prefix(byte_order_mark.size());
  for (std::size_t number = 1; !text.empty(); ++number) {
    const std::size_t end = text.find('\n');
    const std::string_view line = trimmed(text.substr(0, end));
    text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
    if (line.empty() || line.front() == '#') continue;
    if (const auto error = parse_line(line, tighten_only, into)) {
      return UsageError{sanitise_for_terminal(file) + " line " + std::to_string(number) + ": " + *error};
    }
  }
  return std::nullopt;
}

void put_under(const Options& config, Options& typed) {
  std::vector<TypedOption> all;
  for (const TypedOption& option : config.typed) {
    const bool beaten = std::any_of(typed.typed.begin(), typed.typed.end(),
                                    [&](const TypedOption& t) { return excludes(t.option, option.option); });
    if (beaten) continue;
    const std::string value = beside_opposite(option, typed);
    if (!value.empty() || option.value.empty()) all.push_back({option.option, value});
  }
  all.insert(all.end(), typed.typed.begin(), typed.typed.end());
  typed.typed = std::move(all);
}

}  // namespace exifscrub::cli
