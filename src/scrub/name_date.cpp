#include "scrub/name_date.hpp"

#include <chrono>
#include <cstdint>
#include <cstdio>
#include <optional>

#include "base/characters.hpp"

namespace exifscrub {
namespace {

using std::chrono::day;
using std::chrono::month;
using std::chrono::year;
using std::chrono::year_month_day;

/// The `count` digits at `at`, as a number.
std::optional<std::uint64_t> digits_at(std::string_view name, std::size_t at, std::size_t count) {
  if (at > name.size() || name.size() - at < count) return std::nullopt;
  std::uint64_t number = 0;
  for (std::size_t i = at; i < at + count; ++i) {
    if (!is_digit(name[i])) return std::nullopt;
    number = number * 10 + static_cast<std::uint64_t>(name[i] - '0');
  }
  return number;
}

std::string text_of(year_month_day date) {
  if (!date.ok() || date.year() < year{1990} || date.year() > year{2099}) return {};
  char text[32];
  std::snprintf(text, sizeof text, "%04d-%02u-%02u", static_cast<int>(date.year()),
                static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
  return text;
}

/// Year, month and day at `at`: eight digits in a row, or parted by one of - _ . or a space, twice the same.
std::string calendar_date_at(std::string_view name, std::size_t at) {
  constexpr std::string_view separators = "-_. ";
  const auto digit_run = [&](std::size_t end) { return end < name.size() && is_digit(name[end]); };
  std::size_t next = at + 4;
  const bool parted = next < name.size() && separators.find(name[next]) != std::string_view::npos;
  const auto the_year = digits_at(name, at, 4);
  if (parted) ++next;
  const auto the_month = digits_at(name, next, 2);
  next += 2;
  if (parted && (next >= name.size() || name[next] != name[at + 4])) return {};
  if (parted) ++next;
  const auto the_day = digits_at(name, next, 2);
  next += 2;
  // Behind the day more digits may follow only as a time of day: 20240506070809.
  if (!the_year || !the_month || !the_day) return {};
  if (digit_run(next) && !digits_at(name, next, 6)) return {};
  return text_of(year{static_cast<int>(*the_year)} / month{static_cast<unsigned>(*the_month)} /
                 day{static_cast<unsigned>(*the_day)});
}

/// Thirteen digits in a row: milliseconds since 1970.
std::string clock_date_at(std::string_view name, std::size_t at) {
  constexpr std::size_t count = 13;
  const auto milliseconds = digits_at(name, at, count);
  if (!milliseconds || (at + count < name.size() && is_digit(name[at + count]))) return {};
  const std::chrono::sys_time<std::chrono::milliseconds> time{std::chrono::milliseconds{*milliseconds}};
  return text_of(year_month_day{std::chrono::floor<std::chrono::days>(time)});
}

}  // namespace

std::string date_in_name(std::string_view name) {
  for (std::size_t at = 0; at < name.size(); ++at) {
    const bool begins = is_digit(name[at]) && (at == 0 || !is_digit(name[at - 1]));
    if (!begins) continue;
    if (std::string date = calendar_date_at(name, at); !date.empty()) return date;
    if (std::string date = clock_date_at(name, at); !date.empty()) return date;
  }
  return {};
}

}  // namespace exifscrub
