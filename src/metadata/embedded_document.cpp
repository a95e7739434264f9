#include "metadata/embedded_document.hpp"

#include <string_view>
#include <utility>

#include "base/checked.hpp"
#include "base/cursor.hpp"
#include "syntax/ifd.hpp"

namespace exifscrub {
namespace {

using namespace std::string_view_literals;

/// The first two bytes of "II*\0", of "MM\0*" or of a JPEG stream. Without branches, so that a compiler can ask it of
/// many places at once.
constexpr Byte may_begin_document(const Byte* at) {
  const bool tiff = (at[0] == at[1]) & ((at[0] == 'I') | (at[0] == 'M'));
  const bool jpeg = (at[0] == 0xFF) & (at[1] == 0xD8);
  return static_cast<Byte>(tiff | jpeg);
}

/// The same of three bytes.
constexpr bool begins_document(const Byte* at) {
  if (may_begin_document(at) == 0) return false;
  return at[2] == (at[0] == 'I' ? 42 : at[0] == 'M' ? 0 : 0xFF);
}

/// The next place from `at` on where a document may begin, or the end.
std::size_t next_start(Bytes value, std::size_t at) {
  constexpr std::size_t at_once = 64;
  for (; at + at_once + smallest_document <= value.size(); at += at_once) {
    Byte any = 0;
    for (std::size_t i = 0; i < at_once; ++i) any |= may_begin_document(&value[at + i]);
    for (std::size_t i = 0; any != 0 && i < at_once; ++i) {
      if (begins_document(&value[at + i])) return at + i;
    }
  }
  while (at + smallest_document <= value.size() && !begins_document(&value[at])) ++at;
  return at + smallest_document <= value.size() ? at : value.size();
}

bool is_exif(Bytes value, std::size_t at) {
  constexpr auto words = "Exif\0\0"sv;
  const Bytes tiff = value.subspan(at);
  if (!starts_with(tiff, "II*\0"sv) && !starts_with(tiff, "MM\0*"sv)) return false;
  if (at >= words.size() && starts_with(value.subspan(at - words.size()), words)) return true;
  const auto header = read_tiff_header(tiff);
  if (!header || header->first_ifd < header->size()) return false;
  const auto table = read_ifd_table(tiff, header->grammar, header->first_ifd);
  return table && table->count > 0 && table->complete() && is_plausible(tiff, header->grammar, *table);
}

/// Whether the first segment ends in the value and another one begins behind it.
bool is_jpeg(Bytes stream) {
  constexpr std::size_t first = 2, head = 4;
  constexpr Byte sof0 = 0xC0, rst0 = 0xD0, eoi = 0xD9;
  if (!starts_with(stream, "\xFF\xD8\xFF"sv)) return false;
  const Byte marker = stream[first + 1];
  if (marker < sof0 || (marker >= rst0 && marker <= eoi) || marker == 0xFF) return false;
  const std::size_t length = load_u16(&stream[head], ByteOrder::big);
  const std::size_t next = first + 2 + length;
  return length >= 2 && next < stream.size() && stream[next] == 0xFF;
}

}  // namespace

std::optional<EmbeddedDocument> find_document(Bytes value) {
  constexpr int most_tries =
      1024;  // nobody writes so many beginnings; such a value is a document that no reader reads
  int tries = 0;
  for (std::size_t at = next_start(value, 0); at < value.size(); at = next_start(value, at + 1)) {
    if (++tries > most_tries || is_exif(value, at)) return EmbeddedDocument{BlockKind::exif, at};
    if (is_jpeg(value.subspan(at))) return EmbeddedDocument{BlockKind::jpeg, at};
  }
  return std::nullopt;
}

std::uint64_t refer_to_document(std::uint32_t block, Bytes value, std::uint64_t origin, Reading& into) {
  const auto document = find_document(value);
  if (!document) return value.size();
  Reference reference;
  reference.kind = document->kind;
  reference.parent = block;
  reference.parts = {extent_between(origin + document->offset, origin + value.size())};
  reference.name = document->kind == BlockKind::exif ? "embedded Exif" : "embedded picture";
  if (document->kind == BlockKind::jpeg) reference.use = ImageUse::preview;
  into.references.push_back(std::move(reference));
  return document->offset;
}

}  // namespace exifscrub
