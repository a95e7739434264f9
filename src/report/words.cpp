#include "report/words.hpp"

#include <algorithm>
#include <array>
#include <cstdio>

#include "base/text.hpp"
#include "geo/places.hpp"
#include "report/position.hpp"

namespace exifscrub {
namespace {

bool counts(const Finding& finding, LeakClass leak_class, Action action) {
  return finding.leak_class == leak_class && finding.action == action && finding.standing == Standing::leak;
}

std::string location_with_carriers(const Outcome& outcome, Action action) {
  std::vector<std::string> carriers;
  for (const Finding& finding : outcome.findings) {
    if (!counts(finding, LeakClass::location, action) || finding.carrier.empty()) continue;
    // Of a carrier inside another ("EXIF > thumbnail > EXIF") the outermost says enough.
    std::string carrier = sanitise_for_terminal(finding.carrier.substr(0, finding.carrier.find(" > ")));
    if (std::find(carriers.begin(), carriers.end(), carrier) == carriers.end()) {
      carriers.push_back(std::move(carrier));
    }
  }
  if (carriers.empty()) return "location";
  return "location (" + joined(carriers, ", ", ", ") + ")";
}

bool names_a_serial_number(const Outcome& outcome, Action action) {
  return std::any_of(outcome.findings.begin(), outcome.findings.end(), [&](const Finding& finding) {
    return counts(finding, LeakClass::device, action) && finding.name.find("Serial") != std::string::npos;
  });
}

}  // namespace

std::string_view words_for(LeakClass leak_class) {
  constexpr std::array<std::string_view, leak_class_count> words = {"location",
                                                                    "date and time",
                                                                    "device",
                                                                    "software",
                                                                    "text",
                                                                    "person",
                                                                    "copyright",
                                                                    "thumbnail",
                                                                    "edit history",
                                                                    "motion video",
                                                                    "content credentials",
                                                                    "maker note",
                                                                    "unknown data",
                                                                    "orientation",
                                                                    "colour profile",
                                                                    "gain map",
                                                                    "panorama geometry"};
  return words[static_cast<std::size_t>(leak_class)];
}

std::string words_for(const Sandbox& sandbox) {
  if (!sandbox.no_network && !sandbox.writes_confined) return "no sandbox";
  const std::string network = sandbox.no_network ? "network blocked (seccomp)" : "network open";
  return network + (sandbox.writes_confined ? ", writes confined (Landlock)" : ", writes not confined");
}

std::string_view action_words(const Finding& finding) {
  const bool noted = finding.standing == Standing::remark && finding.action == Action::found;
  return noted ? "noted" : name_of(finding.action);
}

std::string number_text(std::uint64_t number) {
  const std::string digits = std::to_string(number);
  std::string text;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    if (i != 0 && (digits.size() - i) % 3 == 0) text += ',';
    text += digits[i];
  }
  return text;
}

std::string count_text(std::uint64_t number, std::string_view one, std::string_view many) {
  return number_text(number) + ' ' + std::string(number == 1 ? one : many);
}

std::string size_text(std::uint64_t bytes) {
  if (bytes < 1000) return std::to_string(bytes) + " B";
  constexpr std::array<const char*, 6> units = {"kB", "MB", "GB", "TB", "PB", "EB"};
  double amount = static_cast<double>(bytes) / 1000;
  std::size_t unit = 0;
  while (amount >= 999.95 && unit + 1 < units.size()) {
    amount /= 1000;
    ++unit;
  }
  char text[32];
  std::snprintf(text, sizeof text, "%.*f %s", unit == 0 ? 0 : 1, amount, units[unit]);
  return text;
}

std::string kilometres_text(double kilometres) {
  char text[32];
  std::snprintf(text, sizeof text, "%.1f km", kilometres);
  return text;
}

std::string joined(const std::vector<std::string>& parts, std::string_view separator, std::string_view last) {
  std::string text;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (i > 0) text += i + 1 == parts.size() ? last : separator;
    text += parts[i];
  }
  return text;
}

