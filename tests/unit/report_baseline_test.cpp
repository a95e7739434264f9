#include <gtest/gtest.h>

#include "report/baseline.hpp"
#include "report_outcomes.hpp"

namespace exifscrub {
namespace {

FailOn failing(std::initializer_list<LeakClass> classes) {
  FailOn fail_on{};
  for (const LeakClass leak_class : classes) fail_on[static_cast<std::size_t>(leak_class)] = true;
  return fail_on;
}

const FailOn on_location = failing({LeakClass::location});

Outcome leaking(std::string path, Byte content) {
  Outcome outcome = audited_outcome(std::move(path));
  outcome.content_hash = {DigestKind::sha256, 32, {content}};
  return outcome;
}

TEST(Baseline, AcceptsWhatItWasMadeOf) {
  const Outcome known = leaking("a.jpg", 1);
  const auto baseline = Baseline::parse(baseline_head() + baseline_line(known, "a.jpg", on_location));
  ASSERT_TRUE(baseline);
  EXPECT_TRUE(baseline->accepts(known, "a.jpg", on_location));
}

TEST(Baseline, ChangedMovedOrWorseIsNews) {
  const Outcome known = leaking("a.jpg", 1);
  const auto baseline = Baseline::parse(baseline_head() + baseline_line(known, "a.jpg", on_location));
  ASSERT_TRUE(baseline);
  EXPECT_FALSE(baseline->accepts(leaking("a.jpg", 2), "a.jpg", on_location));
  EXPECT_FALSE(baseline->accepts(known, "b.jpg", on_location));
  EXPECT_FALSE(baseline->accepts(known, "a.jpg", failing({LeakClass::location, LeakClass::device})));
  EXPECT_FALSE(baseline->accepts(known, "a.jpg", failing({LeakClass::person}))) << "nothing leaks there";
  Outcome unread = known;
  unread.content_hash = {};
  EXPECT_FALSE(baseline->accepts(unread, "a.jpg", on_location));
}

TEST(Baseline, HoldsNoValueAndOnlyLeaks) {
  const std::string line = baseline_line(leaking("a.jpg", 1), "a.jpg", on_location);
  EXPECT_EQ(line, "{\"path\":\"a.jpg\",\"content\":\"sha256:01" + std::string(62, '0') +
                      "\",\"classes\":[\"location\"]}\n");
  EXPECT_EQ(baseline_line(plain_outcome("a.jpg", Status::clean), "a.jpg", on_location), "");
}

TEST(Baseline, HostileNamesKeepApart) {
  const std::string names[] = {hostile, "\xFF.jpg", "\xFE.jpg", "\xEF\xBF\xBD.jpg", "a\n{}", "/y5qcGc="};
  std::string text = baseline_head();
  for (const std::string& name : names) text += baseline_line(leaking(name, 1), name, on_location);
  EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 7);
  for (const std::string& wanted : names) {
    const auto one =
        Baseline::parse(baseline_head() + baseline_line(leaking(wanted, 1), wanted, on_location));
    ASSERT_TRUE(one);
    for (const std::string& name : names) {
      EXPECT_EQ(one->accepts(leaking(name, 1), name, on_location), name == wanted) << name;
    }
  }
}

TEST(Baseline, OtherTextIsRefusedWithItsLine) {
  const std::string line = baseline_line(leaking("a.jpg", 1), "a.jpg", on_location);
  const auto refused_at = [](const std::string& text) {
    const auto baseline = Baseline::parse(text);
    return baseline ? 0 : baseline.error().offset;
  };
  EXPECT_EQ(refused_at(""), 1U);
  EXPECT_EQ(refused_at(line), 1U);
  EXPECT_EQ(refused_at("{\"exifscrub_baseline\":2}\n"), 1U);
  EXPECT_EQ(refused_at(baseline_head() + line + "{\"path\":\"a.jpg\"\n"), 3U);
  EXPECT_EQ(refused_at(baseline_head() + "{\"path\":\"a\",\"content\":\"x\",\"classes\":[\"places\"]}"), 2U);
  EXPECT_EQ(refused_at(baseline_head() + "[]"), 2U);
  EXPECT_EQ(refused_at(baseline_head() + std::string(1'000'000, '[')), 2U);
  EXPECT_EQ(refused_at(baseline_head() + "\n\n" + line), 0U) << "empty lines";
}

}  // namespace
}  // namespace exifscrub
