#pragma once

#include <span>
#include <string>
#include <vector>

#include "git/repository.hpp"

namespace exifscrub::git {

/// A blob's bytes, or their beginning.
struct Blob {
  bool missing = false;    ///< the repository does not have it: a partial clone, or damage
  std::uint64_t size = 0;  ///< of the whole
  std::vector<Byte> bytes;
};

/// Reads many blobs through one `git cat-file --batch`. Belongs to one thread.
class BlobReader {
 public:
  /// @param objects  in the order in which next() gives them
  [[nodiscard]] static Result<BlobReader> start(const Repository& repository,
                                                std::span<const std::string> objects);

  /// The next blob; once for each object. Of one larger than `most` the first `head` bytes.
  /// @return io when git ended early
  [[nodiscard]] Result<Blob> next(std::uint64_t most, std::size_t head);

  /// Why next() failed, in git's words where it has some. Ends git.
  [[nodiscard]] Trouble why(const Error& error);

 private:
  explicit BlobReader(Child child) : child_(std::move(child)) {}
  Result<std::string> read_line();
  Result<void> read_bytes(std::uint64_t count, std::uint64_t keep, std::vector<Byte>& into);
  Result<void> refill();

  Child child_;
  std::vector<Byte> buffer_;
  std::size_t begin_ = 0;
};

}  // namespace exifscrub::git
