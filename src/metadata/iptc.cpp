#include "metadata/iptc.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <string>

#include "base/bytes.hpp"
#include "base/cursor.hpp"
#include "metadata/embedded_document.hpp"
#include "metadata/keywords.hpp"
#include "metadata/text_places.hpp"

namespace exifscrub {
namespace {

using enum LeakClass;

constexpr Byte dataset_marker = 0x1C;
constexpr std::size_t most_datasets = 1U << 16;

// IIM 4.2 chapters 5 (envelope), 6 (application) and 7 to 9 (object data); 3 is the Newsphoto record, 240
// FotoStation's own.
constexpr auto rows = std::to_array<IptcRow>({
    {1, 0, "EnvelopeRecordVersion", device},
    {1, 5, "Destination", text},
    {1, 20, "FileFormat", device},
    {1, 22, "FileVersion", device},
    {1, 30, "ServiceIdentifier", copyright},
    {1, 40, "EnvelopeNumber", history},
    {1, 50, "ProductID", text},
    {1, 60, "EnvelopePriority", device},
    {1, 70, "DateSent", time},
    {1, 80, "TimeSent", time},
    {1, 90, "CodedCharacterSet", device},
    {1, 100, "UniqueObjectName", history},
    {1, 120, "ARMIdentifier", device},
    {1, 122, "ARMVersion", device},
    {2, 0, "ApplicationRecordVersion", device},
    {2, 3, "ObjectTypeReference", text},
    {2, 4, "ObjectAttributeReference", text},
    {2, 5, "ObjectName", text},
    {2, 7, "EditStatus", text},
    {2, 8, "EditorialUpdate", text},
    {2, 10, "Urgency", text},
    {2, 12, "SubjectReference", text},
    {2, 15, "Category", text},
    {2, 20, "SupplementalCategories", text},
    {2, 22, "FixtureIdentifier", text},
    {2, 25, "Keywords", text},
    {2, 26, "ContentLocationCode", location},
    {2, 27, "ContentLocationName", location},
    {2, 30, "ReleaseDate", time},
    {2, 35, "ReleaseTime", time},
    {2, 37, "ExpirationDate", time},
    {2, 38, "ExpirationTime", time},
    {2, 40, "SpecialInstructions", text},
    {2, 42, "ActionAdvised", text},
    {2, 45, "ReferenceService", copyright},
    {2, 47, "ReferenceDate", time},
    {2, 50, "ReferenceNumber", history},
    {2, 55, "DateCreated", time},
    {2, 60, "TimeCreated", time},
    {2, 62, "DigitalCreationDate", time},
    {2, 63, "DigitalCreationTime", time},
    {2, 65, "OriginatingProgram", software},
    {2, 70, "ProgramVersion", software},
    {2, 75, "ObjectCycle", text},
    {2, 80, "By-line", copyright},
    {2, 85, "By-lineTitle", copyright},
    {2, 90, "City", location},
    {2, 92, "Sub-location", location},
    {2, 95, "Province-State", location},
    {2, 100, "Country-PrimaryLocationCode", location},
    {2, 101, "Country-PrimaryLocationName", location},
    {2, 103, "OriginalTransmissionReference", text},
    {2, 105, "Headline", text},
    {2, 110, "Credit", copyright},
    {2, 115, "Source", copyright},
    {2, 116, "CopyrightNotice", copyright},
    {2, 118, "Contact", copyright},
    {2, 120, "Caption-Abstract", text},
    {2, 121, "LocalCaption", text},
    {2, 122, "Writer-Editor", person},
    {2, 125, "RasterizedCaption", text},
    {2, 130, "ImageType", device},
    {2, 131, "ImageOrientation", device},
    {2, 135, "LanguageIdentifier", text},
    {2, 150, "AudioType", motion},
    {2, 151, "AudioSamplingRate", motion},
    {2, 152, "AudioSamplingResolution", motion},
    {2, 153, "AudioDuration", motion},
    {2, 154, "AudioOutcue", motion},
    {2, 184, "JobID", history},
    {2, 185, "MasterDocumentID", history},
    {2, 186, "ShortDocumentID", history},
    {2, 187, "UniqueDocumentID", history},
    {2, 188, "OwnerID", person},
    {2, 200, "ObjectPreviewFileFormat", thumbnail},
    {2, 201, "ObjectPreviewFileVersion", thumbnail},
    {2, 202, "ObjectPreviewData", thumbnail},
    {2, 221, "Prefs", software},
    {2, 225, "ClassifyState", text},
    {2, 228, "SimilarityIndex", history},
    {2, 230, "DocumentNotes", text},
    {2, 231, "DocumentHistory", history},
    {2, 232, "ExifCameraInfo", device},
    {2, 255, "CatalogSets", text},
    {3, 0, "NewsPhotoVersion", device},
    {3, 10, "IPTCPictureNumber", history},
    {3, 20, "IPTCImageWidth", device},
    {3, 30, "IPTCImageHeight", device},
    {3, 66, "ICC_Profile", device},
    {7, 10, "SizeMode", device},
    {7, 20, "MaxSubfileSize", device},
    {7, 90, "ObjectSizeAnnounced", device},
    {7, 95, "MaximumObjectSize", device},
    {8, 10, "SubFile", thumbnail},
    {9, 10, "ConfirmedObjectSize", device},
});

bool is_blank(Bytes bytes) {
  return std::all_of(bytes.begin(), bytes.end(), [](Byte byte) { return byte == ' ' || byte == 0; });
}

/// Versions and the character set of two or three bytes say how to read the stream.
bool is_grammar(const IptcDataset& dataset) {
  const bool version = dataset.number == 0 && dataset.data.length <= 2;
  const bool character_set = dataset.record == 1 && dataset.number == 90 && dataset.data.length <= 4;
  return version || character_set;
}

bool holds_picture(const IptcDataset& dataset) {
  return (dataset.record == 2 && dataset.number == 202) || (dataset.record == 8 && dataset.number == 10);
}

/// Datasets from this index on may move: behind the last one that holds a document.
std::size_t first_movable(const IptcStream& stream, Bytes bytes) {
  if (stream.uneven) return stream.datasets.size();
  const auto holds_document = [bytes](const IptcDataset& dataset) {
    return holds_picture(dataset) || find_document(bytes.subspan(dataset.data.offset, dataset.data.length));
  };
  const auto last = std::find_if(stream.datasets.rbegin(), stream.datasets.rend(), holds_document);
  return static_cast<std::size_t>(std::distance(last, stream.datasets.rend()));
}

Bytes slice(Bytes bytes, Extent at) { return bytes.subspan(at.offset, at.length); }

constexpr bool is_record(Byte record) { return (record >= 1 && record <= 9) || record == 240; }

/// The dataset at `at`, or nothing where none begins or it runs past the end.
std::optional<IptcDataset> read_dataset(Bytes bytes, std::uint64_t at) {
  Cursor cursor{bytes};
  cursor.skip(at);
  if (cursor.u8() != dataset_marker) return std::nullopt;
  IptcDataset dataset;
  dataset.record = cursor.u8();
  dataset.number = cursor.u8();
  std::uint64_t length = cursor.u16();
  if ((length & 0x8000) != 0) {
    const std::uint64_t count = length & 0x7FFF;
    if (count > 8) return std::nullopt;
    length = 0;
    for (std::uint64_t i = 0; i < count; ++i) length = length << 8 | cursor.u8();
  }
  dataset.data = {cursor.position(), length};
  cursor.skip(length);
  if (!cursor) return std::nullopt;
  dataset.at = extent_between(at, cursor.position());
  return dataset;
}

/// Whether a dataset begins at `at`, by its record.
bool begins_dataset(Bytes bytes, std::uint64_t at) {
  return bytes.size() - at >= 2 && bytes[at] == dataset_marker && is_record(bytes[at + 1]);
}

/// Whether a dataset stands at `at`, and behind it another one or the end.
bool leads_on(Bytes bytes, std::uint64_t at) {
  const auto dataset = begins_dataset(bytes, at) ? read_dataset(bytes, at) : std::nullopt;
  if (!dataset) return false;
  return begins_dataset(bytes, dataset->at.end()) || all_zero(bytes.subspan(dataset->at.end()));
}

/// Ends the last dataset, or the one that begins at the stream's end, where the next ones begin.
bool mend(IptcStream& stream, Bytes bytes) {
  constexpr std::uint64_t head = 5;
  const std::uint64_t end = stream.end;
  const bool begins = bytes.size() - end >= head && begins_dataset(bytes, end);
  if (!begins && stream.datasets.empty()) return false;
  IptcDataset last = begins ? IptcDataset{bytes[end + 1], bytes[end + 2], {end, head}, {end + head, 0}}
                            : stream.datasets.back();
  constexpr int most_tries = 64;
  int tries = 0;
  std::uint64_t next = last.data.offset;
  for (; next < bytes.size(); ++next) {
    if (bytes[next] != dataset_marker) continue;
    if (++tries > most_tries) return false;
    if (leads_on(bytes, next)) break;
    // What begins like a dataset and leads nowhere could be one in the middle of what nobody can follow.
    if (bytes.size() - next >= head && begins_dataset(bytes, next)) return false;
  }
  if (!begins && next == bytes.size()) return false;  // no dataset's, whatever it is
  last.data = extent_between(last.data.offset, next);
  last.at = extent_between(last.at.offset, next);
  if (!begins) stream.datasets.pop_back();
  stream.datasets.push_back(last);
  stream.end = next;
  stream.uneven = true;
  return true;
}

std::string unknown_name(const IptcDataset& dataset) {
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "IPTC_%u_%u", unsigned{dataset.record}, unsigned{dataset.number});
  return text.data();
}

}  // namespace

