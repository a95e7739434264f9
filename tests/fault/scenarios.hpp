#pragma once

#include <sys/xattr.h>

#include <deque>
#include <new>
#include <optional>
#include <ostream>
#include <string>
#include <vector>

#include "fault/fault_file_system.hpp"
#include "fault/sample_change.hpp"
#include "io/file_source.hpp"

namespace exifscrub::testing {

/// What a run does to one file.
enum class Task : std::uint8_t {
  replace,
  edit,    ///< in place, through one of two names
  copy,    ///< to another folder
  remove,  ///< goes as a whole
  unmark,  ///< loses the attribute that tells where it came from, and nothing else
};

/// A folder with a file for each task: what the sweeps interrupt everywhere.
struct Scenario {
  std::string name;
  std::vector<Task> tasks;
  bool backups = false;
  bool unnamed_files = true;
  bool kernel_copies = true;  ///< they work where they are tried
  bool copies_below = true;   ///< they are tried
  Durability durability = Durability::batch;
  bool preserve_times = false;
};

inline std::ostream& operator<<(std::ostream& out, const Scenario& scenario) { return out << scenario.name; }

/// Memory that costs nothing to sync, where there is some: the sweeps run thousands of commits.
inline std::filesystem::path quick_place() {
  const std::filesystem::path memory = "/dev/shm";
  return ::access(memory.c_str(), W_OK) == 0 ? memory : std::filesystem::temp_directory_path();
}

constexpr const char* origin_attribute = "user.xdg.origin.url";

inline bool mark_origin(const std::filesystem::path& path) {
  return ::setxattr(path.c_str(), origin_attribute, "x", 1, 0) == 0;
}

inline bool marks_origin(const std::filesystem::path& path) {
  return ::getxattr(path.c_str(), origin_attribute, nullptr, 0) >= 0;
}

/// Whether files of the sweeps may have such attributes.
inline bool has_user_attributes() {
  const ScratchFolder folder{quick_place()};
  folder.write("a", "");
  return mark_origin(folder.path("a"));
}

inline std::vector<Scenario> scenarios() {
  using enum Task;
  std::vector<Scenario> all;
  const auto add = [&](const std::string& name, const std::vector<Task>& tasks) -> Scenario& {
    Scenario scenario;
    scenario.name = name;
    scenario.tasks = tasks;
    return all.emplace_back(std::move(scenario));
  };
  add("Replace", {replace, replace});
  add("ReplaceByNamedTemps", {replace, replace}).unnamed_files = false;
  Scenario& slow = add("ReplaceByHandAndOneByOne", {replace, replace});
  slow.kernel_copies = false;
  slow.durability = Durability::file;
  add("ReplaceWithoutFlushes", {replace, replace}).durability = Durability::none;
  Scenario& careful = add("ReplaceWithBackupsAndTimes", {replace, replace});
  careful.backups = true;
  careful.preserve_times = true;
  add("InPlace", {edit});
  add("InPlaceWithBackups", {edit}).backups = true;
  add("ReplaceAndInPlace", {replace, edit, replace});
  add("Copy", {copy});
  add("CopyByNamedTemps", {copy}).unnamed_files = false;
  add("Remove", {remove, replace, remove});
  add("RemoveWithBackups", {remove, remove}).backups = true;
  if (has_user_attributes()) add("UnmarkAndInPlace", {unmark, edit, unmark});
  // Enough files for one flush of the file system in place of one for each.
  add("ManyReplaced", {replace, replace, replace, replace}).copies_below = false;
  add("ManyInPlaceWithBackups", {edit, edit, edit, edit}).backups = true;
  return all;
}

/// One run of a scenario in a folder, and the judgement of what it left.
class Trial {
 public:
  /// In a fresh folder.
  explicit Trial(const Scenario& scenario) : scenario_(scenario), subjects_(scenario.tasks.size()) {
    write_files();
    for (std::size_t i = 0; i < subjects_.size(); ++i) {
      subjects_[i].modified = folder_.status(name(i)).st_mtim.tv_nsec;
    }
  }
  /// In a folder that is there, and that write_files() has filled or is going to fill.
  Trial(const Scenario& scenario, const std::filesystem::path& folder)
      : scenario_(scenario), folder_(ScratchFolder::existing(folder)), subjects_(scenario.tasks.size()) {}

