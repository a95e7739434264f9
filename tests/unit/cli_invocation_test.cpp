#include <gtest/gtest.h>

#include <boost/filesystem/operations.hpp>
#include <fstream>

#include "cli/config_file.hpp"
#include "cli/invocation.hpp"

namespace exifscrub::cli {
namespace {

struct Meaning {
  Invocation invocation;
  std::string error;
};

Meaning meaning_of(const std::vector<std::string>& arguments) {
  Options options;
  if (auto error = parse_arguments(arguments, options)) return {{}, error->message};
  Meaning meaning;
  if (auto error = interpret(std::move(options), meaning.invocation)) meaning.error = error->message;
  return meaning;
}

bool removes(const Meaning& meaning, LeakClass leak_class) {
  return meaning.invocation.job.policy.removes_class(leak_class);
}

TEST(Invocation, DefaultsAreStripAndEverything) {
  const Meaning meaning = meaning_of({"a.jpg"});
  EXPECT_EQ(meaning.error, "");
  EXPECT_EQ(meaning.invocation.job.policy, Policy{Mode::strip});
  EXPECT_EQ(meaning.invocation.job.verb, Verb::scrub);
  EXPECT_TRUE(meaning.invocation.walk_rules.hidden);
  EXPECT_TRUE(meaning.invocation.job.backup_suffix.empty());
  EXPECT_TRUE(meaning.invocation.job.fail_on[static_cast<std::size_t>(LeakClass::location)]);
  EXPECT_FALSE(meaning.invocation.job.values);
}

TEST(Invocation, ClassesComeAsLists) {
  const Meaning meaning = meaning_of({"--keep=time,copyright", "--keep", "text", "--remove=icc", "a.jpg"});
  EXPECT_EQ(meaning.error, "");
  EXPECT_FALSE(removes(meaning, LeakClass::time));
  EXPECT_FALSE(removes(meaning, LeakClass::copyright));
  EXPECT_FALSE(removes(meaning, LeakClass::text));
  EXPECT_TRUE(removes(meaning, LeakClass::icc));
  EXPECT_TRUE(removes(meaning, LeakClass::location));
  EXPECT_EQ(meaning_of({"--keep=gps", "a"}).error,
            "--keep: there is no class \"gps\"; did you mean location?");
  EXPECT_EQ(meaning_of({"--keep=tme", "a"}).error, "--keep: there is no class \"tme\"; did you mean time?");
  EXPECT_EQ(meaning_of({"--keep=time,", "a"}).error.substr(0, 52),
            "--keep: there is no class \"\"; the classes are locati");
  EXPECT_EQ(meaning_of({"--keep=time", "--remove=time", "a"}).error,
            "--keep and --remove both name time; leave it out of one");
}

TEST(Invocation, ClashesAreNamed) {
  EXPECT_EQ(meaning_of({"--exif-only", "--gps-only", "a"}).error,
            "--exif-only and --gps-only do not go together: each says what goes");
  EXPECT_NE(meaning_of({"--in-place", "-o", "d", "a"}).error, "");
  EXPECT_NE(meaning_of({"--in-place", "--exif-only", "a"}).error, "");
  EXPECT_NE(meaning_of({"-o", "d", "--backup", "a"}).error, "");
  EXPECT_EQ(meaning_of({"--in-place", "-"}).error,
            "--in-place needs files; - reads standard input and writes standard output");
  EXPECT_NE(meaning_of({"-", "a.jpg"}).error, "");
  EXPECT_EQ(meaning_of({"--gps-only", "--in-place", "a"}).error, "");
}

TEST(Invocation, NumbersAndSizes) {
  EXPECT_EQ(meaning_of({"-j4", "a"}).invocation.jobs, 4U);
  EXPECT_GE(meaning_of({"-j0", "a"}).invocation.jobs, 1U);
  EXPECT_EQ(meaning_of({"audit", "a"}).invocation.jobs, 2 * meaning_of({"a"}).invocation.jobs);
  EXPECT_EQ(meaning_of({"audit", "-j1", "a"}).invocation.jobs, 1U);
  EXPECT_EQ(meaning_of({"-jx", "a"}).error, "--jobs is a number from 0 to 1024, not \"x\"");
  EXPECT_EQ(size_named("12"), 12U);
  EXPECT_EQ(size_named("2K"), 2048U);
  EXPECT_EQ(size_named("256M"), 256U << 20U);
  EXPECT_EQ(size_named("1.5G"), std::nullopt);
  EXPECT_EQ(size_named(""), std::nullopt);
  EXPECT_EQ(size_named("99999999999999999G"), std::nullopt);
}

TEST(Invocation, ReportsNeedAFormat) {
  const Meaning meaning = meaning_of({"--report", "a.json.gz", "--report=text=b", "x"});
  ASSERT_EQ(meaning.invocation.report_files.size(), 2U);
  EXPECT_EQ(meaning.invocation.report_files[0].format, ReportFormat::json);
  EXPECT_EQ(meaning.invocation.report_files[1].format, ReportFormat::text);
  EXPECT_EQ(meaning.invocation.report_files[1].path, "b");
  EXPECT_TRUE(meaning.invocation.job.values);
  EXPECT_NE(meaning_of({"--report", "b.xyz", "x"}).error, "");
  EXPECT_NE(meaning_of({"--report", "b.json", "--report", "b.json", "x"}).error, "");
}

TEST(Invocation, DisclosureFollowsFormatUnlessSaid) {
  const Meaning meaning = meaning_of({"audit", "a"});
  EXPECT_EQ(disclosure_for(meaning.invocation, ReportFormat::text), (Disclosure{Coordinates::place, true}));
  EXPECT_EQ(disclosure_for(meaning.invocation, ReportFormat::json), (Disclosure{Coordinates::exact, true}));
  const Meaning told = meaning_of({"audit", "--coordinates=none", "--values=off", "a"});
  EXPECT_EQ(disclosure_for(told.invocation, ReportFormat::json), (Disclosure{Coordinates::none, false}));
}

TEST(Invocation, ABackupHasNoPicturesName) {
  for (const char* suffix : {".jpg", ".JPG", "jpg", "g", "-old.heic", ".jpg.png", ".xmp", ".json"}) {
    EXPECT_EQ(meaning_of({std::string("--backup=") + suffix, "a"}).error,
              std::string("--backup=") + suffix +
                  " would make names of pictures or sidecars; choose an ending of its own, such as .orig");
  }
  for (const char* suffix : {".orig", "~", ".jpg.bak", ".old"}) {
    EXPECT_EQ(meaning_of({std::string("--backup=") + suffix, "a"}).error, "") << suffix;
  }
}

TEST(Config, AByteOrderMarkIsPassedOver) {
  Options config;
  EXPECT_FALSE(parse_config("\xEF\xBB\xBFrecursive = true\n", "c", false, config));
  EXPECT_TRUE(config.has(Option::recursive));
  EXPECT_TRUE(parse_config("recursive = true\n\xEF\xBB\xBFquiet = true\n", "c", false, config));
}

TEST(Config, WhatWasTypedTakesItsOppositeOutOfTheFile) {
  Options config;
  EXPECT_FALSE(
      parse_config("keep = time,text\nremove = icc\nsidecars = true\nbackup = .old\n", "c", false, config));
  Options typed;
  EXPECT_FALSE(parse_arguments(
      std::vector<std::string>{"--exif-only", "--remove=time", "--keep=icc", "-o", "x"}, typed));
  put_under(config, typed);
  EXPECT_EQ(typed.all(Option::keep), std::vector<std::string>{"icc"}) << "a list is replaced";
  EXPECT_EQ(typed.all(Option::remove), std::vector<std::string>{"time"});
  EXPECT_FALSE(typed.has(Option::sidecars)) << "not with --exif-only";
  EXPECT_FALSE(typed.has(Option::backup)) << "not with --output";
  Options other;
  EXPECT_FALSE(parse_arguments(std::vector<std::string>{"--remove=time"}, other));
  put_under(config, other);
  EXPECT_EQ(other.all(Option::keep), std::vector<std::string>{"text"});
}

TEST(Config, CommandLineBeatsTheFile) {
  Options config;
  EXPECT_FALSE(parse_config("# ours\n\nkeep = time\n gps-only=true \njobs = 3\r\ncheck = false\n", "c", false,
                            config));
  Options typed;
  EXPECT_FALSE(parse_arguments(std::vector<std::string>{"--exif-only", "--keep=text", "a"}, typed));
  put_under(config, typed);
  EXPECT_FALSE(typed.has(Option::gps_only));
  EXPECT_FALSE(typed.has(Option::check));
  EXPECT_EQ(typed.all(Option::keep), std::vector<std::string>{"text"});
  EXPECT_EQ(typed.last(Option::jobs), "3");
}

TEST(Config, ErrorsNameFileAndLine) {
  const auto error_of = [](const char* text, bool tighten_only) {
    Options options;
    options.command = Command::audit;
    const auto error = parse_config(text, "x.conf", tighten_only, options);
    return error ? error->message : "none";
  };
  EXPECT_EQ(error_of("recursve = true", false),
            "x.conf line 1: there is no option --recursve; did you mean --recursive?");
  EXPECT_EQ(error_of("\nrecursive", false), "x.conf line 2: write recursive = VALUE");
  EXPECT_EQ(error_of("recursive = yes", false), "x.conf line 1: recursive is true or false");
  EXPECT_EQ(
      error_of("keep = location", true),
      "x.conf line 1: only remove and fail-on may stand in a file that comes with the pictures, not keep");
  EXPECT_EQ(error_of("fail-on = device\nremove = icc", true), "none");
  EXPECT_EQ(error_of("config = y", false), "x.conf line 1: config works on the command line only");
}

TEST(Invocation, QuickIsForAuditsAlone) {
  EXPECT_TRUE(meaning_of({"audit", "--quick", "-"}).invocation.job.quick);
  EXPECT_FALSE(meaning_of({"audit", "-"}).invocation.job.quick);
  EXPECT_NE(meaning_of({"--quick", "-"}).error, "");
  EXPECT_NE(meaning_of({"audit", "--quick", "--near", "48.5,2.5,1km", "."}).error, "");
}

TEST(Invocation, WhatNobodySeesIsNotLookedUp) {
  const auto job_of = [](const std::vector<std::string>& arguments) {
    return meaning_of(arguments).invocation.job;
  };
  EXPECT_TRUE(job_of({"audit", "a"}).findings);
  EXPECT_FALSE(job_of({"audit", "a"}).image_hash);
  EXPECT_TRUE(job_of({"audit", "-v", "a"}).image_hash);
  EXPECT_TRUE(job_of({"audit", "--image-hash", "sha256", "a"}).image_hash);
  EXPECT_FALSE(job_of({"audit", "-q", "a"}).findings);
  for (const char* told : {"--format=json", "--report=a.json", "--baseline=b"}) {
    EXPECT_TRUE(job_of({"audit", "-q", told, "a"}).findings) << told;
  }
  EXPECT_TRUE(job_of({"audit", "-q", "--report=a.json", "a"}).image_hash);
}

TEST(Config, FolderFileTightensAndBeatsKeep) {
  namespace fs = boost::filesystem;
  const fs::path root = fs::temp_directory_path() / fs::unique_path("config-%%%%%%%%");
  fs::create_directory(root);
  std::ofstream((root / ".exifscrub.conf").string()) << "remove = time\nfail-on = device\n";
  Meaning meaning = meaning_of({"--keep=time,text", root.string()});
  Target target;
  target.path = root.string();
  target.is_folder = true;
  EXPECT_FALSE(tighten({target}, meaning.invocation));
  EXPECT_TRUE(removes(meaning, LeakClass::time));
  EXPECT_FALSE(removes(meaning, LeakClass::text));
  EXPECT_TRUE(meaning.invocation.job.fail_on[static_cast<std::size_t>(LeakClass::device)]);
  EXPECT_TRUE(meaning.invocation.job.fail_on[static_cast<std::size_t>(LeakClass::location)]);
  EXPECT_EQ(meaning.invocation.config, std::vector<std::string>{(root / ".exifscrub.conf").string()});
  fs::remove_all(root);
}

}  // namespace
}  // namespace exifscrub::cli
