#pragma once

#include <memory>
#include <new>
#include <optional>
#include <ostream>
#include <string>
#include <vector>

#include "fault/fault_file_system.hpp"
#include "fault/sample_change.hpp"
#include "io/file_source.hpp"

namespace exifscrub::testing {

/// A folder with files, and what a run does to them: the things that the sweeps interrupt everywhere.
struct Scenario {
  std::string name;
  bool replaces = true;  ///< a.jpg and c.jpg by replace
  bool edits = false;    ///< b.jpg in place, through one of two names
  bool copies = false;   ///< a.jpg to out/copy.jpg instead
  bool backups = false;
  bool unnamed_files = true;
  bool kernel_copies = true;
  Durability durability = Durability::batch;
  bool preserve_times = false;
};

inline std::ostream& operator<<(std::ostream& out, const Scenario& scenario) { return out << scenario.name; }

inline std::vector<Scenario> scenarios() {
  std::vector<Scenario> all;
  const auto add = [&](const std::string& name, auto change) {
    Scenario scenario;
    scenario.name = name;
    change(scenario);
    all.push_back(scenario);
  };
  add("Replace", [](Scenario&) {});
  add("ReplaceByNamedTemps", [](Scenario& s) { s.unnamed_files = false; });
  add("ReplaceByHandAndOneByOne", [](Scenario& s) {
    s.kernel_copies = false;
    s.durability = Durability::file;
  });
  add("ReplaceWithoutFlushes", [](Scenario& s) { s.durability = Durability::none; });
  add("ReplaceWithBackupsAndTimes", [](Scenario& s) { s.backups = s.preserve_times = true; });
  add("InPlace", [](Scenario& s) { s.replaces = false, s.edits = true; });
  add("InPlaceWithBackups", [](Scenario& s) { s.replaces = false, s.edits = s.backups = true; });
  add("ReplaceAndInPlace", [](Scenario& s) { s.edits = true; });
  add("Copy", [](Scenario& s) { s.replaces = false, s.copies = true; });
  add("CopyByNamedTemps", [](Scenario& s) { s.replaces = s.unnamed_files = false, s.copies = true; });
  return all;
}

/// Memory that costs nothing to sync, where there is some: the sweeps run thousands of commits.
inline std::filesystem::path quick_place() {
  const std::filesystem::path memory = "/dev/shm";
  return ::access(memory.c_str(), W_OK) == 0 ? memory : std::filesystem::temp_directory_path();
}

/// One run of a scenario in a fresh folder, and the judgement of what it left.
class Trial {
 public:
  explicit Trial(const Scenario& scenario) : scenario_(scenario) {
    write_files();
    for (const char* name : {"a.jpg", "b.jpg", "c.jpg"}) {
      times_.push_back(folder_.status(name).st_mtim.tv_nsec);
    }
  }
  /// In a folder that is there, and that another trial's write_files() has filled or is going to fill.
  Trial(const Scenario& scenario, const std::filesystem::path& folder)
      : scenario_(scenario), folder_(ScratchFolder::existing(folder)) {}

  void write_files() const {
    folder_.write("a.jpg", a_.before());
    folder_.write("b.jpg", b_.before());
    folder_.write("c.jpg", c_.before());
    std::filesystem::create_hard_link(folder_.path("b.jpg"), folder_.path("twin.jpg"));
    std::filesystem::create_directory(folder_.path("out"));
  }

