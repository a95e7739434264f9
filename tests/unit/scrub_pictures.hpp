#pragma once

#include <string>

#include "block_reading.hpp"
#include "container_jpeg_bytes.hpp"

/// Pictures for tests of the whole way.
namespace exifscrub {

/// A number, big-endian.
inline std::string u32(std::size_t value) {
  std::string out;
  for (int shift = 24; shift >= 0; shift -= 8) out.push_back(static_cast<char>(value >> shift));
  return out;
}

/// A picture whose XMP says where it was taken.
inline std::string located_picture() {
  constexpr std::string_view packet =
      "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:RDF "
      "xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">"
      "<rdf:Description xmlns:p=\"http://ns.adobe.com/photoshop/1.0/\" p:City=\"Graz\" p:Headline=\"stays\"/>"
      "</rdf:RDF></x:xmpmeta>";
  const std::string payload = std::string("http://ns.adobe.com/xap/1.0/\0", 29).append(packet);
  return text_of(JpegBytes{}.soi().segment(0xE1, payload).tables().frame().scan().eoi().bytes);
}

}  // namespace exifscrub
