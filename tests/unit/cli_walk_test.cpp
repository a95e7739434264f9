#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <boost/filesystem/operations.hpp>
#include <fstream>

#include "cli/walk.hpp"

namespace exifscrub::cli {
namespace {

namespace fs = boost::filesystem;

/// A folder of its own for each test, and what a walk finds in it.
class WalkTest : public testing::Test {
 protected:
  void SetUp() override {
    root_ = fs::temp_directory_path() / fs::unique_path("walk-%%%%%%%%");
    fs::create_directory(root_);
  }
  void TearDown() override { fs::remove_all(root_); }

  std::string at(const std::string& path) const { return (root_ / path).string(); }
  void put(const std::string& path, const std::string& content = "x") const {
    fs::create_directories((root_ / path).parent_path());
    std::ofstream(at(path)) << content;
  }

  /// Every line of the walk: files as they are, the rest with what happened. Without the folder of the test.
  std::vector<std::string> walked(const std::vector<std::string>& paths) {
    PathRules path_rules;
    path_rules.command = command_;
    path_rules.recursive = rules_.recursive;
    path_rules.follow = rules_.follow;
    path_rules.lists_files = list_.has_value();
    path_rules.output = output_.empty() ? "" : at(output_);
    std::vector<std::string> typed;
    for (const std::string& path : paths) typed.push_back(path.empty() ? root_.string() : at(path));
    std::vector<Target> targets;
    const auto error = check_paths(system_file_system(), path_rules, typed, targets);
    if (error) return {"usage: " + without_root(error->message)};
    std::optional<NameList> list;
    if (list_) {
      put("../" + root_.filename().string() + ".list", *list_);
      auto opened = open_file(system_file_system(), AT_FDCWD, (root_.string() + ".list").c_str(), {});
      list.emplace(std::move(*opened), '\n');
      fs::remove(root_.string() + ".list");
    }
    TreeWalk walk(system_file_system(), rules_, std::move(targets), std::move(list));
    std::vector<std::string> lines;
    while (auto token = walk.next()) {
      ++tokens_;
      shares_.push_back(token->share_walked);
      append_token(*token, lines);
    }
    return lines;
  }

  std::string without_root(std::string text) const {
    for (std::size_t found; (found = text.find(root_.string())) != std::string::npos;) {
      text.erase(found, root_.string().size() + (text.size() > found + root_.string().size() ? 1 : 0));
    }
    return text;
  }

  std::vector<double> shares_;

  void append_token(const Token& token, std::vector<std::string>& lines) {
    auto remark = token.remarks.begin();
    for (std::size_t i = 0; i <= token.files.size(); ++i) {
      for (; remark != token.remarks.end() && remark->before == i; ++remark) {
        if (const auto* passed = std::get_if<Passed>(&remark->what)) {
          lines.push_back(std::string(name_of(passed->kind)) + ": " + without_root(passed->path));
        } else {
          const auto& outcome = std::get<Outcome>(remark->what);
          lines.push_back(std::string(name_of(outcome.status)) + ": " + without_root(outcome.path) + ": " +
                          outcome.reason);
        }
      }
      if (i == token.files.size()) break;
      struct stat status {};
      EXPECT_EQ(::fstatat(token.folder->get(), token.files[i].name.c_str(), &status, AT_SYMLINK_NOFOLLOW), 0);
      EXPECT_EQ(status.st_ino, token.inodes[i]);
      std::string line = without_root(token.files[i].path);
      if (!token.files[i].output_path.empty()) line += " -> " + without_root(token.files[i].output_path);
      lines.push_back(line);
    }
    EXPECT_EQ(remark, token.remarks.end());
  }

  using Lines = std::vector<std::string>;

