#include "cli/glob.hpp"

#include <algorithm>
#include <utility>

namespace exifscrub::cli {
namespace {

/// One step of a pattern: what it takes and how much of the pattern it is.
struct Step {
  enum class Kind { byte, any_byte, set, star, double_star } kind = Kind::byte;
  std::size_t length = 1;
  char byte = 0;
};

/// The length of the "[...]" at the front of `pattern`, or 0 when it is never closed.
std::size_t set_length(std::string_view pattern) {
  std::size_t at = 1;
  if (at < pattern.size() && (pattern[at] == '!' || pattern[at] == '^')) ++at;
  if (at < pattern.size() && pattern[at] == ']') ++at;
  while (at < pattern.size() && pattern[at] != ']') ++at;
  return at < pattern.size() ? at + 1 : 0;
}

Step front_step(std::string_view pattern) {
  switch (pattern.front()) {
    case '?':
      return {Step::Kind::any_byte, 1};
    case '*':
      if (pattern.substr(0, 2) != "**") return {Step::Kind::star, 1};
      // "**/" stands for any number of folders, none included.
      return {Step::Kind::double_star, pattern.substr(0, 3) == "**/" ? 3U : 2U};
    case '[':
      if (const std::size_t length = set_length(pattern)) return {Step::Kind::set, length};
      break;
    case '\\':
      if (pattern.size() > 1) return {Step::Kind::byte, 2, pattern[1]};
      break;
    default:
      break;
  }
  return {Step::Kind::byte, 1, pattern.front()};
}

bool set_holds(std::string_view set, char byte) {
  set = set.substr(1, set.size() - 2);
  const bool negated = set.front() == '!' || set.front() == '^';
  if (negated) set.remove_prefix(1);
  bool found = false;
  const auto value = [](char c) { return static_cast<unsigned char>(c); };
  for (std::size_t i = 0; i < set.size(); ++i) {
    if (i + 2 < set.size() && set[i + 1] == '-') {
      found = found || (value(byte) >= value(set[i]) && value(byte) <= value(set[i + 2]));
      i += 2;
    } else {
      found = found || byte == set[i];
    }
  }
  return found != negated;
}

/// Which prefixes of the text the pattern up to a point can stand for: reached[n] for the first n bytes.
using Reached = std::vector<char>;

Reached after(const Step& step, std::string_view pattern, std::string_view text, const Reached& before) {
  Reached now(text.size() + 1, 0);
  const bool whole_folders = step.kind == Step::Kind::double_star && step.length == 3;
  bool open = false;
  for (std::size_t n = 0; n <= text.size(); ++n) {
    switch (step.kind) {
      case Step::Kind::star:
        if (n > 0 && text[n - 1] == '/') open = false;
        open = open || before[n] != 0;
        now[n] = open;
        break;
      case Step::Kind::double_star:
        now[n] = before[n] != 0 || (open && (!whole_folders || text[n - 1] == '/'));
        open = open || before[n] != 0;
        break;
      case Step::Kind::byte:
        now[n] = n > 0 && before[n - 1] != 0 && text[n - 1] == step.byte;
        break;
      case Step::Kind::any_byte:
        now[n] = n > 0 && before[n - 1] != 0 && text[n - 1] != '/';
        break;
      case Step::Kind::set:
        now[n] = n > 0 && before[n - 1] != 0 && text[n - 1] != '/' &&
                 set_holds(pattern.substr(0, step.length), text[n - 1]);
        break;
    }
  }
  return now;
}

bool stands_for(std::string_view pattern, std::string_view text) {
  Reached reached(text.size() + 1, 0);
  reached[0] = 1;
  while (!pattern.empty()) {
    const Step step = front_step(pattern);
    reached = after(step, pattern, text, reached);
    pattern.remove_prefix(step.length);
  }
  return reached.back() != 0;
}

}  // namespace

Glob::Glob(std::string pattern) : pattern_(std::move(pattern)) {
  while (pattern_.starts_with("./")) pattern_.erase(0, 2);
  if (pattern_.size() > 1 && pattern_.ends_with('/')) {
    folders_only_ = true;
    pattern_.pop_back();
  }
  has_slash_ = pattern_.find('/') != std::string::npos;
  if (!pattern_.empty() && pattern_.front() == '/') pattern_.erase(0, 1);
}

bool Glob::matches(std::string_view path_below, std::string_view base_name, bool is_folder) const {
  if (folders_only_ && !is_folder) return false;
  return stands_for(pattern_, has_slash_ ? path_below : base_name);
}

bool any_matches(const std::vector<Glob>& globs, std::string_view path_below, std::string_view base_name,
                 bool is_folder) {
  return std::any_of(globs.begin(), globs.end(),
                     [&](const Glob& glob) { return glob.matches(path_below, base_name, is_folder); });
}

std::string_view objection_to_glob(std::string_view pattern) {
  if (pattern.starts_with("../") || pattern.find("/../") != std::string_view::npos)
    return "a GLOB is compared with paths below PATH, in which no .. stands";
  const std::size_t open = pattern.find('{');
  const bool braces = open != std::string_view::npos && (open == 0 || pattern[open - 1] != '\\') &&
                      pattern.find(',', open) < pattern.find('}', open);
  if (braces) return "braces stand for themselves; give the option once for each, or write \\{";
  return {};
}

}  // namespace exifscrub::cli
