#include "cli/policy_options.hpp"

#include <string>
#include <vector>

#include "base/text.hpp"

namespace exifscrub::cli {
namespace {

UsageError no_such_class(Option option, std::string_view name) {
  std::vector<std::string_view> names;
  std::string list;
  for (const ClassRow& row : class_table()) {
    names.push_back(row.name);
    list += (list.empty() ? "" : ", ") + std::string(row.name);
  }
  std::string message = name_of(option) + ": there is no class \"" + sanitise_for_terminal(name) + '"';
  const auto meant = name == "gps" ? std::optional<std::string_view>("location") : similar_to(name, names);
  if (meant) return {message + "; did you mean " + std::string(*meant) + '?'};
  return {message + "; the classes are " + list};
}

}  // namespace

std::optional<UsageError> add_classes(const Options& options, Option option, Classes& into) {
  for (const std::string& list : options.all(option)) {
    std::string_view rest = list;
    for (bool more = true; more;) {
      const std::size_t comma = rest.find(',');
      const std::string_view name = rest.substr(0, comma);
      const auto leak_class = leak_class_named(name);
      if (!leak_class) return no_such_class(option, name);
      into[static_cast<std::size_t>(*leak_class)] = true;
      more = comma != std::string_view::npos;
      if (more) rest = rest.substr(comma + 1);
    }
  }
  return std::nullopt;
}

std::optional<UsageError> set_policy(const Options& options, Policy& policy) {
  const Mode mode = options.has(Option::exif_only)  ? Mode::exif_only
                    : options.has(Option::gps_only) ? Mode::gps_only
                                                    : Mode::strip;
  policy = Policy{mode};
  policy.in_place = options.has(Option::in_place);
  Classes keep{};
  Classes remove{};
  if (auto error = add_classes(options, Option::keep, keep)) return error;
  if (auto error = add_classes(options, Option::remove, remove)) return error;
  for (const ClassRow& row : class_table()) {
    const auto index = static_cast<std::size_t>(row.leak_class);
    if (keep[index] && remove[index]) {
      return UsageError{"--keep and --remove both name " + std::string(row.name) + "; leave it out of one"};
    }
    if (keep[index]) policy.keep(row.leak_class);
    if (remove[index]) policy.remove(row.leak_class);
  }
  return std::nullopt;
}

}  // namespace exifscrub::cli