  fs::path root_;
  Command command_ = Command::scrub;
  WalkRules rules_ = [] {
    WalkRules rules;
    rules.recursive = true;
    return rules;
  }();
  std::optional<std::string> list_;
  std::string output_;
  int tokens_ = 0;
};

TEST_F(WalkTest, FilesComeByNameAndBeforeTheFoldersBesideThem) {
  for (const char* path : {"b.jpg", "a/z.jpg", "a/b/y.jpg", "c/x.jpg", "A.jpg", "\xFF.jpg"}) put(path);
  EXPECT_EQ(walked({""}), (Lines{"A.jpg", "b.jpg", "\xFF.jpg", "a/z.jpg", "a/b/y.jpg", "c/x.jpg"}));
}

TEST_F(WalkTest, OrderDoesNotDependOnTheNumberOfJobs) {
  for (int i = 0; i < 100; ++i) put("a/" + std::to_string(i));
  fs::create_symlink("0", at("a/link"));
  const Lines one = walked({""});
  EXPECT_EQ(tokens_, 4);
  rules_.jobs = 8;
  tokens_ = 0;
  EXPECT_EQ(walked({""}), one);
  EXPECT_GT(tokens_, 30);
  EXPECT_EQ(one.size(), 101U);
}

TEST_F(WalkTest, ShareWalkedGrowsToTheWhole) {
  for (int i = 0; i < 60; ++i)
    put(std::to_string(i % 7) + "/" + std::to_string(i % 3) + "/" + std::to_string(i));
  put("last.jpg");
  walked({"", "last.jpg"});
  ASSERT_GT(shares_.size(), 20U);
  EXPECT_TRUE(std::is_sorted(shares_.begin(), shares_.end()));
  EXPECT_LT(shares_.front(), 0.2);
  EXPECT_DOUBLE_EQ(shares_.back(), 1.0);
}

TEST_F(WalkTest, LinksSpecialFilesAndOurOwnArePassedOver) {
  put("a.jpg");
  put(".git/b.jpg");
  put("sub/.hg/b.jpg");
  put("a.jpg.exifscrub-orig");
  put(".exifscrub-0123456789abcdef");
  fs::create_symlink("a.jpg", at("link.jpg"));
  fs::create_symlink("sub", at("link"));
  ASSERT_EQ(::mkfifo(at("pipe").c_str(), 0600), 0);
  EXPECT_EQ(walked({""}), (Lines{"temporaries: .exifscrub-0123456789abcdef", "a.jpg",
                                 "backups: a.jpg.exifscrub-orig", "symlinks: link", "symlinks: link.jpg",
                                 "special_files: pipe", "repositories: .git", "repositories: sub/.hg"}));
  rules_.takes_backups = true;
  EXPECT_EQ(walked({""})[2], "a.jpg.exifscrub-orig");
}

TEST_F(WalkTest, ABackupStandsBesideWhatItWasMadeOf) {
  for (const char* path : {"a.jpg", "a.jpg.old", "b.old", "c.jpg.orig", "d.jpg.exifscrub-orig"}) put(path);
  rules_.backup_suffix = ".old";
  EXPECT_EQ(walked({""}),
            (Lines{"a.jpg", "backups: a.jpg.old", "b.old", "c.jpg.orig", "backups: d.jpg.exifscrub-orig"}));
  list_ = "";
  list_->append(at("a.jpg.old")).append("\n").append(at("b.old")).append("\n");
  EXPECT_EQ(walked({}), (Lines{"backups: a.jpg.old", "b.old"}));
}

TEST_F(WalkTest, OneInodeIsDoneOnce) {
  put("a.jpg");
  put("sub/c.jpg");
  fs::create_hard_link(at("a.jpg"), at("b.jpg"));
  fs::create_hard_link(at("a.jpg"), at("sub/d.jpg"));
  EXPECT_EQ(walked({""}), (Lines{"a.jpg", "other_names: b.jpg", "sub/c.jpg", "other_names: sub/d.jpg"}));
  EXPECT_EQ(walked({"b.jpg", "a.jpg", "b.jpg"}), (Lines{"b.jpg", "other_names: a.jpg"}));
}

TEST_F(WalkTest, EveryNameGetsACopy) {
  put("in/a.jpg");
  fs::create_hard_link(at("in/a.jpg"), at("in/b.jpg"));
  fs::create_symlink("a.jpg", at("in/link.jpg"));
  output_ = "out";
  EXPECT_EQ(walked({"in"}),
            (Lines{"in/a.jpg -> out/a.jpg", "in/b.jpg -> out/b.jpg", "symlinks: in/link.jpg"}));
  rules_.follow = true;
  EXPECT_EQ(walked({"in"}),
            (Lines{"in/a.jpg -> out/a.jpg", "in/b.jpg -> out/b.jpg", "in/link.jpg -> out/link.jpg"}));
  rules_.follow = false;
  EXPECT_EQ(walked({"in/b.jpg", "in/a.jpg"}), (Lines{"in/b.jpg -> out/b.jpg", "in/a.jpg -> out/a.jpg"}));
}

TEST_F(WalkTest, PathsInsideEachOtherAreMerged) {
  for (const char* path : {"a.jpg", "sub/b.jpg", "sub/deep/c.jpg"}) put(path);
  EXPECT_EQ(walked({"", "sub/b.jpg", "sub/deep", "sub"}), (Lines{"a.jpg", "sub/b.jpg", "sub/deep/c.jpg"}));
  fs::create_hard_link(at("a.jpg"), at("sub/twin.jpg"));
  EXPECT_EQ(walked({"sub", "a.jpg"}),
            (Lines{"sub/b.jpg", "sub/twin.jpg", "sub/deep/c.jpg", "other_names: a.jpg"}));
}

TEST_F(WalkTest, GlobsHideAndPrune) {
  for (const char* path : {"a.jpg", "a.png", ".h.jpg", "raw/b.jpg", "raw/x/c.jpg", "raw/x/.d/e.jpg"})
    put(path);
  rules_.include = {Glob("*.jpg")};
  rules_.exclude = {Glob("raw/x/c*")};
  EXPECT_EQ(walked({""}), (Lines{".h.jpg", "a.jpg", "raw/b.jpg", "raw/x/.d/e.jpg"}));
  rules_.hidden = false;
  EXPECT_EQ(walked({""}), (Lines{"a.jpg", "raw/b.jpg"}));
  rules_.exclude = {Glob("raw")};
  EXPECT_EQ(walked({""}), Lines{"a.jpg"});
  EXPECT_EQ(walked({"raw/x/c.jpg"}), Lines{"raw/x/c.jpg"});
}

TEST_F(WalkTest, FollowedLinksLeadToTheFileItselfOnce) {
  put("real/a.jpg");
  put("tree/b.jpg");
  fs::create_symlink("../real/a.jpg", at("tree/a-link.jpg"));
  fs::create_symlink("../real", at("tree/real-link"));
  fs::create_symlink("..", at("tree/up"));
  fs::create_symlink("nowhere", at("tree/dangling"));
  rules_.follow = true;
  EXPECT_EQ(walked({"tree"}), (Lines{"tree/a-link.jpg", "tree/b.jpg", "symlinks: tree/dangling",
                                     "other_names: tree/real-link/a.jpg", "other_names: tree/up/real",
                                     "other_names: tree/up/tree"}));
}

TEST_F(WalkTest, NamedLinks) {
  put("real/a.jpg");
  fs::create_symlink("real", at("folder-link"));
  fs::create_symlink("real/a.jpg", at("file-link"));
  EXPECT_EQ(walked({"folder-link"}), Lines{"folder-link/a.jpg"});
  EXPECT_EQ(walked({"file-link"}),
            Lines{"refused: file-link: a symbolic link; --follow takes the file it leads to"});
  rules_.follow = true;
  EXPECT_EQ(walked({"file-link"}), Lines{"file-link"});
}

TEST_F(WalkTest, DeepTreesNeedFewDescriptors) {
  int folder = ::open(root_.c_str(), O_RDONLY | O_DIRECTORY);
  constexpr std::size_t depth = 300;
  for (std::size_t level = 0; level < depth; ++level) {
    ASSERT_EQ(::mkdirat(folder, "d", 0700), 0);
    const int next = ::openat(folder, "d", O_RDONLY | O_DIRECTORY);
    ::close(folder);
    folder = next;
  }
  const int file = ::openat(folder, "deep.jpg", O_CREAT | O_WRONLY, 0600);
  ::close(file);
  ::close(folder);
  put("e/last.jpg");
  rlimit before{};
  ::getrlimit(RLIMIT_NOFILE, &before);
  const rlimit few{128, before.rlim_max};
  ::setrlimit(RLIMIT_NOFILE, &few);
  const Lines lines = walked({""});
  ::setrlimit(RLIMIT_NOFILE, &before);
  ASSERT_EQ(lines.size(), 2U);
  EXPECT_EQ(lines[0].size(), 2 * depth + 8);
  EXPECT_EQ(lines[1], "e/last.jpg");
}

TEST_F(WalkTest, OutputsMirrorTheFolder) {
  put("in/a.jpg");
  put("in/sub/b.jpg");
  put("more/c.jpg");
  output_ = "out";
  EXPECT_EQ(walked({"in"}), (Lines{"in/a.jpg -> out/a.jpg", "in/sub/b.jpg -> out/sub/b.jpg"}));
  EXPECT_EQ(walked({"in", "more/"}), (Lines{"in/a.jpg -> out/in/a.jpg", "in/sub/b.jpg -> out/in/sub/b.jpg",
                                            "more/c.jpg -> out/more/c.jpg"}));
  EXPECT_EQ(walked({"in/a.jpg"}), Lines{"in/a.jpg -> out/a.jpg"});
  put("more/a.jpg");
  EXPECT_EQ(walked({"in/a.jpg", "more/a.jpg"})[1].substr(0, 20), "refused: more/a.jpg:");
  output_ = "in/deep/out";
  EXPECT_EQ(walked({"in"}),
            Lines{"usage: --output \"in/deep/out\" lies inside \"in\"; choose a folder outside"});
}

TEST_F(WalkTest, ListedFilesAreTreatedLikeFilesMet) {
  put("a.jpg");
  fs::create_symlink("a.jpg", at("link"));
  list_ = at("a.jpg") + "\n\n" + at("missing.jpg") + "\n" + at("link") + "\n" + at("a.jpg");
  EXPECT_EQ(walked({}), (Lines{"a.jpg", "error: missing.jpg: No such file or directory", "symlinks: link",
                               "other_names: a.jpg"}));
}

TEST_F(WalkTest, ChecksSpeakBeforeAnythingIsDone) {
  put("a.jpg");
  ASSERT_EQ(::mkfifo(at("pipe").c_str(), 0600), 0);
  EXPECT_EQ(walked({"a.jpg", "b.jpg"}), Lines{"usage: there is no file or folder \"b.jpg\""});
  EXPECT_EQ(walked({"pipe"}), Lines{"usage: \"pipe\" is a FIFO; only files and folders can be read"});
  EXPECT_EQ(walked({}), Lines{"usage: name at least one file or folder; exifscrub --help shows how"});
  rules_.recursive = false;
  EXPECT_EQ(walked({""}), Lines{"usage: \" is a folder; -r takes everything in it"});
}

TEST_F(WalkTest, RootAndHomeNeedForce) {
  std::vector<Target> targets;
  PathRules rules;
  rules.recursive = true;
  auto error = check_paths(system_file_system(), rules, {"/"}, targets);
  ASSERT_TRUE(error);
  EXPECT_EQ(error->message, "\"/\" is the root of the whole system; --force scrubs it nevertheless");
  ::setenv("HOME", root_.c_str(), 1);
  error = check_paths(system_file_system(), rules, {root_.string()}, targets);
  ASSERT_TRUE(error);
  EXPECT_NE(error->message.find("is your home folder"), std::string::npos);
  rules.force = true;
  EXPECT_FALSE(check_paths(system_file_system(), rules, {root_.string()}, targets));
}

}  // namespace
}  // namespace exifscrub::cli
