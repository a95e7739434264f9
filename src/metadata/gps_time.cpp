#include "metadata/gps_time.hpp"

#include <array>
#include <charconv>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <optional>

#include "metadata/exif_values.hpp"
#include "metadata/gps.hpp"

namespace exifscrub {
namespace {

constexpr std::uint16_t time_stamp = 0x07;
constexpr std::uint16_t date_stamp = 0x1D;

std::optional<IfdEntry> find_entry(Bytes tiff, TiffGrammar grammar, const IfdTable& gps,
                                   std::uint16_t wanted) {
  for (std::uint32_t i = 0; i < gps.count; ++i) {
    const IfdEntry entry = read_ifd_entry(tiff, grammar, gps, i);
    if (entry.tag == wanted && !entry.value.empty()) return entry;
  }
  return std::nullopt;
}

std::optional<int> number_in(std::string_view digits) {
  int value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (error != std::errc{} || end != digits.data() + digits.size() || value < 0) return std::nullopt;
  return value;
}

/// "2024:05:06"; some write hyphens.
std::optional<std::chrono::sys_days> date_of(std::string_view text) {
  if (text.size() < 10 || text[4] != text[7] || (text[4] != ':' && text[4] != '-')) return std::nullopt;
  const auto year = number_in(text.substr(0, 4));
  const auto month = number_in(text.substr(5, 2));
  const auto day = number_in(text.substr(8, 2));
  if (!year || !month || !day) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year(*year),
                                         std::chrono::month(static_cast<unsigned>(*month)),
                                         std::chrono::day(static_cast<unsigned>(*day))};
  // 1970 and before: a receiver whose clock was not set.
  if (!date.ok() || *year <= 1970) return std::nullopt;
  return std::chrono::sys_days(date);
}

std::optional<std::chrono::seconds> time_of_day(Bytes tiff, TiffGrammar grammar, const IfdEntry& entry) {
  constexpr std::array<double, 3> ends = {24, 60, 61};
  constexpr std::array<int, 3> seconds_each = {3600, 60, 1};
  std::chrono::seconds total{0};
  for (std::uint32_t i = 0; i < 3; ++i) {
    const auto part = numeric_value(tiff, grammar, entry, i);
    if (!part || !(*part >= 0 && *part < ends[i])) return std::nullopt;
    total += std::chrono::seconds(static_cast<int>(*part * seconds_each[i]));
  }
  return total;
}

}  // namespace

std::string gps_local_time(Bytes tiff, TiffGrammar grammar, const IfdTable& gps) {
  const auto date_entry = find_entry(tiff, grammar, gps, date_stamp);
  const auto time_entry = find_entry(tiff, grammar, gps, time_stamp);
  const auto longitude = read_gps_position(tiff, grammar, gps).longitude;
  if (!date_entry || !time_entry || !longitude) return {};
  const auto date = date_of(plain_text(tiff.subspan(date_entry->value.offset, date_entry->value.length)));
  const auto time = time_of_day(tiff, grammar, *time_entry);
  if (!date || !time) return {};
  const std::chrono::hours zone{std::lround(*longitude / 15)};
  const std::chrono::sys_seconds local = *date + *time + zone;
  const auto day = std::chrono::floor<std::chrono::days>(local);
  const std::chrono::year_month_day on{day};
  const std::chrono::hh_mm_ss at{local - day};
  char text[64];
  std::snprintf(text, sizeof text, "%04d-%02u-%02uT%02d:%02d:%02d", static_cast<int>(on.year()),
                static_cast<unsigned>(on.month()), static_cast<unsigned>(on.day()),
                static_cast<int>(at.hours().count()), static_cast<int>(at.minutes().count()),
                static_cast<int>(at.seconds().count()));
  return text;
}

}  // namespace exifscrub
