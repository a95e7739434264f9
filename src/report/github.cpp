#include "report/github.hpp"

#include "base/characters.hpp"
#include "base/text.hpp"
#include "report/words.hpp"

namespace exifscrub {
namespace {

std::string_view command_for(Level level) {
  switch (level) {
    case Level::error:
      return "::error";
    case Level::warning:
      return "::warning";
    case Level::note:
      return "::notice";
  }
  return "::error";
}

std::string escaped(std::string_view text, std::string_view signs) {
  std::string out;
  for (const char c : sanitise_for_terminal(text)) {
    if (signs.find(c) == std::string_view::npos) {
      out += c;
      continue;
    }
    out += '%';
    append_hex(out, static_cast<unsigned char>(c), upper_hex);
  }
  return out;
}

}  // namespace

std::string workflow_property(std::string_view text) { return escaped(text, "%:,"); }

std::string workflow_message(std::string_view text) { return escaped(text, "%"); }

void GithubReport::add(const Outcome& outcome, std::string& out) {
  for (const Problem& problem : problems_of(outcome, settings_)) {
    out.append(command_for(problem.level));
    out += " file=" + workflow_property(path_in_ci(settings_.base, outcome.path));
    out += ",title=exifscrub " + workflow_property(problem.rule);
    out += "::" + workflow_message(problem.message) + '\n';
  }
}

void GithubReport::finish(const Summary& summary, std::string& out) {
  std::vector<std::string> parts;
  for (std::size_t i = 0; i < status_count; ++i) {
    if (summary.by_status[i] == 0) continue;
    parts.push_back(number_text(summary.by_status[i]) + ' ' + std::string(name_of(static_cast<Status>(i))));
  }
  out += "::notice title=exifscrub::" + count_text(summary.files, "file", "files");
  if (!parts.empty()) out += workflow_message(": " + joined(parts, ", ", ", "));
  out += '\n';
}

}  // namespace exifscrub
