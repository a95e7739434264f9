#include "cli/extraction.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <functional>

#include "base/bytes.hpp"
#include "base/text.hpp"
#include "cli/exit_status.hpp"
#include "cli/output.hpp"
#include "cli/paths.hpp"
#include "io/atomic_file.hpp"

namespace exifscrub::cli {
namespace {

using Write = std::function<Result<void>(Bytes)>;

Result<void> for_each_piece(ByteSource& file, const Part& part, const Write& write) {
  if (part.where.empty()) return write(part.bytes);
  for (Extent rest : part.where) {
    while (!rest.empty()) {
      const std::uint64_t length = std::min<std::uint64_t>(rest.length, ByteSource::max_window);
      EXS_TRY(const Bytes piece, file.window(rest.offset, static_cast<std::size_t>(length)));
      EXS_CHECK(write(piece));
      rest = extent_between(rest.offset + length, rest.end());
    }
  }
  return {};
}

Result<void> write_to_stdout(Bytes bytes) {
  if (!write_all(STDOUT_FILENO, as_text(bytes))) return Error{Errc::io, 0, "standard output", errno};
  return {};
}

Result<void> write_to_file(ByteSource& file, const Part& part, const std::string& path) {
  FileSystem& files = system_file_system();
  EXS_TRY(const FileDescriptor folder,
          open_file(files, AT_FDCWD, folder_of(path).c_str(), {O_RDONLY | O_DIRECTORY, 0, true}));
  EXS_TRY(AtomicFile target, AtomicFile::create(files, folder.get()));
  EXS_CHECK(for_each_piece(file, part, [&](Bytes bytes) { return target.append(bytes); }));
  EXS_CHECK(target.flush());
  EXS_CHECK(target.sync());
  return target.take_name(std::string{base_name_of(path)});
}

std::string words_of(const Error& error) {
  if (error.code == Errc::denied) return "exists already; choose another name";
  return error.sys != 0 ? system_words(error.sys) : std::string(error.what);
}

int write_part(ByteSource& file, const std::string& source, const Extraction& wanted) {
  const auto part = extract(file, wanted.part);
  const std::string name{name_of(wanted.part)};
  if (!part) {
    const bool none = part.error().code == Errc::unsupported;
    print_message(source + ": " +
                  (none ? "no " + name + " to extract" : name + ": " + std::string(part.error().what)));
    return exit_trouble;
  }
  const auto written = wanted.path == "-" ? for_each_piece(file, *part, write_to_stdout)
                                          : write_to_file(file, *part, wanted.path);
  if (written) return exit_fine;
  print_message(wanted.path + ": " + words_of(written.error()));
  return exit_trouble;
}

}  // namespace

int write_parts(ByteSource& file, const Invocation& invocation) {
  int status = exit_fine;
  for (const Extraction& wanted : invocation.extractions) {
    status = std::max(status, write_part(file, invocation.paths.front(), wanted));
  }
  return status;
}

}  // namespace exifscrub::cli
