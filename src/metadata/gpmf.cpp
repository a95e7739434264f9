#include "metadata/gpmf.hpp"

#include <algorithm>
#include <array>
#include <bit>

#include "base/cursor.hpp"
#include "metadata/blanking.hpp"
#include "metadata/block_findings.hpp"
#include "metadata/exif_values.hpp"
#include "metadata/text_places.hpp"
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
  void read_rows(Extent within, std::size_t depth) {
    GpmfSequence rows{bytes_, within};
    while (const auto row = rows.next()) {
      if (row->type != 0)
        read_value(*row);
      else if (depth < max_depth)
        read_rows(row->value, depth + 1);
      else
        into_.add_unreadable(group, row->value);
    }
    into_.add_unreadable(group, rows.rest());
  }

  void read_value(const GpmfRow& row) {
    constexpr std::uint8_t characters = 'c';
    if (row.type == characters) into_.add_text_places(group, into_.keep(row.key.text()), row.value);
    read_value(row.key, row.at.offset, row.value);
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

std::optional<GpmfRow> GpmfSequence::next() {
  constexpr std::uint64_t head = 8;
  if (end_ - at_ < head) return std::nullopt;
  GpmfRow row;
  row.key = BoxType{load_u32(&bytes_[at_], ByteOrder::big)};
  row.type = bytes_[at_ + 4];
  row.size = bytes_[at_ + 5];
  row.count = load_u16(&bytes_[at_ + 6], ByteOrder::big);
  row.value = {at_ + head, std::uint64_t{row.size} * row.count};
  if (row.key.code() == 0 || row.value.length > end_ - row.value.offset) return std::nullopt;
  row.at = extent_between(at_, std::min(row.value.offset + (row.value.length + 3) / 4 * 4, end_));
  at_ = row.at.end();
  return row;
}

std::string_view gpmf_tag(BoxType key) {
  const auto* row = std::ranges::find(keys, key, &KeyRow::key);
  return row == keys.end() ? std::string_view{} : row->tag;
}

void read_gpmf(const ReadRequest& request, Reading& into) {
  BlockFindings findings{request, into};
  GpmfReader{findings}.read();
}

Result<Erasure> erase_gpmf(const EraseRequest& request) {
  Blanking blanking{request.bytes.size()};
  const std::string name = erased_key.text();
  for (const BlockFinding* finding : request.selected) {
    if (finding->form == Form::text_place) continue;
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
  overwrite_text_places(request, erasure);
  return erasure;
}

}  // namespace exifscrub
