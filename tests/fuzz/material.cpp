// Makes what the fuzz targets start from: seeds out of the corpus, cut into the blocks that each target
// reads, and dictionaries out of our own tables.
//
//   fuzz_material OUT CORPUS_FOLDER...      writes OUT/seeds/<target>/ and OUT/dictionaries/<target>.dict
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <set>
#include <string>

#include "base/memory_source.hpp"
#include "cli/option_table.hpp"
#include "exifscrub/scrub.hpp"
#include "fuzz/block_kinds.hpp"
#include "metadata/exif_tags.hpp"
#include "metadata/kept_xmp.hpp"
#include "metadata/makernote_tables.hpp"
#include "metadata/xmp_properties.hpp"
#include "report/baseline.hpp"
#include "scrub/document.hpp"

namespace exifscrub {
namespace {

namespace fs = std::filesystem;

/// Seeds beyond this size only slow a fuzzer down.
constexpr std::size_t max_seed = 48 * 1024;

class Seeds {
 public:
  explicit Seeds(fs::path folder) : folder_(std::move(folder)) {}

  void add_file(const fs::path& path) {
    std::ifstream file{path, std::ios::binary};
    const std::vector<Byte> bytes{std::istreambuf_iterator<char>{file}, {}};
    if (bytes.empty() || bytes.size() > max_seed) return;
    for (const char* target :
         {"inspect_fuzz", "jpeg_fuzz", "scrub_fuzz", "second_walker_fuzz", "torn_fuzz", "thumbnail_fuzz"})
      add(target, bytes);
    MemorySource source{bytes};
    const Format* format = recognise(Bytes{bytes}.first(std::min<std::size_t>(bytes.size(), 64)));
    if (format == nullptr || format->parse == nullptr) return;
    Document document{source, *format, {DigestKind::xxh3, true}};
    if (!document.read(source)) return;
    for (std::uint32_t i = 0; i < document.layout().blocks.size(); ++i) add_block(document, i);
  }

  /// Each option alone and with each of its choices, as an argument and as a line of a configuration file.
  void add_options() {
    for (const cli::OptionRow& row : cli::option_table()) {
      const std::string name{row.name};
      const std::string value{row.choices.substr(0, row.choices.find('|'))};
      add_text("options_fuzz", '\0' + ("--" + name) + '\0' + "a.jpg");
      add_text("options_fuzz", '\0' + ("--" + name + "=" + value) + '\0' + "a.jpg");
      add_text("options_fuzz", "\2" + name + " = " + (value.empty() ? "true" : value) + "\n# end\n");
    }
    add_text("options_fuzz", "\1remove = icc\nfail-on = location\n");
    for (const char* pattern : {"*.jpg", "**/a?b/*", "[a-z]*[!0-9]", "\\*x"})
      add_text("options_fuzz", '\3' + std::string{pattern} + '\0' + "d/aab/c.jpg");
  }

  /// Small files of each kind that stands beside pictures, under two policies.
  void add_sidecars() {
    const std::string record = R"({"title": "a.jpg", "photoTakenTime": {"timestamp": "1714978800"},)"
                               R"( "geoData": {"latitude": 36.1, "longitude": -115.2, "altitude": 600.0},)"
                               R"( "people": [{"name": "Ann"}]})";
    const std::string edits =
        R"(<?xml version="1.0" encoding="UTF-8"?><plist version="1.0"><dict>)"
        R"(<key>adjustmentData</key><data>AAEC</data>)"
        R"(<key>adjustmentTimestamp</key><date>2024-05-06T19:07:08Z</date></dict></plist>)";
    for (const char policy : {'\0', '\1'}) {
      add_text("sidecar_fuzz", std::string{'\1', policy} + record);
      add_text("sidecar_fuzz", std::string{'\2', policy} + edits);
    }
  }

  /// Corners of the map, and lines of --near and of a baseline.
  void add_places() {
    for (const auto& [latitude, longitude] :
         {std::pair{36.1, -115.2}, {90.0, 180.0}, {-90.0, 0.0}, {39.9, 116.4}}) {
      std::string seed(1 + 2 * sizeof(double), '\0');
      std::memcpy(seed.data() + 1, &latitude, sizeof latitude);
      std::memcpy(seed.data() + 1 + sizeof latitude, &longitude, sizeof longitude);
      add_text("place_fuzz", seed);
    }
    for (const char* text : {"36.1,-115.2,500m", " 0, 0 ,1.5km", "90,180,2mi"})
      add_text("place_fuzz", '\1' + std::string{text});
    Outcome outcome;
    outcome.status = Status::leaks;
    outcome.content_hash = {DigestKind::sha256, 32, {}};
    Finding finding;
    finding.leak_class = LeakClass::location;
    finding.name = "GPS:GPSLatitude";
    outcome.findings.push_back(finding);
    FailOn fail_on{};
    fail_on.fill(true);
    add_text("place_fuzz", '\2' + baseline_line(outcome, "d/a.jpg", fail_on));
  }

