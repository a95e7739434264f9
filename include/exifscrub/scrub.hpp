#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "exifscrub/byte_source.hpp"
#include "exifscrub/digest.hpp"
#include "exifscrub/finding.hpp"
#include "exifscrub/layout.hpp"
#include "exifscrub/plan.hpp"
#include "exifscrub/policy.hpp"

namespace exifscrub {

/// A file's result, always relative to what the run was asked to remove or look for. Of a scrub the
/// first that fits is chosen; an audit that has found a leak, or other metadata, says so whatever it could not read.
enum class Status : std::uint8_t {
  error,        ///< the operating system failed us, or a named PATH is no image
  refused,      ///< cannot be proven or changed safely; untouched
  leaks,        ///< audit: a class of --fail-on is there
  kept,         ///< the mode left something it should name
  scrubbed,     ///< changed
  would_scrub,  ///< dry run: would be changed
  metadata,     ///< audit: other removable metadata only
  unproven,     ///< audit --quick: nothing in head and tail, which is no proof
  clean,        ///< proven: nothing of it is there
  skipped,      ///< no image, video or audio by signature; outside --near
};

inline constexpr std::size_t status_count = 10;

[[nodiscard]] std::string_view name_of(Status status);

/// What the path holds after an error.
enum class FileState : std::uint8_t {
  untouched,
  replaced,        ///< all written, durability unknown
  partly_cleaned,  ///< in place, after the first write
};

[[nodiscard]] std::string_view name_of(FileState state);

/// Everything a report can say about one file. A value that owns all it says; it may go to another thread.
struct Outcome {
  std::string path;  ///< as typed and walked; bytes, not necessarily UTF-8
  FormatId format = FormatId::none;
  Status status = Status::error;
  bool changed = false;   ///< written; in a dry run: would be
  bool accepted = false;  ///< audit: a leak that the baseline knows
  std::string reason;     ///< of error, refused, kept, skipped, a sidecar that goes whole: one line, no path
  FileState state = FileState::untouched;
  std::uint64_t bytes_in = 0;
  std::uint64_t bytes_out = 0;      ///< equal to bytes_in where nothing was written
  Digest image_hash;                ///< the primary image's digest, equal before and after
  Digest content_hash;              ///< of the whole file as it was read; where Job::content_hash asks for it
  std::vector<Location> locations;  ///< the primary image's first
  std::vector<Finding> findings;    ///< in file order
  std::vector<std::string> notes;   ///< odd but harmless: "shared bytes not wiped"
  /// Audit of a git history: the commits that brought this content under this path, newest first.
  std::vector<std::string> commits;
  std::vector<Byte> thumbnail;  ///< a small upright JPEG of the picture (Job::miniature), or empty
  /// The files that stand beside this one and were handled with it (--sidecars), in the order of their names.
  std::vector<Outcome> sidecars;
  std::string taken;  ///< local time of the shot from the file's own tags, "2024-05-06T19:07:08", or empty
};

}  // namespace exifscrub