  void write_files() const {
    std::filesystem::create_directory(folder_.path("out"));
    for (std::size_t i = 0; i < subjects_.size(); ++i) {
      folder_.write(name(i), sample(i).before());
      if (task(i) == Task::unmark) mark_origin(folder_.path(name(i)));
      if (task(i) == Task::edit)
        std::filesystem::create_hard_link(folder_.path(name(i)), folder_.path(twin(i)));
    }
  }

  /// Does it; the number of files that failed.
  int perform(FaultFileSystem& files) {
    if (!scenario_.unnamed_files) files.without_unnamed_files();
    if (!scenario_.kernel_copies) files.without_kernel_copies();
    if (!scenario_.copies_below) files.without_copies_below();
    const int out = ::open(folder_.path("out").c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    try {
      run(files, out);
    } catch (const std::bad_alloc&) {
      // The allocation sweep made it happen; what counts is what the files hold.
    }
    ::close(out);
    const auto failed = [](const Subject& subject) { return subject.outcome != Outcome::success; };
    return static_cast<int>(std::ranges::count_if(subjects_, failed));
  }

  /// The promises that hold whatever happened: each name holds old or new bytes, complete; a file changed in
  /// place may be in between in a lawful order; what else lies about tells no secret.
  void check_contents(const std::string& where) const {
    for (std::size_t i = 0; i < subjects_.size(); ++i) {
      const bool gone = is_gone(i);
      const std::string content = gone ? std::string{} : folder_.read(name(i));
      const bool old = content == sample(i).before();
      switch (task(i)) {
        case Task::replace:
          EXPECT_TRUE(old || content == sample(i).shrunk()) << where;
          break;
        case Task::edit:
          EXPECT_TRUE(old || sample(i).is_between(content)) << where;
          EXPECT_EQ(content, folder_.read(twin(i))) << where;
          break;
        case Task::copy:
          EXPECT_TRUE(old) << where;
          EXPECT_TRUE(!has_copy(i) || folder_.read("out/" + name(i)) == sample(i).shrunk()) << where;
          break;
        case Task::unmark:
          EXPECT_TRUE(old) << where;
          break;
        case Task::remove:
          EXPECT_TRUE(old || gone) << where;
          EXPECT_TRUE(!gone || has_backup(i) == scenario_.backups) << where;
      }
      EXPECT_TRUE(!has_backup(i) || folder_.read(name(i) + ".orig") == sample(i).before()) << where;
    }
    for (const std::string& name : folder_.names()) {
      // An unfinished backup holds what the user asked to keep.
      if (!is_temp_name(name) || scenario_.backups) continue;
      EXPECT_EQ(folder_.read(name).find(SampleChange::secret), std::string::npos) << where;
    }
  }

  /// What a run without a failure has promised: the new bytes are there, whatever happens next.
  void check_done(const std::string& where) const {
    for (std::size_t i = 0; i < subjects_.size(); ++i) {
      EXPECT_TRUE(is_done(i)) << where;
      EXPECT_EQ(has_backup(i), scenario_.backups) << where;
    }
  }

  /// The promises to a caller that got results: they agree with the files, and nothing is left over.
  void check_results(const std::string& where) const {
    for (std::size_t i = 0; i < subjects_.size(); ++i) check_result(i, where);
    for (const std::string& name : folder_.names()) EXPECT_FALSE(is_temp_name(name)) << where;
    for (const auto& entry : std::filesystem::directory_iterator{folder_.path("out")}) {
      EXPECT_FALSE(is_temp_name(entry.path().filename().string())) << where;
    }
  }

  /// Whether nothing at all has happened.
  [[nodiscard]] bool is_untouched() const {
    for (std::size_t i = 0; i < subjects_.size(); ++i) {
      if (task(i) == Task::unmark && !marks_origin(folder_.path(name(i)))) return false;
      if (has_copy(i) || is_gone(i) || folder_.read(name(i)) != sample(i).before()) return false;
    }
    return true;
  }

 private:
  enum class Outcome : std::uint8_t { none, failure, success };
  struct Subject {
    long modified = 0;  ///< nanoseconds
    Outcome outcome = Outcome::none;
    FileState state = FileState::untouched;
  };

  static std::string name(std::size_t index) { return std::to_string(index) + ".jpg"; }
  static std::string twin(std::size_t index) { return "twin of " + name(index); }
  [[nodiscard]] Task task(std::size_t index) const { return scenario_.tasks[index]; }
  static const SampleChange& sample(std::size_t index) {
    static const std::deque<SampleChange> samples = [] {
      std::deque<SampleChange> made;
      for (char salt = 'a'; salt < 'i'; ++salt) made.emplace_back(salt);
      return made;
    }();
    return samples[index];
  }
  [[nodiscard]] bool has_backup(std::size_t index) const {
    return std::filesystem::exists(folder_.path(name(index) + ".orig"));
  }
  [[nodiscard]] bool has_copy(std::size_t index) const {
    return std::filesystem::exists(folder_.path("out/" + name(index)));
  }
  [[nodiscard]] bool is_gone(std::size_t index) const {
    return !std::filesystem::exists(folder_.path(name(index)));
  }
  [[nodiscard]] bool is_done(std::size_t index) const {
    if (task(index) == Task::copy) return has_copy(index);
    if (task(index) == Task::remove) return is_gone(index);
    if (task(index) == Task::unmark) return !marks_origin(folder_.path(name(index)));
    const bool edited = task(index) == Task::edit;
    return folder_.read(name(index)) == (edited ? sample(index).blanked() : sample(index).shrunk());
  }

  void run(FaultFileSystem& files, int out) {
    WriteOptions options;
    options.durability = scenario_.durability;
    options.preserve_times = scenario_.preserve_times;
    if (scenario_.backups) options.backup_suffix = ".orig";
    options.xattrs[static_cast<std::size_t>(LeakClass::history)] = true;
    Batch batch{files, folder_.descriptor(), options};
    std::vector<std::size_t> places;  // which file each change of the batch is for
    places.reserve(subjects_.size());
    for (std::size_t i = 0; i < subjects_.size(); ++i) {
      try {
        if (prepare(batch, files, out, i)) places.push_back(i);
      } catch (const std::bad_alloc&) {
        // This file's failure; the next one has its chance.
      }
    }
    const std::vector<Committed> results = batch.commit();
    for (std::size_t i = 0; i < results.size(); ++i) {
      subjects_[places[i]].outcome = results[i].result ? Outcome::success : Outcome::failure;
      subjects_[places[i]].state = results[i].state;
    }
  }

  Result<std::size_t> prepare(Batch& batch, FaultFileSystem& files, int out, std::size_t index) const {
    const std::string own = name(index);
    const SampleChange& change = sample(index);
    EXS_TRY(OpenFile file, open_regular(files, folder_.descriptor(), own.c_str()));
    FileSource parsed{files, file.descriptor.get(), file.identity.size};
    switch (task(index)) {
      case Task::replace:
        return batch.replace(file, own, parsed, change.shrink(), expect(change.shrunk()));
      case Task::edit:
        return batch.edit_in_place(file, own, parsed, change.blank(), expect(change.blanked()));
      case Task::unmark:
        return batch.drop_xattrs(file, own);
      case Task::remove:
        return batch.remove(file, own);
      case Task::copy:
        break;
    }
    return batch.copy_to(out, own, file, own, parsed, change.shrink(), expect(change.shrunk()));
  }

  void check_result(std::size_t index, const std::string& where) const {
    const Subject& subject = subjects_[index];
    if (subject.outcome == Outcome::success) {
      EXPECT_TRUE(is_done(index)) << where;
      EXPECT_EQ(has_backup(index), scenario_.backups) << where;
    } else if (subject.state == FileState::replaced) {
      EXPECT_TRUE(is_done(index)) << where;
    } else if (subject.state == FileState::untouched) {
      EXPECT_EQ(folder_.read(name(index)), sample(index).before()) << where;
      EXPECT_EQ(folder_.status(name(index)).st_mtim.tv_nsec, subject.modified) << where;
      const bool marked = task(index) != Task::unmark || marks_origin(folder_.path(name(index)));
      EXPECT_TRUE(marked) << where;
      EXPECT_FALSE(has_backup(index)) << where;
    }
  }

  const Scenario scenario_;
  ScratchFolder folder_{quick_place()};
  std::vector<Subject> subjects_;
};

}  // namespace exifscrub::testing
