#pragma once

#include <string>
#include <vector>

#include "exifscrub/digest.hpp"
#include "exifscrub/plan.hpp"
#include "io/file_system.hpp"

namespace exifscrub {

/// Same-size overwrites of one file, phase after phase. The caller makes the barriers, so that those of many
/// files stand together:
///
///     look_again()  write(values)  (flush)  read_back(values)  write(index) ...  verify()
///
/// The order is what makes it safe: evidence that metadata is there goes last, so a torn change is found by
/// the next run. Holds the file's lock until it goes. The folder's descriptor is borrowed.
class InPlaceEdit {
 public:
  /// Opens the file for writing, locks it and remembers what stands at the patched places.
  /// @param expected  how the file looked when it was opened for parsing
  /// @param parsed    the bytes that the patches were made from
  /// @return changed, in_use, or what the operating system says; nothing is written.
  [[nodiscard]] static Result<InPlaceEdit> prepare(FileSystem& files, int folder, std::string name,
                                                   const FileIdentity& expected, ByteSource& parsed,
                                                   std::vector<Patch> patches);

  /// Directly before the first write: the name holds the file that was parsed, and the patched places hold
  /// the bytes that were parsed.
  [[nodiscard]] Result<void> look_again();

  [[nodiscard]] bool has(Phase phase) const;
  /// Whether there is a later phase.
  [[nodiscard]] bool goes_on_after(Phase phase) const;
  [[nodiscard]] Result<void> write(Phase phase);
  /// Whether the file holds what the phase wrote: a write that lied must not lead to the next phase.
  [[nodiscard]] Result<void> read_back(Phase phase);
  /// Opens the file anew by its name and compares every patched byte.
  [[nodiscard]] Result<void> verify();
  /// Lets the file go; network file systems report late write errors here.
  [[nodiscard]] Result<void> close() { return descriptor_.close(); }

  /// Whether a write was attempted: from then on the file may be changed in part.
  [[nodiscard]] bool started() const { return started_; }
  [[nodiscard]] int descriptor() const { return descriptor_.get(); }
  [[nodiscard]] const FileIdentity& identity() const { return identity_; }

 private:
  InPlaceEdit(FileSystem& files, int folder, std::string name, const FileIdentity& identity,
              std::vector<Patch> patches);

  FileSystem* files_;
  int folder_;
  std::string name_;
  FileIdentity identity_;
  FileDescriptor descriptor_;
  std::vector<Patch> patches_;
  std::vector<Digest> preimage_;  ///< one for each window of each patch
  bool started_ = false;
};

}  // namespace exifscrub
