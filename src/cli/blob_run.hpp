#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "cli/invocation.hpp"
#include "git/blob_reader.hpp"

namespace exifscrub::cli {

/// A content that git is asked for, and the paths it stands under.
struct WantedBlob {
  std::string object;
  std::vector<FolderEntry> entries;  ///< at least one
};

/// What is done with a blob once it was looked at; by several threads at once, for different blobs.
/// @param blob  its place in the list
/// @param outcomes  one for each entry
/// @param before, after  the bytes, and the cleaned ones where there are any; valid during the call
using BlobWork =
    std::function<void(std::size_t blob, std::span<Outcome> outcomes, Bytes before, Bytes after)>;

/// Takes the outcomes of one blob; in the order of the list, one call at a time.
using BlobReport = std::function<void(std::size_t blob, std::span<Outcome> outcomes, std::uint64_t bytes)>;

/// Looks at blobs of a repository as the job says, on all cores, with one git that serves them all. Memory is
/// bounded by some megabytes a core and the largest picture; a blob beyond --max-stdin is refused.
/// @return why git stopped early, and with it the run
[[nodiscard]] std::optional<git::Trouble> run_blobs(const Invocation& invocation,
                                                    const git::Repository& repository,
                                                    std::span<const WantedBlob> blobs, const BlobWork& work,
                                                    const BlobReport& report);

}  // namespace exifscrub::cli
