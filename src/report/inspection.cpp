#include "report/inspection.hpp"

#include <cstdio>

#include "base/characters.hpp"
#include "base/text.hpp"

namespace exifscrub {
namespace {

std::string range_text(Extent extent) {
  char text[40];
  std::snprintf(text, sizeof text, "%08llx-%08llx", static_cast<unsigned long long>(extent.offset),
                static_cast<unsigned long long>(extent.end() - (extent.empty() ? 0 : 1)));
  return text;
}

void append_digits(std::string& out, const std::vector<Byte>& bytes) {
  for (const Byte byte : bytes) append_hex(out, byte, lower_hex);
}

void append_padded(std::string& out, std::string_view text, std::size_t width) {
  out += text;
  const std::size_t columns = display_width(text);
  if (columns < width) out.append(width - columns, ' ');
}

std::string_view name_of(Phase phase) {
  switch (phase) {
    case Phase::values:
      return "values";
    case Phase::index:
      return "index";
    case Phase::pointer:
      return "pointer";
  }
  return "values";
}

}  // namespace

std::string raw_map_text(const Inspection& inspection) {
  std::string out;
  for (const Region& region : inspection.layout.regions) {
    out += range_text(region.at) + "  ";
    append_padded(out, sanitise_for_terminal(region.name), 24);
    out += "  " + std::string(exifscrub::name_of(region.role));
    if (region.leak_class) out += "  " + std::string(exifscrub::name_of(*region.leak_class));
    out += '\n';
  }
  return out;
}

std::string plan_text(const Plan& plan, std::uint64_t input_size) {
  std::string out = "size " + std::to_string(plan.output_size) + " of " + std::to_string(input_size) + '\n';
  for (const Piece& piece : plan.pieces) {
    if (piece.literal == no_index) {
      out += "keep " + range_text(piece.input) + '\n';
    } else {
      const std::vector<Byte>& bytes = plan.literals[piece.literal].bytes;
      out += "literal " + std::to_string(bytes.size()) + ' ';
      append_digits(out, bytes);
      out += '\n';
    }
  }
  for (const Patch& patch : plan.patches) {
    out += "patch " + range_text(patch.at()) + ' ' + std::string(name_of(patch.phase)) + ' ';
    append_digits(out, patch.bytes);
    if (patch.zeros != 0) out += (patch.bytes.empty() ? "" : " ") + std::to_string(patch.zeros) + " zeros";
    out += '\n';
  }
  return out;
}

}  // namespace exifscrub
