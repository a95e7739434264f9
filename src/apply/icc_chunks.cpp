#include "apply/icc_chunks.hpp"

#include <algorithm>
#include <utility>

#include "base/cursor.hpp"

namespace exifscrub {
namespace {

constexpr std::uint32_t most_tags = 256;
constexpr std::size_t longest_front = 132 + 12 * most_tags;

}  // namespace

// "ICC_PROFILE" 0 | sequence number | count | data
void IccChunks::add(Bytes payload, std::uint64_t marker_at) {
  Cursor cursor{payload};
  cursor.skip(12);
  const Byte number = cursor.u8();
  const Byte count = cursor.u8();
  if (!begin_) {
    begin_ = marker_at;
    count_ = count;
  }
  sound_ = sound_ && cursor && count == count_;
  if (!sound_) return;
  const Bytes data = payload.last(cursor.remaining());
  if (const auto seen = std::ranges::find(chunks_, number, &Chunk::number); seen != chunks_.end()) {
    sound_ = seen->length == seen->front.size() && std::ranges::equal(seen->front, data);
    return;
  }
  length_ += data.size();
  const Bytes front = data.first(std::min(data.size(), longest_front));
  const auto end = std::find_if(data.rbegin(), data.rend(), [](Byte byte) { return byte != 0; });
  chunks_.push_back(
      {number, {front.begin(), front.end()}, data.size(), static_cast<std::uint64_t>(end - data.rbegin())});
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

/// How many zeros stand at the end of the chunks put together.
std::uint64_t IccChunks::padding() const {
  std::uint64_t zeros = 0;
  for (std::size_t i = chunks_.size(); i-- > 0;) {
    zeros += chunks_[i].zeros;
    if (chunks_[i].zeros != chunks_[i].length) break;
  }
  return zeros;
}

// Length u32 | ... | "acsp" at 36 | ... | count of tags u32 at 128, and for each signature, offset, length
bool IccChunks::is_profile() const {
  if (!sound_ || chunks_.empty() || chunks_.size() != count_) return false;
  const Byte first = chunks_.front().number;
  if (first > 1 || chunks_.back().number - first != count_ - 1) return false;
  const std::vector<Byte> bytes = front();
  Cursor cursor{bytes};
  const std::uint64_t length = cursor.u32();
  if (length > length_ || length_ - length > padding()) return false;
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
    if (offset < table_end || end > length) return false;
  }
  return static_cast<bool>(cursor);
}

}  // namespace exifscrub
