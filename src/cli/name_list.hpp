#pragma once

#include <optional>
#include <string>
#include <vector>

#include "io/file_system.hpp"

namespace exifscrub::cli {

/// The names of --files-from, one after another, in bounded memory for any length of the list.
class NameList {
 public:
  /// @param separator  what a name ends in: newline or NUL
  NameList(FileDescriptor list, char separator) : list_(std::move(list)), separator_(separator) {}

  /// The next name that is not empty; none at the end.
  /// @return io when the list cannot be read; limit for a name beyond 64 KiB
  [[nodiscard]] Result<std::optional<std::string>> next();

 private:
  Result<bool> refill();

  FileDescriptor list_;
  char separator_;
  std::vector<char> buffer_;
  std::size_t begin_ = 0;
  bool ended_ = false;
};

}  // namespace exifscrub::cli
