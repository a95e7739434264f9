#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "exifscrub/scrubber.hpp"
#include "report/disclosure.hpp"
#include "report/summary.hpp"

namespace exifscrub {

/// How the report for people looks.
struct TextSettings {
  Verb verb = Verb::scrub;
  bool dry_run = false;
  bool synced = true;                            ///< false under --durability none
  std::array<bool, leak_class_count> fail_on{};  ///< audit; by LeakClass
  /// Scrub: what the policy removes, by LeakClass. What a viewer needs is mentioned only when it is asked to
  /// go: an orientation of 1 that goes with its block is no loss.
  std::array<bool, leak_class_count> removes{};
  Disclosure disclosure{Coordinates::place, true};
  std::string
      below;  ///< paths are shown without this beginning; the only PATH, a folder, with a slash at its end
  bool quiet = false;      ///< problems only
  unsigned verbosity = 0;  ///< 1: every file, with its findings; 2: with their byte ranges
  bool colour = false;
  std::size_t columns = 0;  ///< of the terminal; 0: not a terminal, lines are not wrapped
};

/// One line a file that matters, in columns, and a summary. Clean files with -v only.
///
/// Rows are held back until there are fifty of them, or the end, to line up their columns: what is printed
/// depends on the outcomes and their order alone.
class TextReport {
 public:
  explicit TextReport(const TextSettings& settings);

  void begin(std::string&) {}
  void add(const Outcome& outcome, std::string& out);
  void pass_over(PassedOver kind, std::string_view path, std::string& out);
  void finish(const Summary& summary, std::string& out);
  /// Prints the rows held back.
  void flush(std::string& out);

 private:
  struct Row {
    std::string status;
    const char* colour = "";
    std::string path;
    std::string size;
    std::vector<std::string> words;  ///< wrapped between, never within
    std::vector<std::string> details;
    bool shortens = false;  ///< words that take more than one line are counted instead
  };

  [[nodiscard]] bool is_shown(const Outcome& outcome) const;
  [[nodiscard]] std::vector<std::string> words_of(const Outcome& outcome) const;
  [[nodiscard]] std::vector<std::string> details_of(const Outcome& outcome) const;
  [[nodiscard]] std::string shown_path(std::string_view path) const;
  void push(Row row, std::string& out);
  void print(const Row& row, std::string& out) const;

  TextSettings settings_;
  std::array<bool, leak_class_count> wanted_{};  ///< classes worth a word
  std::vector<Row> rows_;
  std::size_t status_width_ = 0;
  std::size_t path_width_ = 0;
  std::size_t size_width_ = 0;
  bool printed_ = false;  ///< a row at least
};

/// The lines below the rows: what happened, what matters first.
[[nodiscard]] std::string summary_text(const Summary& summary, const TextSettings& settings);

/// What the most telling cluster says, as the end of a sentence about files that give away where they were
/// taken: "5 of them within 60 m of each other, most in the evening or at night: may be a home". Empty where
/// there is none or nothing may be told.
[[nodiscard]] std::string habit_text(const Summary& summary, const TextSettings& settings);

/// The groups and clusters that were asked for and may be told, each with an empty line and a title above.
[[nodiscard]] std::string places_text(const Summary& summary, const TextSettings& settings);

}  // namespace exifscrub
