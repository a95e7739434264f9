#include "inspect/segment_parameters.hpp"

#include <algorithm>
#include <array>

#include "base/cursor.hpp"
#include "container/jpeg_marker.hpp"
#include "inspect/block_scribe.hpp"

namespace exifscrub {
namespace {

std::string_view process_of(Byte marker) {
  switch (marker) {
    case 0xC0:
      return "baseline";
    case 0xC1:
      return "extended sequential";
    case 0xC2:
      return "progressive";
    case 0xC3:
      return "lossless";
    case 0xC9:
      return "arithmetic, sequential";
    case 0xCA:
      return "arithmetic, progressive";
    case 0xCB:
      return "arithmetic, lossless";
    default:
      return "differential";
  }
}

std::string text_of(Bytes bytes) {
  std::string text;
  for (const Byte byte : bytes) {
    if (byte >= 0x20 && byte < 0x7F) text += static_cast<char>(byte);
  }
  return text;
}

std::string number(std::uint64_t value) { return std::to_string(value); }

/// The components of a frame or scan: `size` bytes each, whose first is the component's number.
/// @param words  what the others say
bool put_components(Cursor& cursor, unsigned count, std::size_t size, const PutField& put,
                    const std::function<std::string(Bytes)>& words) {
  for (unsigned i = 0; i < count; ++i) {
    const std::uint64_t at = cursor.position();
    const Bytes row = cursor.take(size);
    if (!cursor) return false;
    put(FieldKind::header, "component", {at, size}, number(row[0]) + ": " + words(row.subspan(1)), {});
  }
  return true;
}

/// Precision 1 | height 2 | width 2 | components 1 | each: id 1, sampling 1, table 1 (T.81 B.2.2)
std::string describe_frame(Byte marker, Bytes payload, const PutField& put) {
  Cursor cursor{payload};
  const unsigned precision = cursor.u8();
  const unsigned height = cursor.u16();
  const unsigned width = cursor.u16();
  const unsigned components = cursor.u8();
  if (!cursor) return {};
  put(FieldKind::value, "BitsPerSample", {0, 1}, number(precision), "bits of each sample");
  put(FieldKind::value, "ImageHeight", {1, 2}, number(height), "rows of the picture");
  put(FieldKind::value, "ImageWidth", {3, 2}, number(width), "columns of the picture");
  put(FieldKind::entry_count, "ColorComponents", {5, 1}, number(components), "1 grey, 3 colour, 4 CMYK");
  put_components(cursor, components, 3, put, [](Bytes row) {
    return "sampling " + number(row[0] >> 4) + "x" + number(row[0] & 15) + ", quantization table " +
           number(row[1]);
  });
  return number(width) + " x " + number(height) + ", " + std::string{process_of(marker)} + ", " +
         counted(components, "component", "components");
}

/// Components 1 | each: id 1, tables 1 | spectral selection 2 | approximation 1 (T.81 B.2.3)
std::string describe_scan(Bytes payload, const PutField& put) {
  Cursor cursor{payload};
  const unsigned components = cursor.u8();
  put(FieldKind::entry_count, "components", {0, 1}, number(components), {});
  const bool whole = put_components(cursor, components, 2, put, [](Bytes row) {
    return "tables DC " + number(row[0] >> 4) + ", AC " + number(row[0] & 15);
  });
  const std::uint64_t at = cursor.position();
  const unsigned first = cursor.u8();
  const unsigned last = cursor.u8();
  cursor.skip(1);
  if (!whole || !cursor) return {};
  put(FieldKind::value, "frequencies", {at, 3}, number(first) + " to " + number(last),
      "spectral selection and successive approximation");
  return counted(components, "component", "components") + ", frequencies " + number(first) + " to " +
         number(last);
}

/// Tables one after another, each behind a byte of two numbers of 4 bits.
/// @param put_table  puts the table at the cursor; false: it is cut
std::string describe_tables(Bytes payload, const std::function<bool(Cursor&, unsigned head)>& put_table) {
  Cursor cursor{payload};
  unsigned tables = 0;
  while (cursor.remaining() > 0 && put_table(cursor, cursor.u8())) ++tables;
  return counted(tables, "table", "tables");
}

/// Each: precision 4 bits, number 4 bits | 64 values (T.81 B.2.4.1)
std::string describe_quantization(Bytes payload, const PutField& put) {
  return describe_tables(payload, [&](Cursor& cursor, unsigned head) {
    const std::uint64_t at = cursor.position();
    const bool wide = head >> 4 != 0;
    const std::uint64_t length = wide ? 128 : 64;
    cursor.skip(length);
    if (!cursor) return false;
    put(FieldKind::header, "table", {at - 1, 1}, number(head & 15) + (wide ? ", 16 bit" : ", 8 bit"), {});
    put(FieldKind::image, "quantization values", {at, length}, {}, "divisors of the 64 frequencies");
    return true;
  });
}

/// Each: class 4 bits, number 4 bits | 16 counts | values (T.81 B.2.4.2)
std::string describe_huffman(Bytes payload, const PutField& put) {
  return describe_tables(payload, [&](Cursor& cursor, unsigned head) {
    const std::uint64_t at = cursor.position();
    std::uint64_t values = 0;
    for (int i = 0; i < 16; ++i) values += cursor.u8();
    cursor.skip(values);
    if (!cursor) return false;
    put(FieldKind::header, "table", {at - 1, 1}, (head >> 4 != 0 ? "AC " : "DC ") + number(head & 15), {});
    put(FieldKind::count, "codes of each length", {at, 16}, counted(values, "code", "codes"), {});
    if (values > 0) put(FieldKind::image, "values of the codes", {at + 16, values}, {}, {});
    return true;
  });
}

}  // namespace

std::string_view note_of_marker(Byte second) {
  switch (marker_row(second).kind) {
    case MarkerKind::start:
      return "start of image";
    case MarkerKind::end:
      return "end of image";
    case MarkerKind::frame:
      return "start of frame: size and coding of the picture";
    case MarkerKind::scan:
      return "start of scan: the picture's data follow";
    case MarkerKind::application:
      return "application segment: room for programs and cameras";
    case MarkerKind::comment:
      return "comment";
    default:
      break;
  }
  switch (second) {
    case marker::dqt:
      return "quantization tables";
    case marker::dht:
      return "Huffman tables";
    case marker::dri:
      return "restart interval";
    case marker::dac:
      return "arithmetic coding conditions";
    default:
      return {};
  }
}

std::string describe_parameters(Byte second, Bytes payload, const PutField& put) {
  switch (marker_row(second).kind) {
    case MarkerKind::frame:
      return describe_frame(second, payload, put);
    case MarkerKind::scan:
      return describe_scan(payload, put);
    default:
      break;
  }
  if (second == marker::dqt) return describe_quantization(payload, put);
  if (second == marker::dht) return describe_huffman(payload, put);
  if (second == marker::dri && payload.size() >= 2) {
    const unsigned interval = load_u16(payload.data(), ByteOrder::big);
    put(FieldKind::value, "interval", {0, 2}, counted(interval, "block", "blocks"),
        "blocks between restart markers");
    return counted(interval, "block", "blocks");
  }
  put(FieldKind::image, "parameters", {0, payload.size()}, {}, {});
  return {};
}

std::string describe_jfif(Bytes payload, const PutField& put) {
  Cursor cursor{payload};
  cursor.skip(5);
  const unsigned version = cursor.u16();
  const unsigned unit = cursor.u8();
  const unsigned across = cursor.u16();
  const unsigned down = cursor.u16();
  const std::uint64_t width = cursor.u8();
  const std::uint64_t height = cursor.u8();
  constexpr std::array<std::string_view, 3> units = {"none: only the ratio counts", "inches", "centimetres"};
  std::string version_text =
      number(version >> 8) + "." + (version % 256 < 10 ? "0" : "") + number(version % 256);
  put(FieldKind::header, "signature", {0, 5}, "JFIF", "says that this is a JFIF header");
  put(FieldKind::header, "JFIFVersion", {5, 2}, version_text, {});
  put(FieldKind::value, "ResolutionUnit", {7, 1}, unit < 3 ? std::string{units[unit]} : number(unit), {});
  put(FieldKind::value, "XResolution", {8, 2}, number(across), {});
  put(FieldKind::value, "YResolution", {10, 2}, number(down), {});
  put(FieldKind::header, "thumbnail size", {12, 2}, number(width) + " x " + number(height), {});
  const std::uint64_t room = payload.size() - 14;
  const std::uint64_t pixels = std::min<std::uint64_t>(width * height * 3, room);
  if (pixels > 0) put(FieldKind::thumbnail, "thumbnail", {14, pixels}, {}, "uncompressed pixels");
  if (room > pixels) put(FieldKind::padding, "rest", {14 + pixels, room - pixels}, {}, {});
  return "version " + version_text + ", " + number(across) + " x " + number(down) +
         (unit == 1   ? " dots per inch"
          : unit == 2 ? " dots per centimetre"
                      : " (aspect ratio)") +
         (pixels > 0 ? ", with a thumbnail" : "");
}

std::string describe_adobe(Bytes payload, const PutField& put) {
  Cursor cursor{payload};
  cursor.skip(5);
  const unsigned version = cursor.u16();
  const unsigned flags0 = cursor.u16();
  const unsigned flags1 = cursor.u16();
  const unsigned transform = cursor.u8();
  put(FieldKind::header, "signature", {0, std::min<std::uint64_t>(5, payload.size())}, "Adobe", {});
  if (!cursor) return {};
  constexpr std::array<std::string_view, 3> transforms = {"none (RGB or CMYK)", "YCbCr", "YCCK"};
  const std::string words = transform < 3 ? std::string{transforms[transform]} : number(transform);
  put(FieldKind::header, "DCTEncodeVersion", {5, 2}, number(version), {});
  put(FieldKind::header, "APP14Flags0", {7, 2}, number(flags0), {});
  put(FieldKind::header, "APP14Flags1", {9, 2}, number(flags1), {});
  put(FieldKind::value, "ColorTransform", {11, 1}, words, "how the colours are coded");
  return "colour transform " + words;
}

void describe_signature(const SegmentKind& kind, Bytes header, const PutField& put) {
  Cursor cursor{header};
  const auto name = [&](std::uint64_t length) {
    put(FieldKind::header, "signature", {0, length}, text_of(header.first(length)),
        "says what the segment holds");
  };
  switch (kind.joining) {
    case Joining::icc:
      if (header.size() < 14) break;
      name(12);
      put(FieldKind::count, "part", {12, 2}, number(header[12]) + " of " + number(header[13]),
          "a profile may be cut into several segments");
      return;
    case Joining::xmp_extended: {
      if (header.size() < 75) break;
      name(35);
      put(FieldKind::header, "GUID", {35, 32}, text_of(header.subspan(35, 32)),
          "MD5 of the whole extended packet");
      put(FieldKind::length, "full length", {67, 4}, number(load_u32(&header[67], ByteOrder::big)), {});
      put(FieldKind::offset, "offset of this part", {71, 4}, number(load_u32(&header[71], ByteOrder::big)),
          {});
      return;
    }
    case Joining::jumbf:
      if (header.size() < 8) break;
      name(2);
      put(FieldKind::header, "box instance", {2, 2}, number(load_u16(&header[2], ByteOrder::big)), {});
      put(FieldKind::count, "part", {4, 4}, number(load_u32(&header[4], ByteOrder::big)), {});
      return;
    case Joining::flir:
      if (header.size() < 8) break;
      name(6);
      put(FieldKind::count, "part", {6, 2}, number(header[6] + 1U) + " of " + number(header[7] + 1U), {});
      return;
    default:
      break;
  }
  name(header.size());
}

}  // namespace exifscrub
