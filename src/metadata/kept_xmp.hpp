#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "exifscrub/plan.hpp"
#include "layout/reading.hpp"

// The kept XMP: what a strip leaves of an XMP packet, written anew in one canonical form.
//
// A second reader of this form is written from this page alone; whatever does not match it byte by byte is
// removable metadata. The packet is UTF-8 without a mark of its own in front. It consists of these lines in
// this order, each ended by one line feed (0A); a line that has nothing to say is left out, nothing is
// indented but the attributes by one space:
//
//   <?xpacket begin="U+FEFF" id="W5M0MpCehiHzreSzNTczkc9d"?>      U+FEFF: its three bytes EF BB BF
//   <x:xmpmeta xmlns:x="adobe:ns:meta/">
//   <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
//   <rdf:Description rdf:about=""
//    xmlns:P="URI"                                only used ones, one a line, in the order of kept_namespaces()
//    P:Name="value"                               properties of one value, in the order of kept_properties()
//   >
//   <P:Name>                                      properties of three values, in the same order, after all
//   <rdf:Seq>                                     attributes
//   <rdf:li>value</rdf:li>                        three times
//   </rdf:Seq>
//   </P:Name>
//   <Container:Directory>                         only when there are items; at most 255 of them
//   <rdf:Seq>
//   <rdf:li rdf:parseType="Resource">             these three lines for each item
//   <Container:Item Item:Semantic="word" Item:Mime="word" Item:Length="0000000000" Item:Padding="0000000000"/>
//   </rdf:li>
//   </rdf:Seq>
//   </Container:Directory>
//   </rdf:Description>
//   </rdf:RDF>
//   </x:xmpmeta>
//   <?xpacket end="w"?>
//
// and then nothing, or only spaces (20) to the end of the segment. Container and Item are declared exactly
// when there are items. Values:
//   number    [+-]? digits [. digits]? ([eE] [+-]? digits)?   digits: one or more; at most 24 bytes in all
//   boolean   True or False
//   word      one of the property's fixed vocabulary
//   link      ten decimal digits, zero-padded
// Item:Length is the item's bytes, 0 for the item Primary; Item:Padding the bytes between the item's end and
// the next item, or of the file. GCamera:MicroVideoOffset counts back from the end of the file to the start
// of the video.

namespace exifscrub {

struct KeptNamespace {
  std::string_view prefix;
  std::string_view uri;
};

/// Namespaces of the kept XMP, in the order in which it declares them.
[[nodiscard]] std::span<const KeptNamespace> kept_namespaces();

/// Whether one of their URIs stands in the text as it is.
[[nodiscard]] bool names_kept_namespace(std::string_view text);

struct KeptProperty {
  enum class Kind : std::uint8_t {
    number,
    channels,  ///< one number, or three: red, green, blue
    boolean,
    word,
    link,  ///< a padded decimal that relocate() writes
  };
  std::string_view name;  ///< canonical prefix and local name, "hdrgm:GainMapMax"
  Kind kind = Kind::number;
  std::span<const std::string_view> words;  ///< the vocabulary of a word
};

/// Every property that the kept XMP may hold, in canonical order. Headings are not among them.
[[nodiscard]] std::span<const KeptProperty> kept_properties();

/// The property called `local` in the namespace `uri`, or null.
[[nodiscard]] const KeptProperty* kept_property(std::string_view uri, std::string_view local);

/// `text` as the kept XMP writes it, or nothing when it is no legal value of the property.
[[nodiscard]] std::optional<std::string> kept_value(const KeptProperty& property, std::string_view text);

/// The word of the vocabulary of Item:Semantic or Item:Mime that `text` spells; empty for any other text.
[[nodiscard]] std::string_view kept_semantic(std::string_view text);
[[nodiscard]] std::string_view kept_mime(std::string_view text);

/// Which parts of a file stay, and with them the properties that point at or describe them.
struct KeptParts {
  bool gainmap = true;   ///< the gain map image: hdrgm, HDRGainMap, apdi, item GainMap
  bool motion = false;   ///< the motion video: GCamera, item MotionPhoto
  bool history = false;  ///< depth maps and originals: items Depth, Confidence, Original, SecondaryImage
};

/// What of `found` is due in a file of which `parts` stay. GPano always is. Items of an unknown semantic or
/// type never are; a directory of Primary alone is none.
[[nodiscard]] ViewerXmp due_viewer_xmp(const ViewerXmp& found, const KeptParts& parts);

/// Where the things stand that the packet counts, in bytes of the input. Without an extent the packet's own
/// number is written and no link is made.
struct KeptXmpTargets {
  struct Item {
    std::optional<Extent> bytes;    ///< the item; ignored for Primary, whose length is always 0
    std::optional<Extent> padding;  ///< from its end to the next item, or to that of the file
  };
  std::vector<Item> items;            ///< parallel to ViewerXmp::items; may be shorter
  std::optional<Extent> micro_video;  ///< from the start of the video to the end of the file
};

/// The canonical packet for `viewer`, without trailing spaces. Values must have gone through kept_value() and
/// items be of known words, as read_xmp and due_viewer_xmp leave them; others are left out.
[[nodiscard]] Literal encode_kept_xmp(const ViewerXmp& viewer, const KeptXmpTargets& targets = {});

/// Whether `packet` is byte for byte the canonical packet for `viewer`, spaces at its end aside.
[[nodiscard]] bool is_kept_xmp(Bytes packet, const ViewerXmp& viewer);

}  // namespace exifscrub
