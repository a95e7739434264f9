#pragma once

#include "exifscrub/byte_source.hpp"

namespace exifscrub {

/// Whether bytes behind the EOI of a picture inside metadata are what an older picture left there: cameras write
/// a thumbnail over the last one in a buffer of fixed size (EOS D30, VX4400, D-320L). These are entropy-coded
/// bytes, then EOI and a fill of one byte value, either of which may be missing. Text, a directory or numbers of
/// 32 bits are not such bytes: FF stands only where T.81 B.1.1.5 lets it, and does so more than once, zeros
/// are few, and characters are seldom in a row. What is too short to show that is not taken for such bytes: of
/// compressed or encrypted bytes not one in a thousand pieces passes.
/// @param bytes  at most 64 KiB, or they are no thumbnail's; fewer than 64 coded ones could be numbers of 64 bits
[[nodiscard]] bool is_coded_rest(Bytes bytes);

}  // namespace exifscrub
