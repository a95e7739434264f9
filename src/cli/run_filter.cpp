#include <unistd.h>

#include <cerrno>

#include "cli/annotation.hpp"
#include "cli/exit_status.hpp"
#include "cli/interrupt.hpp"
#include "cli/reporter.hpp"
#include "cli/verbs.hpp"
#include "report/html/thumbnail.hpp"
#include "report/words.hpp"

namespace exifscrub::cli {
namespace {

struct StandardInput {
  std::vector<Byte> bytes;
  bool too_long = false;
  int error_number = 0;
};

/// Reads all of standard input, up to `most` bytes.
StandardInput read_stdin(std::uint64_t most) {
  constexpr std::size_t chunk = 1U << 20U;
  StandardInput input;
  for (;;) {
    const std::size_t held = input.bytes.size();
    input.bytes.resize(held + chunk);
    const ssize_t got = ::read(STDIN_FILENO, input.bytes.data() + held, chunk);
    input.bytes.resize(held + (got > 0 ? static_cast<std::size_t>(got) : 0));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) input.error_number = errno;
    if (got <= 0) return input;
    if (input.bytes.size() > most) {
      input.too_long = true;
      return input;
    }
  }
}

Outcome failed(Status status, std::string reason) {
  Outcome outcome;
  outcome.path = "-";
  outcome.status = status;
  outcome.reason = std::move(reason);
  return outcome;
}

Outcome filter_stdin(const Invocation& invocation, bool thumbnail, std::vector<Byte>& output) {
  const StandardInput input = read_stdin(invocation.max_stdin);
  if (input.error_number != 0) {
    return failed(Status::error, "standard input cannot be read: " + system_words(input.error_number));
  }
  if (input.too_long) {
    return failed(Status::refused, "standard input is longer than " + size_text(invocation.max_stdin) +
                                       "; --max-stdin raises the limit");
  }
  Job job = invocation.job;
  if (thumbnail) job.miniature = thumbnail_of;
  return Scrubber(std::move(job), &stop_flag()).filter(input.bytes, {"-", "-", true, {}}, output);
}

}  // namespace

int run_filter(const Invocation& invocation) {
  const bool writes = invocation.command == Command::scrub && !invocation.job.dry_run;
  if (writes && ::isatty(STDOUT_FILENO) != 0) {
    return usage_failed({"the picture would go to the terminal; write exifscrub - < in.jpg > out.jpg"});
  }
  std::optional<Annotation> annotation;
  if (auto error = Annotation::open(invocation, annotation)) return usage_failed(*error);
  std::unique_ptr<Reporter> reporter;
  const int report_to = invocation.command == Command::scrub ? STDERR_FILENO : STDOUT_FILENO;
  if (auto error = Reporter::open(invocation, report_to, reporter)) return usage_failed(*error);
  catch_interrupts();
  std::vector<Byte> output;
  Outcome outcome = filter_stdin(invocation, reporter->wants_thumbnails(), output);
  annotation->add_to({&outcome, 1});
  if (writes && !write_all(STDOUT_FILENO, {reinterpret_cast<const char*>(output.data()), output.size()})) {
    // What was done to the picture came nowhere: nothing of it counts.
    outcome = failed(Status::error, "standard output cannot be written: " + system_words(errno));
  }
  reporter->add(outcome);
  reporter->finish(false);
  return exit_status(reporter->summary(), invocation.check, reporter->failed(), interrupting_signal());
}

}  // namespace exifscrub::cli