IptcStream parse_iptc(Bytes bytes) {
  constexpr int most_mends = 16;
  IptcStream stream;
  int mends = 0;
  while (stream.datasets.size() < most_datasets) {
    const auto dataset = read_dataset(bytes, stream.end);
    if (dataset) {
      stream.datasets.push_back(*dataset);
      stream.end = dataset->at.end();
    } else if (all_zero(bytes.subspan(stream.end)) || mends++ == most_mends || !mend(stream, bytes)) {
      break;
    }
  }
  if (!all_zero(bytes.subspan(stream.end))) {
    stream.failure = Error{Errc::malformed, stream.end, "IPTC dataset is cut off or has no marker"};
  }
  return stream;
}

const IptcRow* iptc_row(std::uint8_t record, std::uint8_t number) {
  const auto found = std::find_if(rows.begin(), rows.end(), [&](const IptcRow& row) {
    return row.record == record && row.number == number;
  });
  return found == rows.end() ? nullptr : &*found;
}

std::span<const IptcRow> iptc_rows() { return rows; }

void report_iptc(const IptcStream& stream, Bytes bytes, std::uint64_t origin, const ReadRequest& request,
                 Reading& into) {
  if (into.is_full()) return;  // resources of one block may hold a stream each
  const std::size_t movable = first_movable(stream, bytes);
  for (std::size_t i = 0; i < stream.datasets.size(); ++i) {
    const IptcDataset& dataset = stream.datasets[i];
    const Bytes data = slice(bytes, dataset.data);
    if (is_grammar(dataset) || (is_blank(data) && i < movable)) continue;
    const IptcRow* row = iptc_row(dataset.record, dataset.number);
    const std::string_view tag = row != nullptr ? row->name : into.keep(unknown_name(dataset));
    const Extent where = {origin + dataset.at.offset, dataset.at.length};
    BlockFinding& finding =
        into.add(request.block, row != nullptr ? row->leak_class : unknown, "IPTC", tag, {where});
    if (is_blank(data)) finding.standing = Standing::leftover;
    if (request.values && !holds_picture(dataset)) finding.value.assign(data.begin(), data.end());
    constexpr std::uint8_t application = 2, keywords = 25;
    if (dataset.record == application && dataset.number == keywords)
      into.keywords.push_back({request.block, Form::value, where, keyword_word(data), "IPTC", tag});
    if (!holds_picture(dataset) || !starts_with(data, "\xFF\xD8\xFF")) {
      const std::uint64_t at = origin + dataset.data.offset;
      const std::uint64_t words = refer_to_document(request.block, data, at, into);
      report_text_places(request, "IPTC", tag, data.first(words), at, into);
      continue;
    }
    Reference preview;
    preview.kind = BlockKind::jpeg;
    preview.parent = request.block;
    preview.parts = {{origin + dataset.data.offset, dataset.data.length}};
    preview.name = "preview";
    preview.use = ImageUse::preview;
    into.references.push_back(std::move(preview));
  }
  if (!stream.failure) return;
  BlindSpot spot;
  spot.block = request.block;
  spot.offset = origin + stream.end;
  spot.what = stream.failure->what;
  spot.may_hide_location = true;
  into.blind_spots.push_back(spot);
  into.add(request.block, unknown, "IPTC", "Rest", {Extent{origin + stream.end, bytes.size() - stream.end}});
}

