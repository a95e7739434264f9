#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "exifscrub/plan.hpp"
#include "exifscrub/scrub.hpp"
#include "exifscrub/scrubber.hpp"
#include "io/atomic_file.hpp"
#include "io/in_place.hpp"

namespace exifscrub {

/// How a run writes. A value.
struct WriteOptions {
  Durability durability = Durability::batch;
  bool preserve_times = false;
  bool force = false;         ///< read-only files too
  XattrClasses xattrs{};      ///< the extended attributes that go with a file's change
  std::string backup_suffix;  ///< empty: no backups
  StopFlag stop = nullptr;    ///< borrowed
};

/// What became of one file.
struct Committed {
  Result<void> result;
  FileState state = FileState::untouched;  ///< what the path holds after an error
};

/// The changes of one folder's files: prepared one by one, each ready to become real, and then made real
/// together, so that they share their flushes.
///
/// Preparing reads, writes new files that have no name yet, and verifies; the folder looks as before.
/// commit() looks at every original again directly before its own change. One file's failure leaves the
/// others going. An object that goes without commit() leaves no trace. Belongs to one thread; the folder's
/// descriptor (a real one, not AT_FDCWD) is borrowed.
class Batch {
 public:
  /// Looks at the bytes that the file is going to have, before they get its name.
  using Verify = std::function<Result<void>(ByteSource& output)>;

  Batch(FileSystem& files, int folder, WriteOptions options);
  ~Batch();
  Batch(const Batch&) = delete;
  Batch& operator=(const Batch&) = delete;

  // Each of the following returns the change's place in the result of commit(), or why there will be none;
  // then the file is untouched and the batch as before. `original` is taken over on success, and stays open
  // and locked until the change is made. `parsed` are its bytes as the plan's maker read them.

  /// A new file with the plan's bytes, and the original's properties, is to take the original's place.
  [[nodiscard]] Result<std::size_t> replace(OpenFile& original, const std::string& name, ByteSource& parsed,
                                            const Plan& plan, const Verify& verify);

  /// The plan's patches are to be written into the file; `verify` sees the planned view.
  [[nodiscard]] Result<std::size_t> edit_in_place(OpenFile& original, const std::string& name,
                                                  ByteSource& parsed, Plan plan, const Verify& verify);

  /// A new file with the plan's bytes is to stand in another folder under a name that nobody has; the
  /// original stays as it is.
  /// @param folder  borrowed until commit()
  [[nodiscard]] Result<std::size_t> copy_to(int folder, const std::string& target, OpenFile& original,
                                            const std::string& name, ByteSource& parsed, const Plan& plan,
                                            const Verify& verify);

  /// The file loses the extended attributes of WriteOptions::xattrs, and no byte of it changes.
  [[nodiscard]] Result<std::size_t> drop_xattrs(OpenFile& original, const std::string& name);

  /// The file is to go as a whole: a sidecar of which nothing would stay.
  /// @return denied for a file with several names, which would live on.
  [[nodiscard]] Result<std::size_t> remove(OpenFile& original, const std::string& name);

  /// Makes all prepared changes; once. What is not yet begun when the stop flag rises is undone.
  [[nodiscard]] std::vector<Committed> commit();

 private:
  struct Change;
  using Changes = std::span<Change>;

  Result<AtomicFile> write_output(int folder, const OpenFile& original, ByteSource& parsed, const Plan& plan,
                                  const Verify& verify);
  Result<void> prepare_backup(Change& change, const OpenFile& original);
  std::size_t add(Change change, OpenFile& original, const std::string& name);

  [[nodiscard]] bool durable() const { return options_.durability != Durability::none; }
  void commit(Changes changes);
  void name_backups(Changes changes);
  Result<void> name_backup(Change& change);
  using Sync = Result<void> (FileSystem::*)(int descriptor);
  void flush(Changes changes, Sync sync);
  bool flush_together(Changes changes);
  void sync_outputs(Changes changes);
  void name_outputs(Changes changes);
  Result<void> name_output(Change& change);
  void remove_files(Changes changes);
  Result<void> remove_file(const Change& change, bool& done);
  void write_phase(Changes changes, Phase phase);
  Result<void> begin_or_go_on(InPlaceEdit& edit, Phase phase);
  void drop_xattrs(Changes changes);
  Result<void> relabel(const Change& change, bool& begun);
  Result<void> finish_in_place(const Change& change, InPlaceEdit& edit);
  void sync_folders(Changes changes);
  void remove_idle_backups(Changes changes);
  Result<void> sync_folder(int folder);

  FileSystem& files_;
  int folder_;
  WriteOptions options_;
  std::vector<Change> changes_;
};

}  // namespace exifscrub
