#include "metadata/isobmff_tracks.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cctype>
#include <map>

#include "base/bytes.hpp"
#include "base/checked.hpp"
#include "base/cursor.hpp"
#include "metadata/isobmff_items.hpp"
#include "metadata/isobmff_unread.hpp"

namespace exifscrub {
namespace {

using namespace std::string_view_literals;

constexpr std::uint32_t none = MovieTree::no_box;
constexpr std::size_t max_samples = 1'000'000;

Bytes payload_of(Bytes stream, const MovieTree& tree, std::uint32_t box) {
  if (box == none) return {};
  const Extent at = tree.boxes[box].box.payload;
  return stream.subspan(at.offset, at.length);
}

/// The sizes of a track's samples: `stsz`, or the compact `stz2`.
class SampleSizes {
 public:
  SampleSizes(Bytes stream, const MovieTree& tree, std::uint32_t table) {
    bytes_ = payload_of(stream, tree, tree.child(table, "stsz"));
    if (!bytes_.empty()) {
      Cursor cursor{bytes_};
      cursor.skip(4);
      common_ = cursor.u32();
      count_ = cursor.u32();
      bits_ = 32;
    } else {
      bytes_ = payload_of(stream, tree, tree.child(table, "stz2"));
      Cursor cursor{bytes_};
      cursor.skip(7);
      bits_ = cursor.u8();
      count_ = cursor.u32();
    }
    bytes_ = bytes_.subspan(std::min<std::size_t>(bytes_.size(), 12));
  }

  [[nodiscard]] std::size_t count() const { return std::min<std::size_t>(count_, max_samples); }

  /// 0 behind the end of the table.
  [[nodiscard]] std::uint64_t of(std::size_t sample) const {
    if (common_ != 0) return common_;
    const std::size_t at = sample * bits_ / 8;
    switch (bits_) {
      case 4:
        return at < bytes_.size() ? (sample % 2 == 0 ? bytes_[at] >> 4 : bytes_[at] & 0xF) : 0;
      case 8:
        return at < bytes_.size() ? bytes_[at] : 0;
      case 16:
        return at + 2 <= bytes_.size() ? load_u16(&bytes_[at], ByteOrder::big) : 0;
      case 32:
        return at + 4 <= bytes_.size() ? load_u32(&bytes_[at], ByteOrder::big) : 0;
      default:
        return 0;
    }
  }

