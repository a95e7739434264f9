// Writes a report of synthetic outcomes to standard output, and what it cost to standard error.
// Usage: report_bench FORMAT COUNT [SEED]    SEED: names and values are random hostile text
#include <sys/resource.h>

#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <random>

#include "report/report.hpp"

namespace exifscrub {
namespace {

/// Pieces that one of the formats might trip over, and bytes at random.
class HostileText {
 public:
  explicit HostileText(unsigned seed) : engine_(seed) {}

  std::string next() {
    static const std::vector<std::string> pieces = {"]]>",
                                                    "<b>",
                                                    "</script>",
                                                    "&lt;",
                                                    "\"",
                                                    "'",
                                                    "\\",
                                                    ",",
                                                    ";",
                                                    "\r",
                                                    "\n",
                                                    "\t",
                                                    "=1+1",
                                                    "@",
                                                    "-",
                                                    "+",
                                                    "%0A",
                                                    "::error::",
                                                    "{0}",
                                                    "[x](y)",
                                                    "\x1b[31m",
                                                    std::string(1, '\0'),
                                                    "\xE2\x80\xAE",
                                                    "\xEF\xBF\xBE",
                                                    "\xEF\xBB\xBF",
                                                    "\xF3\xA0\x81\x81",
                                                    "\xC0\x80",
                                                    "\xED\xA0\x80",
                                                    "\xFF",
                                                    "caf\xC3\xA9",
                                                    "\xF0\x9F\x93\xB7",
                                                    "/",
                                                    "..",
                                                    "<!--",
                                                    "\xC2\x85"};
    std::string text;
    for (std::size_t left = engine_() % 8; left > 0; --left) {
      if (engine_() % 3 == 0) {
        text += static_cast<char>(engine_() % 256);
      } else {
        text += pieces[engine_() % pieces.size()];
      }
    }
    return text;
  }

 private:
  std::mt19937 engine_;
};

Outcome synthetic(std::size_t number) {
  Outcome outcome;
  outcome.path = "archive/" + std::to_string(number / 500) + "/IMG_" + std::to_string(number % 500) + ".jpg";
  outcome.format = FormatId::jpeg;
  outcome.bytes_in = outcome.bytes_out = 3'000'000 + number;
  outcome.image_hash = {DigestKind::xxh3, 16, {static_cast<Byte>(number), static_cast<Byte>(number >> 8U)}};
  outcome.status = number % 4 == 0 ? Status::clean : Status::leaks;
  if (outcome.status == Status::clean) return outcome;
  const double step = static_cast<double>(number % 10'000) / 10'000;
  outcome.locations.push_back({-80 + 160 * step, -170 + 340 * step, 100 * step, "EXIF", true, {}});
  outcome.locations.back().place = NearestPlace{"Town " + std::to_string(number % 500), "Region", "US", 3.2};
  static constexpr std::array<std::pair<LeakClass, const char*>, 12> tags = {
      {{LeakClass::device, "IFD0:Make"},
       {LeakClass::device, "IFD0:Model"},
       {LeakClass::software, "IFD0:Software"},
       {LeakClass::time, "IFD0:ModifyDate"},
       {LeakClass::time, "ExifIFD:DateTimeOriginal"},
       {LeakClass::device, "ExifIFD:SerialNumber"},
       {LeakClass::location, "GPS:GPSLatitudeRef"},
       {LeakClass::location, "GPS:GPSLatitude"},
       {LeakClass::location, "GPS:GPSLongitudeRef"},
       {LeakClass::location, "GPS:GPSLongitude"},
       {LeakClass::thumbnail, "IFD1:ThumbnailOffset"},
       {LeakClass::location, "XMP-exif:GPSLatitude"}}};
  for (std::size_t i = 0; i < tags.size(); ++i) {
    outcome.findings.push_back({tags[i].first,
                                Action::found,
                                Standing::leak,
                                tags[i].second,
                                "value " + std::to_string(number),
                                "EXIF",
                                {{100 + 12 * i, 12}}});
  }
  return outcome;
}

void make_hostile(Outcome& outcome, HostileText& text) {
  outcome.path = "x" + text.next();
  outcome.reason = text.next();
  for (Location& location : outcome.locations) {
    location.carrier = text.next();
    location.place->name = text.next();
    location.place->region = text.next();
  }
  for (Finding& finding : outcome.findings) {
    finding.name = text.next();
    finding.value = text.next();
    finding.carrier = text.next();
  }
  outcome.notes = {text.next()};
}

double megabytes_held() {
  rusage usage{};
  static_cast<void>(::getrusage(RUSAGE_SELF, &usage));
  return static_cast<double>(usage.ru_maxrss) / 1024;
}

int run(const ReportRow& row, std::size_t count, std::optional<unsigned> seed) {
  TextSettings settings;
  settings.verb = Verb::audit;
  settings.fail_on[static_cast<std::size_t>(LeakClass::location)] = true;
  settings.disclosure = seed ? Disclosure{Coordinates::exact, true} : row.disclosure;
  HostileText text(seed.value_or(0));
  Report report(row.format, settings, {"/repo", "/repo"});
  Summary summary;
  std::string out;
  std::uint64_t written = 0;
  const auto flush = [&] {
    written += out.size();
    static_cast<void>(std::fwrite(out.data(), 1, out.size(), stdout));
    out.clear();
  };
  std::clock_t spent = 0;
  report.begin(out);
  for (std::size_t i = 0; i < count; ++i) {
    Outcome outcome = synthetic(i);
    if (seed) make_hostile(outcome, text);
    const std::clock_t begin = std::clock();
    summary.add(outcome);
    report.add(outcome, out);
    spent += std::clock() - begin;
    if (out.size() >= 65536) flush();
  }
  report.finish(summary, out);
  flush();
  std::fprintf(stderr, "%-8s %9zu files %8.2f s of processor %9.1f MB written %7.1f MB held\n",
               std::string(row.name).c_str(), count, static_cast<double>(spent) / CLOCKS_PER_SEC,
               static_cast<double>(written) / 1e6, megabytes_held());
  return 0;
}

}  // namespace
}  // namespace exifscrub

int main(int argc, char** argv) {
  using namespace exifscrub;
  const auto format = argc >= 3 ? report_format_named(argv[1]) : std::nullopt;
  if (!format) {
    std::fputs("usage: report_bench FORMAT COUNT [SEED]\n", stderr);
    return 2;
  }
  const auto seed =
      argc > 3 ? std::optional(static_cast<unsigned>(std::strtoul(argv[3], nullptr, 10))) : std::nullopt;
  return run(report_table()[static_cast<std::size_t>(*format)], std::strtoul(argv[2], nullptr, 10), seed);
}
