#include "metadata/block_findings.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>

#include "base/bytes.hpp"
#include "base/characters.hpp"
#include "base/text.hpp"
#include "metadata/exif_values.hpp"
#include "metadata/iso6709.hpp"
#include "metadata/text_places.hpp"

namespace exifscrub {

Extent BlockFindings::inside(Extent at) const {
  const std::uint64_t size = request_.bytes.size();
  if (at.offset >= size) return {};
  return {at.offset, std::min(at.length, size - at.offset)};
}

Bytes BlockFindings::bytes(Extent at) const {
  const Extent in = inside(at);
  return request_.bytes.subspan(in.offset, in.length);
}

bool BlockFindings::is_blank(std::span<const Extent> where) const {
  return std::ranges::all_of(where, [this](Extent at) {
    return std::ranges::all_of(bytes(at), [](Byte byte) { return byte == 0 || byte == ' '; });
  });
}

BlockFinding* BlockFindings::add(LeakClass leak_class, std::string_view group, std::string_view tag,
                                 Extent at) {
  return add(leak_class, group, tag, std::span{&at, 1});
}

BlockFinding* BlockFindings::add(LeakClass leak_class, std::string_view group, std::string_view tag,
                                 std::span<const Extent> where) {
  if (is_blank(where)) return nullptr;
  std::vector<Extent> present;
  for (const Extent at : where) {
    if (const Extent in = inside(at); !in.empty()) present.push_back(in);
  }
  return &into_.add(request_.block, leak_class, group, tag, present);
}

BlockFinding* BlockFindings::add_text(LeakClass leak_class, std::string_view group, std::string_view tag,
                                      Extent at) {
  BlockFinding* finding = add(leak_class, group, tag, at);
  if (finding != nullptr && request_.values) finding->value = text_value(bytes(at));
  return finding;
}

BlockFinding* BlockFindings::add_value(LeakClass leak_class, std::string_view group, std::string_view tag,
                                       Extent at, std::string value) {
  BlockFinding* finding = add(leak_class, group, tag, at);
  if (finding != nullptr && request_.values) finding->value = std::move(value);
  return finding;
}

void BlockFindings::add_text_places(std::string_view group, std::string_view tag, Extent at) {
  report_text_places(request_, group, tag, bytes(at), at.offset, into_);
}

void BlockFindings::refer(BlockKind kind, std::string_view name, Extent at) {
  refer(kind, name, std::vector{at});
}

void BlockFindings::refer(BlockKind kind, std::string_view name, std::vector<Extent> parts) {
  if (is_blank(parts)) return;
  std::vector<Extent> present;
  for (const Extent part : parts) {
    if (const Extent in = inside(part); !in.empty()) present.push_back(in);
  }
  into_.references.push_back({kind, Coding::mapped, request_.block, std::move(present), name});
}

void BlockFindings::refer_to_picture(ImageUse use, std::string_view name, Extent at) {
  const std::size_t before = into_.references.size();
  refer(BlockKind::jpeg, name, at);
  if (into_.references.size() > before) into_.references.back().use = use;
}

void BlockFindings::add_picture(ImageUse use, LeakClass leak_class, std::string_view group,
                                std::string_view tag, Extent at) {
  BlockFinding* finding = add(leak_class, group, tag, at);
  if (finding != nullptr && request_.values) finding->value = std::to_string(at.length) + " bytes";
  constexpr std::uint64_t longest_header = 64;  // AFCP puts 18 bytes in front
  const Bytes head = bytes({at.offset, std::min(at.length, longest_header)});
  constexpr std::string_view start_of_image = "\xFF\xD8\xFF";
  const auto picture = std::search(head.begin(), head.end(), start_of_image.begin(), start_of_image.end(),
                                   [](Byte byte, char c) { return byte == static_cast<Byte>(c); });
  if (picture == head.end()) return;
  const auto header = static_cast<std::uint64_t>(picture - head.begin());
  refer_to_picture(use, tag, extent_between(at.offset + header, at.end()));
}

void BlockFindings::add_position(double latitude, double longitude, std::optional<double> altitude_m) {
  if (!(std::fabs(latitude) <= 90) || !(std::fabs(longitude) <= 180)) return;
  if (altitude_m && !std::isfinite(*altitude_m)) altitude_m.reset();
  into_.positions.push_back({request_.block, latitude, longitude, altitude_m});
}

std::string BlockFindings::add_iso6709(std::string text) {
  const auto position = read_iso6709(text);
  if (!position) return text;
  add_position(position->latitude, position->longitude, position->altitude_m);
  return position_value(position->latitude, position->longitude, position->altitude_m);
}

void BlockFindings::add_unreadable(std::string_view group, Extent at) {
  BlockFinding* finding = add(LeakClass::location, group, unreadable_tag, at);
  if (finding != nullptr) finding->standing = Standing::leftover;
}

std::string text_value(Bytes bytes) {
  while (!bytes.empty() && (bytes.back() == 0 || bytes.back() == ' ' || bytes.back() == '\n')) {
    bytes = bytes.first(bytes.size() - 1);
  }
  return repair_utf8(as_text(bytes));
}

std::string hex_value(Bytes bytes) {
  std::string text;
  for (const Byte byte : bytes.first(std::min<std::size_t>(bytes.size(), 64))) {
    append_hex(text, byte, lower_hex);
  }
  return text;
}

std::string position_value(double latitude, double longitude, std::optional<double> altitude_m) {
  std::string text = number_text(latitude) + ", " + number_text(longitude);
  if (altitude_m) text += ", " + number_text(*altitude_m) + " m";
  return text;
}

std::string utc_value(std::int64_t seconds) {
  constexpr std::int64_t year_10000 = 253'402'300'800;
  if (seconds < -year_10000 / 2 || seconds >= year_10000) return {};
  using namespace std::chrono;
  const sys_seconds at{std::chrono::seconds{seconds}};
  const auto day = floor<days>(at);
  const year_month_day date{day};
  const hh_mm_ss time{at - day};
  std::string text;
  const auto append = [&text](std::int64_t number, std::size_t width, const char* behind) {
    std::string digits = std::to_string(number);
    if (digits.size() < width) digits.insert(0, width - digits.size(), '0');
    text += digits + behind;
  };
  append(int{date.year()}, 4, ":");
  append(unsigned{date.month()}, 2, ":");
  append(unsigned{date.day()}, 2, " ");
  append(time.hours().count(), 2, ":");
  append(time.minutes().count(), 2, ":");
  append(time.seconds().count(), 2, "");
  return text;
}

}  // namespace exifscrub
