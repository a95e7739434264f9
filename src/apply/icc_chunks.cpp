#include "apply/icc_chunks.hpp"

#include <algorithm>
#include <utility>

#include "base/cursor.hpp"

namespace exifscrub {
namespace {

constexpr std::uint32_t most_tags = 256;
constexpr std::size_t longest_front = 132 + 12 * most_tags;

}  // namespace

// "ICC_PROFILE" 0 | sequence number from 1 | count | data
void IccChunks::add(Bytes payload, std::uint64_t marker_at) {
  Cursor cursor{payload};
  cursor.skip(12);
  const Byte number = cursor.u8();
  const Byte count = cursor.u8();
  if (!begin_) {
    begin_ = marker_at;
    count_ = count;
  }
  const bool seen = std::ranges::find(chunks_, number, &Chunk::number) != chunks_.end();
  sound_ = sound_ && cursor && number != 0 && number <= count && count == count_ && !seen;
  if (!sound_) return;
  length_ += cursor.remaining();
  const Bytes front = cursor.take(std::min(cursor.remaining(), longest_front));
  chunks_.push_back({number, {front.begin(), front.end()}});
}

std::optional<std::uint64_t> IccChunks::finish() {
  if (!begin_) return std::nullopt;
  std::ranges::sort(chunks_, {}, &Chunk::number);
  const IccChunks seen = std::exchange(*this, IccChunks{});
  return seen.is_profile() ? std::nullopt : seen.begin_;
}

std::vector<Byte> IccChunks::front() const {
  std::vector<Byte> bytes;
  for (const Chunk& chunk : chunks_) {
    if (bytes.size() < longest_front) bytes.insert(bytes.end(), chunk.front.begin(), chunk.front.end());
  }
  return bytes;
}

// Length u32 | ... | "acsp" at 36 | ... | count of tags u32 at 128, and for each signature, offset, length
bool IccChunks::is_profile() const {
  if (!sound_ || chunks_.size() != count_) return false;
  const std::vector<Byte> bytes = front();
  Cursor cursor{bytes};
  if (cursor.u32() != length_) return false;
  cursor.seek(36);
  if (!cursor.looking_at("acsp")) return false;
  cursor.seek(128);
  std::uint32_t tags = cursor.u32();
  if (tags > most_tags) return false;
  const std::uint64_t table_end = 132 + 12 * std::uint64_t{tags};
  for (; tags > 0; --tags) {
    cursor.skip(4);
    const std::uint64_t offset = cursor.u32();
    const std::uint64_t end = offset + cursor.u32();
    if (offset < table_end || end > length_) return false;
  }
  return static_cast<bool>(cursor);
}

}  // namespace exifscrub
