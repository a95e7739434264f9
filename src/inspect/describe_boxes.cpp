#include <algorithm>
#include <array>
#include <string>

#include "base/cursor.hpp"
#include "inspect/block_scribe.hpp"
#include "metadata/isobmff_tree.hpp"
#include "syntax/box.hpp"

namespace exifscrub {
namespace {

constexpr unsigned deepest = 32;

std::string_view note_of(BoxType type) {
  struct Row {
    BoxType type;
    std::string_view note;
  };
  static constexpr auto rows = std::to_array<Row>({
      {"ftyp", "which kind of file this is"},
      {"moov", "the movie's index and metadata"},
      {"mdat", "the picture and sound themselves"},
      {"trak", "one track"},
      {"udta", "user data: titles, places, the camera"},
      {"meta", "metadata"},
      {"mvhd", "movie header: dates, duration"},
      {"tkhd", "track header: dates, size"},
      {"mdhd", "media header: dates, language"},
      {"jumb", "JUMBF superbox"},
      {"jumd", "what the superbox holds"},
      {"cbor", "structured data (CBOR)"},
      {"json", "structured data (JSON)"},
      {"free", "unused room"},
      {"skip", "unused room"},
  });
  const auto row = std::ranges::find(rows, type, &Row::type);
  return row == rows.end() ? std::string_view{} : row->note;
}

/// The header of a box that is open: its size and type.
void describe_header(BlockScribe& scribe, const Box& box) {
  const std::uint64_t at = box.at.offset;
  Field& head = scribe.open(
      {FieldKind::structure, "box header", extent_between(at, box.payload.offset), box.type.text()});
  head.is_row = head.is_detail = true;
  scribe.add_detail({FieldKind::length, "size", {at, 4}, counted(box.at.length, "byte", "bytes")});
  scribe.add_detail({FieldKind::type, "type", {at + 4, 4}, box.type.text(), note_of(box.type)});
  const Extent more = extent_between(at + 8, box.payload.offset);
  if (!more.empty()) scribe.add_detail({FieldKind::length, "long size or user type", more, {}});
  scribe.close();
}

std::string label_of(Bytes description) {
  Cursor cursor{description};
  cursor.skip(16);
  const unsigned toggles = cursor.u8();
  if (!cursor || (toggles & 2) == 0) return {};
  const Bytes rest = cursor.take(cursor.remaining());
  return std::string(rest.begin(), std::find(rest.begin(), rest.end(), Byte{0}));
}

void describe_superboxes(BlockScribe& scribe, Extent within, unsigned depth) {
  BoxSequence boxes{scribe.bytes(), within};
  while (const auto box = boxes.next()) {
    const bool super = box->type == BoxType{"jumb"};
    Field& field = scribe.open({FieldKind::structure, scribe.keep(box->type.text()), box->at,
                                counted(box->at.length, "byte", "bytes"), note_of(box->type)});
    field.is_heading = true;
    describe_header(scribe, *box);
    if (super && depth < deepest) {
      describe_superboxes(scribe, box->payload, depth + 1);
    } else if (box->type == BoxType{"jumd"}) {
      scribe.add({FieldKind::value, "JUMDLabel", box->payload, label_of(scribe.bytes(box->payload))});
    } else if (!box->payload.empty()) {
      Field& content = scribe.open({FieldKind::value, "content", box->payload, {}});
      content.is_detail = true;
      scribe.describe_nested(box->payload);
      scribe.close();
    }
    scribe.take_findings({box->at.offset, 1});
    scribe.close();
  }
  if (!boxes.rest().empty()) scribe.add_detail({FieldKind::unknown, "rest", boxes.rest(), {}});
}

}  // namespace

void describe_jumbf(BlockScribe& scribe) { describe_superboxes(scribe, {0, scribe.bytes().size()}, 0); }

void describe_movie(BlockScribe& scribe) {
  const MovieTree tree = read_movie_tree(scribe.bytes());
  std::vector<std::uint32_t> open;  // boxes around the next one
  const auto close_to = [&](std::uint32_t parent) {
    while (!open.empty() && open.back() != parent) {
      const Box& box = tree.boxes[open.back()].box;
      scribe.take_findings(box.at);
      scribe.describe_nested(box.at);
      scribe.close();
      open.pop_back();
    }
  };
  for (std::uint32_t i = 0; i < tree.boxes.size(); ++i) {
    const MovieBox& of = tree.boxes[i];
    close_to(of.parent);
    Field& field = scribe.open({of.box.type == BoxType{"mdat"} ? FieldKind::image : FieldKind::structure,
                                scribe.keep(of.box.type.text()), of.box.at,
                                counted(of.box.at.length, "byte", "bytes"), note_of(of.box.type)});
    field.is_heading = true;
    describe_header(scribe, of.box);
    open.push_back(i);
  }
  close_to(MovieTree::no_box);
}

}  // namespace exifscrub
