#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>

#include "exifscrub/result.hpp"
#include "exifscrub/scrub.hpp"

namespace exifscrub {

/// The classes of --fail-on, by LeakClass.
using FailOn = std::array<bool, leak_class_count>;

/// Leaks that somebody has looked at and accepted: this content, under this path, for these classes. A file
/// that changes, moves, or leaks a further class is news.
///
/// In a file it is one JSON object a line, so that versions of it merge line by line: the first is the head,
/// each further one a file. None holds a value of any metadata. Const access from any thread.
class Baseline {
 public:
  /// Reads the text of a baseline file.
  /// @return malformed; `offset` is the number of the line, counted from 1
  [[nodiscard]] static Result<Baseline> parse(std::string_view text);

  /// Whether every class of `fail_on` that the outcome leaks is accepted for its content under `path`.
  /// @param path  of the outcome, from the root of the run
  [[nodiscard]] bool accepts(const Outcome& outcome, std::string_view path, const FailOn& fail_on) const;

 private:
  [[nodiscard]] bool add(std::string_view line);

  std::unordered_map<std::string, FailOn> accepted_;  ///< by content hash and path
};

/// Whether `text`, the beginning of a file, is that of a baseline.
[[nodiscard]] bool is_baseline(std::string_view text);

/// The first line of a baseline file, with its newline.
[[nodiscard]] std::string baseline_head();

/// The line that accepts an outcome, with its newline; empty unless it leaks.
[[nodiscard]] std::string baseline_line(const Outcome& outcome, std::string_view path, const FailOn& fail_on);

}  // namespace exifscrub
