#include "plan/relocate.hpp"

#include <algorithm>

#include "base/assert.hpp"
#include "base/cursor.hpp"

namespace exifscrub {
namespace {

std::size_t binary_width(Encoding encoding) {
  switch (encoding) {
    case Encoding::u16_big:
    case Encoding::u16_little:
      return 2;
    case Encoding::u32_big:
    case Encoding::u32_little:
      return 4;
    case Encoding::u64_big:
      return 8;
    case Encoding::padded_decimal:
      break;
  }
  return 0;
}

bool is_little(Encoding encoding) {
  return encoding == Encoding::u16_little || encoding == Encoding::u32_little;
}

std::optional<std::uint64_t> decode_decimal(Bytes bytes) {
  std::uint64_t value = 0;
  for (const Byte digit : bytes) {
    if (digit < '0' || digit > '9' || value > UINT64_MAX / 10 - 1) return std::nullopt;
    value = value * 10 + (digit - '0');
  }
  return value;
}

std::uint64_t value_of(const Link& link, const PositionMap& map, std::uint64_t literal_start) {
  const std::uint64_t begin = map.begin(link.target.offset);
  if (link.quantity == Link::Quantity::length) {
    return link.target.empty() ? 0 : std::max(map.end(link.target.end()), begin) - begin;
  }
  const std::uint64_t base = link.base_in_literal ? literal_start + link.base : map.begin(link.base);
  return begin - base;
}

/// Whether the field's bytes stay in the output.
bool is_kept(const Plan& plan, Extent field) {
  const auto piece = std::partition_point(plan.pieces.begin(), plan.pieces.end(), [&](const Piece& before) {
    return before.input.end() <= field.offset;
  });
  return piece != plan.pieces.end() && piece->literal == no_index && piece->input.contains(field);
}

bool same_value(const Link& link, std::uint64_t value) {
  const std::uint64_t before =
      link.quantity == Link::Quantity::length ? link.target.length : link.target.offset - link.base;
  return value == before;
}

Result<void> relocate_kept(std::span<const Link> links, const PositionMap& map, Plan& plan) {
  for (const Link& link : links) {
    if (!is_kept(plan, link.field)) continue;
    const std::uint64_t value = value_of(link, map, 0);
    if (same_value(link, value)) continue;
    EXS_TRY(std::vector<Byte> bytes, encode_link(link.encoding, value, link.field.length));
    plan.patches.push_back({link.field.offset, std::move(bytes), Phase::values, false});
  }
  return {};
}

}  // namespace

PositionMap::PositionMap(const Plan& plan) : plan_(plan) {
  starts_.reserve(plan.pieces.size() + 1);
  std::uint64_t at = 0;
  for (const Piece& piece : plan.pieces) {
    starts_.push_back(at);
    at += piece.literal == no_index ? piece.input.length : plan.literals[piece.literal].bytes.size();
  }
  starts_.push_back(at);
}

std::uint64_t PositionMap::begin(std::uint64_t offset) const {
  const auto& pieces = plan_.pieces;
  const auto after = std::partition_point(pieces.begin(), pieces.end(), [&](const Piece& piece) {
    return piece.input.offset < offset && piece.input.end() <= offset;
  });
  const auto index = static_cast<std::size_t>(after - pieces.begin());
  if (after == pieces.end() || after->literal != no_index || after->input.offset >= offset)
    return starts_[index];
  return starts_[index] + (offset - after->input.offset);
}

std::uint64_t PositionMap::end(std::uint64_t offset) const {
  const auto& pieces = plan_.pieces;
  const auto after = std::partition_point(pieces.begin(), pieces.end(),
                                          [&](const Piece& piece) { return piece.input.offset < offset; });
  const auto index = static_cast<std::size_t>(after - pieces.begin());
  if (index == 0) return 0;
  const Piece& last = pieces[index - 1];
  if (last.literal != no_index || last.input.end() <= offset) return starts_[index];
  return starts_[index - 1] + (offset - last.input.offset);
}

std::uint64_t PositionMap::begin_of_literal(std::uint32_t literal) const {
  for (std::size_t i = 0; i < plan_.pieces.size(); ++i) {
    if (plan_.pieces[i].literal == literal) return starts_[i];
  }
  EXS_ASSERT(false && "a literal that no piece names");
}

std::optional<std::uint64_t> decode_link(Encoding encoding, Bytes bytes) {
  if (encoding == Encoding::padded_decimal) return decode_decimal(bytes);
  EXS_ASSERT(bytes.size() == binary_width(encoding));
  const ByteOrder order = is_little(encoding) ? ByteOrder::little : ByteOrder::big;
  if (bytes.size() == 2) return load_u16(bytes.data(), order);
  if (bytes.size() == 4) return load_u32(bytes.data(), order);
  return load_u64(bytes.data(), order);
}

Result<std::vector<Byte>> encode_link(Encoding encoding, std::uint64_t value, std::size_t width) {
  std::vector<Byte> bytes(width);
  const bool decimal = encoding == Encoding::padded_decimal;
  for (std::size_t i = width; i-- > 0;) {
    const std::uint64_t base = decimal ? 10 : 256;
    bytes[i] = static_cast<Byte>(value % base + (decimal ? '0' : 0));
    value /= base;
  }
  if (value != 0) return Error{Errc::does_not_fit, 0, "a length or offset no longer fits its field"};
  if (is_little(encoding)) std::reverse(bytes.begin(), bytes.end());
  return bytes;
}

Result<void> write_links(Literal& literal, const PositionMap& map, std::uint64_t start) {
  for (const Link& link : literal.links) {
    EXS_ASSERT(link.field.end() <= literal.bytes.size());
    EXS_TRY(const std::vector<Byte> bytes,
            encode_link(link.encoding, value_of(link, map, start), link.field.length));
    std::ranges::copy(bytes, literal.bytes.begin() + static_cast<std::ptrdiff_t>(link.field.offset));
  }
  return {};
}

Result<void> relocate(const Layout& layout, std::span<const Link> further, Plan& plan) {
  const PositionMap map{plan};
  EXS_CHECK(relocate_kept(layout.links, map, plan));
  EXS_CHECK(relocate_kept(further, map, plan));
  for (std::uint32_t i = 0; i < plan.literals.size(); ++i) {
    EXS_CHECK(write_links(plan.literals[i], map, map.begin_of_literal(i)));
  }
  return {};
}

}  // namespace exifscrub
