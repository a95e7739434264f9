#include "metadata/gpmf.hpp"

#include <algorithm>
#include <array>
#include <bit>

#include "base/cursor.hpp"
#include "metadata/blanking.hpp"
#include "metadata/block_findings.hpp"
#include "metadata/exif_values.hpp"
#include "syntax/box.hpp"

namespace exifscrub {
namespace {

constexpr std::string_view group = "GoPro";
constexpr BoxType erased_key{"EMPT"};
constexpr std::size_t max_depth = 16;

struct KeyRow {
  BoxType key;  ///< four characters, as a box's type
  LeakClass leak_class;
  std::string_view tag;
};

constexpr auto keys = std::to_array<KeyRow>({
    {"GPS5", LeakClass::location, "GPSCoordinates"},
    {"GPS9", LeakClass::location, "GPSCoordinates"},
    {"GPRI", LeakClass::location, "GPSRaw"},
    {"GLPI", LeakClass::location, "GPSPosition"},
    {"ATTD", LeakClass::location, "Attitude"},
    {"VFRH", LeakClass::location, "HeadsUpDisplay"},
    {"GPSU", LeakClass::time, "GPSDateTime"},
    {"CDAT", LeakClass::time, "CreationDate"},
    {"CASN", LeakClass::device, "CameraSerialNumber"},
    {"MUID", LeakClass::device, "MediaUniqueID"},
    {"GUMI", LeakClass::device, "GlobalUniqueMediaID"},
    {"DVNM", LeakClass::device, "DeviceName"},
    {"MINF", LeakClass::device, "Model"},
    {"FMWR", LeakClass::software, "FirmwareVersion"},
    {"FACE", LeakClass::person, "FaceDetected"},
});

/// What says how to read the values of a stream and tells nothing by itself.
constexpr auto grammar_keys =
    std::to_array<BoxType>({"DVID", "STNM", "SIUN", "UNIT", "SCAL", "TYPE", "TSMP", "STMP", "TICK", "TOCK",
                            "EMPT", "RMRK", "GPSF", "GPSP", "GPSA", "VERS", "TIMO", "MTRX", "ORIN", "ORIO"});

class GpmfReader {
 public:
  explicit GpmfReader(BlockFindings& into) : into_(into), bytes_(into.bytes()) {}

  void read() {
    read_rows({0, bytes_.size()}, 0);
    into_.add(LeakClass::device, group, "Sensors", sensors_);
  }

 private:
  /// Key 4 | type 1, 0: rows | size of a value 1 | count 2 | values, padded to 4
  void read_rows(Extent within, std::size_t depth) {
    std::uint64_t at = within.offset;
    while (within.end() - at >= 8) {
      const BoxType key{load_u32(&bytes_[at], ByteOrder::big)};
      const Byte type = bytes_[at + 4];
      const std::uint64_t length = std::uint64_t{bytes_[at + 5]} * load_u16(&bytes_[at + 6], ByteOrder::big);
      if (key.code() == 0) break;  // padding
      if (length > within.end() - at - 8) break;
      const Extent value{at + 8, length};
      if (type != 0)
        read_value(key, at, value);
      else if (depth < max_depth)
        read_rows(value, depth + 1);
      else
        into_.add_unreadable(group, value);
      at = std::min(value.offset + (length + 3) / 4 * 4, within.end());
    }
    into_.add_unreadable(group, extent_between(at, within.end()));
  }

  void read_value(BoxType key, std::uint64_t at, Extent value) {
    if (key == BoxType{"SCAL"}) scale_ = value;
    if (std::ranges::find(grammar_keys, key) != grammar_keys.end()) return;
    const bool blank = std::ranges::all_of(into_.bytes(value), [](Byte b) { return b == 0 || b == ' '; });
    if (blank) return;
    const std::array where = {Extent{at, 4}, value};
    const auto* row = std::ranges::find(keys, key, &KeyRow::key);
    if (row == keys.end()) {
      sensors_.insert(sensors_.end(), where.begin(), where.end());
      return;
    }
    BlockFinding* finding = into_.add(row->leak_class, group, row->tag, where);
    if (finding != nullptr) describe(*finding, key, value);
  }

  void describe(BlockFinding& finding, BoxType key, Extent at) {
    const Bytes value = into_.bytes(at);
    if (key == BoxType{"GPS5"} || key == BoxType{"GPS9"}) return describe_position(finding, value);
    if (into_.wants_values()) finding.value = is_printable(value) ? text_value(value) : hex_value(value);
  }

  /// Latitude, longitude, altitude, ..., each a 32-bit number to divide by its scale; the first row stands
  /// for all.
  void describe_position(BlockFinding& finding, Bytes value) {
    if (value.size() < 12) return;
    std::array<double, 3> place{};
    for (std::size_t i = 0; i < place.size(); ++i) {
      place[i] = std::bit_cast<std::int32_t>(load_u32(&value[4 * i], ByteOrder::big)) / scale(i);
    }
    into_.add_position(place[0], place[1], place[2]);
    if (into_.wants_values()) finding.value = position_value(place[0], place[1], place[2]);
  }

  /// One scale for all, or one for each.
  double scale(std::size_t index) const {
    const Bytes scales = into_.bytes(scale_);
    if (scales.size() < 4) return index < 2 ? 1e7 : 1e3;
    const std::size_t at = scales.size() >= 4 * (index + 1) ? 4 * index : 0;
    const auto number = std::bit_cast<std::int32_t>(load_u32(&scales[at], ByteOrder::big));
    return number == 0 ? 1 : number;
  }

  BlockFindings& into_;
  Bytes bytes_;
  Extent scale_;
  std::vector<Extent> sensors_;
};

}  // namespace

void read_gpmf(const ReadRequest& request, Reading& into) {
  BlockFindings findings{request, into};
  GpmfReader{findings}.read();
}

Result<Erasure> erase_gpmf(const EraseRequest& request) {
  Blanking blanking{request.bytes.size()};
  const std::string name = erased_key.text();
  for (const BlockFinding* finding : request.selected) {
    const auto where = request.reading->where(*finding);
    const bool pairs = finding->standing == Standing::leak;
    for (std::size_t i = 0; i < where.size(); ++i) {
      if (!pairs || i % 2 == 1) blanking.fill(where[i]);
      for (std::size_t j = 0; pairs && i % 2 == 0 && j < name.size(); ++j) {
        blanking.fill({where[i].offset + j, 1}, static_cast<Byte>(name[j]), Phase::index);
      }
    }
  }
  Erasure erasure;
  erasure.patches = blanking.patches();
  return erasure;
}

}  // namespace exifscrub
