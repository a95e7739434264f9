#include "git/repository.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

#include "base/text.hpp"

namespace exifscrub::git {
namespace {

struct KnownRefusal {
  std::string_view git_says;
  std::string_view words;
};

constexpr std::array refusals = {
    KnownRefusal{"not a git repository", "there is no git repository here"},
    KnownRefusal{"promisor remote",
                 "a partial clone, which left contents away that are needed; look at a full clone"},
    KnownRefusal{"must be run in a work tree", "this repository has no work tree and so no index to look at"},
    KnownRefusal{"index.lock", "another git is at work in this repository; try again when it is done"},
};

std::string_view without_newline(std::string_view text) {
  if (!text.empty() && text.back() == '\n') text.remove_suffix(1);
  return text;
}

/// "... in repository at '/srv/x'": the folder that git would have to trust.
std::string dubious_folder(std::string_view complaint) {
  const std::size_t begin = complaint.find('\'');
  const std::size_t end = complaint.find("'\n");
  if (begin == std::string_view::npos || end == std::string_view::npos || end <= begin) return "FOLDER";
  return std::string(complaint.substr(begin + 1, end - begin - 1));
}

/// What rev-parse answers to these words, as a path.
std::optional<Trouble> find_path(const Repository& repository, std::vector<std::string> arguments,
                                 std::string& path) {
  std::string answer;
  arguments.insert(arguments.begin(), "rev-parse");
  auto trouble = repository.ask(repository.call(std::move(arguments)), {}, answer);
  path = without_newline(answer);
  return trouble;
}

}  // namespace

std::string_view take_until(std::string_view& rest, char end) {
  const std::size_t at = rest.find(end);
  const std::string_view taken = rest.substr(0, at);
  rest = at == std::string_view::npos ? std::string_view() : rest.substr(at + 1);
  return taken;
}

Trouble trouble_of(std::string_view complaint) {
  if (complaint.find("dubious ownership") != std::string_view::npos) {
    return {
        "git does not trust this repository, because somebody else owns it; if you do: git config --global "
        "--add safe.directory " +
        sanitise_for_terminal(dubious_folder(complaint))};
  }
  for (const KnownRefusal& refusal : refusals) {
    if (complaint.find(refusal.git_says) != std::string_view::npos) return {std::string(refusal.words)};
  }
  std::string_view line = take_until(complaint, '\n');
  for (const std::string_view beginning : {"fatal: ", "error: "}) {
    if (line.substr(0, beginning.size()) == beginning) line.remove_prefix(beginning.size());
  }
  if (line.empty()) return {"git stopped without a word"};
  return {"git says: " + sanitise_for_terminal(line)};
}

Trouble trouble_of(const Error& error) {
  if (error.sys == 0 || error.sys == ENOENT) return {std::string(error.what)};
  return {std::string(error.what) + ": " + std::strerror(error.sys)};
}

Call Repository::call(std::vector<std::string> arguments, bool at_top) const {
  return {std::move(arguments), at_top ? top : folder, folder.empty()};
}

std::optional<Trouble> Repository::ask(const Call& call, std::string_view input, std::string& output) const {
  auto answer = git::ask(call, input);
  if (!answer) return trouble_of(answer.error());
  if (answer->status != 0) return trouble_of(answer->complaint);
  output = std::move(answer->output);
  return std::nullopt;
}

std::optional<Trouble> Repository::find(std::string_view what, std::string& path) const {
  return find_path(*this, {"--path-format=absolute", "--git-path", std::string(what)}, path);
}

std::optional<Trouble> Repository::open(const std::string& folder, Repository& into) {
  into = {};
  into.folder = folder;
  const auto ask_path = [&](std::vector<std::string> arguments, std::string& path) {
    return find_path(into, std::move(arguments), path);
  };
  std::string facts;
  const Call question = into.call({"rev-parse", "--is-inside-work-tree", "--is-shallow-repository"});
  if (auto trouble = into.ask(question, {}, facts)) return trouble;
  std::string_view rest = facts;
  const bool has_work_tree = take_until(rest, '\n') == "true";
  into.shallow = take_until(rest, '\n') == "true";
  if (auto trouble = ask_path({"--absolute-git-dir"}, into.git_folder)) return trouble;
  if (auto trouble = ask_path({"--path-format=absolute", "--git-common-dir"}, into.common_folder))
    return trouble;
  if (!has_work_tree) return std::nullopt;
  if (auto trouble = ask_path({"--show-toplevel"}, into.top)) return trouble;
  return ask_path({"--show-prefix"}, into.prefix);
}

std::string Repository::shown(std::string_view path) const {
  if (!folder.empty()) {
    // `folder` was typed, and nothing outside it is ever listed.
    const std::string_view below = path.substr(std::min(path.size(), prefix.size()));
    if (folder == ".") return std::string(below);
    return folder + (folder.back() == '/' ? "" : "/") + std::string(below);
  }
  if (path.substr(0, prefix.size()) == prefix) return std::string(path.substr(prefix.size()));
  std::string up;
  for (const char c : prefix) up += c == '/' ? "../" : "";
  return up + std::string(path);
}

}  // namespace exifscrub::git
