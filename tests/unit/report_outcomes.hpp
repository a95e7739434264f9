#pragma once

#include <string>

#include "exifscrub/scrub.hpp"

namespace exifscrub {

/// Outcomes for tests of reports, with values that must not show up where a report may not tell them.
inline Outcome scrubbed_outcome(std::string path) {
  Outcome outcome;
  outcome.path = std::move(path);
  outcome.format = FormatId::jpeg;
  outcome.status = Status::scrubbed;
  outcome.changed = true;
  outcome.bytes_in = 250'000;
  outcome.bytes_out = 212'000;
  outcome.image_hash = {DigestKind::xxh3, 16, {0xAB}};
  outcome.locations.push_back({36.169941, -115.139830, 610.5, "EXIF", true, {}});
  const auto add = [&](LeakClass leak_class, const char* name, const char* value, const char* carrier) {
    outcome.findings.push_back(
        {leak_class, Action::removed, Standing::leak, name, value, carrier, {{100, 24}}});
  };
  add(LeakClass::location, "GPS:GPSLatitude", "36.169941", "EXIF");
  add(LeakClass::location, "XMP-exif:GPSLatitude", "36,10.196460N", "XMP");
  add(LeakClass::device, "ExifIFD:SerialNumber", "SN4711", "EXIF");
  return outcome;
}

inline Outcome audited_outcome(std::string path) {
  Outcome outcome = scrubbed_outcome(std::move(path));
  outcome.status = Status::leaks;
  outcome.changed = false;
  outcome.bytes_out = outcome.bytes_in;
  for (Finding& finding : outcome.findings) finding.action = Action::found;
  return outcome;
}

inline Outcome plain_outcome(std::string path, Status status, std::string reason = {}) {
  Outcome outcome;
  outcome.path = std::move(path);
  // Images are skipped by --near only.
  outcome.format = status == Status::skipped ? FormatId::none : FormatId::jpeg;
  outcome.status = status;
  outcome.reason = std::move(reason);
  return outcome;
}

/// What a sender of hostile names and values would try.
inline constexpr const char* hostile =
    "\"</script><b>\x1b]0;x\x07\n\r=1+1,'&]]>\xE2\x80\xAE\xC2\x9B\xFF\xC0\x7F{}\\u0000";

}  // namespace exifscrub
