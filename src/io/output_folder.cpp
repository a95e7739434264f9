#include "io/output_folder.hpp"

#include <boost/filesystem/operations.hpp>
#include <boost/filesystem/path.hpp>

namespace exifscrub {

Result<FileDescriptor> open_output_folder(FileSystem& files, const std::string& path) {
  boost::filesystem::path folder = boost::filesystem::path{path}.parent_path();
  if (folder.empty()) folder = ".";
  boost::system::error_code failure;
  boost::filesystem::create_directories(folder, failure);
  if (failure) return Error{Errc::io, 0, "the output folder cannot be made", failure.value()};
  return open_file(files, AT_FDCWD, folder.c_str(), {O_RDONLY | O_DIRECTORY, 0, true});
}

}  // namespace exifscrub
