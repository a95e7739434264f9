#include "io/output_folder.hpp"

#include <boost/filesystem/operations.hpp>
#include <boost/filesystem/path.hpp>
#include <cerrno>

namespace exifscrub {

Result<FileDescriptor> open_output_folder(FileSystem& files, const std::string& path) {
  boost::filesystem::path folder = boost::filesystem::path{path}.parent_path();
  if (folder.empty()) folder = ".";
  const OpenHow how{O_RDONLY | O_DIRECTORY, 0, true};
  auto there = open_file(files, AT_FDCWD, folder.c_str(), how);
  // Only what is missing is made: create_directories() fails on "." and "..", which are there always.
  if (there || there.error().sys != ENOENT) return there;
  boost::system::error_code failure;
  boost::filesystem::create_directories(folder, failure);
  if (failure) return Error{Errc::io, 0, "the output folder cannot be made", failure.value()};
  return open_file(files, AT_FDCWD, folder.c_str(), how);
}

}  // namespace exifscrub
