#include "git/history.hpp"

#include <optional>
#include <unordered_map>
#include <unordered_set>

#include "git/index.hpp"

namespace exifscrub::git {
namespace {

/// Gathers the listing of `git diff-tree --stdin --raw -c -z`.
class Gathering {
 public:
  explicit Gathering(History& into) : into_(into) {}

  /// What follows is of this commit.
  void add_commit(std::string_view commit) {
    commit_ = static_cast<std::uint32_t>(into_.commits.size());
    into_.commits.emplace_back(commit);
  }
  /// What follows is of none.
  void leave_commits() { commit_.reset(); }

  void add(std::string_view mode, std::string_view object, std::string_view path) {
    switch (kind_of(mode)) {
      case Kind::symlink:
        return;
      case Kind::submodule:
        if (submodules_.emplace(path).second) into_.submodules.emplace_back(path);
        return;
      case Kind::file:
        break;
    }
    const auto [blob, is_new] = blobs_.emplace(object, into_.blobs.size());
    if (is_new) into_.blobs.push_back({std::string(object), {}});
    std::vector<PastPath>& paths = into_.blobs[blob->second].paths;
    const auto [place, is_new_path] = places_.emplace(std::string(object).append(path), paths.size());
    if (is_new_path) paths.push_back({std::string(path), {}});
    if (commit_) paths[place->second].commits.push_back(*commit_);
  }

 private:
  History& into_;
  std::optional<std::uint32_t> commit_;
  std::unordered_map<std::string, std::size_t> blobs_;   ///< by object
  std::unordered_map<std::string, std::size_t> places_;  ///< in PastBlob::paths, by object and path
  std::unordered_set<std::string> submodules_;
};

/// The pieces of a listing that end in a zero byte, read as git makes it.
class Pieces {
 public:
  explicit Pieces(Child& child) : child_(child) {}

  /// The next piece, valid until the next call; none at the end.
  Result<std::optional<std::string_view>> next() {
    for (;;) {
      const std::size_t end = held_.find('\0', begin_);
      if (end != std::string::npos) {
        const std::string_view piece = std::string_view(held_).substr(begin_, end - begin_);
        begin_ = end + 1;
        return std::optional(piece);
      }
      held_.erase(0, std::exchange(begin_, 0));
      const std::size_t before = held_.size();
      held_.resize(before + chunk);
      EXS_TRY(const std::size_t got, child_.read({reinterpret_cast<Byte*>(held_.data()) + before, chunk}));
      held_.resize(before + got);
      if (got == 0) return std::optional<std::string_view>();
    }
  }

 private:
  static constexpr std::size_t chunk = 256U << 10U;

  Child& child_;
  std::string held_;
  std::size_t begin_ = 0;
};

/// "::MODE MODE MODE OBJECT OBJECT OBJECT STATUS" with one colon a parent; the last mode and object are the
/// commit's own, zeros where it removed the path.
void add_change(std::string_view line, std::string_view path, Gathering& into) {
  std::size_t parents = 0;
  while (!line.empty() && line.front() == ':') {
    line.remove_prefix(1);
    ++parents;
  }
  std::string_view mode;
  std::string_view object;
  for (std::size_t i = 0; i <= parents; ++i) mode = take_until(line, ' ');
  for (std::size_t i = 0; i <= parents; ++i) object = take_until(line, ' ');
  if (mode != "000000") into.add(mode, object, path);
}

Result<void> gather(Child& child, Gathering& into) {
  Pieces pieces(child);
  for (;;) {
    EXS_TRY(const std::optional<std::string_view> piece, pieces.next());
    if (!piece) return {};
    if (piece->empty() || piece->front() != ':') {
      into.add_commit(*piece);
      continue;
    }
    const std::string change(*piece);
    EXS_TRY(const std::optional<std::string_view> path, pieces.next());
    if (path) add_change(change, *path, into);
  }
}

/// Tags may name a file itself.
std::optional<Trouble> add_tagged_files(const Repository& repository, Gathering& into) {
  into.leave_commits();
  std::string listing;
  const Call question = repository.call({"for-each-ref",
                                         "--format=%(objecttype) %(objectname) %(*objecttype) "
                                         "%(*objectname) %(refname)"});
  if (auto trouble = repository.ask(question, {}, listing)) return trouble;
  for (std::string_view rest = listing; !rest.empty();) {
    std::string_view line = take_until(rest, '\n');
    std::string_view type = take_until(line, ' ');
    std::string_view object = take_until(line, ' ');
    const std::string_view tagged_type = take_until(line, ' ');
    const std::string_view tagged = take_until(line, ' ');
    if (type == "tag") {
      type = tagged_type;
      object = tagged;
    }
    if (type == "blob") into.add("100644", object, line);
  }
  return std::nullopt;
}

}  // namespace

std::optional<Trouble> list_history(const Repository& repository, History& into) {
  std::vector<std::string> only;
  if (!repository.prefix.empty() && !repository.folder.empty()) only = {"."};
  const auto call = [&](std::vector<std::string> words) {
    words.emplace_back("--");
    words.insert(words.end(), only.begin(), only.end());
    return repository.call(std::move(words));
  };
  std::string commits;
  // A history thinned out for reading would pass over what a merged branch added and removed again.
  if (auto trouble = repository.ask(call({"rev-list", "--all", "--full-history"}), {}, commits))
    return trouble;
  const Call question =
      call({"diff-tree", "--stdin", "-r", "-c", "--root", "--raw", "-z", "--no-abbrev", "--no-renames"});
  auto child = Child::start(question, {reinterpret_cast<const Byte*>(commits.data()), commits.size()});
  if (!child) return trouble_of(child.error());
  Gathering gathering(into);
  const auto gathered = gather(*child, gathering);
  if (!gathered) return trouble_of(gathered.error());
  if (child->wait() != 0) return trouble_of(child->complaint());
  return only.empty() ? add_tagged_files(repository, gathering) : std::nullopt;
}

}  // namespace exifscrub::git
