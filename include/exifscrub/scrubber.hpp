#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "exifscrub/byte_source.hpp"
#include "exifscrub/digest.hpp"
#include "exifscrub/policy.hpp"
#include "exifscrub/position.hpp"
#include "exifscrub/scrub.hpp"

namespace exifscrub {

enum class Verb : std::uint8_t {
  scrub,  ///< removes what the policy names
  audit,  ///< looks only; writes to no image
};

/// When written data is forced to the disk.
enum class Durability : std::uint8_t {
  batch,  ///< once for all files handed over together
  file,   ///< for each file
  none,   ///< left to the system: a power cut is not covered
};

/// Makes a small picture of a JPEG stream, for a report or as a new thumbnail: the bytes of a new JPEG,
/// turned upright by the Exif orientation 1 to 8, or nothing. Called by several threads at once, while the
/// file is open.
using Miniature = std::function<std::vector<Byte>(ByteSource& jpeg, unsigned orientation)>;

/// What a run does to each file. A value, shared by all threads.
struct Job {
  Verb verb = Verb::scrub;
  Policy policy;
  /// Audit: the classes that make a file `leaks`; by LeakClass.
  std::array<bool, leak_class_count> fail_on{};
  std::optional<Vicinity> near;  ///< only files that hold a position in the circle; all others are skipped
  bool quick = false;            ///< audit: read head and tail only; nothing found is `unproven`
  bool dry_run = false;          ///< everything but the writing
  bool force = false;            ///< read-only files too
  bool preserve_times = false;   ///< the copy takes over the modification time
  Durability durability = Durability::batch;
  bool sidecars = false;      ///< the files beside a picture that speak of it are handled too
  bool xattrs = false;        ///< so are the extended attributes that tell where it came from
  std::string backup_suffix;  ///< appended to the name of the copy kept of each changed file; empty: none
  /// As what outcomes carry the primary image's digest; empty: they carry none, and it is computed only where
  /// a proof compares it.
  std::optional<DigestKind> image_hash = DigestKind::xxh3;
  bool content_hash = false;  ///< audit: the outcome of a file that leaks carries its SHA-256
  bool values = false;        ///< findings carry their values in words
  /// Outcomes carry findings, positions and notes. Without them they carry what became of the file and why;
  /// an audit then stops reading metadata where a leak settles the status: what stands behind it can change
  /// it no more, not even by being more than the readers take.
  bool findings = true;
  Miniature miniature;  ///< empty: outcomes carry no thumbnail
  /// Mode::set_thumbnail: makes the new one of the primary image, as it lies; empty: the thumbnail is
  /// removed.
  Miniature new_thumbnail;
};

/// One file of a folder, as the walk found it.
struct FolderEntry {
  std::string path;  ///< for the report; bytes, not necessarily UTF-8
  std::string name;  ///< base name, opened relative to the folder's descriptor
  /// Typed by the user: no image there is an error, not skipped, and `name` may lead through links.
  bool named = false;
  std::string output_path;  ///< where the cleaned copy goes; empty: the file itself is changed
  /// Base names of the files beside it that speak of it: XMP, a record of Google Takeout, edits of Photos.
  std::vector<std::string> sidecars{};
  std::string sidecar_of{};  ///< base name of the picture that this file speaks of; empty: none here
};

/// Handles the files of one folder after another.
class Scrubber {
 public:
  /// @param stop  borrowed; once true, files not yet begun are left alone; null: never stops
  Scrubber(Job job, const std::atomic<bool>* stop);

  /// Handles `entries`, files of the folder open as `folder_fd` (borrowed), in order. The outcomes stand in
  /// the same order; after a stop there may be fewer, those of the first entries. Thread safe.
  [[nodiscard]] std::vector<Outcome> run(int folder_fd, std::span<const FolderEntry> entries) const;

  /// Handles `input` as if it were the content of a file. On success (`scrubbed`, `kept`, `clean`) `output`
  /// holds the bytes to print; otherwise, and in an audit, it is empty. Thread safe.
  /// @param entry  path, name and whether it was named; nothing is opened
  [[nodiscard]] Outcome filter(Bytes input, const FolderEntry& entry, std::vector<Byte>& output) const;

 private:
  Job job_;
  const std::atomic<bool>* stop_;
};

}  // namespace exifscrub
