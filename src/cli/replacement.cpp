#include "cli/replacement.hpp"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <string_view>

#include "cli/paths.hpp"
#include "report/baseline.hpp"
#include "scrub/image_name.hpp"

namespace exifscrub::cli {
namespace {

constexpr std::size_t head_length = 4096;

bool is_gzip(std::string_view head) { return head.starts_with("\x1F\x8B"); }

/// Whether no byte is there that no text has: a control other than white space and the escapes of a terminal.
bool is_text(std::string_view head) {
  return std::ranges::all_of(head, [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte >= 0x20 || (byte >= '\a' && byte <= '\r') || byte == 0x1B;
  });
}

/// Why a file that begins with `head` must stay; empty: it need not.
std::string_view why_content_stays(std::string_view head, Replaces what) {
  if (head.empty()) return {};
  if (has_image_signature({reinterpret_cast<const Byte*>(head.data()), head.size()})) {
    return "there is an image, video or sound of that name";
  }
  if (what == Replaces::baseline) {
    return is_baseline(head) ? std::string_view() : "there is a file of that name that is no baseline";
  }
  const bool replaceable = is_text(head) || is_gzip(head);
  return replaceable ? std::string_view() : "there is a file of that name that is no report";
}

std::string_view why_stays(FileSystem& files, int folder, const std::string& name, const OpenFile& there,
                           Replaces what, std::span<const FileIdentity> inputs) {
  const auto same = [&](const FileIdentity& input) { return same_inode(input, there.identity); };
  if (std::ranges::any_of(inputs, same)) return "the run is to read that file";
  std::array<Byte, head_length> bytes{};
  const auto got = files.read_at(there.descriptor.get(), 0, bytes);
  if (!got) return "the file of that name cannot be read";
  const std::string_view head(reinterpret_cast<const char*>(bytes.data()), *got);
  if (const auto why = why_content_stays(head, what); !why.empty()) return why;
  const bool writable = ::faccessat(folder, name.c_str(), W_OK, AT_EACCESS) == 0;
  if (there.identity.is_read_only() || !writable) return "there is a file of that name that is read-only";
  return {};
}

}  // namespace

std::optional<FileIdentity> find_replaced(FileSystem& files, int folder, const std::string& name,
                                          Replaces what, std::span<const FileIdentity> inputs,
                                          std::string& why) {
  const auto there = open_regular(files, folder, name.c_str());
  if (there) {
    why = why_stays(files, folder, name, *there, what, inputs);
    if (!why.empty()) why += "; choose another name";
    return there->identity;
  }
  const int error = there.error().sys;
  if (error == ENOENT) return std::nullopt;
  why = error == 0 || error == ELOOP ? "the name is taken by something that is no file" : system_words(error);
  return std::nullopt;
}

}  // namespace exifscrub::cli
