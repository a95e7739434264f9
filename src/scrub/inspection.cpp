#include "container/format.hpp"
#include "exifscrub/inspect.hpp"
#include "scrub/account.hpp"
#include "scrub/examination.hpp"
#include "scrub/treatment.hpp"

namespace exifscrub {

Result<Inspection> inspect(ByteSource& file, const Policy& policy, bool with_plan) {
  Job job;
  job.policy = policy;
  job.values = true;
  Examination examination = examine(file, job, "-", true);
  const bool unknown = examination.document == nullptr && examination.partial == nullptr;
  if (unknown && examination.outcome.format == FormatId::none) {
    return Error{Errc::unsupported, 0, "no format that exifscrub knows"};
  }
  Inspection inspection;
  inspection.outcome = std::move(examination.outcome);
  inspection.stopped = inspection.outcome.reason;
  if (examination.partial != nullptr) {
    inspection.layout = examination.partial->take_layout();
    return inspection;
  }
  if (examination.document == nullptr) return inspection;
  Document& document = *examination.document;
  if (with_plan) {
    Result<Treatment> treatment = treat(document, policy);
    if (treatment) {
      account(document, &*treatment, inspection.outcome);
      inspection.plan = std::move(treatment->plan);
    } else {
      inspection.outcome.status = Status::refused;
      inspection.outcome.reason = reason_of(treatment.error());
    }
  }
  if (!inspection.plan) account(document, nullptr, inspection.outcome);
  inspection.layout = document.take_layout();
  return inspection;
}

}  // namespace exifscrub
