#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/digests.hpp"
#include "cli/options.hpp"
#include "cli/replacement.hpp"
#include "io/atomic_file.hpp"

namespace exifscrub::cli {

/// Writes all of `text` to an open descriptor. False after an error, which is then in errno.
[[nodiscard]] bool write_all(int descriptor, std::string_view text);

/// One line "exifscrub: ..." on standard error.
void print_message(std::string_view text);

/// Says what is wrong with the command line, and returns the exit status for that.
[[nodiscard]] int usage_failed(const UsageError& error);

/// A report file on its way: readable by its owner alone, under its name only when it is complete and was read
/// back, compressed when the name ends in .gz.
class ReportSink {
 public:
  /// Fails where the folder is missing or the name holds what must stay (see find_replaced()); creates nothing
  /// yet that could stay behind.
  /// @param inputs  the files that the run is to read
  [[nodiscard]] static std::optional<UsageError> open(const std::string& path, Replaces what,
                                                      std::span<const FileIdentity> inputs,
                                                      std::unique_ptr<ReportSink>& into);
  ~ReportSink();

  /// What the name holds now, if anything: the walk leaves it out.
  [[nodiscard]] const std::optional<FileIdentity>& replaced() const { return replaced_; }

  /// Errors stay until finish().
  void append(std::string_view text);
  /// Gives the file its name. @return the words of what went wrong, or nothing
  [[nodiscard]] std::optional<std::string> finish();

 private:
  struct Compressor;
  ReportSink(std::string path, FileDescriptor folder);
  void append_raw(std::string_view bytes);

  std::string path_;
  std::string name_;
  FileDescriptor folder_;
  std::optional<FileIdentity> replaced_;
  std::optional<AtomicFile> file_;
  ImageHasher written_;  ///< of all that went into the file
  std::unique_ptr<Compressor> compressor_;
  std::optional<Error> error_;
};

}  // namespace exifscrub::cli
