#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "exifscrub/byte_source.hpp"

namespace exifscrub {

/// What to say of ICC segments that are no profile.
inline constexpr std::string_view no_profile = "ICC segments that are no profile";

/// Looks at the ICC segments of one image as they pass: whether they are the chunks of one profile, numbered from 1 or
/// from 0, and nothing but that profile: zeros may stand behind it, and a chunk that is held whole may stand there
/// again, byte for byte. Of a chunk no more is held than a tag table of 256 rows can take.
/// @par Spec ICC.1:2022 B.4, 7.2, 7.3
class IccChunks {
 public:
  /// @param payload  from "ICC_PROFILE" on
  /// @param marker_at  where the segment's marker begins
  void add(Bytes payload, std::uint64_t marker_at);

  /// Where the first of them begins, when they are no profile. The next image starts anew.
  [[nodiscard]] std::optional<std::uint64_t> finish();

 private:
  struct Chunk {
    Byte number;
    std::vector<Byte> front;
    std::uint64_t length;
    std::uint64_t zeros;  ///< at its end
  };

  [[nodiscard]] bool is_profile() const;
  [[nodiscard]] std::vector<Byte> front() const;
  [[nodiscard]] std::uint64_t padding() const;

  std::vector<Chunk> chunks_;
  std::optional<std::uint64_t> begin_;
  std::uint64_t length_ = 0;  ///< of all chunks, each once
  Byte count_ = 0;            ///< chunks, as the first that passed says
  bool sound_ = true;
};

}  // namespace exifscrub
