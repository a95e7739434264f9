#include "cli/blob_run.hpp"

#include "cli/interrupt.hpp"
#include "cli/pipeline.hpp"
#include "report/words.hpp"

namespace exifscrub::cli {
namespace {

constexpr std::size_t most_blobs_a_slot = 64;
constexpr std::uint64_t enough_bytes_a_slot = 4U << 20U;
constexpr std::size_t slots_a_job = 4;
constexpr std::size_t head_length = 4096;

/// Consecutive blobs on their way together.
struct Slot {
  std::size_t first = 0;
  std::vector<git::Blob> blobs;
  std::vector<std::vector<Outcome>> outcomes;  ///< of each blob, one for each entry
};

class BlobRun {
 public:
  BlobRun(const Invocation& invocation, std::span<const WantedBlob> blobs, git::BlobReader reader,
          const BlobWork& work)
      : blobs_(blobs),
        reader_(std::move(reader)),
        scrubber_(invocation.job, &stop_flag()),
        most_(invocation.max_stdin),
        work_(work) {}

  /// Fills a slot with the next blobs; false when there are none.
  bool take(Slot& slot) {
    slot = {};
    slot.first = next_;
    std::uint64_t bytes = 0;
    while (next_ < blobs_.size() && slot.blobs.size() < most_blobs_a_slot && bytes < enough_bytes_a_slot) {
      if (trouble_ || stop_flag()) break;
      auto blob = reader_.next(most_, head_length);
      if (!blob) {
        trouble_ = reader_.why(blob.error());
        break;
      }
      bytes += blob->bytes.size();
      slot.blobs.push_back(std::move(*blob));
      ++next_;
    }
    return !slot.blobs.empty();
  }

  void handle(Slot& slot) const {
    for (std::size_t i = 0; i < slot.blobs.size(); ++i) {
      const git::Blob& blob = slot.blobs[i];
      std::vector<Byte> after;
      slot.outcomes.push_back(look_at(blob, blobs_[slot.first + i].entries, after));
      work_(slot.first + i, slot.outcomes.back(), blob.bytes, after);
      slot.blobs[i].bytes = {};
    }
  }

  [[nodiscard]] const std::optional<git::Trouble>& trouble() const { return trouble_; }

 private:
  std::vector<Outcome> look_at(const git::Blob& blob, std::span<const FolderEntry> entries,
                               std::vector<Byte>& after) const {
    std::vector<Outcome> outcomes;
    for (const FolderEntry& entry : entries) {
      // What was recognised is the same under any name; of the rest the name decides whether it matters.
      if (!outcomes.empty() && outcomes.front().format != FormatId::none) {
        outcomes.push_back(outcomes.front());
      } else {
        outcomes.push_back(look_at(blob, entry, after));
      }
      outcomes.back().path = entry.path;
    }
    return outcomes;
  }

  Outcome look_at(const git::Blob& blob, const FolderEntry& entry, std::vector<Byte>& after) const {
    Outcome outcome;
    if (blob.missing) {
      outcome.status = Status::error;
      outcome.reason = "git does not have this content; a partial clone leaves some away";
      return outcome;
    }
    outcome = scrubber_.filter(blob.bytes, entry, after);
    if (blob.bytes.size() == blob.size) return outcome;
    // Only the head was read. It tells what is no picture, and what nobody handles yet.
    if (outcome.status != Status::skipped && !is_unsupported(outcome)) {
      outcome = {};
      outcome.status = Status::refused;
      outcome.reason = "larger than " + size_text(most_) + "; --max-stdin raises the limit";
    }
    outcome.bytes_in = outcome.bytes_out = blob.size;
    after.clear();
    return outcome;
  }

  std::span<const WantedBlob> blobs_;
  git::BlobReader reader_;
  Scrubber scrubber_;
  std::uint64_t most_;
  const BlobWork& work_;
  std::size_t next_ = 0;
  std::optional<git::Trouble> trouble_;
};

}  // namespace

std::optional<git::Trouble> run_blobs(const Invocation& invocation, const git::Repository& repository,
                                      std::span<const WantedBlob> blobs, const BlobWork& work,
                                      const BlobReport& report) {
  if (blobs.empty()) return std::nullopt;
  std::vector<std::string> objects;
  objects.reserve(blobs.size());
  for (const WantedBlob& blob : blobs) objects.push_back(blob.object);
  auto reader = git::BlobReader::start(repository, objects);
  if (!reader) return git::trouble_of(reader.error());
  BlobRun run(invocation, blobs, std::move(*reader), work);
  std::vector<Slot> slots(slots_a_job * invocation.jobs);
  run_steps(invocation.jobs, slots.size(),
            {[&](std::size_t slot) { return run.take(slots[slot]); },
             [&](std::size_t slot) { run.handle(slots[slot]); },
             [&](std::size_t slot) {
               for (std::size_t i = 0; i < slots[slot].blobs.size(); ++i) {
                 report(slots[slot].first + i, slots[slot].outcomes[i], slots[slot].blobs[i].size);
               }
               slots[slot] = {};
             }});
  return run.trouble();
}

}  // namespace exifscrub::cli
