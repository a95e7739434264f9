#include "cli/thumbnail_option.hpp"

#include <fcntl.h>

#include "base/text.hpp"
#include "cli/paths.hpp"
#include "io/file_source.hpp"
#include "io/open_file.hpp"
#include "report/html/thumbnail.hpp"

namespace exifscrub::cli {
namespace {

/// An Exif segment has no room for more (JPEG T.81 B.1.1.4).
constexpr std::uint64_t most_bytes = 60'000;

std::optional<UsageError> read_picture(const std::string& path, std::vector<Byte>& into) {
  const std::string name = sanitise_for_terminal(path);
  FileSystem& files = system_file_system();
  const auto opened = open_regular(files, AT_FDCWD, path.c_str(), true);
  if (!opened) {
    const Error& error = opened.error();
    return UsageError{"--set-thumbnail " + name + ": " +
                      (error.sys != 0 ? system_words(error.sys) : std::string(error.what))};
  }
  if (opened->identity.size > most_bytes) {
    return UsageError{"--set-thumbnail " + name +
                      ": a thumbnail has at most 60,000 bytes; make the picture smaller"};
  }
  FileSource source(files, opened->descriptor.get(), opened->identity.size);
  std::vector<Byte> picture(opened->identity.size);
  if (const auto read = source.read_into(0, picture); !read)
    return UsageError{"--set-thumbnail " + name + ": cannot be read"};
  // What the given picture tells by itself must not get into the file.
  Job plain;
  plain.policy = Policy{Mode::strip};
  const Scrubber cleaner(plain, nullptr);
  const Outcome outcome = cleaner.filter(picture, {path, path, true, {}}, into);
  if (into.empty() || outcome.format != FormatId::jpeg) {
    return UsageError{"--set-thumbnail " + name + " is no intact JPEG; it takes none, auto or a JPEG file"};
  }
  return std::nullopt;
}

}  // namespace

std::optional<UsageError> set_thumbnail(const Options& options, Job& job) {
  const auto value = options.last(Option::set_thumbnail);
  if (!value) return std::nullopt;
  job.policy = Policy{Mode::set_thumbnail};
  job.policy.in_place = options.has(Option::in_place);
  if (*value == "none") return std::nullopt;
  if (*value == "auto") {
    job.new_thumbnail = thumbnail_of;
    return std::nullopt;
  }
  std::vector<Byte> picture;
  if (auto error = read_picture(*value, picture)) return error;
  job.new_thumbnail = [picture](ByteSource&, unsigned) { return picture; };
  return std::nullopt;
}

}  // namespace exifscrub::cli
