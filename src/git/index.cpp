#include "git/index.hpp"

#include <unordered_map>
#include <unordered_set>

namespace exifscrub::git {
namespace {

/// A NUL-separated listing: a letter for the bits, mode, object, stage; a tab; the path.
std::vector<IndexEntry> parse_index(std::string_view listing) {
  std::vector<IndexEntry> entries;
  while (!listing.empty()) {
    std::string_view line = take_until(listing, '\0');
    IndexEntry entry;
    const std::string_view letter = take_until(line, ' ');
    entry.skip_worktree = letter == "S" || letter == "s";
    entry.assume_unchanged = !letter.empty() && letter.front() >= 'a' && letter.front() <= 'z';
    entry.mode = take_until(line, ' ');
    entry.object = take_until(line, ' ');
    entry.merged = take_until(line, '\t') == "0";
    entry.path = line;
    // Of the up to three stages of an unmerged path one stands for all.
    if (!entry.merged && !entries.empty() && entries.back().path == entry.path) continue;
    entries.push_back(std::move(entry));
  }
  return entries;
}

/// The tree of HEAD; of a branch without a commit the empty one.
std::optional<Trouble> find_head(const Repository& repository, std::string& tree) {
  const auto head = ask(repository.call({"rev-parse", "--verify", "--quiet", "HEAD^{tree}"}));
  if (!head) return trouble_of(head.error());
  tree = head->output;
  if (head->status != 0) {
    if (auto trouble = repository.ask(repository.call({"hash-object", "-t", "tree", "--stdin"}), {}, tree)) {
      return trouble;
    }
  }
  std::string_view rest = tree;
  tree = std::string(take_until(rest, '\n'));
  return std::nullopt;
}

std::optional<Trouble> list_all(const Repository& repository, std::vector<std::string> options,
                                std::span<const std::string> paths, bool at_top,
                                std::vector<IndexEntry>& into) {
  std::vector<std::string> words = {"ls-files", "--stage", "-v", "-z", "--full-name"};
  words.insert(words.end(), options.begin(), options.end());
  words.emplace_back("--");
  words.insert(words.end(), paths.begin(), paths.end());
  std::string listing;
  if (auto trouble = repository.ask(repository.call(std::move(words), at_top), {}, listing)) return trouble;
  into = parse_index(listing);
  return std::nullopt;
}

/// Takes out what was only announced (git add -N): it has a place in the index, but is not in the next commit.
/// Of the index against the work tree nothing else is new.
std::optional<Trouble> leave_out_intended(const Repository& repository, std::span<const std::string> paths,
                                          std::vector<IndexEntry>& entries) {
  std::vector<std::string> words = {"diff-files",   "--name-only",     "-z",
                                    "--no-renames", "--diff-filter=A", "--"};
  words.insert(words.end(), paths.begin(), paths.end());
  std::string listing;
  if (auto trouble = repository.ask(repository.call(std::move(words)), {}, listing)) return trouble;
  std::unordered_set<std::string_view> intended;
  for (std::string_view rest = listing; !rest.empty();) intended.insert(take_until(rest, '\0'));
  std::erase_if(entries, [&](const IndexEntry& entry) { return intended.contains(entry.path); });
  return std::nullopt;
}

/// Sets a bit of index entries.
/// @param paths  each ended by NUL
std::optional<Trouble> set_bit(const Repository& repository, std::string bit, const std::string& paths) {
  if (paths.empty()) return std::nullopt;
  std::string answer;
  return repository.ask(repository.call({"update-index", std::move(bit), "-z", "--stdin"}, true), paths,
                        answer);
}

}  // namespace

Kind kind_of(std::string_view mode) {
  if (mode == "160000") return Kind::submodule;
  return mode == "120000" ? Kind::symlink : Kind::file;
}

std::optional<Trouble> list_changes(const Repository& repository, std::vector<IndexEntry>& into) {
  std::string tree;
  if (auto trouble = find_head(repository, tree)) return trouble;
  std::string listing;
  const Call question = repository.call({"diff-index", "--cached", "--raw", "-z", "--no-renames",
                                         "--no-abbrev", "--ita-invisible-in-index", tree, "--"});
  if (auto trouble = repository.ask(question, {}, listing)) return trouble;
  for (std::string_view rest = listing; !rest.empty();) {
    // ":MODE MODE OBJECT OBJECT STATUS", then the path
    std::string_view line = take_until(rest, '\0');
    IndexEntry entry;
    take_until(line, ' ');
    entry.mode = take_until(line, ' ');
    take_until(line, ' ');
    entry.object = take_until(line, ' ');
    entry.merged = line != "U";
    entry.path = take_until(rest, '\0');
    if (line != "D") into.push_back(std::move(entry));
  }
  return std::nullopt;
}

std::optional<Trouble> list_index(const Repository& repository, std::span<const std::string> paths,
                                  std::vector<IndexEntry>& into) {
  if (auto trouble = list_all(repository, {"--error-unmatch"}, paths, false, into)) return trouble;
  return leave_out_intended(repository, paths, into);
}

std::optional<Trouble> store_blob(const Repository& repository, Bytes bytes, std::string& object) {
  const std::string_view content(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  std::string answer;
  const Call command = repository.call({"hash-object", "-w", "--no-filters", "--stdin"});
  if (auto trouble = repository.ask(command, content, answer)) return trouble;
  std::string_view rest = answer;
  object = take_until(rest, '\n');
  return std::nullopt;
}

std::optional<Trouble> replace_in_index(const Repository& repository, std::span<const IndexEntry> before,
                                        std::span<const std::string> after, std::vector<bool>& replaced) {
  std::vector<IndexEntry> now;
  if (auto trouble = list_all(repository, {}, {}, true, now)) return trouble;
  std::unordered_map<std::string_view, const IndexEntry*> by_path;
  for (const IndexEntry& entry : now) by_path[entry.path] = &entry;
  std::string lines;
  std::string skipped;
  std::string assumed;
  replaced.assign(before.size(), false);
  for (std::size_t i = 0; i < before.size(); ++i) {
    const auto found = by_path.find(before[i].path);
    if (found == by_path.end() || found->second->object != before[i].object) continue;
    replaced[i] = true;
    lines += before[i].mode + ' ' + after[i] + '\t' + before[i].path + '\0';
    if (found->second->skip_worktree) skipped += before[i].path + '\0';
    if (found->second->assume_unchanged) assumed += before[i].path + '\0';
  }
  if (lines.empty()) return std::nullopt;
  std::string answer;
  const Call replace = repository.call({"update-index", "-z", "--index-info"}, true);
  if (auto trouble = repository.ask(replace, lines, answer)) return trouble;
  // An entry that is put in anew has none of the bits that its path had.
  if (auto trouble = set_bit(repository, "--skip-worktree", skipped)) return trouble;
  return set_bit(repository, "--assume-unchanged", assumed);
}

}  // namespace exifscrub::git
