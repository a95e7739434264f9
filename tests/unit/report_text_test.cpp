#include <gtest/gtest.h>

#include "base/text.hpp"
#include "report/text.hpp"
#include "report/told_values.hpp"
#include "report/words.hpp"
#include "report_outcomes.hpp"

namespace exifscrub {
namespace {

std::string text_of(const std::vector<Outcome>& outcomes, const TextSettings& settings = {}) {
  TextReport report(settings);
  Summary summary;
  std::string out;
  for (const Outcome& outcome : outcomes) {
    report.add(outcome, out);
    summary.add(outcome);
  }
  report.finish(summary, out);
  return out;
}

TextSettings audit_settings() {
  TextSettings settings;
  settings.verb = Verb::audit;
  settings.fail_on[static_cast<std::size_t>(LeakClass::location)] = true;
  return settings;
}

TEST(TextReport, ScrubNamesWhatWentAndSumsUp) {
  Outcome large = scrubbed_outcome("garden/IMG_0042.jpg");
  large.bytes_in = 9'000'000;
  large.bytes_out = 5'800'000;
  EXPECT_EQ(text_of({scrubbed_outcome("kitchen.jpg"), large, plain_outcome("hall.jpg", Status::clean),
                     plain_outcome("old/scan.jpg", Status::refused,
                                   "segment length runs past the end of the file at byte 5120")}),
            "scrubbed  kitchen.jpg         -38 kB   location, device\n"
            "scrubbed  garden/IMG_0042.jpg -3.2 MB  location, device\n"
            "refused   old/scan.jpg                 segment length runs past the end of the file at byte "
            "5120; file "
            "untouched\n"
            "4 files: 2 scrubbed, 1 clean, 1 refused. 3.2 MB removed, picture data identical in all.\n");
}

TEST(TextReport, ScrubMentionsWhatAViewerNeedsOnlyWhenItWasAskedToGo) {
  Outcome outcome = scrubbed_outcome("a.jpg");
  outcome.findings.push_back(
      {LeakClass::orientation, Action::removed, Standing::leak, "IFD0:Orientation", "1", "EXIF", {{40, 12}}});
  TextSettings settings;
  EXPECT_EQ(text_of({outcome}, settings).find("orientation"), std::string::npos);
  settings.removes[static_cast<std::size_t>(LeakClass::orientation)] = true;
  EXPECT_NE(text_of({outcome}, settings).find("orientation"), std::string::npos);
}

// Of whatever class a text is: the place in it is one.
TEST(Words, ATextWithAPlaceIsToldWhereCoordinatesAre) {
  const auto told = [](std::string value, Coordinates coordinates, bool values = true) {
    Finding finding;
    finding.leak_class = LeakClass::text;
    finding.value = std::move(value);
    return ToldValues{Outcome{}, {coordinates, values}}.tells(finding);
  };
  const std::string caption = "Home. Lat: 52.51234 Lng 13.41234";
  const std::string link = "https://maps.google.com/?q=52.51234,13.41234";
  for (const Coordinates less : {Coordinates::none, Coordinates::place, Coordinates::coarse}) {
    EXPECT_FALSE(told(caption, less));
    EXPECT_FALSE(told(link, less));
    EXPECT_TRUE(told("Home, 12 of 40", less));
  }
  EXPECT_TRUE(told(caption, Coordinates::exact));
  EXPECT_FALSE(told(caption, Coordinates::exact, false));
}

// A keyword below "Places" is one; the list of all keywords would tell it.
TEST(Words, AValueInWhichAPlaceStandsIsToldWhereCoordinatesAre) {
  Outcome outcome;
  outcome.findings = {
      {LeakClass::text, Action::found, Standing::leak, "XMP-dc:Subject", "Anna, Paris", "XMP", {{100, 90}}},
      {LeakClass::location, Action::found, Standing::leak, "XMP-dc:Subject", "Paris", "XMP", {{150, 20}}},
      {LeakClass::location, Action::found, Standing::leak, "XMP-dc:Subject", "France", "XMP", {{120, 40}}},
      {LeakClass::text, Action::found, Standing::leak, "XMP-dc:Title", "A day out", "XMP", {{190, 30}}},
      {LeakClass::text, Action::found, Standing::leak, "IPTC:Keywords", "Anna", "IPTC", {{20, 100}}}};
  for (const Coordinates less : {Coordinates::none, Coordinates::place, Coordinates::coarse}) {
    const ToldValues values{outcome, {less, true}};
    std::string told;
    for (const Finding& finding : outcome.findings) told += values.tells(finding) ? 'y' : 'n';
    EXPECT_EQ(told, "nnnyy");
  }
  EXPECT_TRUE((ToldValues{outcome, {Coordinates::exact, true}}.tells(outcome.findings[0])));
}

TEST(TextReport, AuditNamesCarriersAndSerialNumbers) {
  EXPECT_EQ(text_of({audited_outcome("kitchen.jpg"), plain_outcome("hall.jpg", Status::metadata)},
                    audit_settings()),
            "leaks  kitchen.jpg  location (EXIF, XMP), camera serial number\n"
            "1 of 2 files gives away where it was taken. The others: 1 with other metadata.\n");
}

TEST(TextReport, WhereOnlyTheLocationGoesItsCarriersAreNamed) {
  TextSettings settings;
  settings.removes[static_cast<std::size_t>(LeakClass::location)] = true;
  EXPECT_NE(text_of({scrubbed_outcome("a.jpg")}, settings).find("location (EXIF"), std::string::npos);
  settings.removes[static_cast<std::size_t>(LeakClass::time)] = true;
  EXPECT_EQ(text_of({scrubbed_outcome("a.jpg")}, settings).find("location ("), std::string::npos);
}

TEST(TextReport, PathsStandBelowTheOnlyFolder) {
  TextSettings settings;
  settings.below = "/home/a/";
  EXPECT_EQ(text_of({scrubbed_outcome("/home/a/b/c.jpg")}, settings).substr(0, 18), "scrubbed  b/c.jpg ");
  EXPECT_EQ(text_of({scrubbed_outcome("/home/a")}, settings).substr(0, 18), "scrubbed  /home/a ");
}

TEST(TextReport, AuditPassesOverWhatAViewerNeedsAndNestedCarriers) {
  Outcome outcome = audited_outcome("a.jpg");
  outcome.findings[1].carrier = "EXIF > thumbnail > EXIF";
  outcome.findings[2] = {LeakClass::icc, Action::found, Standing::leak, "ICC_Profile", "", "ICC", {}};
  EXPECT_EQ(text_of({outcome}, audit_settings()).substr(0, 30), "leaks  a.jpg  location (EXIF)\n");
  TextSettings settings = audit_settings();
  settings.fail_on[static_cast<std::size_t>(LeakClass::icc)] = true;
  EXPECT_EQ(text_of({outcome}, settings).substr(0, 46), "leaks  a.jpg  location (EXIF), colour profile\n");
}

TEST(TextReport, WithoutVerboseNoValueIsTold) {
  const std::string out = text_of({audited_outcome("a.jpg")}, audit_settings());
  for (const char* secret : {"36.1", "115", "4711", "610"}) {
    EXPECT_EQ(out.find(secret), std::string::npos) << secret;
  }
}

TEST(TextReport, VerboseTellsValuesButNoPositionUnlessAsked) {
  TextSettings settings = audit_settings();
  settings.verbosity = 1;
  const std::string place = text_of({audited_outcome("a.jpg")}, settings);
  EXPECT_NE(place.find("ExifIFD:SerialNumber = SN4711 (EXIF)"), std::string::npos) << place;
  EXPECT_EQ(place.find("36.1"), std::string::npos) << place;
  settings.disclosure.coordinates = Coordinates::exact;
  const std::string exact = text_of({audited_outcome("a.jpg")}, settings);
  EXPECT_NE(exact.find("location at 36.169941, -115.139830 (EXIF, XMP)"), std::string::npos) << exact;
  EXPECT_NE(exact.find("GPS:GPSLatitude = 36.169941"), std::string::npos) << exact;
  settings.disclosure.coordinates = Coordinates::coarse;
  const std::string coarse = text_of({audited_outcome("a.jpg")}, settings);
  EXPECT_NE(coarse.find("location near 36.2, -115.1"), std::string::npos) << coarse;
  EXPECT_EQ(coarse.find("36.16"), std::string::npos) << coarse;
}

TEST(TextReport, LinesFitTheTerminal) {
  TextSettings settings = audit_settings();
  settings.columns = 60;
  Outcome outcome = audited_outcome("holiday.jpg");
  for (const LeakClass leak_class : {LeakClass::time, LeakClass::software, LeakClass::thumbnail}) {
    outcome.findings.push_back({leak_class, Action::found, Standing::leak, "x:y", "", "EXIF", {}});
  }
  EXPECT_EQ(text_of({outcome}, settings),
            "leaks  holiday.jpg  location (EXIF, XMP), 4 more\n"
            "\n"
            "The file gives away where it was taken.\n")
      << "a line tells enough";
  settings.verbosity = 1;
  EXPECT_EQ(text_of({outcome}, settings).substr(0, 116),
            "leaks  holiday.jpg\n"
            "         location (EXIF, XMP), date and time,\n"
            "         camera serial number, software, thumbnail\n");
  settings.columns = 30;
  EXPECT_NE(text_of({outcome}, settings).find("\nThe file gives away where it\nwas taken.\n"),
            std::string::npos);
}

TEST(TextReport, WordsHaveALineOfTheirOwnBehindALongPath) {
  TextSettings settings = audit_settings();
  settings.columns = 60;
  Outcome outcome = audited_outcome("2019/summer in Lisbon/IMG_0006.jpg");
  outcome.findings.push_back({LeakClass::time, Action::found, Standing::leak, "x:y", "", "EXIF", {}});
  EXPECT_EQ(text_of({outcome}, settings).substr(0, 105),
            "leaks  2019/summer in Lisbon/IMG_0006.jpg\n"
            "         location (EXIF, XMP), date and time, 1 more\n"
            "\n"
            "The file ");
  settings.columns = 0;
  EXPECT_EQ(text_of({outcome}, settings).find('\n'), 100U) << "one line where no terminal is";
}

TEST(TextReport, WhatMattersMostStandsOut) {
  TextSettings settings = audit_settings();
  settings.colour = true;
  const std::string text =
      text_of({audited_outcome("a.jpg"), plain_outcome("b.jpg", Status::clean)}, settings);
  EXPECT_NE(text.find("\n\x1b[1m1 of 2 files gives away where it was taken.\x1b[0m The others: 1 clean.\n"),
            std::string::npos)
      << text;
}

TEST(TextReport, PlacesKeepTheirColumnsOnATerminal) {
  TextSettings settings = audit_settings();
  settings.columns = 60;
  Summary summary;
  summary.group_by.clusters = true;
  Cluster home;
  home.members.resize(6);
  home.home_reasons = {"6 photos on 5 days", "83 % of them between 19:00 and 08:00"};
  summary.clusters = {home};
  EXPECT_EQ(places_text(summary, settings),
            "\nPhotos within 100 m of each other:\n"
            "  photos  where  across  dates  night  weekend\n"
            "       6            0 m\n"
            "          may be a home: 6 photos on 5 days, 83 % of them\n"
            "            between 19:00 and 08:00\n");
}

TEST(TextReport, WhatIsNotProvenIsToldApart) {
  const Outcome clean = plain_outcome("a.jpg", Status::clean);
  const Outcome refused = plain_outcome("b.jpg", Status::refused, "damaged");
  const Outcome other = plain_outcome("c.txt", Status::skipped);
  const auto summary_of = [](const std::vector<Outcome>& outcomes) {
    Summary summary;
    for (const Outcome& outcome : outcomes) summary.add(outcome);
    return summary_text(summary, audit_settings());
  };
  EXPECT_EQ(summary_of({clean, clean, refused, other}),
            "Not proven: 1 refused. None of the other 2 files gives away where it was taken: 2 clean. 1 file "
            "is no image.\n");
  EXPECT_EQ(summary_of({clean}), "1 file does not give away where it was taken: 1 clean.\n");
  EXPECT_EQ(summary_of({refused}), "Not proven: 1 refused.\n");
  const Outcome read = plain_outcome("e.jpg", Status::metadata);
  const Outcome unread = plain_outcome("f.jpg", Status::metadata, "nobody can read the MakerNote");
  EXPECT_EQ(summary_of({read, unread}),
            "Not proven: 1 with something that nobody can read (-v names it). The other file does not give away "
            "where it was taken: 1 with other metadata.\n");
  EXPECT_EQ(summary_of({unread}), "Not proven: 1 with something that nobody can read (-v names it).\n");
  EXPECT_EQ(summary_of({audited_outcome("d.jpg"), clean, refused, other, other}),
            "1 of 3 files gives away where it was taken. The others: 1 clean. Not proven: 1 refused. 2 files "
            "are no "
            "images.\n");
}

TEST(TextReport, LongReasonsAreBrokenBetweenWords) {
  TextSettings settings;
  settings.columns = 40;
  EXPECT_EQ(
      text_of({plain_outcome("scan.jpg", Status::refused, "segment length runs past the end at byte 5")},
              settings)
          .substr(0, 97),
      "refused  scan.jpg\n"
      "          segment length runs past the\n"
      "          end at byte 5; file untouched\n");
}

TEST(TextReport, TheSummaryIsBrokenBetweenWordsToo) {
  TextSettings settings = audit_settings();
  settings.columns = 40;
  EXPECT_EQ(text_of({plain_outcome("hall.jpg", Status::metadata)}, settings),
            "1 file does not give away where it was\n"
            "taken: 1 with other metadata.\n");
}

TEST(TextReport, AuditEndsWithWhatTheMostTellingClusterSuggests) {
  Summary summary;
  for (int i = 0; i < 7; ++i) summary.add(audited_outcome("a.jpg"));
  Cluster trip, office, home;
  trip.members.resize(6);
  trip.span_m = 1234;
  office.members.resize(5);
  office.span_m = 51;
  office.workplace_reasons = {"5 photos on 3 days"};
  home.members.resize(4);
  home.home_reasons = {"5 photos on 3 days"};
  const auto ending = [&](const std::vector<Cluster>& clusters, Coordinates coordinates) {
    summary.clusters = clusters;
    summary.clustered = summary.located;
    TextSettings settings = audit_settings();
    settings.disclosure.coordinates = coordinates;
    return summary_text(summary, settings);
  };
  const std::string begin = "All 7 files give away where they were taken";
  EXPECT_EQ(ending({}, Coordinates::place), begin + ".\n");
  EXPECT_EQ(ending({trip}, Coordinates::place), begin + "; 6 of them within 1.2 km of each other.\n");
  EXPECT_EQ(ending({trip, office}, Coordinates::place),
            begin + "; 5 of them within 60 m of each other, most in working hours: may be a workplace.\n");
  EXPECT_EQ(
      ending({trip, office, home}, Coordinates::place),
      begin + "; 4 of them within 10 m of each other, most in the evening or at night: may be a home.\n");
  EXPECT_EQ(ending({trip, office, home}, Coordinates::none), begin + ".\n");
  summary.located = 100'000;
  summary.clusters = {trip};
  summary.clustered = 65'536;
  EXPECT_EQ(summary_text(summary, audit_settings()),
            begin + "; 6 of the first 65,536 within 1.2 km of each other.\n");
}

TEST(TextReport, NothingHostileReachesTheTerminal) {
  TextSettings settings;
  settings.verbosity = 2;
  Outcome outcome = scrubbed_outcome(hostile);
  outcome.reason = outcome.findings[0].name = outcome.findings[2].value = outcome.findings[0].carrier =
      hostile;
  outcome.notes = {hostile};
  const std::string out = text_of({outcome}, settings);
  EXPECT_EQ(std::count(out.begin(), out.end(), '\n'), 8) << out;
  for (std::string_view rest = out; !rest.empty();) {
    const CodePoint next = front_code_point(rest);
    ASSERT_TRUE(next.valid);
    ASSERT_TRUE(next.value == '\n' || !is_control(next.value)) << out;
    rest.remove_prefix(next.length);
  }
}

TEST(TextReport, QuietLeavesProblemsOnly) {
  TextSettings settings;
  settings.quiet = true;
  EXPECT_EQ(text_of({scrubbed_outcome("a.jpg"), plain_outcome("b.jpg", Status::refused, "in use")}, settings),
            "refused  b.jpg  in use; file untouched\n");
}

TEST(TextReport, DryRunSaysThatNothingWasWritten) {
  TextSettings settings;
  settings.dry_run = true;
  Outcome outcome = scrubbed_outcome("a.jpg");
  outcome.status = Status::would_scrub;
  EXPECT_EQ(text_of({outcome}, settings),
            "would-scrub  a.jpg -38 kB  location, device\n"
            "1 file: 1 would be scrubbed. 38 kB would go. Nothing was written.\n");
}

TEST(TextReport, UnsupportedFormatsAreGrouped) {
  Outcome heic = plain_outcome("a.heic", Status::refused, "HEIC is not supported yet");
  heic.format = FormatId::heif;
  EXPECT_EQ(text_of({heic, heic}),
            "2 files: 2 refused.\n2 HEIC files: not supported yet, untouched (-v names them).\n");
}

TEST(TextReport, EmptyTreeSaysSo) {
  EXPECT_EQ(text_of({}), "no images found.\n");
  EXPECT_EQ(text_of({plain_outcome("notes.txt", Status::skipped)}), "no images found (1 other file).\n");
  EXPECT_EQ(text_of({plain_outcome("notes.txt", Status::skipped), plain_outcome("a.jpg", Status::clean)}),
            "2 files: 1 clean, 1 no image.\n");
}

TEST(TextReport, WhatWasNotLookedAtIsCounted) {
  TextReport report({});
  Summary summary;
  std::string out;
  summary.add(plain_outcome("a.jpg", Status::clean));
  summary.add(PassedOver::symlink);
  summary.add(PassedOver::symlink);
  summary.add(PassedOver::special);
  report.pass_over(PassedOver::symlink, "link", out);
  report.finish(summary, out);
  EXPECT_EQ(out, "1 file: 1 clean.\nNot looked at: 2 symbolic links, 1 special file.\n");
}

TEST(TextReport, ColourWrapsTheStatusAlone) {
  TextSettings settings;
  settings.colour = true;
  EXPECT_EQ(text_of({plain_outcome("a.jpg", Status::refused)}, settings).substr(0, 23),
            "\x1b[31mrefused\x1b[0m  a.jpg");
  EXPECT_EQ(text_of({scrubbed_outcome("a.jpg")}, settings).substr(0, 15), "scrubbed  a.jpg");
}

TEST(TextReport, RowsComeOutInBlocksWhateverTheRest) {
  TextReport report({});
  std::string out;
  for (int i = 0; i < 49; ++i) report.add(scrubbed_outcome("a.jpg"), out);
  EXPECT_TRUE(out.empty());
  report.add(scrubbed_outcome("a.jpg"), out);
  EXPECT_EQ(std::count(out.begin(), out.end(), '\n'), 50);
}

TEST(Words, SizesAreDecimal) {
  EXPECT_EQ(size_text(0), "0 B");
  EXPECT_EQ(size_text(999), "999 B");
  EXPECT_EQ(size_text(38'000), "38 kB");
  EXPECT_EQ(size_text(3'200'000), "3.2 MB");
  EXPECT_EQ(size_text(999'960), "1.0 MB");
  EXPECT_EQ(size_text(41'300'000'000), "41.3 GB");
}

TEST(Words, NumbersHaveGroups) {
  EXPECT_EQ(number_text(7), "7");
  EXPECT_EQ(number_text(999), "999");
  EXPECT_EQ(number_text(30'000), "30,000");
  EXPECT_EQ(number_text(1'234'567), "1,234,567");
  EXPECT_EQ(count_text(1, "file", "files"), "1 file");
}

}  // namespace
}  // namespace exifscrub
