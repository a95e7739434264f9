#include "layout/coded_text.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "base/assert.hpp"
#include "base/checked.hpp"

namespace exifscrub {
namespace {

constexpr std::string_view base64_digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr Byte no_digit = 0xFF;

constexpr std::array<Byte, 256> base64_values() {
  std::array<Byte, 256> values{};
  for (Byte& value : values) value = no_digit;
  for (std::size_t i = 0; i < base64_digits.size(); ++i) {
    values[static_cast<Byte>(base64_digits[i])] = static_cast<Byte>(i);
  }
  values[static_cast<Byte>('-')] = 62;
  values[static_cast<Byte>('_')] = 63;
  return values;
}

constexpr std::array<Byte, 256> hex_values() {
  std::array<Byte, 256> values{};
  for (Byte& value : values) value = no_digit;
  for (unsigned i = 0; i < 10; ++i) values['0' + i] = static_cast<Byte>(i);
  for (unsigned i = 0; i < 6; ++i) values['a' + i] = values['A' + i] = static_cast<Byte>(10 + i);
  return values;
}

constexpr std::array<Byte, 256> base64_table = base64_values();
constexpr std::array<Byte, 256> hex_table = hex_values();

/// The arithmetic of a coding: `digits` digits of `bits` bits spell `bytes` bytes.
struct Arithmetic {
  const std::array<Byte, 256>* values;
  unsigned bits;
  std::size_t digits;
  std::size_t bytes;
};

Arithmetic arithmetic_of(Coding coding) {
  EXS_ASSERT(coding == Coding::base64 || coding == Coding::hex);
  if (coding == Coding::hex) return {&hex_table, 4, 2, 1};
  return {&base64_table, 6, 4, 3};
}

/// Walks from digit to digit.
class DigitWalk {
 public:
  DigitWalk(const Arithmetic& arithmetic, Bytes text, std::size_t at)
      : arithmetic_(arithmetic), text_(text), at_(at) {}

  /// Goes to the next digit; false at the end, at padding or at a byte that is none of the coding.
  bool next() {
    while (at_ < text_.size()) {
      const Byte byte = text_[at_];
      if ((*arithmetic_.values)[byte] != no_digit) return true;
      if (byte == ' ' || byte == '\t' || byte == '\r' || byte == '\n' || byte == 0) {
        ++at_;
      } else if (byte == '&' && skip_reference()) {
        continue;
      } else {
        return false;
      }
    }
    return false;
  }

  [[nodiscard]] std::size_t place() const { return at_; }
  [[nodiscard]] Byte value() const { return (*arithmetic_.values)[text_[at_]]; }
  void advance() { ++at_; }
  [[nodiscard]] bool at_end() const { return at_ >= text_.size() || text_[at_] == '='; }

 private:
  /// "&#xA;" and its like, perhaps in UTF-16.
  bool skip_reference() {
    constexpr std::size_t longest = 64;
    for (std::size_t i = at_ + 1; i < text_.size() && i < at_ + longest; ++i) {
      if (text_[i] == ';') {
        at_ = i + 1;
        return true;
      }
      const bool body =
          text_[i] == 0 || text_[i] == '#' || text_[i] == 'x' || hex_table[text_[i]] != no_digit;
      if (!body) return false;
    }
    return false;
  }