std::vector<Byte> without_datasets(const IptcStream& stream, Bytes bytes, const std::vector<bool>& gone) {
  std::vector<Byte> out{bytes.begin(), bytes.end()};
  const std::size_t movable = first_movable(stream, bytes);
  std::uint64_t write = 0;
  for (std::size_t i = 0; i < stream.datasets.size(); ++i) {
    const IptcDataset& dataset = stream.datasets[i];
    if (i < movable) {
      if (gone[i])
        std::fill_n(out.begin() + static_cast<std::ptrdiff_t>(dataset.data.offset), dataset.data.length, ' ');
      write = dataset.at.end();
    } else if (!gone[i]) {
      const Bytes kept = slice(bytes, dataset.at);
      std::copy(kept.begin(), kept.end(), out.begin() + static_cast<std::ptrdiff_t>(write));
      write += kept.size();
    }
  }
  std::fill(out.begin() + static_cast<std::ptrdiff_t>(write),
            out.begin() + static_cast<std::ptrdiff_t>(stream.end), 0);
  return out;
}

std::optional<Patch> iptc_patch(Bytes before, Bytes after, std::uint64_t origin) {
  const auto [first, first_after] = std::mismatch(before.begin(), before.end(), after.begin());
  if (first == before.end()) return std::nullopt;
  auto last = after.end();
  while (*(last - 1) == before[static_cast<std::size_t>(last - after.begin()) - 1]) --last;
  Patch patch;
  patch.offset = origin + static_cast<std::uint64_t>(first - before.begin());
  patch.bytes.assign(first_after, last);
  patch.indivisible = std::any_of(first_after, last, [](Byte byte) { return byte != ' '; });
  return patch;
}

