#pragma once

#include <cerrno>
#include <new>
#include <optional>
#include <string>
#include <variant>

#include "apply/batch.hpp"

namespace exifscrub {

/// One prepared change of a batch, on its way through commit().
struct Batch::Change {
  /// A new file takes the original's name.
  struct Replacement {
    // Clang before 16 makes no aggregate from values in parentheses, as std::variant does.
    explicit Replacement(AtomicFile whole) : output(std::move(whole)) {}

    AtomicFile output;
  };

  /// A new file stands elsewhere, under a name that nobody has; the original stays.
  struct Copy {
    Copy(AtomicFile whole, int into, FileIdentity identity, std::string target)
        : output(std::move(whole)), folder(into), place(identity), name(std::move(target)) {}

    AtomicFile output;
    int folder;
    FileIdentity place;  ///< the folder's
    std::string name;
  };

  /// Extended attributes go, and no byte changes.
  struct Relabelling {
    bool begun;
  };

  /// The file goes.
  struct Removing {
    bool done;
  };

  std::string name;  ///< in the batch's folder
  FileIdentity identity;
  FileDescriptor original;
  std::variant<Relabelling, Removing, Replacement, Copy, InPlaceEdit> way;
  bool folder_synced = false;

  std::optional<AtomicFile> backup;
  std::string backup_name;
  bool backup_named = false;

  int unsynced = -1;  ///< the descriptor that the next flush is for
  std::optional<Error> failure;
  FileState state = FileState::untouched;

  [[nodiscard]] bool goes_on() const { return !failure.has_value(); }

  /// The file that waits for its name, or null.
  [[nodiscard]] AtomicFile* output() {
    if (auto* replacement = std::get_if<Replacement>(&way)) return &replacement->output;
    auto* copy = std::get_if<Copy>(&way);
    return copy != nullptr ? &copy->output : nullptr;
  }
  [[nodiscard]] InPlaceEdit* edit() { return std::get_if<InPlaceEdit>(&way); }
  [[nodiscard]] InPlaceEdit* edit(Phase phase) {
    InPlaceEdit* const patches = edit();
    return patches != nullptr && goes_on() && patches->has(phase) ? patches : nullptr;
  }
  /// The folder of the name that comes or goes: a copy's; empty for the batch's own.
  [[nodiscard]] FileIdentity place() const {
    const auto* copy = std::get_if<Copy>(&way);
    return copy != nullptr ? copy->place : FileIdentity{};
  }
  /// Whether a name came or went, or is to.
  [[nodiscard]] bool touches_folder() {
    const auto* removing = std::get_if<Removing>(&way);
    return output() != nullptr || (removing != nullptr && removing->done);
  }
  /// Whether bytes or attributes of the original are no longer what they were.
  [[nodiscard]] bool has_begun() {
    const auto* relabelling = std::get_if<Relabelling>(&way);
    return relabelling != nullptr ? relabelling->begun : edit() != nullptr && edit()->started();
  }

  void take(const Result<void>& step) {
    if (step || failure) return;
    failure = step.error();
    if (has_begun()) state = FileState::partly_cleaned;
  }

  /// Takes the outcome of `step`. Out of memory is this file's failure, not that of the others.
  template <class Step>
  void attempt(Step step) {
    try {
      take(step());
    } catch (const std::bad_alloc&) {
      take(Error{Errc::io, 0, "out of memory", ENOMEM});
    }
  }
};

}  // namespace exifscrub