 private:
  Bytes bytes_;
  std::uint32_t common_ = 0;
  std::uint32_t count_ = 0;
  unsigned bits_ = 0;
};

/// Where the chunks of a track start: `stco`, or `co64`.
std::vector<std::uint64_t> chunk_offsets(Bytes stream, const MovieTree& tree, std::uint32_t table) {
  std::uint32_t box = tree.child(table, "stco");
  const bool wide = box == none;
  if (wide) box = tree.child(table, "co64");
  Cursor cursor{payload_of(stream, tree, box)};
  cursor.skip(4);
  std::vector<std::uint64_t> offsets;
  for (std::uint32_t left = cursor.u32(); left > 0 && cursor; --left) {
    const std::uint64_t offset = wide ? cursor.u64() : cursor.u32();
    if (cursor) offsets.push_back(offset);
  }
  return offsets;
}

/// How many samples each chunk holds: `stsc` {first chunk from 1, samples in a chunk, description}.
std::vector<std::uint32_t> samples_by_chunk(Bytes stream, const MovieTree& tree, std::uint32_t table,
                                            std::size_t chunks) {
  std::vector<std::uint32_t> counts(chunks);
  Cursor cursor{payload_of(stream, tree, tree.child(table, "stsc"))};
  cursor.skip(4);
  std::size_t chunk = 0;
  std::uint32_t samples = 0;
  for (std::uint32_t left = cursor.u32(); left > 0 && cursor; --left) {
    const std::uint32_t first = cursor.u32();
    const std::uint32_t next = cursor.u32();
    cursor.skip(4);
    if (!cursor) break;
    for (; chunk < chunks && chunk + 1 < first; ++chunk) counts[chunk] = samples;
    samples = next;
  }
  for (; chunk < chunks; ++chunk) counts[chunk] = samples;
  return counts;
}

/// What a track says about itself.
struct TrackKind {
  BoxType handler;  ///< "vide", "meta"
  BoxType format;   ///< of its first sample description
  Extent entry;     ///< that description, behind its header and data reference
};

TrackKind kind_of(Bytes stream, const MovieTree& tree, std::uint32_t track) {
  TrackKind kind;
  Cursor handler{payload_of(stream, tree, tree.find(track, {"mdia", "hdlr"}))};
  handler.skip(8);
  kind.handler = BoxType{handler.u32()};
  const std::uint32_t box = tree.find(track, {"mdia", "minf", "stbl", "stsd"});
  if (box == none) return kind;
  const Extent descriptions = tree.boxes[box].box.payload;
  if (descriptions.length < 8) return kind;
  BoxSequence sequence{stream, extent_between(descriptions.offset + 8, descriptions.end())};
  if (const auto entry = sequence.next()) {
    kind.format = entry->type;
    kind.entry = extent_between(entry->payload.offset + 8, entry->payload.end());
  }
  return kind;
}

std::string track_group(const MovieTree& tree, std::uint32_t track) {
  return "Track" + std::to_string(tree.boxes[track].track);
}

/// What samples of a format hold, as a whole.
struct FormatRow {
  BoxType format;
  LeakClass leak_class;
  std::string_view tag;
};

constexpr auto formats = std::to_array<FormatRow>({
    {"rtmd", LeakClass::location, "SonyRtmd"},  // acquisition metadata with GPS and serial number
    {"djmd", LeakClass::location, "DJIMetadata"},
    {"dbgi", LeakClass::location, "DJIDebugInfo"},
    {"ctbx", LeakClass::location, "GMCarRecorder"},
    {"marl", LeakClass::location, "GMCarRecorder"},
    {"gps ", LeakClass::location, "GPSTrack"},
    {"CTMD", LeakClass::device, "CanonTimedMetadata"},
    {"fdsc", LeakClass::device, "GoProFdsc"},
    {"RVMI", LeakClass::device, "RicohRVMI"},
    {"ssmd", LeakClass::device, "SonySsmd"},
    {"INSV", LeakClass::device, "Insta360INSV"},
});

bool has_word(Bytes bytes, std::string_view word) {
  const auto lower = [](Byte c) { return static_cast<Byte>(c >= 'A' && c <= 'Z' ? c + 32 : c); };
  return std::search(bytes.begin(), bytes.end(), word.begin(), word.end(), [lower](Byte byte, char c) {
           return lower(byte) == static_cast<Byte>(c);
         }) != bytes.end();
}

/// Subtitles are where drones and dash cams write their position.
LeakClass class_of_subtitles(const BlockFindings& from, const std::vector<Extent>& samples) {
  for (const Extent sample : samples) {
    if (class_of_unread(from.bytes(sample)) == LeakClass::location) return LeakClass::location;
    for (const std::string_view word : {"gps"sv, "latitude"sv, "longitude"sv, "geo:"sv, "home("sv}) {
      if (has_word(from.bytes(sample), word)) return LeakClass::location;
    }
  }
  return LeakClass::text;
}

/// `mett`: content encoding, 0, media type, 0. Phones describe the frames of a motion photo in it; Parrot's
/// drones their flight.
LeakClass class_of_media_type(Bytes entry) {
  if (has_word(entry, "parrot") || has_word(entry, "gps") || has_word(entry, "location")) {
    return LeakClass::location;
  }
  if (has_word(entry, "microvideo") || has_word(entry, "motionphoto") || has_word(entry, "arcore")) {
    return LeakClass::device;
  }
  return LeakClass::unknown;
}

/// What erasing makes of the type of a packet that held a position.
constexpr std::uint16_t erased_motion_packet = 0xFFFF;

double load_f64(const Byte* at) { return std::bit_cast<double>(load_u64(at, ByteOrder::little)); }
double load_f32(const Byte* at) { return std::bit_cast<float>(load_u32(at, ByteOrder::little)); }

/// Camera motion: 0 2, type 2, values, little-endian. Type 5: latitude, longitude, altitude f64; type 6: time
/// f64, kind of fix u32, latitude f64, longitude f64, altitude f32, ...
void read_camera_motion(BlockFindings& into, std::string_view group, const std::vector<Extent>& samples) {
  std::vector<Extent> positions;
  std::vector<Extent> sensors;
  std::string value;
  for (const Extent sample : samples) {
    const Bytes packet = into.bytes(sample);
    if (packet.size() < 4) continue;
    const std::uint16_t type = load_u16(&packet[2], ByteOrder::little);
    if (type == erased_motion_packet && all_zero(packet.subspan(4))) continue;
    std::vector<Extent>& list = type == 5 || type == 6 ? positions : sensors;
    list.push_back({sample.offset + 2, 2});
    list.push_back({sample.offset + 4, sample.length - 4});
    const std::size_t at = type == 5 ? 4 : 16;
    const std::size_t needs = type == 5 ? 28 : 36;
    if ((type != 5 && type != 6) || packet.size() < needs) continue;
    const double latitude = load_f64(&packet[at]);
    const double longitude = load_f64(&packet[at + 8]);
    const double altitude = type == 5 ? load_f64(&packet[at + 16]) : load_f32(&packet[at + 16]);
    if (value.empty()) value = position_value(latitude, longitude, altitude);
    if (positions.size() == 2) into.add_position(latitude, longitude, altitude);
  }
  if (BlockFinding* finding = into.add(LeakClass::location, group, "CameraMotionPosition", positions)) {
    finding->form = Form::motion_packets;
    if (into.wants_values()) finding->value = value;
  }
  into.add(LeakClass::device, group, "CameraMotionSensors", sensors);
}

/// The keys that a `mebx` description declares, by their number: `keys` holds a box for each, whose `keyd` is
/// namespace 4, name.
std::map<std::uint32_t, std::string> declared_keys(Bytes stream, Extent entry) {
  std::map<std::uint32_t, std::string> keys;
  BoxSequence parts{stream, entry};
  while (const auto part = parts.next()) {
    if (part->type != BoxType{"keys"}) continue;
    BoxSequence numbered{stream, part->payload};
    while (const auto key = numbered.next()) {
      BoxSequence inside{stream, key->payload};
      while (const auto box = inside.next()) {
        if (box->type != BoxType{"keyd"} || box->payload.length < 4) continue;
        const Bytes name = stream.subspan(box->payload.offset + 4, box->payload.length - 4);
        keys.emplace(key->type.code(), std::string{name.begin(), name.end()});
      }
    }
  }
  return keys;
}

/// Apple's timed metadata: each sample is a row of items {size 4, key's number 4, value}.
void read_boxed_metadata(BlockFindings& into, std::string_view group, Extent entry,
                         const std::vector<Extent>& samples) {
  const std::map<std::uint32_t, std::string> keys = declared_keys(into.bytes({0, ~std::uint64_t{0}}), entry);
  std::map<std::uint32_t, std::vector<Extent>> values;
  for (const Extent sample : samples) {
    BoxSequence items{into.bytes({0, ~std::uint64_t{0}}), sample};
    while (const auto item = items.next()) {
      if (!keys.contains(item->type.code())) continue;
      std::vector<Extent>& where = values[item->type.code()];
      where.push_back({item->type_at(), 4});
      where.push_back(item->payload);
    }
  }
  for (const auto& [number, where] : values) {
    const KeyMeaning meaning = key_meaning(keys.at(number));
    BlockFinding* finding = into.add(meaning.leak_class, group, into.keep(meaning.tag), where);
    if (finding == nullptr || !meaning.position) continue;
    std::string first = into.add_iso6709(text_value(into.bytes(where[1])));
    if (into.wants_values()) finding->value = std::move(first);
  }
}

/// Frames of Motion JPEG are JPEG streams; those with documents of their own are looked into, as many as a picture
/// of that kind may hold.
void read_frames(BlockFindings& into, std::string_view group, const std::vector<Extent>& samples) {
  constexpr std::size_t most_frames = 64;
  std::vector<Extent> left;
  std::size_t frames = 0;
  for (const Extent sample : samples) {
    const Bytes frame = into.bytes(sample);
    const auto has = [&](std::string_view signature) { return contains(frame, signature); };
    if (!has("Exif\0\0"sv) && !has("http://ns.adobe.com/"sv) && !has("Photoshop 3.0"sv)) continue;
    if (starts_with(frame, "\xFF\xD8\xFF"sv) && frames < most_frames) {
      into.refer_to_picture(ImageUse::unindexed, group, sample);
      ++frames;
    } else {
      left.push_back(sample);
    }
  }
  add_unread(into, "Frames", left);
}

bool is_motion_jpeg(BoxType format) {
  constexpr auto rows = std::to_array<BoxType>({"jpeg", "mjpa", "mjpb", "AVDJ", "dmb1"});
  return std::ranges::find(rows, format) != rows.end();
}

bool is_media(BoxType handler) {
  constexpr auto media = std::to_array<BoxType>({"vide", "soun", "auxv", "pict", "hint", "tmcd"});
  return std::ranges::find(media, handler) != media.end();
}

}  // namespace

std::vector<Extent> sample_extents(Bytes stream, const MovieTree& tree, std::uint32_t track, CutSamples cut) {
  const std::uint32_t table = tree.find(track, {"mdia", "minf", "stbl"});
  std::vector<Extent> samples;
  if (table == none) return samples;
  const SampleSizes sizes{stream, tree, table};
  const std::vector<std::uint64_t> chunks = chunk_offsets(stream, tree, table);
  const std::vector<std::uint32_t> counts = samples_by_chunk(stream, tree, table, chunks.size());
  std::size_t sample = 0;
  for (std::size_t chunk = 0; chunk < chunks.size(); ++chunk) {
    std::uint64_t at = chunks[chunk];
    for (std::uint32_t left = counts[chunk]; left > 0 && sample < sizes.count(); --left, ++sample) {
      const std::uint64_t size = sizes.of(sample);
      if (!fits<std::uint64_t>(at, size, stream.size())) {
        const bool reaches_in = cut == CutSamples::as_far_as_they_go && at < stream.size();
        if (reaches_in) samples.push_back(extent_between(at, stream.size()));
        break;
      }
      if (size != 0) samples.push_back({at, size});
      at += size;
    }
  }
  return samples;
}

void read_metadata_track(BlockFindings& into, const MovieTree& tree, std::uint32_t track) {
  const Bytes stream = into.bytes({0, ~std::uint64_t{0}});
  const TrackKind kind = kind_of(stream, tree, track);
  const std::string_view group = into.keep(track_group(tree, track));
  const BoxType format = kind.format;
  const bool frames = is_motion_jpeg(format);
  if (is_media(kind.handler) && format != BoxType{"djmd"} && !frames) return;
  const std::vector<Extent> samples = sample_extents(stream, tree, track, CutSamples::left_out);
  if (frames) return read_frames(into, group, samples);
  if (format == BoxType{"gpmd"}) return into.refer(BlockKind::gpmf, "GoPro gpmd", samples);
  if (format == BoxType{"camm"}) return read_camera_motion(into, group, samples);
  if (format == BoxType{"mebx"}) return read_boxed_metadata(into, group, kind.entry, samples);
  if (format == BoxType{"text"} || format == BoxType{"tx3g"} || format == BoxType{"sbtl"}) {
    into.add(class_of_subtitles(into, samples), group, "Text", samples);
    return;
  }
  if (format == BoxType{"mett"}) {
    into.add(class_of_media_type(into.bytes(kind.entry)), group, "TimedMetadata", samples);
    return;
  }
  const auto* row = std::ranges::find(formats, format, &FormatRow::format);
  if (row != formats.end()) {
    into.add(row->leak_class, group, row->tag, samples);
  } else {
    into.add(LeakClass::unknown, group, "TimedMetadata", samples);
  }
}

}  // namespace exifscrub
