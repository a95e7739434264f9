#include "cli/walk_rules.hpp"

#include "io/atomic_file.hpp"
#include "io/properties.hpp"
#include "scrub/image_name.hpp"

namespace exifscrub::cli {
namespace {

/// `text` without its ending; empty when it has another, or nothing stands before.
std::string_view without_ending(std::string_view text, std::string_view ending) {
  return text.ends_with(ending) ? text.substr(0, text.size() - ending.size()) : std::string_view();
}

}  // namespace

bool is_repository_name(std::string_view name) { return name == ".git" || name == ".hg" || name == ".svn"; }

std::optional<PassedOver> passed_by_name(const WalkRules& rules, std::string_view name) {
  if (is_repository_name(name)) return PassedOver::repository;
  if (is_temp_name(name)) return PassedOver::temporary;
  if (!without_ending(name, standard_backup_suffix).empty() && !rules.takes_backups)
    return PassedOver::backup;
  return std::nullopt;
}

bool is_backup(const WalkRules& rules, FileSystem& files, int folder, const std::string& name) {
  // No backup has a picture's name: --backup takes no SUFFIX that would make one.
  if (rules.takes_backups || has_image_name(name)) return false;
  const std::string original{without_ending(name, rules.backup_suffix)};
  if (!original.empty() && files.identity_at(folder, original.c_str())) return true;
  return is_marked_backup(files, folder, name);
}

bool left_out(const WalkRules& rules, std::string_view path_below, std::string_view name, bool is_folder) {
  if (!rules.hidden && name.starts_with('.')) return true;
  return any_matches(rules.exclude, path_below, name, is_folder);
}

bool excluded(const WalkRules& rules, std::string_view path_below, std::string_view name) {
  if (left_out(rules, path_below, name, false)) return true;
  return !rules.include.empty() && !any_matches(rules.include, path_below, name, false);
}

bool takes_path(const WalkRules& rules, std::string_view path_below) {
  for (std::size_t begin = 0; begin <= path_below.size();) {
    const std::size_t slash = path_below.find('/', begin);
    const std::string_view path = path_below.substr(0, slash);
    const std::string_view name = path.substr(begin);
    if (slash == std::string_view::npos) return !excluded(rules, path, name);
    if (left_out(rules, path, name, true)) return false;
    begin = slash + 1;
  }
  return true;
}

}  // namespace exifscrub::cli
