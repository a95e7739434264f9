#include "metadata/isobmff_unread.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include "base/bytes.hpp"
#include "base/cursor.hpp"
#include "metadata/text_places.hpp"
#include "syntax/extent_set.hpp"

namespace exifscrub {
namespace {

/// The boxes that stand in a container, five characters each.
struct ContainerRow {
  BoxType container;  ///< 0: the file
  std::string_view types;
};

constexpr std::string_view file_boxes =
    "ftyp styp pdin moov moof mfra mdat free skip wide meta meco sidx ssix prft uuid mpvd ";

constexpr auto containers = std::to_array<ContainerRow>({
    {BoxType{}, file_boxes},
    {"mpvd", file_boxes},
    {"moov", "mvhd iods trak mvex udta meta free skip wide uuid clip ctab "},
    {"trak", "tkhd tref trgr edts mdia udta meta tapt load txas clip matt imap free skip wide uuid "},
    {"edts", "elst free "},
    {"mdia", "mdhd hdlr elng minf udta free "},
    {"minf", "vmhd smhd hmhd nmhd sthd gmhd hdlr dinf stbl free "},
    {"gmhd", "gmin tmcd text gpmd fdsc "},
    {"dinf", "dref "},
    {"stbl",
     "stsd stts ctts cslg stsc stsz stz2 stco co64 stss stps stsh padb stdp sdtp sbgp sgpd subs saiz saio free "},
    {"mvex", "trex mehd leva trep free "},
    {"moof", "mfhd traf free "},
    {"traf", "tfhd tfdt trun sbgp sgpd saiz saio sdtp subs senc free "},
    {"meta", "hdlr keys ilst pitm iinf iloc iprp iref idat grpl dinf free mhdr ctry lang uuid "},
    {"iprp", "ipco ipma "},
    {"ipco",
     "ispe pixi colr pasp clap irot imir auxC hvcC av1C avcC vvcC lhvC jpgC j2kH a1op lsel a1lx rloc clli mdcv "
     "cclv amve ndwt reve tols cmin cmex cmpd uncC cmpC icef sbpm splz snuc cpat cloc disi free "},
    {"uuid", "CNCV CCTP CTBO CNTH CCDT CNOP free "},
    {"CNTH", "CNDA "},
});

/// Tracks that a track refers to: their numbers.
bool is_reference(Bytes payload) {
  if (payload.size() % 4 != 0) return false;
  for (; !payload.empty(); payload = payload.subspan(4)) {
    if (load_u32(payload.data(), ByteOrder::big) > 0xFFFF) return false;
  }
  return true;
}

constexpr auto receivers = std::to_array<std::string_view>(
    {"LIGOGPSINFO", "$GPRMC", "$GNRMC", "$GPGGA", "$GNGGA", "$GPGLL", "$GNGLL"});

}  // namespace

bool is_known_box(Bytes stream, const MovieTree& tree, std::uint32_t index) {
  const MovieBox& of = tree.boxes[index];
  const BoxType parent = of.parent == MovieTree::no_box ? BoxType{} : tree.boxes[of.parent].box.type;
  if (parent == BoxType{"tref"})
    return is_reference(stream.subspan(of.box.payload.offset, of.box.payload.length));
  const auto* row = std::ranges::find(containers, parent, &ContainerRow::container);
  if (row == containers.end()) return true;  // its reader speaks for all of it
  for (std::size_t at = 0; at + 4 <= row->types.size(); at += 5) {
    const Byte* type = reinterpret_cast<const Byte*>(row->types.data()) + at;
    if (load_u32(type, ByteOrder::big) == of.box.type.code()) return true;
  }
  return false;
}

LeakClass class_of_unread(Bytes bytes) {
  constexpr std::size_t enough = 1U << 20;
  const std::string_view text = as_text(bytes.first(std::min(bytes.size(), enough)));
  const bool receiver =
      text.starts_with("GPS ") ||
      std::ranges::any_of(receivers, [&](std::string_view word) { return text.find(word) != text.npos; });
  return receiver || !find_text_places(text).empty() ? LeakClass::location : LeakClass::unknown;
}

void add_unread(BlockFindings& into, std::string_view tag, const std::vector<Extent>& where) {
  const bool place = std::ranges::any_of(
      where, [&](Extent at) { return class_of_unread(into.bytes(at)) == LeakClass::location; });
  BlockFinding* finding = into.add(place ? LeakClass::location : LeakClass::unknown, "QuickTime", tag, where);
  if (finding != nullptr) finding->form = Form::media_data;
}

std::vector<Extent> unreferenced(Bytes stream, const std::vector<Extent>& media,
                                 const std::vector<Extent>& taken) {
  ExtentSet known;
  for (const Extent one : taken) known.add(one);
  known.settle();
  std::vector<Extent> left;
  for (const Extent within : media) {
    const ExtentSet gaps = known.gaps_in(within);
    for (const Extent gap : gaps.extents()) {
      if (!all_zero(stream.subspan(gap.offset, gap.length))) left.push_back(gap);
    }
  }
  return left;
}

}  // namespace exifscrub
