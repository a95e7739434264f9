#include <gtest/gtest.h>

#include <set>

#include "cli/options.hpp"
#include "report/report.hpp"

namespace exifscrub::cli {
namespace {

Options parsed(const std::vector<std::string>& arguments) {
  Options options;
  const auto error = parse_arguments(arguments, options);
  EXPECT_FALSE(error) << error->message;
  return options;
}

std::string error_of(const std::vector<std::string>& arguments) {
  Options options;
  const auto error = parse_arguments(arguments, options);
  return error ? error->message : "none";
}

TEST(OptionTable, NamesAndLettersAreUnique) {
  std::set<std::string_view> names;
  std::set<char> letters;
  std::set<Option> options;
  for (const OptionRow& row : option_table()) {
    EXPECT_TRUE(names.insert(row.name).second) << row.name;
    EXPECT_TRUE(options.insert(row.option).second) << row.name;
    if (row.letter != 0) {
      EXPECT_TRUE(letters.insert(row.letter).second) << row.letter;
    }
  }
}

TEST(OptionTable, EveryRowIsComplete) {
  for (const OptionRow& row : option_table()) {
    EXPECT_FALSE(row.line.empty()) << row.name;
    EXPECT_LE(row.line.size(), 50U) << row.name;
    EXPECT_EQ(row.paragraph.substr(row.paragraph.size() - 1), ".") << row.name;
    EXPECT_NE(row.verbs, 0) << row.name;
    EXPECT_EQ(row.takes == Takes::nothing, row.value.empty()) << row.name;
    for (const char c : row.name) EXPECT_TRUE((c >= 'a' && c <= 'z') || c == '-') << row.name;
  }
}

TEST(OptionTable, FormatsAreThoseOfTheReports) {
  const auto choices = choices_of(row_of(Option::format));
  ASSERT_EQ(choices.size(), report_table().size());
  for (std::size_t i = 0; i < choices.size(); ++i) EXPECT_EQ(choices[i], report_table()[i].name);
}

TEST(Options, FirstArgumentMayBeAVerb) {
  EXPECT_EQ(parsed({"a.jpg"}).command, Command::scrub);
  EXPECT_EQ(parsed({"audit", "a.jpg"}).command, Command::audit);
  EXPECT_EQ(parsed({"scrub", "audit"}).paths, std::vector<std::string>{"audit"});
  EXPECT_EQ(parsed({"./audit"}).command, Command::scrub);
}

TEST(Options, PathsAndOptionsMayMix) {
  const Options options = parsed({"a", "-r", "b", "-j4", "-nv", "--", "-c", "--help"});
  EXPECT_EQ(options.paths, (std::vector<std::string>{"a", "b", "-c", "--help"}));
  EXPECT_TRUE(options.has(Option::recursive));
  EXPECT_TRUE(options.has(Option::dry_run));
  EXPECT_FALSE(options.has(Option::help));
  EXPECT_EQ(options.last(Option::jobs), "4");
}

TEST(Options, DashIsAPath) { EXPECT_EQ(parsed({"-"}).paths, std::vector<std::string>{"-"}); }

TEST(Options, LastValueWinsAndVerboseCounts) {
  const Options options = parsed({"--jobs", "2", "-vv", "-j3", "-v", "--keep", "time", "--keep=icc"});
  EXPECT_EQ(options.last(Option::jobs), "3");
  EXPECT_EQ(options.count(Option::verbose), 3U);
  EXPECT_EQ(options.all(Option::keep), (std::vector<std::string>{"time", "icc"}));
}

TEST(Options, OptionalValueNeverEatsAFileName) {
  const Options options = parsed({"--color", "a.jpg", "--backup", "b.jpg"});
  EXPECT_EQ(options.paths, (std::vector<std::string>{"a.jpg", "b.jpg"}));
  EXPECT_EQ(options.last(Option::color), "");
  EXPECT_EQ(options.last(Option::backup), "");
  EXPECT_EQ(parsed({"--color=never", "a"}).last(Option::color), "never");
  EXPECT_EQ(parsed({"--backup=.bak", "a"}).last(Option::backup), ".bak");
}

TEST(Options, ValueWithoutItsEqualsSignIsNoFile) {
  EXPECT_EQ(error_of({"--color", "always", "a.jpg"}),
            "write --color=always, with an equals sign; a file of that name is written ./always");
  EXPECT_EQ(error_of({"a.jpg", "--progress", "never"}),
            "write --progress=never, with an equals sign; a file of that name is written ./never");
  EXPECT_EQ(parsed({"--color", "./always"}).paths, std::vector<std::string>{"./always"});
  EXPECT_EQ(parsed({"--", "--color", "always"}).paths, (std::vector<std::string>{"--color", "always"}));
}

TEST(Options, NothingIsGuessed) {
  EXPECT_EQ(error_of({"--rec", "x"}), "there is no option --rec; did you mean --recursive?");
  EXPECT_EQ(error_of({"--recursiv"}), "there is no option --recursiv; did you mean --recursive?");
  EXPECT_EQ(error_of({"--gsp-only"}), "there is no option --gsp-only; did you mean --gps-only?");
  EXPECT_EQ(error_of({"--zzz"}), "there is no option --zzz; a file of that name is written ./--zzz");
  EXPECT_EQ(error_of({"-x"}), "there is no option -x; a file of that name is written ./-x");
  EXPECT_EQ(error_of({"-R"}), "there is no option -R; did you mean -r?");
  EXPECT_EQ(error_of({"--RECURSIVE"}).substr(0, 28), "there is no option --RECURSI");
}

TEST(Options, ValuesAreChecked) {
  EXPECT_EQ(error_of({"--keep="}), "--keep needs a value: --keep CLASS,...");
  EXPECT_EQ(error_of({"--keep"}), "--keep needs a value: --keep CLASS,...");
  EXPECT_EQ(error_of({"--keep", "-r"}), "--keep needs a value: --keep CLASS,...");
  EXPECT_EQ(error_of({"-j"}), "--jobs needs a value: --jobs N");
  EXPECT_EQ(error_of({"--keep", ""}), "--keep needs a value: --keep CLASS,...");
  EXPECT_EQ(error_of({"--recursive=yes"}), "--recursive takes no value");
  EXPECT_EQ(error_of({"--color="}), "--color needs a value: --color[=WHEN]");
  EXPECT_EQ(error_of({"--color=blue"}), "--color is one of auto, always, never, not \"blue\"");
  EXPECT_EQ(error_of({"--format", "xml"}),
            "--format is one of text, json, ndjson, csv, sarif, github, gitlab, junit, geojson, kml, html, "
            "not \"xml\"");
}

TEST(Options, EachVerbHasItsOwn) {
  EXPECT_EQ(error_of({"--fail-on", "location"}), "--fail-on belongs to audit, not to scrub");
  EXPECT_EQ(error_of({"audit", "--gps-only"}), "--gps-only belongs to scrub and inspect, not to audit");
}

TEST(Options, SimilarWordsAreFound) {
  const std::array<std::string_view, 3> verbs = {"scrub", "audit", "inspect"};
  EXPECT_EQ(similar_to("audti", verbs), "audit");
  EXPECT_EQ(similar_to("inspec", verbs), "inspect");
  EXPECT_EQ(similar_to("holiday", verbs), std::nullopt);
  EXPECT_EQ(similar_to("a", verbs), std::nullopt);
}

}  // namespace
}  // namespace exifscrub::cli
