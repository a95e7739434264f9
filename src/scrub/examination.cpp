#include "scrub/examination.hpp"

#include <algorithm>
#include <utility>

#include "apply/walk_tap.hpp"
#include "base/bytes.hpp"
#include "base/error_text.hpp"
#include "container/format.hpp"
#include "scrub/image_name.hpp"
#include "scrub/leaks.hpp"
#include "scrub/selection.hpp"
#include "scrub/sidecar.hpp"
#include "scrub/sight.hpp"
#include "scrub/verdict.hpp"

namespace exifscrub {
namespace {

/// Bytes of a file that recognise() looks at.
constexpr std::size_t head_length = 64;

/// What stands in a file that has an image's name and is none.
std::string_view content_of(Bytes head) {
  if (head.empty()) return "the file is empty";
  if (contains(head, "version https://git-lfs")) return "a Git LFS pointer, not the image itself";
  if (contains(head, "<html") || contains(head, "<!DOCTYPE") || contains(head, "<HTML")) {
    return "an HTML page under an image's name";
  }
  return "no image by its content, in spite of its name";
}

bool is_apple_double(SidecarKind kind, Bytes head) {
  return kind.form == SidecarForm::companion && kind.companion == CompanionKind::apple_double &&
         read_companion(kind.companion, head).has_value();
}

void settle_unrecognised(Outcome& outcome, Bytes head, std::string_view name, bool named) {
  if (const auto kind = sidecar_kind_of(name); !named && kind && is_apple_double(*kind, head)) {
    settle(outcome, Status::skipped, "attributes that macOS keeps beside a file");
  } else if (has_image_name(name)) {
    settle(outcome, Status::refused, std::string{content_of(head)});
  } else if (named) {
    settle(outcome, Status::error, "no image, video or audio that exifscrub knows");
  } else {
    settle(outcome, Status::skipped, "no image, video or audio by its content");
  }
}

/// Whether a proof may have to compare the pictures before and after: what only overwrites metadata where it
/// stands has nothing to compare, unless it is written anew after all.
bool compares_pictures(const Job& job) {
  return job.verb == Verb::scrub && !job.policy.in_place && job.policy.mode != Mode::gps_only;
}

/// A plain strip takes Exif and XMP out whole whatever they say, and its proof looks for signatures and not for
/// what was removed: where no report tells the findings either, most of them need not be made.
bool needs_viewer_only(const Job& job) {
  return job.verb == Verb::scrub && is_plain_strip(job.policy) && !job.findings && !job.near &&
         !job.miniature;
}

Document::Options what_to_read(const Job& job) {
  Document::Options options{job.image_hash, job.values, job.verb == Verb::audit && job.quick};
  options.viewer_only = needs_viewer_only(job);
  if (!options.image_hash && compares_pictures(job)) options.image_hash = DigestKind::xxh3;
  // What a circle leaves out is told by all positions.
  if (job.verb == Verb::audit && !job.findings && !job.near) {
    // Asked behind every block: each finding is looked at once.
    options.enough = [&job, found = false, seen = std::size_t{0}](const Reading& reading) mutable {
      found = found || leaks_any(std::span{reading.findings}.subspan(std::min(seen, reading.findings.size())),
                                 job.fail_on);
      seen = reading.findings.size();
      return found;
    };
  }
  return options;
}

/// Reads the document while the second walker looks on, of a head alone without it.
Result<Walk> read_walked(Document& document, bool head_only) {
  if (head_only) {
    EXS_CHECK(document.read(document.source()));
    return Walk{};
  }
  WalkTap tap{document.source(), document.format().id};
  EXS_CHECK(document.read(tap));
  return tap.finish();
}

}  // namespace

Examination examine(ByteSource& source, const Job& job, std::string_view name, bool named) {
  Examination examination;
  Outcome& outcome = examination.outcome;
  outcome.bytes_in = outcome.bytes_out = source.size();
  const auto head =
      source.window(0, static_cast<std::size_t>(std::min<std::uint64_t>(head_length, source.size())));
  if (!head) {
    settle(outcome, Status::error, reason_of(head.error()));
    return examination;
  }
  const Format* format = recognise(*head);
  if (format == nullptr) {
    settle_unrecognised(outcome, *head, name, named);
    return examination;
  }
  outcome.format = format->id;
  if (format->parse == nullptr) {
    settle(outcome, Status::refused, std::string{title_of(format->id)} + " is not supported yet");
    return examination;
  }
  Document::Options options = what_to_read(job);
  const bool quick = options.head_only;
  auto document = std::make_unique<Document>(source, *format, options);
  Result<Walk> walk = read_walked(*document, quick);
  if (!walk && walk.error().code == Errc::limit && std::exchange(options.viewer_only, false)) {
    document = std::make_unique<Document>(source, *format, options);
    walk = read_walked(*document, quick);
  }
  if (!walk) {
    const bool by_system = walk.error().code == Errc::io;
    settle(outcome, by_system ? Status::error : Status::refused, reason_of(walk.error()));
    examination.partial = std::move(document);
    return examination;
  }
  examination.walk = std::move(*walk);
  examination.document = std::move(document);
  if (job.near) select(examination, *job.near);
  return examination;
}

}  // namespace exifscrub
