#pragma once

#include "metadata/language.hpp"

namespace exifscrub {

/// Reads an ICC profile (ICC.1:2022) put together from its chunks.
///
/// One finding of class icc names the profile, "ICC_Profile:ProfileDescription". Standard profiles say
/// nothing of anybody; one made for a display by calibration does: its description, the make-and-model tag
/// with the display's serial number, measurement data and profiler notes are remarks of class person. The
/// profile stays as it is, because without its bytes the colours change: there is no eraser.
void read_icc(const ReadRequest& request, Reading& into);

}  // namespace exifscrub
