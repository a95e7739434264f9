#include "scrub/sidecar.hpp"

#include <algorithm>
#include <array>
#include <cctype>

#include "apply/raw_scan.hpp"
#include "base/bytes.hpp"
#include "base/cursor.hpp"
#include "base/error_text.hpp"
#include "metadata/aae.hpp"
#include "metadata/takeout.hpp"
#include "plan/planned_source.hpp"
#include "scrub/account.hpp"
#include "scrub/leaks.hpp"
#include "scrub/treatment.hpp"
#include "scrub/verdict.hpp"

namespace exifscrub {
namespace {

constexpr SidecarKind companion(CompanionKind kind) { return {SidecarForm::companion, kind}; }

constexpr auto table = std::to_array<SidecarRow>({
    {".xmp", {SidecarForm::xmp}, "an XMP packet"},
    {".json", {SidecarForm::takeout}, "a record of Google Takeout"},
    {".aae", {SidecarForm::aae}, "edits of Apple's Photos"},
    {".gpx", companion(CompanionKind::gps_track), "a track"},
    {".srt", companion(CompanionKind::subtitles), "subtitles of a drone or dash cam"},
    {".pp3", companion(CompanionKind::rawtherapee), "edits of RawTherapee"},
    {".dop", companion(CompanionKind::dxo), "edits of DxO PhotoLab"},
    {".cos", companion(CompanionKind::capture_one), "edits of Capture One"},
    {".on1", companion(CompanionKind::on1), "edits of ON1"},
    {".vrd", companion(CompanionKind::canon_recipe), "edits of Canon's Digital Photo Professional"},
    {".dr4", companion(CompanionKind::canon_recipe), "edits of Canon's Digital Photo Professional"},
    {".c2pa", companion(CompanionKind::manifest), "content credentials"},
    {"._", companion(CompanionKind::apple_double), "attributes that macOS keeps on foreign disks"},
});

/// A file that is one XMP packet, seen as a container with one block.
Result<void> parse_packet(ByteSource& file, LayoutBuilder& into, const ParseOptions&) {
  const Extent all{0, file.size()};
  Block block;
  block.kind = BlockKind::xmp;
  block.node = 0;
  block.parts = {all};
  block.name = "XMP";
  Region region;
  region.at = region.payload = all;
  region.role = Role::metadata;
  region.may = Removal::blank;
  region.node = 0;
  region.block = into.add_block(std::move(block));
  region.name = "XMP";
  into.claim(region);
  return {};
}

constexpr Format packet_format{FormatId::none, nullptr, parse_packet};

/// The root elements of a packet, also with the zeros of UTF-16 and UTF-32 between the letters.
bool looks_like_packet(Bytes bytes) {
  std::vector<Byte> letters;
  std::ranges::copy_if(bytes.first(std::min<std::size_t>(bytes.size(), 64 * 1024)),
                       std::back_inserter(letters), [](Byte byte) { return byte != 0; });
  return contains(letters, "xmpmeta") || contains(letters, "http://www.w3.org/1999/02/22-rdf-syntax-ns#");
}

Result<void> check_coordinates(Bytes output, const std::vector<Location>& positions, const Policy& policy) {
  if (!policy.removes_class(LeakClass::location)) return {};
  RemovedCoordinates removed;
  for (const Location& position : positions) removed.add_position(position.latitude, position.longitude);
  if (removed.empty()) return {};
  MemorySource source{output};
  EXS_TRY(const std::vector<RawHit> hits, removed.find(source, {}));
  if (hits.empty()) return {};
  return Error{Errc::conflict, hits.front().at.offset, "a removed coordinate is still there"};
}

std::vector<Location> positions_of(const Document& packet) {
  std::vector<Location> positions;
  for (const BlockPosition& position : packet.reading().positions) {
    Location location;
    location.latitude = position.latitude;
    location.longitude = position.longitude;
    location.altitude_m = position.altitude_m;
    positions.push_back(std::move(location));
  }
  return positions;
}

}  // namespace

std::span<const SidecarRow> sidecar_table() { return table; }

std::optional<SidecarKind> sidecar_kind_of(std::string_view name) {
  const auto is = [&](const SidecarRow& row) {
    if (name.size() <= row.name.size()) return false;
    const std::size_t from = is_prefix(row) ? 0 : name.size() - row.name.size();
    return std::ranges::equal(name.substr(from, row.name.size()), row.name, [](char a, char b) {
      return std::tolower(static_cast<unsigned char>(a)) == b;
    });
  };
  // What macOS notes is none of what its name ends in.
  if (is(table.back())) return table.back().kind;
  const auto* row = std::ranges::find_if(table, is);
  return row == table.end() ? std::nullopt : std::optional{row->kind};
}

Sidecar::Sidecar(SidecarKind kind, std::vector<Byte> bytes)
    : kind_(kind),
      bytes_(std::make_unique<std::vector<Byte>>(std::move(bytes))),
      source_(std::make_unique<MemorySource>(Bytes{*bytes_})) {}

Result<Sidecar> Sidecar::read(SidecarKind kind, std::vector<Byte> bytes, bool values) {
  Sidecar sidecar{kind, std::move(bytes)};
  const Bytes content{*sidecar.bytes_};
  if (all_zero(content)) return Error{Errc::unsupported, 0, "holds nothing"};
  switch (kind.form) {
    case SidecarForm::takeout: {
      EXS_TRY(sidecar.record_, read_takeout(content));
      break;
    }
    case SidecarForm::aae: {
      EXS_TRY(sidecar.record_, read_aae(content));
      break;
    }
    case SidecarForm::companion: {
      EXS_TRY(sidecar.record_, read_companion(kind.companion, content));
      break;
    }
    case SidecarForm::xmp: {
      if (!looks_like_packet(content)) return Error{Errc::unsupported, 0, "no XMP by its content"};
      const Document::Options options{DigestKind::xxh3, values};
      sidecar.packet_ = std::make_unique<Document>(*sidecar.source_, packet_format, options);
      EXS_CHECK(sidecar.packet_->read(*sidecar.source_));
      break;
    }
  }
  return sidecar;
}

void Sidecar::account(Outcome& outcome) const {
  if (packet_ != nullptr) return exifscrub::account(*packet_, nullptr, outcome);
  const std::string_view carrier = kind_.form == SidecarForm::aae       ? "AAE"
                                   : kind_.form == SidecarForm::takeout ? "Takeout"
                                                                        : carrier_of(kind_.companion);
  for (const RecordField& field : record_.fields) {
    Finding finding;
    finding.leak_class = field.leak_class;
    finding.name = field.name;
    finding.value = field.value;
    finding.carrier = carrier;
    finding.where = {{0, bytes_->size()}};
    outcome.findings.push_back(std::move(finding));
  }
  for (Location position : record_.positions) {
    position.carrier = carrier;
    outcome.locations.push_back(std::move(position));
  }
}

bool Sidecar::tells(const std::array<bool, leak_class_count>& classes) const {
  if (packet_ != nullptr) return leaks_any(packet_->reading().findings, classes);
  return std::ranges::any_of(record_.fields, [&](const RecordField& field) {
    return classes[static_cast<std::size_t>(field.leak_class)];
  });
}

bool Sidecar::holds_kept(const Policy& policy) const {
  if (packet_ == nullptr) return tells(policy.kept_by_user);
  return std::ranges::any_of(packet_->reading().findings, [&](const BlockFinding& finding) {
    return finding.standing == Standing::leak && policy.keeps_on_request(finding.leak_class);
  });
}

Result<SidecarChange> Sidecar::change(const Policy& policy) {
  // A viewer needs nothing of a sidecar: where all goes that nobody asked to keep, it goes whole.
  if (policy.mode == Mode::strip && !holds_kept(policy))
    return SidecarChange{SidecarChange::Way::remove, {}, {}};
  if (kind_.form == SidecarForm::xmp) return change_packet(policy);
  return kind_.form == SidecarForm::takeout ? change_record(policy) : change_whole(policy);
}

Result<SidecarChange> Sidecar::change_packet(const Policy& policy) {
  EXS_TRY(const Treatment treatment, treat(*packet_, policy));
  SidecarChange made;
  if (!treatment.plan.changes_anything()) return made;
  PlannedSource planned{*source_, treatment.plan};
  made.bytes.resize(planned.size());
  EXS_CHECK(planned.read_into(0, made.bytes));
  if (all_zero(made.bytes)) return SidecarChange{SidecarChange::Way::remove, {}, {}};
  made.way = SidecarChange::Way::rewrite;
  MemorySource output{made.bytes};
  Document again{output, packet_format, {}};
  EXS_CHECK(again.read(output));
  EXS_TRY(const Treatment rest, treat(again, policy));
  if (rest.plan.changes_anything()) {
    return Error{Errc::conflict, 0, "something that had to go is still there"};
  }
  EXS_CHECK(check_coordinates(made.bytes, positions_of(*packet_), policy));
  return made;
}

Result<SidecarChange> Sidecar::change_record(const Policy& policy) const {
  const bool strips = policy.mode == Mode::strip;
  const auto goes = [&](LeakClass leak_class) {
    return strips ? !policy.keeps_on_request(leak_class) : policy.removes_class(leak_class);
  };
  SidecarChange made;
  const bool any =
      std::ranges::any_of(record_.fields, [&](const RecordField& field) { return goes(field.leak_class); });
  if (!any) return made;
  EXS_TRY(made.bytes, clean_takeout(*bytes_, goes));
  if (made.bytes.empty()) return SidecarChange{SidecarChange::Way::remove, {}, {}};
  made.way = SidecarChange::Way::rewrite;
  EXS_TRY(const SidecarRecord again, read_takeout(made.bytes));
  if (std::ranges::any_of(again.fields, [&](const RecordField& field) { return goes(field.leak_class); })) {
    return Error{Errc::conflict, 0, "something that had to go is still there"};
  }
  EXS_CHECK(check_coordinates(made.bytes, record_.positions, policy));
  return made;
}

Result<SidecarChange> Sidecar::change_whole(const Policy& policy) const {
  const bool strips = policy.mode == Mode::strip;
  const auto goes = [&](const RecordField& field) {
    return strips ? !policy.keeps_on_request(field.leak_class) : policy.removes_class(field.leak_class);
  };
  SidecarChange made;
  if (std::ranges::all_of(record_.fields, goes)) {
    made.way = SidecarChange::Way::remove;
  } else if (std::ranges::any_of(record_.fields, goes)) {
    return Error{Errc::sealed, 0, "such a file goes as a whole or not at all"};
  } else if (record_.has_unreadable_edits) {
    made.kept = "nobody can read all that is in it, which stays";
  }
  return made;
}

const BlindSpot* Sidecar::blind_spot() const {
  if (packet_ == nullptr) return nullptr;
  const auto& spots = packet_->reading().blind_spots;
  const auto spot = std::ranges::find_if(spots, &BlindSpot::may_hide_location);
  return spot == spots.end() ? nullptr : &*spot;
}

void judge_sidecar(const Sidecar& sidecar, const Job& job, Outcome& outcome) {
  std::array<bool, leak_class_count> all{};
  all.fill(true);
  const BlindSpot* spot = sidecar.blind_spot();
  if (sidecar.tells(job.fail_on)) {
    settle(outcome, Status::leaks);
  } else if (job.fail_on[static_cast<std::size_t>(LeakClass::location)] && spot != nullptr) {
    settle(outcome, Status::refused, reason_at(spot->what, spot->offset));
  } else {
    settle(outcome, sidecar.tells(all) ? Status::metadata : Status::clean);
  }
}

void mark_actions(const SidecarChange& change, const Policy& policy, Outcome& outcome) {
  for (Finding& finding : outcome.findings) {
    const bool goes = change.way == SidecarChange::Way::remove ||
                      (change.way == SidecarChange::Way::rewrite && finding.standing != Standing::remark &&
                       policy.removes_class(finding.leak_class));
    finding.action = goes ? Action::removed : Action::kept;
  }
}

}  // namespace exifscrub