  /// Texts that a sender of hostile names and values would try.
  void add_reports() {
    const std::string name = "\"</script>\x1b]0;x\x07\n=1+1,'&]]>\xE2\x80\xAE\xFF";
    for (char status = 0; status < static_cast<char>(status_count); ++status) {
      std::string seed{1, 1, 0, 0, 3, 1};
      const auto text = [&](const std::string& words) {
        seed.push_back(static_cast<char>(words.size()));
        seed.append(words);
      };
      text(name);
      seed.append({status, 1});
      text("reason");
      seed.append({1, 9, 5, 1, 0, 1, 0});
      for (const char* words : {"GPS:GPSLatitude", "36.1", "EXIF"}) text(words);
      seed.append({7, 7, 1, 120, 40});
      text("EXIF");
      seed.push_back(1);
      text("Las Vegas");
      text("US");
      for (const char* words : {"a note", "0123abcd", "2024-05-06T19:07:08"}) text(words);
      add_text("report_fuzz", seed);
    }
  }

  [[nodiscard]] const std::set<std::string>& names() const { return names_; }

 private:
  void add_block(Document& document, std::uint32_t index) {
    const Block& block = document.layout().blocks[index];
    const Result<Bytes> bytes = document.bytes().of(index);
    if (!bytes) return;
    switch (block.kind) {
      case BlockKind::exif:
        add("exif_fuzz", *bytes);
        return add_makernotes(document, index, *bytes);
      case BlockKind::xmp:
      case BlockKind::xmp_extended:
        for (const char policy : {'\0', '\1'})
          add_text("sidecar_fuzz", std::string{'\0', policy} + std::string{bytes->begin(), bytes->end()});
        return add("xmp_fuzz", *bytes);
      case BlockKind::irb:
        return add("irb_fuzz", *bytes);
      case BlockKind::iptc:
        return add("iptc_fuzz", *bytes);
      case BlockKind::icc:
        return add("icc_fuzz", *bytes);
      default:
        break;
    }
    if (const auto letter = fuzz::letter_of(block.kind)) {
      names_.emplace(block.name);
      add_text("block_fuzz",
               *letter + std::string{block.name} + '\0' + std::string{bytes->begin(), bytes->end()});
    }
  }

  /// The notes in the Exif block `block`.
  void add_makernotes(const Document& document, std::uint32_t block, Bytes tiff) {
    std::string make;
    for (const BlockFinding& finding : document.reading().findings) {
      if (finding.block == block && finding.tag == "Make") make = finding.value;
    }
    for (const BlockFinding& finding : document.reading().findings) {
      const auto where = document.reading().where(finding);
      if (finding.block == block && finding.tag.starts_with("MakerNote") && where.size() == 2)
        add_makernote(make, where[1], tiff);
    }
  }

  void add_makernote(const std::string& make, Extent note, Bytes tiff) {
    std::string seed{tiff[0] == 'M' ? 'M' : 'I'};
    seed.append(make).push_back('\0');
    for (const std::uint64_t number : {note.offset, note.length}) {
      seed.push_back(static_cast<char>(number & 0xFF));
      seed.push_back(static_cast<char>(number >> 8U & 0xFF));
    }
    seed.append(tiff.begin(), tiff.end());
    add_text("makernote_fuzz", seed);
  }

  void add_text(const std::string& target, const std::string& seed) {
    add(target, {reinterpret_cast<const Byte*>(seed.data()), seed.size()});
  }

  void add(const std::string& target, Bytes bytes) {
    const fs::path folder = folder_ / target;
    fs::create_directories(folder);
    std::ofstream file{folder / std::to_string(count_[target]++), std::ios::binary};
    file.write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
  }

  fs::path folder_;
  std::map<std::string, unsigned> count_;
  std::set<std::string> names_;  ///< of blocks: the dialects of application segments and trailers
};

/// A dictionary in libFuzzer's form, one entry a line.
class Dictionary {
 public:
  Dictionary(const fs::path& folder, std::string_view target) {
    fs::create_directories(folder);
    file_.open(folder / (std::string{target} + ".dict"));
  }

  void add(std::string_view bytes) {
    if (bytes.empty() || !seen_.emplace(bytes).second) return;
    file_ << '"';
    for (const char character : bytes) {
      const auto byte = static_cast<unsigned char>(character);
      if (byte >= 0x20 && byte < 0x7F && byte != '"' && byte != '\\') {
        file_ << character;
      } else {
        char escaped[8];
        std::snprintf(escaped, sizeof escaped, "\\x%02X", byte);
        file_ << escaped;
      }
    }
    file_ << "\"\n";
  }

