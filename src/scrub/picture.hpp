#pragma once

#include <optional>

#include "scrub/examination.hpp"
#include "scrub/handled.hpp"
#include "scrub/surroundings.hpp"
#include "scrub/treatment.hpp"

namespace exifscrub {

/// Judges a picture that was examined: fills its outcome with findings and status, as far as that needs no
/// writing.
/// @param source  the picture's bytes
/// @return what a scrub makes of it, also where that changes nothing; nothing of an audit, and of a file whose
///         outcome is settled: refused, skipped
[[nodiscard]] std::optional<Treatment> judge_picture(Examination& examination, const Surroundings& around,
                                                     ByteSource& source, const Job& job);

/// Handles one picture of a folder: opens, examines and judges it, and has its change prepared.
/// @param folder  open; `entry.name` is in it
[[nodiscard]] Handled handle_picture(const FolderEntry& entry, int folder, const Job& job,
                                     Delivery& delivery);

}  // namespace exifscrub
