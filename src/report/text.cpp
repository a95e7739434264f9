#include "report/text.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "exifscrub/policy.hpp"
#include "report/told_values.hpp"
#include "report/words.hpp"

namespace exifscrub {
namespace {

constexpr std::size_t rows_held_back = 50;
constexpr std::size_t widest_path_column = 40;

/// Only what wants attention: red and magenta can be read on light and dark alike, green and cyan cannot.
const char* colour_of(Status status) {
  switch (status) {
    case Status::error:
    case Status::refused:
      return "\x1b[31m";
    case Status::leaks:
      return "\x1b[1;31m";
    case Status::kept:
      return "\x1b[35m";
    case Status::scrubbed:
    case Status::would_scrub:
    case Status::metadata:
    case Status::unproven:
    case Status::clean:
    case Status::skipped:
      return "";
  }
  return "";
}

std::string_view words_for(PassedOver kind) {
  constexpr std::array<std::string_view, passed_over_count> words = {
      "symbolic link",
      "another name of a file that is done already",
      "no regular file",
      "version control data",
      "backup",
      "temporary file of a run",
      "submodule, a repository of its own"};
  return words[static_cast<std::size_t>(kind)];
}

std::string size_change(const Outcome& outcome) {
  if (!outcome.changed || outcome.bytes_in == outcome.bytes_out) return {};
  if (outcome.bytes_out > outcome.bytes_in) return '+' + size_text(outcome.bytes_out - outcome.bytes_in);
  return '-' + size_text(outcome.bytes_in - outcome.bytes_out);
}

void pad(std::string& line, std::size_t used, std::size_t width) {
  if (used < width) line.append(width - used, ' ');
}

/// What a line may be broken between: the words with their commas; one that is wider than `room` at its
/// spaces.
std::vector<std::string> pieces_of(const std::vector<std::string>& words, std::size_t room) {
  std::vector<std::string> pieces;
  for (std::size_t i = 0; i < words.size(); ++i) {
    std::string word = words[i] + (i + 1 < words.size() ? "," : "");
    const bool breaks = room > 0 && display_width(word) > room;
    for (std::size_t space; breaks && (space = word.find(' ')) != std::string::npos;) {
      pieces.push_back(word.substr(0, space));
      word.erase(0, space + 1);
    }
    pieces.push_back(std::move(word));
  }
  return pieces;
}

/// The words that have room on one line, and how many more there are.
std::vector<std::string> shortened(const std::vector<std::string>& words, std::size_t room) {
  std::vector<std::string> fewer = words;
  for (std::size_t left = words.size(); left > 1; --left) {
    if (display_width(joined(fewer, ", ", ", ")) <= room) break;
    fewer.resize(left - 1);
    fewer.push_back(number_text(words.size() - fewer.size()) + " more");
  }
  return fewer;
}

std::string_view state_words(const Outcome& outcome, Verb verb) {
  switch (outcome.state) {
    case FileState::untouched:
      return verb == Verb::scrub ? "; file untouched" : "";
    case FileState::replaced:
      return "; the file is cleaned, but may not survive a power cut";
    case FileState::partly_cleaned:
      return "; the file is partly cleaned, run again";
  }
  return "";
}

/// Behind the first full stop that a space or a line's end follows.
std::size_t end_of_sentence(std::string_view text) {
  for (std::size_t at = text.find('.'); at != text.npos; at = text.find('.', at + 1)) {
    if (at + 1 == text.size() || text[at + 1] == ' ' || text[at + 1] == '\n') return at + 1;
  }
  return text.size();
}

/// Of --gps-only the reader wants to know where the location stood.
bool goes_alone(LeakClass leak_class, const std::array<bool, leak_class_count>& removes) {
  return std::ranges::count(removes, true) == 1 && removes[static_cast<std::size_t>(leak_class)];
}

std::string finding_text(const Finding& finding, const ToldValues& values, const TextSettings& settings) {
  std::string line = std::string(action_words(finding));
  pad(line, line.size(), 9);
  line += name_of(finding.leak_class);
  pad(line, line.size(), 9 + 13);
  line += sanitise_for_terminal(finding.name);
  if (values.tells(finding)) line += " = " + sanitise_for_terminal(finding.value);
  if (!finding.carrier.empty()) line += " (" + sanitise_for_terminal(finding.carrier) + ")";
  if (settings.verbosity > 1) {
    for (const Extent& extent : finding.where) {
      line += ' ' + std::to_string(extent.offset) + '+' + std::to_string(extent.length);
    }
  }
  return line;
}

}  // namespace

TextReport::TextReport(const TextSettings& settings) : settings_(settings) {
  for (const ClassRow& row : class_table()) {
    const auto index = static_cast<std::size_t>(row.leak_class);
    const auto& asked = settings.verb == Verb::scrub ? settings.removes : settings.fail_on;
    wanted_[index] = !row.viewer_needs || asked[index];
  }
}

bool TextReport::is_shown(const Outcome& outcome) const {
  switch (outcome.status) {
    case Status::error:
      return true;
    case Status::refused:
      return settings_.verbosity > 0 || !is_unsupported(outcome);
    case Status::leaks:
    case Status::kept:
    case Status::scrubbed:
    case Status::would_scrub:
      return !settings_.quiet;
    case Status::metadata:
    case Status::unproven:
    case Status::clean:
    case Status::skipped:
      return settings_.verbosity > 0 && !settings_.quiet;
  }
  return true;
}

std::vector<std::string> TextReport::words_of(const Outcome& outcome) const {
  const bool audit = settings_.verb == Verb::audit;
  std::vector<std::string> words;
  if (outcome.status != Status::error && outcome.status != Status::refused) {
    const bool carriers = audit || goes_alone(LeakClass::location, settings_.removes);
    words = classes_in_words(outcome, audit ? Action::found : Action::removed, wanted_, carriers);
    if (audit && !words.empty() && !outcome.locations.empty() && words.front().rfind("location", 0) == 0) {
      words.front().insert(8, position_words(outcome.locations.front(), settings_.disclosure));
    }
    if (outcome.accepted) words.emplace_back("known to the baseline");
    if (!outcome.commits.empty()) words.push_back(commits_in_words(outcome.commits));
  }
  if (!outcome.reason.empty()) {
    const bool problem = outcome.status == Status::error || outcome.status == Status::refused;
    words.push_back(sanitise_for_terminal(outcome.reason));
    if (problem) words.back() += state_words(outcome, settings_.verb);
  }
  return words;
}

std::vector<std::string> TextReport::details_of(const Outcome& outcome) const {
  if (settings_.verbosity == 0) return {};
  std::vector<std::string> details;
  for (const Location& location : outcome.locations) {
    const std::string position = position_in_full(location, settings_.disclosure);
    if (!position.empty()) details.push_back("position " + position);
  }
  const ToldValues values{outcome, settings_.disclosure};
  for (const Finding& finding : outcome.findings) details.push_back(finding_text(finding, values, settings_));
  for (const std::string& note : outcome.notes) details.push_back("note     " + sanitise_for_terminal(note));
  if (!outcome.image_hash.empty()) details.push_back("picture  " + to_string(outcome.image_hash));
  return details;
}

void TextReport::add(const Outcome& outcome, std::string& out) {
  if (!is_shown(outcome)) return;
  Row row;
  row.status = name_of(outcome.status);
  row.colour = colour_of(outcome.status);
  row.path = shown_path(outcome.path);
  row.size = size_change(outcome);
  row.words = words_of(outcome);
  row.details = details_of(outcome);
  row.shortens = settings_.columns > 0 && settings_.verbosity == 0 && outcome.reason.empty();
  push(std::move(row), out);
}

void TextReport::pass_over(PassedOver kind, std::string_view path, std::string& out) {
  // Somebody who asks about a repository expects an answer about all of it.
  const bool always = kind == PassedOver::submodule;
  if ((settings_.verbosity == 0 && !always) || settings_.quiet) return;
  push({"passed", "", shown_path(path), {}, {std::string(words_for(kind))}, {}}, out);
}

std::string TextReport::shown_path(std::string_view path) const {
  const std::string& below = settings_.below;
  if (path.size() > below.size() && path.substr(0, below.size()) == below) path.remove_prefix(below.size());
  return sanitise_for_terminal(path);
}

void TextReport::push(Row row, std::string& out) {
  rows_.push_back(std::move(row));
  if (rows_.size() >= rows_held_back) flush(out);
}

void TextReport::flush(std::string& out) {
  const std::size_t columns = settings_.columns;
  const std::size_t widest_path =
      columns > 0 ? std::clamp(columns * 3 / 8, std::size_t{16}, widest_path_column) : widest_path_column;
  for (const Row& row : rows_) {
    status_width_ = std::max(status_width_, row.status.size());
    path_width_ = std::max(path_width_, std::min(display_width(row.path), widest_path));
    size_width_ = std::max(size_width_, row.size.size());
  }
  for (const Row& row : rows_) print(row, out);
  printed_ = printed_ || !rows_.empty();
  rows_.clear();
}

void TextReport::print(const Row& row, std::string& out) const {
  const bool coloured = settings_.colour && *row.colour != 0;
  std::string line = coloured ? row.colour + row.status + "\x1b[0m" : row.status;
  pad(line, row.status.size(), status_width_ + 2);
  line += row.path;
  std::size_t column = status_width_ + 2 + display_width(row.path);
  const std::size_t words_at = status_width_ + 2 + path_width_ + (size_width_ > 0 ? 1 + size_width_ : 0) + 2;
  if (size_width_ > 0) {
    pad(line, column, status_width_ + 2 + path_width_);
    column = std::max(column, status_width_ + 2 + path_width_);
    line += ' ' + row.size;
    column += 1 + row.size.size();
  }
  const std::size_t width = settings_.columns;
  const auto pieces_at = [&](std::size_t at) {
    const std::size_t room = width > at ? width - at : width;
    return pieces_of(row.shortens ? shortened(row.words, room) : row.words, room);
  };
  std::size_t begin = std::max(column + 2, words_at);
  std::vector<std::string> pieces = pieces_at(begin);
  if (width > 0 && begin + display_width(joined(pieces, " ", " ")) > width) {
    // A narrow column is hard to read: words that do not fit behind the path get lines of their own.
    out += line + '\n';
    line.clear();
    column = 0;
    begin = std::min(status_width_ + 4, width / 4);
    pieces = pieces_at(begin);
  }
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    const bool fits = i > 0 && (width == 0 || column + 1 + display_width(pieces[i]) <= width);
    if (i > 0 && !fits) {
      out += line + '\n';
      line.clear();
      column = 0;
    }
    const std::size_t at = fits ? column + 1 : begin;
    pad(line, column, at);
    line += pieces[i];
    column = at + display_width(pieces[i]);
  }
  while (!line.empty() && line.back() == ' ') line.pop_back();
  out += line + '\n';
  for (const std::string& detail : row.details) out += "    " + detail + '\n';
}

void TextReport::finish(const Summary& summary, std::string& out) {
  flush(out);
  if (settings_.quiet) return;
  // On a terminal the answer stands apart from the rows, and what matters most in it stands out.
  const std::uint64_t alarming = summary.count(Status::leaks) + summary.count(Status::kept) +
                                 summary.count(Status::refused) + summary.count(Status::error);
  if (settings_.columns > 0 && printed_) out += '\n';
  std::string text = summary_text(summary, settings_);
  if (settings_.colour && alarming > 0) text.insert(end_of_sentence(text), "\x1b[0m").insert(0, "\x1b[1m");
  out += text;
}

}  // namespace exifscrub
