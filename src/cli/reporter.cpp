#include "cli/reporter.hpp"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>

#include "cli/interrupt.hpp"
#include "cli/paths.hpp"

namespace exifscrub::cli {
namespace {

constexpr std::size_t most_pending = 64 * 1024;
constexpr int no_descriptor = -1;

bool shows_progress(const Invocation& invocation) {
  if (invocation.progress != When::automatic) return invocation.progress == When::always;
  return !invocation.quiet && ::isatty(STDERR_FILENO) != 0;
}

}  // namespace

std::size_t columns_of(int descriptor) {
  if (descriptor == no_descriptor || ::isatty(descriptor) == 0) return 0;
  winsize size{};
  if (::ioctl(descriptor, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) return size.ws_col;
  return 80;
}

bool wants_colour(When when, int descriptor) {
  if (when != When::automatic) return when == When::always;
  const char* no_color = std::getenv("NO_COLOR");
  const char* term = std::getenv("TERM");
  const bool dumb = term != nullptr && std::strcmp(term, "dumb") == 0;
  return (no_color == nullptr || *no_color == 0) && !dumb && ::isatty(descriptor) != 0;
}

TextSettings text_settings_for(const Invocation& invocation, ReportFormat format, int descriptor) {
  TextSettings settings;
  settings.verb = invocation.job.verb;
  settings.dry_run = invocation.job.dry_run;
  settings.synced = invocation.job.durability != Durability::none;
  settings.fail_on = invocation.job.fail_on;
  settings.removes = invocation.job.policy.removes;
  settings.disclosure = disclosure_for(invocation, format);
  settings.verbosity = invocation.verbosity;
  settings.below = invocation.below;
  if (descriptor == no_descriptor) return settings;
  settings.quiet = invocation.quiet;
  settings.colour = wants_colour(invocation.color, descriptor);
  settings.columns = columns_of(descriptor);
  return settings;
}

Reporter::Reporter(const Invocation& invocation, int descriptor)
    : descriptor_(descriptor),
      terminal_(::isatty(descriptor) != 0),
      main_(invocation.format, text_settings_for(invocation, invocation.format, descriptor), invocation.base),
      shots_(invocation),
      progress_(shows_progress(invocation)) {
  summary_.config = invocation.config;
  summary_.group_by = invocation.group_by;
  summary_.sandbox = invocation.held_by;
}

std::optional<UsageError> Reporter::open(const Invocation& invocation, int descriptor,
                                         std::unique_ptr<Reporter>& into) {
  std::unique_ptr<Reporter> reporter(new Reporter(invocation, descriptor));
  for (const ReportFile& file : invocation.report_files) {
    std::unique_ptr<ReportSink> sink;
    if (auto error = ReportSink::open(file.path, Replaces::text, invocation.named_files, sink)) return error;
    reporter->files_.push_back(
        {std::move(sink),
         Report(file.format, text_settings_for(invocation, file.format, no_descriptor), invocation.base)});
  }
  if (auto error = open_baseline(invocation, reporter->baseline_)) return error;
  reporter->main_.begin(reporter->pending_);
  for (File& file : reporter->files_) {
    std::string text;
    file.report.begin(text);
    file.sink->append(text);
  }
  reporter->look_for_room();
  into = std::move(reporter);
  return std::nullopt;
}

std::optional<UsageError> Reporter::open_baseline(const Invocation& invocation,
                                                  std::optional<BaselineFile>& into) {
  if (invocation.write_baseline.empty()) return std::nullopt;
  std::unique_ptr<ReportSink> sink;
  if (auto error =
          ReportSink::open(invocation.write_baseline, Replaces::baseline, invocation.named_files, sink)) {
    return error;
  }
  sink->append(baseline_head());
  into = BaselineFile{std::move(sink), invocation.base, invocation.job.fail_on};
  return std::nullopt;
}

/// What a page takes is decided here, in the order of the walk; workers only learn when to stop making more.
void Reporter::look_for_room() {
  wants_thumbnails_ = main_.wants_thumbnails() || std::ranges::any_of(files_, [](const File& file) {
                        return file.report.wants_thumbnails();
                      });
}

std::vector<FileIdentity> Reporter::replaced() const {
  std::vector<FileIdentity> identities;
  for (const File& file : files_) {
    if (file.sink->replaced()) identities.push_back(*file.sink->replaced());
  }
  if (baseline_ && baseline_->sink->replaced()) identities.push_back(*baseline_->sink->replaced());
  return identities;
}

void Reporter::add(const Outcome& outcome) {
  shots_.add(outcome, summary_.files);
  summary_.add(outcome);
  main_.add(outcome, pending_);
  for (File& file : files_) {
    std::string text;
    file.report.add(outcome, text);
    file.sink->append(text);
  }
  if (baseline_) {
    const std::string path = path_in_ci(baseline_->base, outcome.path);
    baseline_->sink->append(baseline_line(outcome, path, baseline_->fail_on));
  }
  if (wants_thumbnails_) look_for_room();
  for (const Outcome& sidecar : outcome.sidecars) add(sidecar);
  if (pending_.size() >= most_pending) print();
}

void Reporter::add(const Passed& passed) {
  summary_.add(passed.kind);
  main_.pass_over(passed.kind, passed.path, pending_);
  for (File& file : files_) {
    std::string text;
    file.report.pass_over(passed.kind, passed.path, text);
    file.sink->append(text);
  }
}

void Reporter::add(const HandledToken& handled) {
  auto remark = handled.token.remarks.begin();
  for (std::size_t i = 0; i <= handled.outcomes.size(); ++i) {
    for (; remark != handled.token.remarks.end() && remark->before == i; ++remark) {
      if (const auto* passed = std::get_if<Passed>(&remark->what)) {
        add(*passed);
      } else {
        add(std::get<Outcome>(remark->what));
      }
    }
    if (i < handled.outcomes.size()) add(handled.outcomes[i]);
  }
  note_progress(handled.outcomes.size(), handled.token.bytes, handled.token.share_walked);
}

void Reporter::note_progress(std::uint64_t files, std::uint64_t bytes, double share_done) {
  if (terminal_ && !pending_.empty()) print();
  progress_.add(files, bytes, share_done);
}

void Reporter::print() {
  progress_.clear();
  if (!failed_ && !reader_gone_ && !write_all(descriptor_, pending_)) {
    if (errno == EPIPE) {
      reader_gone_ = true;
      request_stop();
    } else {
      failed_ = true;
      print_message("cannot write the report: " + system_words(errno));
    }
  }
  pending_.clear();
}

void Reporter::finish(bool interrupted) {
  summary_.interrupted = interrupted;
  shots_.tell(summary_);
  // A file's bytes must not depend on how long the run took.
  Summary timed = summary_;
  timed.seconds = terminal_ ? progress_.seconds() : 0;
  main_.finish(timed, pending_);
  print();
  for (File& file : files_) {
    std::string text;
    file.report.finish(summary_, text);
    file.sink->append(text);
    complete(*file.sink);
  }
  // Half a baseline would accept half of the leaks and look like a whole one.
  if (baseline_ && !interrupted) complete(*baseline_->sink);
}

void Reporter::complete(ReportSink& sink) {
  const auto error = sink.finish();
  if (!error) return;
  failed_ = true;
  print_message(*error);
}

}  // namespace exifscrub::cli
