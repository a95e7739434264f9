#include "metadata/exif_facts.hpp"

#include <string>
#include <utility>

#include "base/bytes.hpp"
#include "metadata/exif_structure.hpp"
#include "metadata/gps_time.hpp"
#include "syntax/ifd_tag.hpp"

namespace exifscrub {
namespace {

constexpr std::uint16_t interop_index = 1;

/// Tags that are taken from one directory or another.
bool is_fact(std::uint16_t tag) {
  return tag == interop_index || tag == exif_tag::orientation || tag == exif_tag::date_taken ||
         tag == exif_tag::date_digitized || tag == exif_tag::color_space;
}

/// "2024:05:06 19:07:08" as "2024-05-06T19:07:08"; empty when it is no such text.
std::string local_time(Bytes value) {
  constexpr std::string_view shape = "dddd:dd:dd dd:dd:dd";
  if (value.size() < shape.size()) return {};
  std::string time;
  bool zero = true;
  for (std::size_t i = 0; i < shape.size(); ++i) {
    const auto c = static_cast<char>(value[i]);
    const bool is_digit = c >= '0' && c <= '9';
    if (shape[i] == 'd' ? !is_digit : c != shape[i]) return {};
    zero = zero && (!is_digit || c == '0');
    time += c;
  }
  if (zero) return {};
  time[4] = time[7] = '-';
  time[10] = 'T';
  return time;
}

/// The orientation that an entry says, in whichever type: viewers take a digit and a byte without a type, too.
/// 0: none.
std::uint16_t orientation_of(Bytes tiff, TiffGrammar grammar, const IfdEntry& entry) {
  std::uint64_t value = unsigned_value(tiff, grammar, entry).value_or(0);
  const Bytes bytes = tiff.subspan(entry.value.offset, entry.value.length);
  if (entry.type == tiff_type::undefined && !bytes.empty())
    value = bytes.size() == 2 ? load_u16(bytes.data(), grammar.order) : bytes[0];
  if (entry.type == tiff_type::ascii && !bytes.empty() && bytes[0] >= '1') value = bytes[0] - '0';
  return value <= 8 ? static_cast<std::uint16_t>(value) : std::uint16_t{0};
}

class Gathering {
 public:
  Gathering(Bytes tiff, const IfdGraph& graph, Facts& facts)
      : tiff_(tiff), graph_(graph), grammar_(graph.header.grammar), facts_(facts) {}

  void run() {
    for (const IfdNode& ifd : graph_.ifds) {
      for (std::uint32_t i = 0; i < ifd.table.count; ++i) {
        if (!is_fact(read_ifd_tag(tiff_, grammar_, ifd.table, i))) continue;
        const IfdEntry entry = read_ifd_entry(tiff_, grammar_, ifd.table, i);
        if (!entry.value.empty()) take(ifd, entry);
      }
    }
    if (facts_.taken.empty()) facts_.taken = std::move(digitized_);
    for (const IfdNode& ifd : graph_.ifds) {
      if (facts_.taken.empty() && ifd.kind == IfdKind::gps) {
        facts_.taken = gps_local_time(tiff_, grammar_, ifd.table);
      }
    }
  }

 private:
  void take(const IfdNode& ifd, const IfdEntry& entry) {
    if (ifd.kind == IfdKind::interop && entry.tag == interop_index) {
      facts_.interop_r03 = facts_.interop_r03 || starts_with(value_of(entry), "R03");
    } else if (ifd.kind == IfdKind::exif) {
      take_of_exif(entry);
    } else if (&ifd == graph_.ifds.data() && entry.tag == exif_tag::orientation) {
      if (facts_.orientation == 0) facts_.orientation = orientation_of(tiff_, grammar_, entry);
    }
  }

  void take_of_exif(const IfdEntry& entry) {
    if (entry.tag == exif_tag::date_taken && facts_.taken.empty()) facts_.taken = local_time(value_of(entry));
    if (entry.tag == exif_tag::date_digitized && digitized_.empty()) digitized_ = local_time(value_of(entry));
    if (entry.tag == exif_tag::color_space && facts_.color_space == 0) {
      facts_.color_space = static_cast<std::uint16_t>(unsigned_value(tiff_, grammar_, entry).value_or(0));
    }
  }

  [[nodiscard]] Bytes value_of(const IfdEntry& entry) const {
    return tiff_.subspan(entry.value.offset, entry.value.length);
  }

  Bytes tiff_;
  const IfdGraph& graph_;
  TiffGrammar grammar_;
  Facts& facts_;
  std::string digitized_;
};

}  // namespace

void gather_exif_facts(Bytes tiff, const IfdGraph& graph, Facts& facts) {
  Gathering{tiff, graph, facts}.run();
}

Orientation orientation_of_damaged(Bytes tiff) {
  const auto header = read_tiff_header(tiff);
  if (!header) return {};
  const auto table = read_ifd_table(tiff, header->grammar, header->first_ifd);
  for (std::uint32_t i = 0; table && i < table->count; ++i) {
    if (read_ifd_tag(tiff, header->grammar, *table, i) != exif_tag::orientation) continue;
    const IfdEntry entry = read_ifd_entry(tiff, header->grammar, *table, i);
    if (entry.type == tiff_type::u16 && entry.count == 1 && !entry.value.empty())
      return {orientation_of(tiff, header->grammar, entry), entry.at};
  }
  return {};
}

}  // namespace exifscrub
