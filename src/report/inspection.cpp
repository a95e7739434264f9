#include "report/inspection.hpp"

#include <algorithm>
#include <cstdio>

#include "base/text.hpp"
#include "report/words.hpp"

namespace exifscrub {
namespace {

std::string range_text(Extent extent) {
  char text[40];
  std::snprintf(text, sizeof text, "%08llx-%08llx", static_cast<unsigned long long>(extent.offset),
                static_cast<unsigned long long>(extent.end() - (extent.empty() ? 0 : 1)));
  return text;
}

void append_hex(std::string& out, const std::vector<Byte>& bytes) {
  constexpr std::string_view digits = "0123456789abcdef";
  for (const Byte byte : bytes) {
    out += digits[byte >> 4U];
    out += digits[byte & 15U];
  }
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

std::string_view name_of(ImageUse use) {
  constexpr std::array<std::string_view, 6> names = {"primary", "gain map", "frame",
                                                     "preview", "original", "not indexed"};
  return names[static_cast<std::size_t>(use)];
}

/// "12, 3456 bytes at 0x20" with the size in words.
std::string place_text(Extent at) {
  char text[64];
  std::snprintf(text, sizeof text, "at %llu, %s", static_cast<unsigned long long>(at.offset),
                count_text(at.length, "byte", "bytes").c_str());
  return text;
}

std::size_t depth_of(const Layout& layout, std::uint32_t node) {
  std::size_t depth = 0;
  // The parent of a node stands before it, so this ends.
  while (node < layout.nodes.size() && layout.nodes[node].parent < node) {
    node = layout.nodes[node].parent;
    ++depth;
  }
  return depth;
}

void append_node(std::string& out, const Layout& layout, std::uint32_t index) {
  const Node& node = layout.nodes[index];
  out.append(2 * depth_of(layout, index), ' ');
  out += sanitise_for_terminal(node.name.empty() ? "stream" : node.name);
  out += "  " + place_text(node.at);
  if (node.kind == NodeKind::image) out += ", " + std::string(name_of(node.use));
  if (!node.image_hash.empty()) out += ", picture " + to_string(node.image_hash);
  out += '\n';
}

void append_finding(std::string& out, const Finding& finding, std::size_t indent) {
  out.append(indent, ' ');
  out += sanitise_for_terminal(finding.name);
  if (!finding.value.empty()) out += " = " + sanitise_for_terminal(finding.value);
  out += "  [" + std::string(exifscrub::name_of(finding.leak_class)) + ']';
  out += '\n';
}

const char* colour_of(Role role) {
  switch (role) {
    case Role::metadata:
      return "\x1b[33m";
    case Role::unknown:
      return "\x1b[31m";
    case Role::viewer:
      return "\x1b[36m";
    case Role::image:
    case Role::empty:
      return "";
  }
  return "";
}

/// Findings by where they begin; those beside the file come last.
std::vector<const Finding*> by_place(const std::vector<Finding>& findings) {
  std::vector<const Finding*> sorted;
  for (const Finding& finding : findings) sorted.push_back(&finding);
  const auto place = [](const Finding* finding) {
    return finding->where.empty() ? ~std::uint64_t{0} : finding->where.front().offset;
  };
  std::stable_sort(sorted.begin(), sorted.end(),
                   [&](const Finding* a, const Finding* b) { return place(a) < place(b); });
  return sorted;
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
      append_hex(out, bytes);
      out += '\n';
    }
  }
  for (const Patch& patch : plan.patches) {
    out += "patch " + range_text(patch.at()) + ' ' + std::string(name_of(patch.phase)) + ' ';
    append_hex(out, patch.bytes);
    out += '\n';
  }
  return out;
}

std::string tree_text(const Inspection& inspection, bool colour) {
  const Layout& layout = inspection.layout;
  const std::vector<const Finding*> findings = by_place(inspection.outcome.findings);
  auto finding = findings.begin();
  std::string out;
  std::vector<bool> named(layout.nodes.size(), false);
  for (const Region& region : layout.regions) {
    const bool has_node = region.node < layout.nodes.size();
    if (has_node && !named[region.node]) {
      append_node(out, layout, region.node);
      named[region.node] = true;
    }
    const std::size_t indent = has_node ? 2 * depth_of(layout, region.node) + 2 : 2;
    const char* hue = colour ? colour_of(region.role) : "";
    out.append(indent, ' ');
    out += hue;
    append_padded(out, sanitise_for_terminal(region.name), 28);
    if (*hue != 0) out += "\x1b[0m";
    out += ' ';
    append_padded(out, exifscrub::name_of(region.role), 8);
    out += ' ' + place_text(region.at) + '\n';
    while (finding != findings.end() && !(*finding)->where.empty() &&
           (*finding)->where.front().offset < region.at.end()) {
      append_finding(out, **finding++, indent + 2);
    }
  }
  if (finding != findings.end()) out += "beside the file\n";
  for (; finding != findings.end(); ++finding) append_finding(out, **finding, 2);
  for (const Note& note : layout.notes) {
    out += "note: " + sanitise_for_terminal(note.what) + " at byte " + std::to_string(note.offset) + '\n';
  }
  for (const std::string& note : inspection.outcome.notes) {
    out += "note: " + sanitise_for_terminal(note) + '\n';
  }
  return out;
}

}  // namespace exifscrub
