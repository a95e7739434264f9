// Outcomes without findings and digests, for runs that report problems only: nothing else may depend on them.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>

#include "exifscrub/scrubber.hpp"
#include "support/jpeg_bytes.hpp"

namespace exifscrub {
namespace {

using namespace test;

struct Handled {
  Outcome outcome;
  Buffer output;
};

Handled handled(const Buffer& bytes, const Job& job) {
  Handled result;
  FolderEntry entry;
  entry.path = entry.name = "picture.jpg";
  result.outcome = Scrubber{job, nullptr}.filter(bytes, entry, result.output);
  return result;
}

Job job_of(Verb verb, Mode mode = Mode::strip) {
  Job job;
  job.verb = verb;
  job.policy = Policy{mode};
  job.fail_on[static_cast<std::size_t>(LeakClass::location)] = true;
  return job;
}

std::map<std::string, Job> jobs() {
  std::map<std::string, Job> all{{"audit", job_of(Verb::audit)},
                                 {"quick", job_of(Verb::audit)},
                                 {"all classes", job_of(Verb::audit)},
                                 {"near", job_of(Verb::audit)},
                                 {"strip", job_of(Verb::scrub)},
                                 {"in place", job_of(Verb::scrub)},
                                 {"exif only", job_of(Verb::scrub, Mode::exif_only)},
                                 {"gps only", job_of(Verb::scrub, Mode::gps_only)}};
  all["quick"].quick = true;
  all["all classes"].fail_on.fill(true);
  all["near"].near = Vicinity{{36.1147, -115.1728}, 50'000};
  all["in place"].policy.in_place = true;
  return all;
}

std::vector<std::filesystem::path> corpus_files() {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator{EXIFSCRUB_CORPUS}) {
    if (entry.path().extension() == ".jpg") files.push_back(entry.path());
  }
  return files;
}

TEST(BareOutcome, NothingDependsOnWhatIsLeftOut) {
  std::size_t leaks = 0, outputs = 0;
  for (const std::filesystem::path& path : corpus_files()) {
    std::ifstream file{path, std::ios::binary};
    const Buffer bytes{std::istreambuf_iterator<char>{file}, {}};
    for (const auto& [name, full] : jobs()) {
      Job bare = full;
      bare.findings = false;
      bare.image_hash = std::nullopt;
      const Handled with = handled(bytes, full);
      const Handled without = handled(bytes, bare);
      const std::string where = name + ": " + path.string();
      ASSERT_EQ(with.outcome.status, without.outcome.status) << where;
      ASSERT_EQ(with.outcome.reason, without.outcome.reason) << where;
      ASSERT_EQ(with.outcome.changed, without.outcome.changed) << where;
      ASSERT_EQ(with.outcome.bytes_out, without.outcome.bytes_out) << where;
      ASSERT_EQ(with.output, without.output) << where;
      EXPECT_TRUE(without.outcome.findings.empty() && without.outcome.locations.empty()) << where;
      EXPECT_TRUE(without.outcome.image_hash.empty()) << where;
      if (with.outcome.status == Status::leaks) ++leaks;
      if (!with.output.empty()) ++outputs;
    }
  }
  EXPECT_GT(leaks, 100U);
  EXPECT_GT(outputs, 500U);
}

TEST(BareOutcome, ADigestNobodyAskedForIsNotComputed) {
  Job job = job_of(Verb::audit);
  EXPECT_FALSE(handled(image(), job).outcome.image_hash.empty());
  job.image_hash = std::nullopt;
  EXPECT_TRUE(handled(image(), job).outcome.image_hash.empty());
}

}  // namespace
}  // namespace exifscrub
