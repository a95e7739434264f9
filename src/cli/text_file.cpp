#include "cli/text_file.hpp"

#include <fcntl.h>

#include <cerrno>

#include "base/text.hpp"
#include "cli/paths.hpp"
#include "io/open_file.hpp"
#include "report/words.hpp"

namespace exifscrub::cli {

TextFile read_text_file(const std::string& path, std::uint64_t most) {
  const auto failed = [&](std::string_view why) {
    return TextFile{{}, UsageError{"cannot read " + sanitise_for_terminal(path) + ": " + std::string(why)}};
  };
  FileSystem& files = system_file_system();
  auto opened = open_regular(files, AT_FDCWD, path.c_str(), true);
  if (!opened && opened.error().sys == ENOENT) return {};
  if (!opened) return failed(opened.error().sys != 0 ? system_words(opened.error().sys) : "no regular file");
  if (opened->identity.size > most) return failed("larger than " + size_text(most));
  std::string text(static_cast<std::size_t>(opened->identity.size), '\0');
  const std::span<Byte> bytes(reinterpret_cast<Byte*>(text.data()), text.size());
  for (std::size_t got = 0; got < text.size();) {
    const auto more = files.read_at(opened->descriptor.get(), got, bytes.subspan(got));
    if (!more) return failed(system_words(more.error().sys));
    if (*more == 0) return failed("it became shorter while it was read");
    got += *more;
  }
  return {std::move(text), {}};
}

}  // namespace exifscrub::cli
