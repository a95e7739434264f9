#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "exifscrub/scrubber.hpp"
#include "io/file_system.hpp"
#include "report/summary.hpp"

namespace exifscrub::cli {

/// A file that was not looked at, and why.
struct Passed {
  PassedOver kind;
  std::string path;
};

/// Something to report between the files of a token: a thing passed over, or what could not be walked.
struct Remark {
  std::size_t before = 0;  ///< index into Token::files; files.size(): at the end
  std::variant<Passed, Outcome> what;
};

using FolderHandle = std::shared_ptr<const FileDescriptor>;

/// Consecutive files of one folder: what one worker handles at once.
struct Token {
  FolderHandle folder;                ///< null when there are no files
  std::vector<FolderEntry> files;     ///< in the order of the report
  std::vector<std::uint64_t> inodes;  ///< of the files
  std::vector<Remark> remarks;        ///< in order
  std::uint64_t bytes = 0;            ///< sum of the sizes
  double share_walked = 0;            ///< how much of all PATHs lies up to here, 0 to 1; a guess
};

/// One file on its way into a token.
struct Found {
  FolderHandle folder;
  FolderEntry entry;
  std::size_t token_files = 1;  ///< no more files than these to a token
};

/// Puts what a walk meets into tokens, in order.
class TokenQueue {
 public:
  void add(Found found, std::uint64_t size, std::uint64_t inode);
  /// A thing that was not looked at.
  void pass_over(PassedOver kind, std::string path);
  /// What could not be walked.
  void fail(std::string path, Status status, std::string reason);
  /// Nothing more comes into the token that is being filled.
  void close();

  [[nodiscard]] bool empty() const { return ready_.empty(); }
  /// The first full token; there must be one.
  [[nodiscard]] Token take();

 private:
  void add(Remark remark);

  Token token_;  ///< being filled
  std::deque<Token> ready_;
};

}  // namespace exifscrub::cli
