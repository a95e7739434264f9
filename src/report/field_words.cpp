#include "report/field_words.hpp"

#include <algorithm>
#include <array>
#include <cstdio>

#include "base/text.hpp"
#include "report/words.hpp"

namespace exifscrub {

std::string_view colour_of(FieldKind kind) {
  // In the order of FieldKind. Yellow, which bold makes bright, vanishes on light backgrounds, blue on dark
  // ones: theirs are taken from the palette of 256, where they are the same in every theme.
  constexpr std::array<std::string_view, field_kind_count> colours = {
      "",                  // structure
      "\x1b[1;35m",        // marker: bold magenta
      "\x1b[36m",          // length: cyan
      "\x1b[38;5;32m",     // header: blue
      "\x1b[1;36m",        // entry count: bold cyan
      "\x1b[1;38;5;130m",  // tag: bold brown
      "\x1b[35m",          // type: magenta
      "\x1b[36m",          // count: cyan
      "\x1b[32m",          // value: green
      "\x1b[1;38;5;32m",   // offset: bold blue
      "\x1b[1;31m",        // location: bold red
      "\x1b[38;5;136m",    // thumbnail: ochre
      "\x1b[2m",           // image: dim
      "\x1b[2m",           // padding: dim
      "\x1b[31m",          // unknown: red
  };
  return colours[static_cast<std::size_t>(kind)];
}

std::string hex_text(std::uint64_t number) {
  std::array<char, 24> text{};
  std::snprintf(text.data(), text.size(), "0x%llx", static_cast<unsigned long long>(number));
  return text.data();
}

std::string hex_digits(std::uint64_t number, std::size_t width) {
  std::array<char, 24> text{};
  std::snprintf(text.data(), text.size(), "%0*llx", static_cast<int>(width),
                static_cast<unsigned long long>(number));
  return text.data();
}

std::size_t offset_digits(std::uint64_t size) { return std::max<std::size_t>(6, hex_text(size).size() - 2); }

std::vector<RegionAction> region_actions(const Inspection& inspection) {
  std::vector<RegionAction> actions;
  if (!inspection.plan) return actions;
  const Plan& plan = *inspection.plan;
  auto piece = plan.pieces.begin();
  auto patch = plan.patches.begin();
  std::uint64_t literal = 0;  // bytes that go in where the last kept stretch ended
  for (const Region& region : inspection.layout.regions) {
    // Kept stretches ascend; so do regions.
    while (piece != plan.pieces.end() &&
           (piece->literal != no_index || piece->input.end() <= region.at.offset)) {
      if (piece->literal != no_index) literal += plan.literals[piece->literal].bytes.size();
      ++piece;
    }
    std::uint64_t patched = 0;
    while (patch != plan.patches.end() && patch->offset < region.at.end()) {
      patched += patch->at().length;
      ++patch;
    }
    const bool kept = piece != plan.pieces.end() && piece->input.offset <= region.at.offset;
    if (!kept && literal > 0) {
      actions.push_back({"replace", literal});
      literal = 0;
    } else if (!kept) {
      actions.push_back({"drop", 0});
    } else {
      actions.push_back({patched > 0 ? "patch" : "keep", patched});
      literal = 0;
    }
  }
  return actions;
}

std::string_view front_columns(std::string_view text, std::size_t width) {
  std::size_t length = 0;
  std::size_t columns = 0;
  while (length < text.size()) {
    const CodePoint next = front_code_point(text.substr(length));
    const std::size_t more = display_width(text.substr(length, next.length));
    if (columns + more > width) break;
    columns += more;
    length += next.length;
  }
  return text.substr(0, length);
}

std::vector<std::string> lines_of(std::string_view text, std::size_t width, std::size_t most) {
  const std::size_t length = text.size();
  std::vector<std::string> lines;
  while (lines.size() + 1 < most && display_width(text) > width) {
    std::string_view front = front_columns(text, width);
    if (front.empty()) break;
    const std::size_t space = front.rfind(' ');
    const bool at_space = text[front.size()] == ' ';
    if (!at_space && space != std::string_view::npos && space > width / 2) front = front.substr(0, space);
    text.remove_prefix(front.size());
    text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
    while (front.ends_with(' ')) front.remove_suffix(1);
    lines.emplace_back(front);
  }
  lines.push_back(cut_text(text, width, length));
  return lines;
}

std::string cut_text(std::string_view text, std::size_t width, std::size_t length) {
  if (display_width(text) <= width) return std::string{text};
  const std::string end = "... (" + std::to_string(length == 0 ? text.size() : length) + ")";
  std::string cut{front_columns(text, width > end.size() ? width - end.size() : 0)};
  return cut + end;
}

}  // namespace exifscrub