std::vector<bool> selected_datasets(const IptcStream& stream, std::uint64_t origin,
                                    const EraseRequest& request) {
  std::vector<std::uint64_t> offsets;
  for (const BlockFinding* finding : request.selected) {
    for (const Extent where : request.reading->where(*finding)) offsets.push_back(where.offset);
  }
  std::sort(offsets.begin(), offsets.end());
  std::vector<bool> selected(stream.datasets.size());
  for (std::size_t i = 0; i < selected.size(); ++i) {
    selected[i] = std::binary_search(offsets.begin(), offsets.end(), origin + stream.datasets[i].at.offset);
  }
  return selected;
}

void read_iptc(const ReadRequest& request, Reading& into) {
  report_iptc(parse_iptc(request.bytes), request.bytes, 0, request, into);
}

Result<Erasure> erase_iptc(const EraseRequest& request) {
  Erasure erasure;
  const auto all = std::count_if(request.reading->findings.begin(), request.reading->findings.end(),
                                 [&](const BlockFinding& finding) { return finding.block == request.block; });
  const bool keeps_something = static_cast<std::size_t>(all) > request.selected.size();
  if (request.selected.empty() && (keeps_something || !request.wipe_rest)) return erasure;
  std::vector<Byte> after(request.bytes.size(), 0);
  if (keeps_something) {
    const IptcStream stream = parse_iptc(request.bytes);
    if (stream.failure) return *stream.failure;
    after = without_datasets(stream, without_text_places(request), selected_datasets(stream, 0, request));
  }
  erasure.nothing_left = !keeps_something;
  if (auto patch = iptc_patch(request.bytes, after, 0)) erasure.patches.push_back(std::move(*patch));
  return erasure;
}

}  // namespace exifscrub
