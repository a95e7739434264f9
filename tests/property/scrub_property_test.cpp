// What must hold of every scrub, over files made from a seed. EXIFSCRUB_SEED chooses another one,
// EXIFSCRUB_CASES how many; a failure prints the seed and the case, and leaves the file in the folder that
// EXIFSCRUB_KEEP_FAILURES names.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <thread>

#include "fault/scratch_folder.hpp"
#include "property/generator.hpp"
#include "support/scrub_properties.hpp"

namespace exifscrub::test {
namespace {

namespace fs = std::filesystem;

std::uint64_t number_from(const char* variable, std::uint64_t otherwise) {
  const char* text = std::getenv(variable);
  return text == nullptr ? otherwise : std::strtoull(text, nullptr, 10);
}

std::uint64_t seed() { return number_from("EXIFSCRUB_SEED", 20'260'101); }
std::uint64_t cases() { return number_from("EXIFSCRUB_CASES", 20'000); }

std::string at_case(std::uint64_t number, const Generator::File& file) {
  if (const char* folder = std::getenv("EXIFSCRUB_KEEP_FAILURES")) {
    const auto name = std::to_string(seed()) + '-' + std::to_string(number) + ".jpg";
    std::ofstream{fs::path{folder} / name, std::ios::binary}.write(
        reinterpret_cast<const char*>(file.bytes.data()), static_cast<std::streamsize>(file.bytes.size()));
  }
  return "seed " + std::to_string(seed()) + ", case " + std::to_string(number) + ": " + file.name;
}

/// Failures beyond the first few say nothing new.
constexpr int enough = 10;

TEST(ScrubProperty, HoldsInEveryMode) {
  Generator generator{EXIFSCRUB_CORPUS, seed(), 8192};
  int failures = 0;
  for (std::uint64_t i = 0; i < cases() && failures < enough; ++i) {
    const Generator::File file = generator.next();
    const ModeCase& mode = mode_cases()[generator.draw(mode_cases().size())];
    const Failure failure = ScrubProperties{mode}.check(file.bytes);
    EXPECT_FALSE(failure) << at_case(i, file) << ": " << *failure;
    failures += failure ? 1 : 0;
  }
}

TEST(ScrubProperty, EveryPrefixIsRefusedOrProven) {
  constexpr std::size_t largest = 1024;
  constexpr std::uint64_t files = 4;
  Generator generator{EXIFSCRUB_CORPUS, seed() + 5, largest};
  for (std::uint64_t i = 0; i < files; ++i) {
    const Generator::File file = generator.any_file();
    for (std::size_t length = 0; length < file.bytes.size(); ++length) {
      const ModeCase& mode = mode_cases()[length % mode_cases().size()];
      const Failure failure = ScrubProperties{mode}.check(Bytes{file.bytes}.first(length));
      ASSERT_FALSE(failure) << file.name << " cut to " << length << ": " << *failure;
    }
  }
}

/// Coordinates that share their bytes with another tag: half of them may be gone, and the other half is then
/// the other tag's, which may not be wiped.
bool shares_bytes(const Generator::File& file) {
  return file.name.find("_shared_with_") != std::string::npos;
}

TEST(ScrubProperty, AChangeInPlaceThatStoppedIsFinishedByTheNextRun) {
  Generator generator{EXIFSCRUB_CORPUS, seed() + 1, 8192};
  int failures = 0;
  for (std::uint64_t i = 0; i < cases() / 4 && failures < enough; ++i) {
    const Generator::File file = generator.draw(2) != 0 ? generator.any_file() : generator.next();
    const ModeCase& mode = mode_cases()[generator.draw(mode_cases().size())];
    const auto draw = [&](std::size_t below) { return generator.draw(below); };
    const Failure failure = TornChange::check(file.bytes, mode, draw, shares_bytes(file));
    EXPECT_FALSE(failure) << at_case(i, file) << ": " << *failure;
    failures += failure ? 1 : 0;
  }
}

// A patch over several sectors may reach the disk in every second of them only.
TEST(ScrubProperty, AChangeInPlaceThatToreAtEverySectorIsFinishedByTheNextRun) {
  const Generator generator{EXIFSCRUB_CORPUS, seed(), 8192};
  for (std::size_t i = 0; i < generator.corpus_size(); ++i) {
    const Generator::File& file = generator.corpus_file(i);
    for (const ModeCase& mode : mode_cases()) {
      for (std::size_t state = 0; state < 6; ++state) {
        std::size_t drawn = 0;
        const auto draw = [&](std::size_t) { return drawn++ == 0 ? state / 2 : (drawn + state) % 2; };
        const Failure failure = TornChange::check(file.bytes, mode, draw, shares_bytes(file));
        EXPECT_FALSE(failure) << file.name << ", state " << state << ": " << *failure;
      }
    }
  }
}

Outcome filtered(const ModeCase& mode, Bytes file, std::vector<Byte>& output) {
  Job job;
  job.policy = mode.policy;
  return Scrubber{job, nullptr}.filter(file, as_stream, output);
}

bool holds(Bytes file, std::string_view text) {
  return std::search(file.begin(), file.end(), text.begin(), text.end()) != file.end();
}

/// Whether the order of carriers means something: an index that counts from where it stands, previews in
/// pieces, InfiRay's data, which only the header in front of them names.
bool depends_on_order(const Generator::File& file) {
  return holds(file.bytes, "MPF") || file.name.starts_with("canary_previews") ||
         file.name.starts_with("canary_infiray") || file.name.starts_with("canary_all");
}

TEST(ScrubProperty, TheOrderOfCarriersChangesNoVerdict) {
  Generator generator{EXIFSCRUB_CORPUS, seed() + 2, 8192};
  for (std::size_t i = 0; i < generator.corpus_size(); ++i) {
    Generator::File file = generator.corpus_file(i);
    if (depends_on_order(file)) continue;
    const std::vector<Byte> before = file.bytes;
    generator.shuffle(file);
    for (const ModeCase& mode : mode_cases()) {
      std::vector<Byte> output;
      EXPECT_EQ(filtered(mode, before, output).status, filtered(mode, file.bytes, output).status)
          << file.name << ", " << mode.name;
    }
  }
}

TEST(ScrubProperty, WhatIsAppendedGoesInAStrip) {
  Generator generator{EXIFSCRUB_CORPUS, seed() + 3, 8192};
  const ModeCase& strip = mode_cases().front();
  for (std::size_t i = 0; i < generator.corpus_size(); ++i) {
    const Generator::File& file = generator.corpus_file(i);
    const Generator::File& other = generator.any_file();
    const bool names_what_follows = holds(file.bytes, "MPF") || holds(file.bytes, "Container:Directory") ||
                                    holds(file.bytes, "MicroVideo");
    const bool names_itself =
        holds(other.bytes, "hdrgm") || holds(other.bytes, "21496") || holds(other.bytes, "apdi");
    const bool emptied = file.name.starts_with("emptied") || file.name.starts_with("trailer_zeros");
    const bool says_nothing = std::ranges::all_of(other.bytes, [](Byte byte) { return byte == 0; });
    if (names_what_follows || names_itself || says_nothing || emptied) continue;
    std::vector<Byte> alone;
    if (!ScrubProperties::is_success(filtered(strip, file.bytes, alone).status)) continue;
    std::vector<Byte> joined = file.bytes;
    joined.insert(joined.end(), other.bytes.begin(), other.bytes.end());
    std::vector<Byte> output;
    if (!ScrubProperties::is_success(filtered(strip, joined, output).status)) continue;
    // A picture without EOI ends where the file does.
    if (!std::ranges::equal(Bytes{alone}.last(2), std::array<Byte, 2>{0xFF, 0xD9})) continue;
    // Zeros behind an image are clean, and stay where nothing else goes.
    while (!alone.empty() && alone.back() == 0) alone.pop_back();
    EXPECT_TRUE(output == alone) << file.name << " and " << other.name;
  }
}

/// What an onlooker sees of a file.
struct Seen {
  ino_t inode;
  std::int64_t modified;
  std::vector<Byte> bytes;
  friend bool operator==(const Seen&, const Seen&) = default;
};

Seen seen(const fs::path& path) {
  struct stat status {};
  EXPECT_EQ(::lstat(path.c_str(), &status), 0);
  std::ifstream file{path, std::ios::binary};
  return {status.st_ino,
          status.st_mtim.tv_sec * 1'000'000'000 + status.st_mtim.tv_nsec,
          {std::istreambuf_iterator<char>{file}, {}}};
}

std::vector<FolderEntry> write_files(Generator& generator, const fs::path& folder, std::size_t count) {
  std::vector<FolderEntry> entries;
  for (std::size_t i = 0; i < count; ++i) {
    const std::string name = std::to_string(i) + ".jpg";
    const Generator::File file = generator.next();
    std::ofstream{folder / name, std::ios::binary}.write(reinterpret_cast<const char*>(file.bytes.data()),
                                                         static_cast<std::streamsize>(file.bytes.size()));
    entries.push_back({(folder / name).string(), name, false, {}});
  }
  return entries;
}

TEST(ScrubProperty, WhatIsNotChangedIsNotTouched) {
  Generator generator{EXIFSCRUB_CORPUS, seed() + 4, 8192};
  for (const ModeCase& mode : mode_cases()) {
    const exifscrub::testing::ScratchFolder folder;
    const auto entries = write_files(generator, folder.path(), 100);
    std::vector<Seen> before;
    for (const FolderEntry& entry : entries) before.push_back(seen(entry.path));
    Job job;
    job.policy = mode.policy;
    job.durability = Durability::none;
    const int descriptor = ::open(folder.path().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    const std::vector<Outcome> outcomes = Scrubber{job, nullptr}.run(descriptor, entries);
    ::close(descriptor);
    ASSERT_EQ(outcomes.size(), entries.size());
    for (std::size_t i = 0; i < outcomes.size(); ++i) {
      const Seen after = seen(entries[i].path);
      if (outcomes[i].changed) {
        EXPECT_EQ(outcomes[i].bytes_out, after.bytes.size());
      } else {
        EXPECT_TRUE(after == before[i]) << entries[i].path << ' ' << outcomes[i].reason;
      }
      std::vector<Byte> filtered_output;
      const Outcome alike = filtered(mode, before[i].bytes, filtered_output);
      if (ScrubProperties::is_success(outcomes[i].status)) {
        EXPECT_EQ(alike.status, outcomes[i].status);
        EXPECT_TRUE(filtered_output == after.bytes) << "a file and a stream are scrubbed alike";
      }
    }
    const auto left =
        std::distance(fs::directory_iterator{fs::path{folder.path()}}, fs::directory_iterator{});
    EXPECT_EQ(static_cast<std::size_t>(left), entries.size()) << "a leftover";
  }
}

}  // namespace
}  // namespace exifscrub::test