  const Arithmetic& arithmetic_;
  Bytes text_;
  std::size_t at_;
};

/// Stands on the digit number `digit`, which exists.
DigitWalk walk_to(const Arithmetic& arithmetic, Bytes text, const std::vector<std::uint32_t>& milestones,
                  std::size_t digit) {
  const std::size_t milestone = std::min(digit / milestone_distance, milestones.size() - 1);
  DigitWalk walk{arithmetic, text, milestones[milestone]};
  for (std::size_t i = milestone * milestone_distance; i < digit && walk.next(); ++i) walk.advance();
  walk.next();
  return walk;
}

std::size_t first_digit_of(const Arithmetic& arithmetic, std::uint64_t byte) {
  return static_cast<std::size_t>(byte) / arithmetic.bytes * arithmetic.digits;
}

/// Digits that spell `bytes` bytes: the last group may be short.
std::size_t digits_for(const Arithmetic& arithmetic, std::size_t bytes) {
  const std::size_t rest = bytes % arithmetic.bytes;
  const std::size_t rest_digits = (rest * 8 + arithmetic.bits - 1) / arithmetic.bits;
  return bytes / arithmetic.bytes * arithmetic.digits + rest_digits;
}

Byte spell(Coding coding, Byte value, Byte like) {
  if (coding == Coding::base64) {
    if (value == 62 && like == '-') return '-';
    if (value == 63 && like == '_') return '_';
    return static_cast<Byte>(base64_digits[value]);
  }
  const bool upper = like >= 'A' && like <= 'F';
  return static_cast<Byte>(value < 10 ? '0' + value : (upper ? 'A' : 'a') + value - 10);
}

/// Writes the digits that carry bytes [first, end) of `changed`, which starts with byte `origin` of the
/// block.
void respell(Coding coding, Bytes text, const std::vector<std::uint32_t>& milestones, Bytes changed,
             std::uint64_t origin, std::size_t total_digits, Phase phase, bool indivisible,
             std::vector<Patch>& into) {
  const Arithmetic arithmetic = arithmetic_of(coding);
  const std::size_t first = first_digit_of(arithmetic, origin);
  const std::size_t count = std::min(digits_for(arithmetic, changed.size()), total_digits - first);
  DigitWalk walk = walk_to(arithmetic, text, milestones, first);
  for (std::size_t i = 0; i < count && walk.next(); ++i, walk.advance()) {
    std::uint32_t value = 0;
    for (std::size_t bit = i * arithmetic.bits; bit < (i + 1) * arithmetic.bits; ++bit) {
      const Byte byte = bit / 8 < changed.size() ? changed[bit / 8] : Byte{0};
      value = value << 1 | (byte >> (7 - bit % 8) & 1U);
    }
    const Byte digit = spell(coding, static_cast<Byte>(value), text[walk.place()]);
    if (into.empty() || into.back().at().end() != walk.place() || into.back().phase != phase) {
      into.push_back({walk.place(), {}, phase, indivisible});
    }
    into.back().bytes.push_back(digit);
  }
}

}  // namespace

Result<CodedText> decode_text(Coding coding, Bytes text) {
  const Arithmetic arithmetic = arithmetic_of(coding);
  CodedText decoded;
  decoded.bytes.reserve(text.size() * arithmetic.bytes / arithmetic.digits);
  DigitWalk walk{arithmetic, text, 0};
  std::uint32_t pending = 0;
  unsigned pending_bits = 0;
  for (std::size_t count = 0; walk.next(); ++count, walk.advance()) {
    if (count % milestone_distance == 0)
      decoded.milestones.push_back(static_cast<std::uint32_t>(walk.place()));
    pending = (pending << arithmetic.bits | walk.value()) & 0xFFFF;
    pending_bits += arithmetic.bits;
    if (pending_bits < 8) continue;
    pending_bits -= 8;
    decoded.bytes.push_back(static_cast<Byte>(pending >> pending_bits));
  }
  if (!walk.at_end()) return Error{Errc::malformed, walk.place(), "not base64 or hex where it should be"};
  return decoded;
}

Extent locate_text(Coding coding, Bytes text, const std::vector<std::uint32_t>& milestones, Extent inside) {
  if (inside.empty() || milestones.empty()) return {0, text.size()};
  const Arithmetic arithmetic = arithmetic_of(coding);
  const DigitWalk first = walk_to(arithmetic, text, milestones, first_digit_of(arithmetic, inside.offset));
  DigitWalk last = walk_to(arithmetic, text, milestones, first_digit_of(arithmetic, inside.end() - 1));
  std::uint64_t end = first.place();
  for (std::size_t i = 0; i < arithmetic.digits && last.next(); ++i, last.advance()) end = last.place() + 1;
  return extent_between(first.place(), end);
}

Result<std::vector<Patch>> recode_text(Coding coding, Bytes text,
                                       const std::vector<std::uint32_t>& milestones, Bytes bytes,
                                       const std::vector<Patch>& patches) {
  const Arithmetic arithmetic = arithmetic_of(coding);
  const std::size_t total_digits = digits_for(arithmetic, bytes.size());
  std::vector<Patch> recoded;
  std::vector<Byte> group;
  std::uint64_t origin = 0;  // of `group`, bytes of the block
  const auto flush = [&](const Patch& last) {
    if (!group.empty()) {
      respell(coding, text, milestones, group, origin, total_digits, last.phase, last.indivisible, recoded);
    }
    group.clear();
  };
  const Patch* before = nullptr;
  for (const Patch& patch : patches) {
    if (!fits<std::uint64_t>(patch.offset, patch.bytes.size(), bytes.size())) {
      return Error{Errc::does_not_fit, patch.offset, "patch reaches behind the end of an encoded block"};
    }
    if (patch.bytes.empty()) continue;
    const std::uint64_t begin = patch.offset / arithmetic.bytes * arithmetic.bytes;
    const std::uint64_t whole =
        (patch.at().end() + arithmetic.bytes - 1) / arithmetic.bytes * arithmetic.bytes;
    const std::uint64_t end = std::min<std::uint64_t>(whole, bytes.size());
    // Two patches that touch the same group are respelt together.
    if (group.empty() || begin >= origin + group.size()) {
      if (before != nullptr) flush(*before);
      origin = begin;
    }
    const std::uint64_t known = origin + group.size();
    for (std::uint64_t at = known; at < end; ++at) group.push_back(bytes[static_cast<std::size_t>(at)]);
    std::copy(patch.bytes.begin(), patch.bytes.end(),
              group.begin() + static_cast<std::ptrdiff_t>(patch.offset - origin));
    before = &patch;
  }
  if (before != nullptr) flush(*before);
  return recoded;
}

}  // namespace exifscrub
