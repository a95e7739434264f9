#pragma once

#include <cstdio>
#include <string>
#include <vector>

#include "support/jpeg_bytes.hpp"

/// The canonical metadata of a stripped file, written out once more for tests.
namespace exifscrub::test {

inline constexpr std::string_view exif_signature{"Exif\0\0", 6};
inline constexpr std::string_view xmp_header{"http://ns.adobe.com/xap/1.0/\0", 29};

inline Buffer ifd_entry(std::size_t tag, std::size_t type, std::size_t count, const Buffer& value) {
  return joined({u16(tag), u16(type), u32(count), value});
}

inline Buffer tiff_header() { return {'M', 'M', 0, 0x2A, 0, 0, 0, 8}; }

inline Buffer orientation_entry(std::size_t orientation) {
  return ifd_entry(0x0112, 3, 1, joined({u16(orientation), u16(0)}));
}

/// The payload of the minimal Exif with an orientation.
inline Buffer minimal_exif(std::size_t orientation = 6) {
  return joined({bytes_of(exif_signature), tiff_header(), u16(1), orientation_entry(orientation), u32(0)});
}

/// The Exif and the Interop IFD of Adobe RGB, the first of which stands at `offset` of the TIFF.
inline Buffer adobe_rgb_ifds(std::size_t offset, std::size_t color_space) {
  return joined({u16(2), ifd_entry(0xA001, 3, 1, joined({u16(color_space), u16(0)})),
                 ifd_entry(0xA005, 4, 1, u32(offset + 30)), u32(0), u16(2),
                 ifd_entry(0x0001, 2, 4, bytes_of(std::string_view{"R03\0", 4})),
                 ifd_entry(0x0002, 7, 4, bytes_of("0100")), u32(0)});
}

inline Buffer adobe_rgb_exif(std::size_t color_space = 0xFFFF) {
  return joined({bytes_of(exif_signature), tiff_header(), u16(1), ifd_entry(0x8769, 4, 1, u32(26)), u32(0),
                 adobe_rgb_ifds(26, color_space)});
}

inline Buffer oriented_adobe_rgb_exif(std::size_t orientation = 8) {
  return joined({bytes_of(exif_signature), tiff_header(), u16(2), orientation_entry(orientation),
                 ifd_entry(0x8769, 4, 1, u32(38)), u32(0), adobe_rgb_ifds(38, 1)});
}

/// A kept packet: the namespace lines and property lines as given, then whatever stands behind ">".
inline std::string kept_packet(const std::string& attributes, const std::string& content = {}) {
  return "<?xpacket begin=\"\xEF\xBB\xBF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n"
         "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\n"
         "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n"
         "<rdf:Description rdf:about=\"\"\n" +
         attributes + ">\n" + content +
         "</rdf:Description>\n</rdf:RDF>\n</x:xmpmeta>\n<?xpacket end=\"w\"?>\n";
}

inline const std::string hdrgm_namespace = " xmlns:hdrgm=\"http://ns.adobe.com/hdr-gain-map/1.0/\"\n";
inline const std::string gpano_namespace = " xmlns:GPano=\"http://ns.google.com/photos/1.0/panorama/\"\n";
inline const std::string container_namespaces =
    " xmlns:Container=\"http://ns.google.com/photos/1.0/container/\"\n"
    " xmlns:Item=\"http://ns.google.com/photos/1.0/container/item/\"\n";

inline std::string ten_digits(std::size_t value) {
  const std::string digits = std::to_string(value);
  return std::string(10 - digits.size(), '0') + digits;
}

inline std::string container_item(const std::string& semantic, std::size_t length, std::size_t padding = 0) {
  return "<rdf:li rdf:parseType=\"Resource\">\n<Container:Item Item:Semantic=\"" + semantic +
         "\" Item:Mime=\"image/jpeg\" Item:Length=\"" + ten_digits(length) + "\" Item:Padding=\"" +
         ten_digits(padding) + "\"/>\n</rdf:li>\n";
}

inline std::string container_directory(const std::string& items) {
  return "<Container:Directory>\n<rdf:Seq>\n" + items + "</rdf:Seq>\n</Container:Directory>\n";
}

/// The APP1 segment of a packet.
inline Buffer xmp_segment(const std::string& packet) {
  return segment(0xE1, joined({bytes_of(xmp_header), bytes_of(packet)}));
}

inline std::string gain_map_packet() {
  return kept_packet(hdrgm_namespace + " hdrgm:Version=\"1.0\"\n hdrgm:GainMapMin=\"-0.5\"\n",
                     "<hdrgm:GainMapMax>\n<rdf:Seq>\n<rdf:li>1.5</rdf:li>\n<rdf:li>1.25e-1</rdf:li>\n"
                     "<rdf:li>+2</rdf:li>\n</rdf:Seq>\n</hdrgm:GainMapMax>\n");
}

struct IndexedImage {
  std::size_t size = 0;
  std::size_t offset = 0;
};

/// The payload of a canonical image index.
inline Buffer image_index(const std::vector<IndexedImage>& images) {
  Buffer index =
      joined({bytes_of(std::string_view{"MPF\0", 4}), tiff_header(), u16(3),
              ifd_entry(0xB000, 7, 4, bytes_of("0100")), ifd_entry(0xB001, 4, 1, u32(images.size())),
              ifd_entry(0xB002, 7, 16 * images.size(), u32(50)), u32(0)});
  for (const IndexedImage& each : images) {
    index = joined({index, u32(0x030000), u32(each.size), u32(each.offset), u32(0)});
  }
  return index;
}

/// A primary image whose index names `further`, one behind another from `gap` zeros after it.
inline Buffer indexed_file(const std::vector<Buffer>& further, const Buffer& behind_index = {},
                           std::size_t gap = 0) {
  const auto placed = [&](const std::vector<IndexedImage>& images) {
    return image(joined({segment(0xE2, image_index(images)), behind_index}));
  };
  std::vector<IndexedImage> images(further.size() + 1);
  const std::size_t base = 2 + 4 + 4;  // SOI, marker and length, "MPF\0"
  images[0].size = placed(images).size();
  std::size_t at = images[0].size + gap;
  for (std::size_t i = 0; i < further.size(); ++i) {
    images[i + 1] = {further[i].size(), at - base};
    at += further[i].size();
  }
  Buffer file = joined({placed(images), repeated(gap, 0)});
  for (const Buffer& each : further) file = joined({file, each});
  return file;
}

}  // namespace exifscrub::test
