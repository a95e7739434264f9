#pragma once

#include <atomic>
#include <functional>
#include <optional>
#include <vector>

#include "apply/batch.hpp"
#include "exifscrub/scrubber.hpp"
#include "scrub/proof.hpp"

namespace exifscrub {

/// Brings what becomes of one folder's files to where it belongs: into the file, in its place, or, with -o, into
/// another folder. In a dry run it looks whether it could, and writes nothing.
///
/// Changes are prepared one by one and made real together, as in Batch. Belongs to one thread.
class Delivery {
 public:
  /// Looks at the bytes that a file is going to have, before they get its name.
  using Verify = std::function<Result<void>(ByteSource& output, Evidence evidence)>;
  /// A change's place in the result of commit(); nothing when there is nothing to commit.
  using Change = std::optional<std::size_t>;

  /// @param folder  open, borrowed, as `job` and `stop` are
  Delivery(const Job& job, int folder, const std::atomic<bool>* stop);

  // Each of the following takes `original` over when it returns a change. @return why there will be none: then
  // the file is untouched

  /// Writes `plan`, or the copy elsewhere that it makes.
  /// @param must_replace  not in place in any case; see choose_way
  [[nodiscard]] Result<Change> write(const FolderEntry& entry, OpenFile& original, ByteSource& parsed,
                                     const Plan& plan, bool must_replace, const Verify& verify);

  /// Takes away the extended attributes that the job removes, and changes no byte.
  [[nodiscard]] Result<Change> drop_xattrs(const FolderEntry& entry, OpenFile& original);

  /// Takes the file away: a sidecar of which nothing would stay.
  [[nodiscard]] Result<Change> remove(const FolderEntry& entry, OpenFile& original);

  /// Makes all prepared changes; once.
  [[nodiscard]] std::vector<Committed> commit() { return batch_.commit(); }

 private:
  [[nodiscard]] Result<void> rehearse(const FolderEntry& entry, const OpenFile& original, ByteSource& parsed,
                                      const Plan& plan, bool must_replace, const Verify& verify) const;
  [[nodiscard]] Result<std::size_t> copy(const FolderEntry& entry, OpenFile& original, ByteSource& parsed,
                                         const Plan& plan, const Batch::Verify& verify);

  const Job& job_;
  std::vector<FileDescriptor> output_folders_;  ///< the batch borrows them
  Batch batch_;
};

}  // namespace exifscrub
