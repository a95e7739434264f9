#pragma once

#include <algorithm>
#include <cmath>
#include <string_view>
#include <vector>

#include "base/assert.hpp"
#include "metadata/language.hpp"

namespace exifscrub::fuzz {

/// The dialect of the block that a container calls so.
inline Dialect dialect_named(std::string_view name) {
  if (name == "JFIF") return Dialect::jfif;
  const auto* row = std::ranges::find(dialects, name, &DialectRow::carrier);
  if (row != dialects.end()) return row->dialect;
  return name.ends_with(" InfiRay") ? Dialect::infiray_data : Dialect::none;
}

/// What must hold of any language on any bytes.
class LanguageCheck {
 public:
  LanguageCheck(BlockKind kind, std::string_view name) : language_(*language_of(kind)), name_(name) {}

  void run(Bytes bytes) const {
    const Reading reading = read(bytes, true);
    check_reading(bytes, reading);
    check_same(reading, read(bytes, false));
    if (language_.erase == nullptr) return;
    const auto is_location = [](const BlockFinding& f) { return f.leak_class == LeakClass::location; };
    const auto all = [](const BlockFinding&) { return true; };
    if (const auto without = erase(bytes, reading, is_location, false))
      check_reading(*without, read(*without, true));
    if (const auto empty = erase(bytes, reading, all, true)) check_reading(*empty, read(*empty, true));
  }

 private:
  [[nodiscard]] Reading read(Bytes bytes, bool values) const {
    Reading reading;
    language_.read({bytes, 0, values, dialect_named(name_), name_}, reading);
    return reading;
  }

  static void check_inside(Bytes bytes, Extent at) {
    EXS_ASSERT(at.offset <= bytes.size() && at.length <= bytes.size() - at.offset);
  }

  static void check_reading(Bytes bytes, const Reading& reading) {
    for (const BlockFinding& finding : reading.findings) {
      EXS_ASSERT(finding.block == 0 && !finding.tag.empty());
      for (const Extent at : reading.where(finding)) check_inside(bytes, at);
    }
    for (const Reference& reference : reading.references) {
      EXS_ASSERT(reference.parent == 0);
      for (const Extent at : reference.parts) check_inside(bytes, at);
    }
    for (const BlockPosition& position : reading.positions) {
      EXS_ASSERT(std::abs(position.latitude) <= 90 && std::abs(position.longitude) <= 180);
      EXS_ASSERT(!position.altitude_m || std::isfinite(*position.altitude_m));
    }
  }

  /// Values in words are the only difference that asking for them makes.
  static void check_same(const Reading& one, const Reading& other) {
    EXS_ASSERT(one.extents == other.extents && one.findings.size() == other.findings.size());
    for (std::size_t i = 0; i < one.findings.size(); ++i) {
      EXS_ASSERT(one.findings[i].leak_class == other.findings[i].leak_class);
      EXS_ASSERT(one.findings[i].group == other.findings[i].group &&
                 one.findings[i].tag == other.findings[i].tag);
    }
    EXS_ASSERT(one.blind_spots.size() == other.blind_spots.size());
    EXS_ASSERT(one.positions.size() == other.positions.size());
  }

  /// The bytes without the findings that `selects` says; nothing when the language declines.
  template <class Selects>
  [[nodiscard]] std::optional<std::vector<Byte>> erase(Bytes bytes, const Reading& reading, Selects selects,
                                                       bool wipe_rest) const {
    EraseRequest request;
    request.bytes = bytes;
    request.block = 0;
    request.reading = &reading;
    request.wipe_rest = wipe_rest;
    for (const BlockFinding& finding : reading.findings) {
      if (selects(finding)) request.selected.push_back(&finding);
    }
    if (request.selected.empty()) return std::nullopt;
    const Result<Erasure> erasure = language_.erase(request);
    if (!erasure) return std::nullopt;
    std::vector<Byte> out{bytes.begin(), bytes.end()};
    std::uint64_t behind = 0;
    for (const Patch& patch : erasure->patches) {
      EXS_ASSERT(patch.offset >= behind && !patch.bytes.empty());
      check_inside(bytes, patch.at());
      behind = patch.at().end();
      std::ranges::copy(patch.bytes, out.begin() + static_cast<std::ptrdiff_t>(patch.offset));
    }
    return out;
  }

  const Language& language_;
  std::string_view name_;
};

}  // namespace exifscrub::fuzz