  /// Does it; the number of files that failed.
  int perform(FaultFileSystem& files) {
    if (!scenario_.unnamed_files) files.without_unnamed_files();
    if (!scenario_.kernel_copies) files.without_kernel_copies();
    WriteOptions options;
    options.durability = scenario_.durability;
    options.preserve_times = scenario_.preserve_times;
    if (scenario_.backups) options.backup_suffix = ".orig";
    Batch batch{files, folder_.descriptor(), options};
    const int out = ::open(folder_.path("out").c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    std::size_t places[3] = {};  // which file each change of the batch is for
    std::size_t count = 0;
    const auto prepare = [&](std::size_t index, auto step) {
      planned_[index] = true;
      try {
        auto file = open_regular(files, folder_.descriptor(), name(index));
        if (!file) return;
        FileSource parsed{files, file->descriptor.get(), file->identity.size};
        const Result<std::size_t> place = step(*file, parsed);
        if (place) places[count++] = index;
      } catch (const std::bad_alloc&) {
      }
    };
    for (const std::size_t index : {0U, 2U}) {
      if (!scenario_.replaces) continue;
      prepare(index, [&](OpenFile& file, ByteSource& parsed) {
        return batch.replace(file, name(index), parsed, sample(index).shrink(),
                             expect(sample(index).shrunk()));
      });
    }
    if (scenario_.edits) {
      prepare(1, [&](OpenFile& file, ByteSource& parsed) {
        return batch.edit_in_place(file, name(1), parsed, b_.blank(), expect(b_.blanked()));
      });
    }
    if (scenario_.copies) {
      prepare(0, [&](OpenFile& file, ByteSource& parsed) {
        return batch.copy_to(out, "copy.jpg", file, name(0), parsed, a_.shrink(), expect(a_.shrunk()));
      });
    }
    try {
      const std::vector<Committed> results = batch.commit();
      for (std::size_t i = 0; i < results.size(); ++i) {
        outcome_[places[i]] = results[i].result ? Outcome::success : Outcome::failure;
        state_[places[i]] = results[i].state;
      }
    } catch (const std::bad_alloc&) {
    }
    ::close(out);
    int failures = 0;
    for (std::size_t i = 0; i < 3; ++i) failures += planned_[i] && outcome_[i] != Outcome::success ? 1 : 0;
    return failures;
  }

  /// The promises that hold whatever happened: each name holds old or new bytes, complete; a file changed in
  /// place may be in between in a lawful order; what else lies about tells no secret.
  void check_contents(const std::string& where) const {
    const std::string a = folder_.read("a.jpg");
    const std::string b = folder_.read("b.jpg");
    const std::string c = folder_.read("c.jpg");
    EXPECT_TRUE(a == a_.before() || (scenario_.replaces && a == a_.shrunk())) << where;
    EXPECT_TRUE(c == c_.before() || (scenario_.replaces && c == c_.shrunk())) << where;
    EXPECT_TRUE(b == b_.before() || (scenario_.edits && b_.is_between(b))) << where;
    EXPECT_EQ(b, folder_.read("twin.jpg")) << where;
    for (const std::string& name : folder_.names()) check_by_stander(name, where);
    if (std::filesystem::exists(folder_.path("out/copy.jpg"))) {
      EXPECT_EQ(folder_.read("out/copy.jpg"), a_.shrunk()) << where;
    }
  }

  /// What a run without a failure has promised: the new bytes are there, whatever happens next.
  void check_done(const std::string& where) const {
    if (scenario_.replaces) {
      EXPECT_EQ(folder_.read("a.jpg"), a_.shrunk()) << where;
      EXPECT_EQ(folder_.read("c.jpg"), c_.shrunk()) << where;
    }
    if (scenario_.edits) {
      EXPECT_EQ(folder_.read("b.jpg"), b_.blanked()) << where;
    }
    if (scenario_.copies) {
      EXPECT_EQ(folder_.read("out/copy.jpg"), a_.shrunk()) << where;
    }
    if (scenario_.backups && scenario_.replaces) {
      EXPECT_EQ(folder_.read("c.jpg.orig"), c_.before()) << where;
    }
  }

  /// The promises to a caller that got results: they agree with the files, and nothing is left over.
  void check_results(const std::string& where) const {
    for (std::size_t i = 0; i < 3; ++i) check_result(i, where);
    for (const std::string& name : folder_.names()) EXPECT_FALSE(is_temp_name(name)) << where;
    for (const auto& entry : std::filesystem::directory_iterator{folder_.path("out")}) {
      EXPECT_EQ(entry.path().filename(), "copy.jpg") << where;
    }
  }

 private:
  enum class Outcome : std::uint8_t { none, failure, success };

  static const char* name(std::size_t index) {
    static constexpr const char* names[] = {"a.jpg", "b.jpg", "c.jpg"};
    return names[index];
  }
  [[nodiscard]] const SampleChange& sample(std::size_t index) const {
    return index == 0 ? a_ : index == 1 ? b_ : c_;
  }

  void check_by_stander(const std::string& name, const std::string& where) const {
    const bool is_temp = is_temp_name(name);
    const std::string content = is_temp || name.ends_with(".orig") ? folder_.read(name) : std::string{};
    if (is_temp && !scenario_.backups) {
      EXPECT_EQ(content.find(SampleChange::secret), std::string::npos) << where;
    }
    for (std::size_t i = 0; i < 3; ++i) {
      if (name == std::string{this->name(i)} + ".orig") {
        EXPECT_EQ(content, sample(i).before()) << where;
      }
    }
  }

  void check_result(std::size_t index, const std::string& where) const {
    const std::string content = folder_.read(name(index));
    const bool backed_up = std::filesystem::exists(folder_.path(std::string{name(index)} + ".orig"));
    const std::string& done = index == 1 ? b_.blanked() : sample(index).shrunk();
    const bool copied = scenario_.copies && index == 0;
    if (outcome_[index] == Outcome::success) {
      if (copied) {
        EXPECT_TRUE(std::filesystem::exists(folder_.path("out/copy.jpg"))) << where;
      } else {
        EXPECT_EQ(content, done) << where;
      }
      EXPECT_EQ(backed_up, scenario_.backups) << where;
      return;
    }
    if (state_[index] == FileState::replaced) {
      EXPECT_EQ(content, done) << where;
    } else if (state_[index] == FileState::untouched) {
      EXPECT_EQ(content, sample(index).before()) << where;
      EXPECT_EQ(folder_.status(name(index)).st_mtim.tv_nsec, times_[index]) << where;
      EXPECT_FALSE(backed_up) << where;
    }
  }

  const Scenario scenario_;
  ScratchFolder folder_{quick_place()};
  inline static const SampleChange a_{'a'};
  inline static const SampleChange b_{'b'};
  inline static const SampleChange c_{'c'};
  std::vector<long> times_;
  bool planned_[3] = {};
  Outcome outcome_[3] = {};
  FileState state_[3] = {};
};

}  // namespace exifscrub::testing
