#include <algorithm>

#include "base/error_text.hpp"
#include "container/format.hpp"
#include "exifscrub/inspect.hpp"
#include "inspect/description.hpp"
#include "inspect/part.hpp"
#include "scrub/account.hpp"
#include "scrub/examination.hpp"
#include "scrub/treatment.hpp"
#include "scrub/verdict.hpp"

namespace exifscrub {
namespace {

/// A file of a format without a parser: one region.
Layout whole_file(FormatId format, std::uint64_t size) {
  LayoutBuilder builder{format, size};
  return builder.finish();
}

void plan_it(Document& document, const Job& job, Inspection& inspection) {
  Result<Treatment> treatment = treat(document, job);
  if (treatment) {
    account(document, &*treatment, inspection.outcome);
    inspection.plan = std::move(treatment->plan);
    return;
  }
  account(document, nullptr, inspection.outcome);
  settle(inspection.outcome, Status::refused, reason_of(treatment.error()));
}

}  // namespace

Result<Inspection> inspect(ByteSource& file, const InspectionRequest& request) {
  EXS_CHECK(file.window(0, static_cast<std::size_t>(std::min<std::uint64_t>(1, file.size()))));
  Job job;
  job.policy = request.policy;
  job.values = true;
  Examination examination = examine(file, job, "-", true);
  if (examination.outcome.format == FormatId::none) {
    return Error{Errc::unsupported, 0, "no format that exifscrub knows"};
  }
  Inspection inspection;
  inspection.outcome = std::move(examination.outcome);
  inspection.stopped = inspection.outcome.reason;
  Document* document =
      examination.document != nullptr ? examination.document.get() : examination.partial.get();
  if (document == nullptr) {
    inspection.layout = whole_file(inspection.outcome.format, file.size());
    const Reading nothing;
    BlockBytes no_blocks{file, inspection.layout};
    if (request.fields) inspection.fields = describe({file, inspection.layout, nothing, no_blocks});
    return inspection;
  }
  const bool whole = examination.document != nullptr;
  if (!whole) document->read_what_is_there();
  if (whole && request.plan) {
    plan_it(*document, job, inspection);
  } else {
    account(*document, nullptr, inspection.outcome);
  }
  if (request.fields) {
    inspection.fields = describe({file, document->layout(), document->reading(), document->bytes()});
  }
  inspection.layout = document->take_layout();
  return inspection;
}

Result<Part> extract(ByteSource& file, PartKind what) {
  const Examination examination = examine(file, {}, "-", true);
  Document* document =
      examination.document != nullptr ? examination.document.get() : examination.partial.get();
  if (document == nullptr) return Error{Errc::unsupported, 0, "no format that exifscrub can take apart"};
  if (examination.document == nullptr) document->read_what_is_there();
  return find_part({file, document->layout(), document->reading(), document->bytes()}, what);
}

}  // namespace exifscrub
