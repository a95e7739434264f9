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

Handled stripped(const Buffer& bytes, bool findings) {
  Job job = job_of(Verb::scrub);
  job.findings = findings;
  return handled(bytes, job);
}

Buffer xmp_segment(const Buffer& packet) {
  return segment(0xE1, joined({bytes_of({"http://ns.adobe.com/xap/1.0/\0", 29}), packet}));
}

std::string packet_of(std::string_view uri, std::string_view body) {
  return "<x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF "
         "xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'><rdf:Description xmlns:p='" +
         std::string{uri} + "'>" + std::string{body} + "</rdf:Description></rdf:RDF></x:xmpmeta>";
}

TEST(BareOutcome, AViewersPropertiesStayHoweverTheirNamesAreWritten) {
  const std::string body = "<p:UsePanoramaViewer>True</p:UsePanoramaViewer>";
  const Buffer plain = bytes_of(packet_of("http://ns.google.com/photos/1.0/panorama/", body));
  const Buffer reference = bytes_of(packet_of("http://ns.goo&#x67;le.com/photos/1.0/panorama/", body));
  Buffer wide;
  for (const Byte byte : plain) wide.insert(wide.end(), {byte, 0});
  for (const Buffer& packet : {plain, reference, wide}) {
    const Buffer picture = image(xmp_segment(packet));
    const Handled with = stripped(picture, true), without = stripped(picture, false);
    EXPECT_EQ(with.output, without.output);
    const std::string kept{with.output.begin(), with.output.end()};
    EXPECT_NE(kept.find("GPano:UsePanoramaViewer=\"True\""), kept.npos);
  }
}

TEST(BareOutcome, TooMuchIsRefusedThoughNobodyWouldSeeIt) {
  const auto picture_with = [](std::size_t properties) {
    std::string datasets, body;
    for (int i = 0; i < 6800; ++i)
      datasets.append(
          "\x1C\x02\x5A\0\x04"
          "City",
          9);
    const Buffer photoshop = segment(0xED, joined({bytes_of({"Photoshop 3.0\0"
                                                             "8BIM\x04\x04\0\0",
                                                             22}),
                                                   u32(datasets.size()), bytes_of(datasets)}));
    for (std::size_t i = 0; i < properties; ++i) body += "<p:a>b</p:a>";
    Buffer segments = xmp_segment(bytes_of(packet_of("http://example.org/", body)));
    for (int i = 0; i < 9; ++i) segments.insert(segments.end(), photoshop.begin(), photoshop.end());
    return image(segments);
  };
  for (const bool findings : {true, false}) {
    EXPECT_EQ(stripped(picture_with(1'000), findings).outcome.status, Status::scrubbed) << findings;
    const Outcome much = stripped(picture_with(5'000), findings).outcome;
    EXPECT_TRUE(much.reason.starts_with("more metadata than any camera")) << much.reason << findings;
    EXPECT_EQ(much.status, Status::refused) << findings;
  }
}

TEST(BareOutcome, ADigestNobodyAskedForIsNotComputed) {
  Job job = job_of(Verb::audit);
  EXPECT_FALSE(handled(image(), job).outcome.image_hash.empty());
  job.image_hash = std::nullopt;
  EXPECT_TRUE(handled(image(), job).outcome.image_hash.empty());
}

}  // namespace
}  // namespace exifscrub