  /// A tag number in both byte orders, alone and in front of a type.
  void add_tag(std::uint16_t tag) {
    const char high = static_cast<char>(tag >> 8U);
    const char low = static_cast<char>(tag & 0xFFU);
    for (const char type : {char{2}, char{3}, char{4}, char{5}}) {
      add(std::string{low, high, type, 0});
      add(std::string{high, low, 0, type});
    }
  }

 private:
  std::ofstream file_;
  std::set<std::string> seen_;
};

void add_tiff(Dictionary& into) {
  for (const auto table : {exif_tags(), gps_tags(), interop_tags()}) {
    for (const ExifTag& tag : table) into.add_tag(tag.id);
  }
  for (const NoteFormat& format : note_formats()) into.add(format.signature);
  for (const NoteField& field : note_fields()) into.add_tag(field.tag);
  into.add(std::string_view{"II*\0\x08\0\0\0", 8});
  into.add(std::string_view{"MM\0*\0\0\0\x08", 8});
}

void add_xmp(Dictionary& into) {
  for (const XmpNamespace& space : xmp_namespaces()) {
    into.add(space.uri);
    for (const XmpProperty& property : space.properties) into.add(property.local);
  }
  for (const KeptNamespace& space : kept_namespaces()) into.add("xmlns:" + std::string{space.prefix} + "=\"");
  for (const KeptProperty& property : kept_properties()) into.add(property.name);
  for (const char* text :
       {"<rdf:Seq>", "<rdf:Bag>", "<rdf:Alt>", "<rdf:li>", "rdf:parseType=\"Resource\"", "rdf:about=\"\"",
        "</", "/>", "&#", "&lt;", "<![CDATA[", "]]>", "<!--", "-->", "<?xpacket end=\"w\"?>"})
    into.add(text);
}

void add_segments(Dictionary& into, const std::set<std::string>& names) {
  for (const char* signature :
       {"JFIF", "JFXX", "Exif", "http://ns.adobe.com/xap/1.0/", "http://ns.adobe.com/xmp/extension/",
        "ICC_PROFILE", "MPF", "FPXR", "Photoshop 3.0", "Adobe", "Ducky", "FLIR", "GoPro",
        "urn:iso:std:iso:ts:21496:-1"})
    into.add(std::string{signature} + '\0');
  for (unsigned marker = 0xC0; marker <= 0xFE; ++marker)
    into.add(std::string{'\xFF', static_cast<char>(marker)});
  for (const std::string& name : names) into.add(name.substr(name.find(' ') + 1));
}

void write_dictionaries(const fs::path& folder, const std::set<std::string>& names) {
  for (const char* target : {"exif_fuzz", "makernote_fuzz"}) {
    Dictionary into{folder, target};
    add_tiff(into);
  }
  for (const char* target : {"xmp_fuzz", "sidecar_fuzz"}) {
    Dictionary into{folder, target};
    add_xmp(into);
  }
  Dictionary options{folder, "options_fuzz"};
  for (const cli::OptionRow& row : cli::option_table()) {
    options.add("--" + std::string{row.name});
    options.add(row.choices);
  }
  Dictionary blocks{folder, "block_fuzz"};
  for (const std::string& name : names) blocks.add(name + '\0');
  for (const char* target : {"inspect_fuzz", "jpeg_fuzz", "scrub_fuzz", "second_walker_fuzz", "torn_fuzz"}) {
    Dictionary into{folder, target};
    add_segments(into, names);
    add_tiff(into);
    add_xmp(into);
  }
}

}  // namespace
}  // namespace exifscrub

int main(int count, char** arguments) {
  namespace fs = std::filesystem;
  if (count < 3) {
    std::fprintf(stderr, "usage: fuzz_material OUT CORPUS_FOLDER...\n");
    return 2;
  }
  const fs::path out{arguments[1]};
  exifscrub::Seeds seeds{out / "seeds"};
  for (int i = 2; i < count; ++i) {
    std::set<fs::path> files;  // in one order on every file system
    for (const auto& entry : fs::recursive_directory_iterator{arguments[i]}) {
      if (entry.is_regular_file()) files.insert(entry.path());
    }
    for (const fs::path& file : files) seeds.add_file(file);
  }
  seeds.add_options();
  seeds.add_reports();
  seeds.add_sidecars();
  seeds.add_places();
  exifscrub::write_dictionaries(out / "dictionaries", seeds.names());
  return 0;
}
