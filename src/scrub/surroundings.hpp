#pragma once

#include <vector>

#include "exifscrub/scrubber.hpp"
#include "io/open_file.hpp"
#include "io/properties.hpp"
#include "scrub/sidecar.hpp"

namespace exifscrub {

/// Which extended attributes `--xattrs` removes: those that tell where the file came from in every mode, the
/// others where the mode removes their class; never a class that --keep names.
[[nodiscard]] XattrClasses removed_xattrs(const Policy& policy);

/// What stands beside a picture's bytes and tells something.
struct Surroundings {
  std::vector<Finding> findings;  ///< without bytes of the file
  bool drops_xattrs = false;      ///< the job removes an attribute that is there
};

/// Looks at the date in the name, the extended attributes and, unless the job handles them as files, at the
/// sidecars. What the job was not asked to handle is a remark. What cannot be read says nothing.
/// @param folder      open; `entry.name` and its sidecars are in it
/// @param descriptor  of the picture
[[nodiscard]] Surroundings look_around(FileSystem& files, int folder, int descriptor,
                                       const FolderEntry& entry, const Job& job);

/// Opens, reads and understands a sidecar.
/// @param opened  receives the file
[[nodiscard]] Result<Sidecar> read_sidecar(FileSystem& files, int folder, const std::string& name,
                                           bool values, OpenFile& opened);

/// Lets what the job was asked to look for outside the bytes count in an audit's status.
void judge_surroundings(const Surroundings& around, const Job& job, Outcome& outcome);

}  // namespace exifscrub
