#include <gtest/gtest.h>

#include <algorithm>

#include "exifscrub/scrubber.hpp"
#include "scrub/document.hpp"
#include "scrub/examination.hpp"
#include "scrub/proof.hpp"
#include "scrub/treatment.hpp"
#include "scrub/verdict.hpp"
#include "scrub_pictures.hpp"
#include "support/icc_profile.hpp"
#include "support/tiff_builder.hpp"

namespace exifscrub {
namespace {

using namespace std::string_literals;

TEST(Proof, AStripThatLeavesAnythingOrChangesThePictureDoesNotCount) {
  const auto picture = [](std::string_view comment, bool other, const std::string& profile = "") {
    JpegBytes made;
    made.soi();
    if (!profile.empty()) {
      const auto icc = test::profile(test::bytes_of(profile));
      made.segment(0xE2, "ICC_PROFILE\0\1\1"s.append(icc.begin(), icc.end()));
    }
    if (!comment.empty()) made.segment(0xFE, comment);
    made.tables().frame();
    if (other) made.segment(0xDD, "\0\x08"s);
    return made.scan().eoi().bytes;
  };
  const auto file = picture("hello", false);
  const auto count = [&](const std::vector<Byte>& written) {
    MemorySource source{file}, output{written};
    const Job job;
    Examination examination = examine(source, job, "-", true);
    const auto treatment = treat(*examination.document, job.policy);
    EXPECT_TRUE(treatment);
    return prove(output, Evidence::written, examination, *treatment, job) ? "counts"s : "does not"s;
  };
  EXPECT_EQ(count(picture("", false)), "counts");
  EXPECT_EQ(count(file), "does not");
  EXPECT_EQ(count(picture("", true)), "does not");
  EXPECT_EQ(count(picture("", false, "....a profile")), "counts");
  EXPECT_EQ(count(picture("", false, "....ftypmp42")), "does not") << "a video in a profile";
}

// The readers see nothing; whether nothing is there the second walker decides as well.
TEST(Verdict, ACleanFileNeedsBothLooks) {
  const auto file = JpegBytes{}.soi().picture().eoi().bytes;
  MemorySource source{file};
  const Job job;
  Examination examination = examine(source, job, "-", true);
  const auto treatment = treat(*examination.document, job.policy);
  ASSERT_TRUE(treatment);
  const auto said = [&](auto judge) {
    judge();
    return std::pair{examination.outcome.status, examination.outcome.reason};
  };
  const auto untouched = [&] { judge_untouched(examination, *treatment, job); };
  const auto audit = [&] { judge_audit(examination, job); };
  EXPECT_EQ(said(untouched).first, Status::clean);
  EXPECT_EQ(said(audit).first, Status::clean);
  examination.walk.objection = Objection{2, "comment"};
  EXPECT_EQ(said(untouched), std::pair(Status::refused, "cannot be proven clean: comment at byte 2"s));
  EXPECT_EQ(said(audit), std::pair(Status::metadata, "comment at byte 2"s));
  examination.walk.unreadable = Error{Errc::malformed, 4, "reserved marker"};
  EXPECT_EQ(said(untouched), std::pair(Status::refused, "reserved marker at byte 4"s));
  EXPECT_EQ(said(audit), std::pair(Status::refused, "reserved marker at byte 4"s));
}

TEST(Verdict, AColourProfileThatGoesIsNoSilentLoss) {
  const test::Buffer whole = test::profile(test::bytes_of("what the colours are"));
  const auto said = [](std::string_view data, Policy policy) {
    const std::string segment = "ICC_PROFILE\0\1\1"s.append(data);
    const auto file = JpegBytes{}.soi().segment(0xE2, segment).segment(0xFE, "Jane").picture().eoi().bytes;
    MemorySource source{file};
    Job job;
    job.policy = policy;
    Examination examination = examine(source, job, "-", true);
    judge_changed(examination.outcome, *treat(*examination.document, job.policy), job);
    return examination.outcome.reason;
  };
  const std::string profile(whole.begin(), whole.end());
  const std::string damaged = profile.substr(0, profile.size() - 1);
  EXPECT_EQ(said(profile, {}), "");
  EXPECT_EQ(said(profile + "\0"s, {}), "");
  EXPECT_EQ(said(damaged, {}), "the colour profile is damaged and goes: colours may look different");
  Policy lenient;
  lenient.keep(LeakClass::unknown);
  EXPECT_EQ(said(damaged, lenient).find("colour"), std::string::npos);
}

// A change in place is proven by its plan: that spares the picture and leaves nothing to do.
TEST(Proof, APlanThatTouchesThePictureOrLeavesSomethingDoesNotCount) {
  const std::string text = located_picture();
  const std::vector<Byte> file(text.begin(), text.end());
  MemorySource source{file};
  Job job;
  job.policy = Policy{Mode::gps_only};
  Examination examination = examine(source, job, "-", true);
  const auto treatment = treat(*examination.document, job.policy);
  ASSERT_TRUE(treatment);
  const auto refusal_of = [&](const Treatment& by) {
    std::vector<Byte> patched = file;
    for (const Patch& patch : by.plan.patches) patch.apply(0, patched);
    MemorySource output{patched};
    const auto proof = prove(output, Evidence::planned, examination, by, job);
    return proof ? "none"s : std::string{proof.error().what};
  };
  EXPECT_EQ(refusal_of(*treatment), "none");
  Treatment idle = *treatment;
  idle.plan.patches.clear();
  EXPECT_EQ(refusal_of(idle), "something that had to go is still there");
  Treatment clumsy = *treatment;
  clumsy.plan.patches.push_back({file.size() - 3, {0x12}});
  EXPECT_EQ(refusal_of(clumsy), "patch touches the picture");
}

// Where no reader looks, the raw search for what was removed does.
TEST(Proof, ACopyOfARemovedCoordinateIsFoundAnywhere) {
  test::TiffBuilder tiff{ByteOrder::big};
  const int ifd0 = tiff.ifd(), gps = tiff.ifd();
  tiff.pointer(ifd0, 0x8825, gps);
  tiff.ascii(gps, 1, "N");
  tiff.rationals(gps, 2, {{36, 1}, {6, 1}, {5961, 100}});
  const std::vector<Byte> block = tiff.build();
  const std::string exif = "Exif\0\0"s.append(block.begin(), block.end());
  const auto outcome_with = [&](std::size_t minutes) {
    const std::string copy = "Nobody\0"s + u32(36) + u32(1) + u32(minutes) + u32(1) + u32(5961) + u32(100);
    Job job;
    job.policy = Policy{Mode::gps_only};
    std::vector<Byte> output;
    const auto file = JpegBytes{}.soi().segment(0xE1, exif).segment(0xE4, copy).picture().eoi().bytes;
    return Scrubber{job, nullptr}.filter(file, {"-", "-", true, {}}, output);
  };
  EXPECT_EQ(outcome_with(7).status, Status::kept) << "nobody reads the segment";
  const Outcome outcome = outcome_with(6);
  EXPECT_EQ(outcome.status, Status::refused);
  EXPECT_NE(outcome.reason.find("a removed coordinate is still there"), std::string::npos) << outcome.reason;
}

// A count that is too large makes entries of the IPTC that the first one holds. Without the city the rest of
// it moves up, and the third entry has another tag.
TEST(Proof, NothingNewMayTurnUp) {
  const auto outcome_of = [](char count) {
    const std::string city = "\x1C\2\x5A\0\x08Konst\0\2z"s;
    const std::string caption =
        "\x1C\2\x78\0\x10"
        "abcuv\0\2 and the rest"s.substr(0, 21);
    const std::string tiff =
        "MM\0*\0\0\0\x08\0"s + count + "\x83\xBB\0\7\0\0\0\x22\0\0\0\x1A\0\0\0\0"s + city + caption;
    const auto file = JpegBytes{}.soi().segment(0xE1, "Exif\0\0"s + tiff).tables().frame().scan().eoi().bytes;
    Job job;
    job.policy = Policy{Mode::gps_only};
    std::vector<Byte> output;
    return Scrubber{job, nullptr}.filter(file, {"-", "-", true, {}}, output);
  };
  EXPECT_EQ(outcome_of('\1').status, Status::scrubbed) << outcome_of('\1').reason;
  EXPECT_EQ(outcome_of('\3').status, Status::refused);
  EXPECT_TRUE(outcome_of('\3').reason.starts_with("too damaged to be changed in part"));
}

}  // namespace
}  // namespace exifscrub