std::string wrapped(std::string_view text, std::size_t columns, std::size_t indent) {
  if (columns <= indent) return std::string(text);
  std::string out;
  std::size_t column = 0;
  bool begins = true;  // a line; spaces there are its indentation
  while (!text.empty()) {
    const std::size_t end = std::min(text.find_first_of(" \n"), text.size());
    const std::string_view word = text.substr(0, end);
    const std::size_t width = display_width(word);
    if (!begins) {
      const bool fits = column + 1 + width <= columns;
      out += fits ? " " : '\n' + std::string(indent, ' ');
      column = fits ? column + 1 : indent;
    }
    out += word;
    column += width;
    begins = end < text.size() && text[end] == '\n';
    if (begins) {
      out += '\n';
      column = 0;
    }
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return out;
}

std::string position_words(const Location& location, Disclosure disclosure) {
  if (disclosure.coordinates == Coordinates::place) {
    return location.place ? ' ' + sanitise_for_terminal(words_for(*location.place)) : std::string();
  }
  const auto told = position_told(location, disclosure);
  if (!told) return {};
  return disclosure.coordinates == Coordinates::exact ? " at " + decimal_degrees(told->at)
                                                      : " near " + coarse_degrees(told->at);
}

std::string position_in_full(const Location& location, Disclosure disclosure) {
  std::vector<std::string> parts;
  if (const auto told = position_told(location, disclosure)) {
    const bool exact = disclosure.coordinates == Coordinates::exact;
    parts.push_back(exact ? decimal_degrees(told->at) + " = " + degrees_minutes_seconds(told->at)
                          : "near " + coarse_degrees(told->at));
    if (told->altitude_m) parts.push_back(number_of_metres(*told->altitude_m) + " m");
    if (is_null_island({location.latitude, location.longitude})) parts.emplace_back("probably no fix");
  }
  if (location.place && disclosure.coordinates == Coordinates::coarse) {
    parts.push_back(sanitise_for_terminal(location.place->country));
  } else if (location.place && disclosure.coordinates != Coordinates::none) {
    parts.push_back(sanitise_for_terminal(words_for(*location.place)));
    if (is_near(*location.place)) parts.push_back(kilometres_text(location.place->distance_km));
  }
  if (parts.empty()) return {};
  return joined(parts, ", ", ", ") + " (" + sanitise_for_terminal(location.carrier) + ')';
}

std::string commits_in_words(const std::vector<std::string>& commits) {
  constexpr std::size_t short_hash = 12;
  if (commits.empty()) return {};
  std::string text = "in commit " + sanitise_for_terminal(commits.front().substr(0, short_hash));
  if (commits.size() > 1) text += " and " + number_text(commits.size() - 1) + " more";
  return text;
}

std::vector<std::string> classes_in_words(const Outcome& outcome, Action action,
                                          const std::array<bool, leak_class_count>& wanted, bool carriers) {
  std::array<bool, leak_class_count> there{};
  bool attributes = false;
  for (const Finding& finding : outcome.findings) {
    if (finding.carrier == attribute_carrier) {
      attributes = attributes || counts(finding, finding.leak_class, action);
      continue;
    }
    const auto index = static_cast<std::size_t>(finding.leak_class);
    there[index] = there[index] || counts(finding, finding.leak_class, action);
  }
  std::vector<std::string> words;
  for (std::size_t i = 0; i < leak_class_count; ++i) {
    if (!there[i] || !wanted[i]) continue;
    const auto leak_class = static_cast<LeakClass>(i);
    if (carriers && leak_class == LeakClass::location) {
      words.push_back(location_with_carriers(outcome, action));
    } else if (carriers && leak_class == LeakClass::device && names_a_serial_number(outcome, action)) {
      words.emplace_back("camera serial number");
    } else {
      words.emplace_back(words_for(leak_class));
    }
  }
  if (attributes) words.emplace_back("origin attributes");
  return words;
}

}  // namespace exifscrub
