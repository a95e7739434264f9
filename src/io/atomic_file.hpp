#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "io/file_source.hpp"
#include "io/open_file.hpp"
#include "io/properties.hpp"
#include "io/transfer.hpp"

namespace exifscrub {

/// A new file in a folder, without a name where the file system can do that, that takes a name only when all
/// of it is there. Until then nobody else sees it, and when the object goes it leaves no trace.
///
/// Write it from front to end, never with bytes that must not stay: where it has to have a name from the
/// start (".exifscrub-" and 16 hex digits, mode 0600) a sudden death leaves it behind. The folder's
/// descriptor is borrowed. Locked all the while, so that no sweep takes it.
class AtomicFile {
 public:
  [[nodiscard]] static Result<AtomicFile> create(FileSystem& files, int folder);
  AtomicFile(AtomicFile&& other) noexcept;
  AtomicFile& operator=(AtomicFile&&) = delete;
  ~AtomicFile() { discard(); }

  [[nodiscard]] Result<void> append(Bytes bytes);
  /// Appends a stretch of an open file; shares its blocks where the file system can.
  [[nodiscard]] Result<void> append_range(int source, Extent what, StopFlag stop);
  /// Shares or copies a whole open file of `size` bytes; only into an empty new file.
  [[nodiscard]] Result<void> append_whole(int source, std::uint64_t size, StopFlag stop);
  /// Hands what append() gathered to the operating system; to be called before reading back.
  [[nodiscard]] Result<void> flush();

  /// Whether append_range() may share blocks instead of copying bytes.
  [[nodiscard]] bool may_share() const { return files_->copies_below(descriptor_.get()); }
  [[nodiscard]] std::uint64_t size() const { return size_; }
  [[nodiscard]] int descriptor() const { return descriptor_.get(); }
  /// Whether the file had to have a name from the start, as on network file systems.
  [[nodiscard]] bool has_temp_name() const { return !temp_name_.empty(); }
  /// What was written and flushed, read anew. Borrows the descriptor.
  [[nodiscard]] FileSource read_back() const { return FileSource{*files_, descriptor_.get(), size_}; }

  /// Lets the disk begin, without waiting: the later sync() finds less to do. A failure shows there.
  void start_write_back();
  [[nodiscard]] Result<void> sync();

  /// Takes the place of `target`, if that is still the file that was seen.
  /// @return changed when it is not; then, as after every error, the path holds what it held.
  [[nodiscard]] Result<void> replace(const std::string& target, const FileIdentity& expected);
  /// Takes a name that nobody has.
  /// @return denied when it is taken.
  [[nodiscard]] Result<void> take_name(const std::string& name);

  /// Removes the file, unless it has taken its name.
  void discard() noexcept;

 private:
  AtomicFile(FileSystem& files, int folder) : files_(&files), folder_(folder) {}
  Result<void> open();
  Result<void> name_as_temp();
  Result<void> rename_exclusively(const std::string& name);
  // A network file system may do a thing and lose the answer: after an error, what the name holds counts.
  bool stands_at(const std::string& name);
  Result<void> link_as(const std::string& name);
  Result<void> rename_to(const std::string& name, bool replace);

  FileSystem* files_;
  int folder_;
  FileDescriptor descriptor_;
  std::string temp_name_;  ///< empty while the file has no name, and once it has its own
  std::uint64_t size_ = 0;
  std::optional<WindowBuffer> gathered_;  ///< small appends; given back by flush()
  std::size_t gathered_size_ = 0;
};

/// Whether `name` is one that AtomicFile gives.
[[nodiscard]] bool is_temp_name(std::string_view name);

/// Removes `name`, a temp that a sudden death left: nobody locks it and it is an hour old.
/// @param now  of the system's clock
/// @return whether it was removed.
[[nodiscard]] Result<bool> sweep_temp(FileSystem& files, int folder, const std::string& name, Timestamp now);

}  // namespace exifscrub
