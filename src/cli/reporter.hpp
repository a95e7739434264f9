#pragma once

#include <atomic>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "cli/invocation.hpp"
#include "cli/output.hpp"
#include "cli/pipeline.hpp"
#include "cli/progress.hpp"
#include "cli/whereabouts.hpp"
#include "report/baseline.hpp"

namespace exifscrub::cli {

/// All reports of a run: the one on standard output (standard error for a filter) and the files. Outcomes
/// come in one after another, on one thread at a time.
class Reporter {
 public:
  /// @param descriptor  where the main report goes
  [[nodiscard]] static std::optional<UsageError> open(const Invocation& invocation, int descriptor,
                                                      std::unique_ptr<Reporter>& into);

  /// What the report files replace.
  [[nodiscard]] std::vector<FileIdentity> replaced() const;

  void add(const HandledToken& handled);
  void add(const Outcome& outcome);
  void add(const Passed& passed);
  /// Shows what was added so far where somebody watches, and how far the run is.
  /// @param share_done  of the whole run, 0 to 1
  void note_progress(std::uint64_t files, std::uint64_t bytes, double share_done);
  /// Ends all reports.
  void finish(bool interrupted);

  /// Whether a report still has room for a thumbnail. Any thread; once false it stays so.
  [[nodiscard]] bool wants_thumbnails() const { return wants_thumbnails_; }

  [[nodiscard]] const Summary& summary() const { return summary_; }
  /// A report could not be written; it was said.
  [[nodiscard]] bool failed() const { return failed_; }
  /// The reader of standard output went away, e.g. `| head`.
  [[nodiscard]] bool reader_gone() const { return reader_gone_; }

 private:
  struct File {
    std::unique_ptr<ReportSink> sink;
    Report report;
  };
  /// --write-baseline.
  struct BaselineFile {
    std::unique_ptr<ReportSink> sink;
    PathBase base;
    FailOn fail_on;
  };

  Reporter(const Invocation& invocation, int descriptor);
  static std::optional<UsageError> open_baseline(const Invocation& invocation,
                                                 std::optional<BaselineFile>& into);
  void complete(ReportSink& sink);
  void print();
  void look_for_room();

  int descriptor_;
  bool terminal_;
  Report main_;
  std::string pending_;  ///< of the main report, not printed yet
  std::vector<File> files_;
  std::optional<BaselineFile> baseline_;
  Summary summary_;
  ShotList shots_;
  Progress progress_;
  std::atomic<bool> wants_thumbnails_ = false;
  bool failed_ = false;
  bool reader_gone_ = false;
};

/// How text looks for this invocation on `descriptor`.
[[nodiscard]] TextSettings text_settings_for(const Invocation& invocation, ReportFormat format,
                                             int descriptor);

/// Columns of the terminal on `descriptor`; 0: it is none.
[[nodiscard]] std::size_t columns_of(int descriptor);

/// Whether colours are to be used on `descriptor`.
[[nodiscard]] bool wants_colour(When when, int descriptor);

}  // namespace exifscrub::cli
