#include "cli/pipeline.hpp"

#if defined(__SANITIZE_THREAD__)
#include <sanitizer/tsan_interface.h>
#endif

#include <tbb/global_control.h>
#include <tbb/parallel_pipeline.h>
#include <tbb/task_arena.h>

#include <algorithm>
#include <deque>
#include <numeric>

namespace exifscrub::cli {
namespace {

// Below these, starting threads costs more than they bring (measured: some hundred files of 3 us each).
constexpr std::size_t few_files = 64;
constexpr std::uint64_t few_bytes = 8U << 20U;
constexpr std::size_t tokens_a_job = 4;

/// Opens the files in the order of their inodes, which on most file systems is that of the disk, and puts the
/// outcomes back into the order of the names.
HandledToken handle(Token token, const Work& work) {
  HandledToken handled{std::move(token), {}};
  const std::size_t count = handled.token.files.size();
  if (count == 0) return handled;
  std::vector<std::size_t> order(count);
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return handled.token.inodes[a] < handled.token.inodes[b];
  });
  std::vector<FolderEntry> entries;
  entries.reserve(count);
  for (const std::size_t index : order) entries.push_back(std::move(handled.token.files[index]));
  std::vector<Outcome> outcomes = work(handled.token.folder->get(), entries);
  // After a stop the files without an outcome leave the token, so that the rest still fits together.
  std::vector<std::size_t> place(count, count);
  for (std::size_t i = 0; i < outcomes.size(); ++i) place[order[i]] = i;
  std::vector<FolderEntry> files;
  std::vector<std::size_t> files_before(count + 1, 0);
  for (std::size_t index = 0; index < count; ++index) {
    files_before[index] = files.size();
    if (place[index] == count) continue;
    files.push_back(std::move(entries[place[index]]));
    handled.outcomes.push_back(std::move(outcomes[place[index]]));
  }
  files_before[count] = files.size();
  for (Remark& remark : handled.token.remarks) remark.before = files_before[remark.before];
  handled.token.files = std::move(files);
  handled.token.inodes.clear();
  handled.token.folder.reset();
  return handled;
}

/// The tokens of a walk, the first of which were taken already.
class TokenStream {
 public:
  TokenStream(TreeWalk& walk, const std::atomic<bool>& stop) : walk_(walk), stop_(stop) {}

  std::optional<Token> next() {
    if (stop_) return std::nullopt;
    if (taken_.empty()) return walk_.next();
    Token token = std::move(taken_.front());
    taken_.pop_front();
    return token;
  }

  /// Whether the walk ends within what one thread handles as fast as many.
  bool ends_soon() {
    std::size_t files = 0;
    std::uint64_t bytes = 0;
    while (files < few_files && bytes < few_bytes) {
      auto token = walk_.next();
      if (!token) return true;
      files += token->files.size();
      bytes += token->bytes;
      taken_.push_back(std::move(*token));
    }
    return false;
  }

 private:
  TreeWalk& walk_;
  const std::atomic<bool>& stop_;
  std::deque<Token> taken_;
};

void run_parallel(TokenStream& tokens, unsigned jobs, const Work& work,
                  const std::function<void(HandledToken&)>& report) {
  std::vector<HandledToken> slots(tokens_a_job * jobs);
  const auto take = [&](std::size_t slot) {
    auto token = tokens.next();
    if (!token) return false;
    slots[slot] = {std::move(*token), {}};
    return true;
  };
  const auto do_work = [&](std::size_t slot) { slots[slot] = handle(std::move(slots[slot].token), work); };
  const auto hand_over = [&](std::size_t slot) {
    report(slots[slot]);
    slots[slot] = {};
  };
  run_steps(jobs, slots.size(), {take, do_work, hand_over});
}

/// What one thread leaves at a place, the next one finds there: that TBB keeps its steps in order ThreadSanitizer has
/// to be told, for the distribution's TBB is not instrumented. Nothing in other builds.
class HandOver {
 public:
  explicit HandOver([[maybe_unused]] const void* place) : place_(const_cast<void*>(place)) {
#if defined(__SANITIZE_THREAD__)
    __tsan_acquire(place_);
#endif
  }
  ~HandOver() {
#if defined(__SANITIZE_THREAD__)
    __tsan_release(place_);
#endif
  }
  HandOver(const HandOver&) = delete;
  HandOver& operator=(const HandOver&) = delete;

 private:
  [[maybe_unused]] void* place_;
};

}  // namespace

void run_steps(unsigned jobs, std::size_t slots, const Steps& steps) {
  std::size_t taken = 0;
  const std::vector<char> places(slots);
  // As the last step keeps the order, the piece that had a slot before is done when its turn comes again.
  const auto take = [&](tbb::flow_control& flow) -> std::size_t {
    const HandOver turn{&taken};
    const std::size_t slot = taken++ % slots;
    const HandOver free_slot{&places[slot]};
    if (!steps.take(slot)) flow.stop();
    return slot;
  };
  const auto work = [&](std::size_t slot) {
    const HandOver piece{&places[slot]};
    steps.work(slot);
    return slot;
  };
  const auto report = [&](std::size_t slot) {
    const HandOver turn{&steps};
    const HandOver piece{&places[slot]};
    steps.report(slot);
  };
  const auto hand_over_all = [&] {
    const HandOver taking{&taken};
    const HandOver reporting{&steps};
  };
  hand_over_all();
  const tbb::global_control limit(tbb::global_control::max_allowed_parallelism, jobs);
  tbb::task_arena arena(static_cast<int>(jobs));
  arena.execute([&] {
    tbb::parallel_pipeline(
        slots, tbb::make_filter<void, std::size_t>(tbb::filter_mode::serial_in_order, take) &
                   tbb::make_filter<std::size_t, std::size_t>(tbb::filter_mode::parallel, work) &
                   tbb::make_filter<std::size_t, void>(tbb::filter_mode::serial_in_order, report));
  });
  hand_over_all();
}

void run_pipeline(TreeWalk& walk, unsigned jobs, const Work& work, const std::atomic<bool>& stop,
                  const std::function<void(HandledToken&)>& report) {
  TokenStream tokens(walk, stop);
  if (jobs > 1 && !tokens.ends_soon()) return run_parallel(tokens, jobs, work, report);
  while (auto token = tokens.next()) {
    HandledToken handled = handle(std::move(*token), work);
    report(handled);
  }
}

}  // namespace exifscrub::cli
