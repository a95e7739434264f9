#pragma once

#include <string>

#include "io/file_system.hpp"

namespace exifscrub {

/// Opens the folder that is to hold `path`, and makes it and the folders above it where they are missing.
/// @param path  of a file, relative to the current folder or absolute
/// @return what the operating system says.
[[nodiscard]] Result<FileDescriptor> open_output_folder(FileSystem& files, const std::string& path);

}  // namespace exifscrub
