#include "syntax/box.hpp"

#include <algorithm>

#include "base/characters.hpp"
#include "base/cursor.hpp"

namespace exifscrub {

std::string BoxType::text() const {
  std::string text;
  for (int shift = 24; shift >= 0; shift -= 8) {
    const auto c = static_cast<Byte>(code_ >> shift);
    if (c >= 0x20 && c < 0x7F) {
      text += static_cast<char>(c);
    } else if (c >= 0xA0) {
      text += static_cast<char>(0xC0 | c >> 6);
      text += static_cast<char>(0x80 | (c & 0x3F));
    } else {
      text += "\\x";
      append_hex(text, c, lower_hex);
    }
  }
  return text;
}

std::optional<Box> read_box_header(Bytes head, std::uint64_t offset, std::uint64_t end) {
  if (offset >= end) return std::nullopt;
  Cursor cursor{head.first(std::min<std::uint64_t>(head.size(), end - offset))};
  std::uint64_t size = cursor.u32();
  Box box;
  box.type = BoxType{cursor.u32()};
  if (size == 1)
    size = cursor.u64();
  else if (size == 0)
    size = end - offset;
  if (box.type == BoxType{"uuid"}) {
    const Bytes user_type = cursor.take(box.user_type.size());
    std::ranges::copy(user_type, box.user_type.begin());
  }
  if (!cursor || size < cursor.position()) return std::nullopt;
  box.cut = size > end - offset;
  box.at = {offset, std::min(size, end - offset)};
  box.payload = extent_between(offset + cursor.position(), box.at.end());
  return box;
}

BoxSequence::BoxSequence(Bytes bytes, Extent within)
    : bytes_(bytes),
      at_(std::min<std::uint64_t>(within.offset, bytes.size())),
      end_(at_ + std::min<std::uint64_t>(within.length, bytes.size() - at_)) {}

std::optional<Box> BoxSequence::next() {
  const auto box = read_box_header(bytes_.subspan(at_, end_ - at_), at_, end_);
  if (box) at_ = box->at.end();
  return box;
}

}  // namespace exifscrub
