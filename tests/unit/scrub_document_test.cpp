#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "base/memory_source.hpp"
#include "block_reading.hpp"
#include "container_jpeg_bytes.hpp"
#include "scrub/document.hpp"
#include "scrub/treatment.hpp"

namespace exifscrub {
namespace {

using namespace std::string_literals;

/// All that a document says, a line each.
std::string said_by(const Document& document) {
  std::ostringstream out;
  const Reading& reading = document.reading();
  for (const BlockFinding& finding : reading.findings) {
    out << finding.block << ' ' << name_of(finding.leak_class) << ' ' << finding.group << ':' << finding.tag
        << ' ' << int(finding.standing) << int(finding.form) << int(finding.fill);
    for (const Extent at : reading.where(finding)) out << ' ' << at.offset << '+' << at.length;
    out << '\n';
  }
  for (const BlindSpot& spot : reading.blind_spots)
    out << spot.block << ' ' << spot.offset << ' ' << spot.what << ' ' << spot.may_hide_location << '\n';
  for (const BlockPosition& position : reading.positions)
    out << position.block << ' ' << position.latitude << ' ' << position.longitude << '\n';
  for (const Keyword& keyword : reading.keywords) out << keyword.block << ' ' << keyword.where.offset << '\n';
  out << reading.place_words.size() << '\n';
  for (std::uint32_t i = 0; i < document.layout().blocks.size(); ++i) {
    const Block& block = document.layout().blocks[i];
    out << int(block.kind) << ' ' << block.name << ' ' << block.parent << ' ' << int(block.use);
    for (const Extent part : block.parts) out << ' ' << part.offset << '+' << part.length;
    if (const Facts* facts = reading.find_facts(i)) {
      out << " facts " << facts->orientation << facts->color_space << facts->interop_r03
          << facts->unread_makernote << facts->canonical << facts->taken << facts->viewer_xmp.items.size()
          << facts->viewer_xmp.properties.size();
    }
    out << '\n';
  }
  return out.str();
}

/// Expects that a version of the file says the same whether or not its first version is at hand.
void expect_same(Document& first, const ForeseenBlocks& foreseen, const std::vector<Byte>& version) {
  MemorySource source{version};
  Document fresh{source, first.format(), {}};
  Document again{source, first.format(), {}};
  ASSERT_TRUE(fresh.read_as(first.layout()));
  ASSERT_TRUE(again.read_as(first, foreseen));
  EXPECT_EQ(said_by(again), said_by(fresh));
}

TEST(Document, OfWhichAnEarlierVersionWasReadSaysWhatItsOwnBytesSay) {
  std::size_t changed = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator{EXIFSCRUB_CORPUS}) {
    if (entry.path().extension() != ".jpg") continue;
    SCOPED_TRACE(entry.path().string());
    std::ifstream stream{entry.path(), std::ios::binary};
    const std::vector<Byte> file{std::istreambuf_iterator<char>{stream}, {}};
    MemorySource source{file};
    const Format* format = recognise(file);
    if (format == nullptr || format->parse == nullptr) continue;
    Document document{source, *format, {}};
    if (!document.read(source)) continue;
    const auto treatment = treat(document, Policy{Mode::gps_only});
    if (!treatment || !treatment->plan.keeps_size() || treatment->plan.patches.empty()) continue;
    ++changed;
    std::vector<Byte> version = file;
    for (const Patch& patch : treatment->plan.patches) {
      patch.apply(0, version);
      expect_same(document, treatment->foreseen, version);
    }
  }
  EXPECT_GT(changed, 50U);
}

// One byte makes another tag of the same attribute, in one of two blocks.
TEST(Document, OfWhichOneByteChangedIsReadThere) {
  const auto packet = [](std::string_view city) {
    return "http://ns.adobe.com/xap/1.0/\0<x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:RDF "
           "xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\"><rdf:Description "
           "xmlns:p=\"http://ns.adobe.com/photoshop/1.0/\" p:"s.append(city) +
           "=\"Graz\" p:Headline=\"stays\"/></rdf:RDF></x:xmpmeta>";
  };
  const auto file =
      JpegBytes{}.soi().segment(0xE1, packet("City")).segment(0xFE, "a comment").picture().eoi().bytes;
  const auto version =
      JpegBytes{}.soi().segment(0xE1, packet("Citx")).segment(0xFE, "a comment").picture().eoi().bytes;
  MemorySource source{file};
  Document document{source, *recognise(file), {}};
  ASSERT_TRUE(document.read(source));
  expect_same(document, {}, version);
}

}  // namespace
}  // namespace exifscrub
