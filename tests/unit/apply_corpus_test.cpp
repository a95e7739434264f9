#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <map>
#include <sstream>

#include "apply/second_walker.hpp"
#include "base/memory_source.hpp"
#include "support/jpeg_bytes.hpp"

namespace exifscrub {
namespace {

using namespace test;

const std::string corpus = EXIFSCRUB_CORPUS;

Buffer read_corpus(const std::string& path) {
  std::ifstream file{corpus + "/" + path, std::ios::binary};
  return {std::istreambuf_iterator<char>{file}, {}};
}

/// The rows of a table of the corpus, by column name.
std::vector<std::map<std::string, std::string>> rows_of(const std::string& table) {
  std::ifstream file{corpus + "/" + table};
  const auto cells_of = [](const std::string& line) {
    std::vector<std::string> cells;
    std::istringstream stream{line};
    for (std::string cell; std::getline(stream, cell, '\t');) cells.push_back(cell);
    return cells;
  };
  std::string line;
  std::getline(file, line);
  const std::vector<std::string> names = cells_of(line);
  std::vector<std::map<std::string, std::string>> rows;
  while (std::getline(file, line)) {
    const std::vector<std::string> cells = cells_of(line);
    auto& row = rows.emplace_back();
    for (std::size_t i = 0; i < std::min(cells.size(), names.size()); ++i) row[names[i]] = cells[i];
  }
  return rows;
}

Buffer from_hex(const std::string& hex) {
  Buffer bytes;
  for (std::size_t i = 0; i + 1 < hex.size(); i += 2) {
    bytes.push_back(static_cast<Byte>(std::stoi(hex.substr(i, 2), nullptr, 16)));
  }
  return bytes;
}

Walk walked(const Buffer& file) {
  MemorySource source{file};
  return walk(source, FormatId::jpeg).value();
}

TEST(SecondWalkerCorpus, NoFileWithACanaryIsClean) {
  std::size_t tokens = 0;
  for (auto& row : rows_of("canaries.tsv")) {
    if (row["class"] == "icc") continue;  // stays in every mode
    ++tokens;
    EXPECT_FALSE(walked(read_corpus(row["file"])).clean()) << row["file"];
  }
  EXPECT_GE(tokens, 1000U);
}

TEST(SecondWalkerCorpus, NoCanaryStandsInThePicture) {
  for (auto& row : rows_of("canaries.tsv")) {
    const Buffer file = read_corpus(row["file"]);
    const Buffer token = from_hex(row["token"]);
    const Walk seen = walked(file);
    const auto found = std::search(file.begin(), file.end(), token.begin(), token.end());
    ASSERT_NE(found, file.end()) << row["file"] << " " << row["carrier"];
    const Extent at{static_cast<std::uint64_t>(found - file.begin()), token.size()};
    for (const Extent& stretch : seen.stretches) {
      EXPECT_FALSE(stretch.overlaps(at)) << row["file"] << " " << row["carrier"];
    }
  }
}

TEST(SecondWalkerCorpus, WhatADecoderReadsIsReadable) {
  std::size_t decodable = 0;
  for (auto& row : rows_of("files.tsv")) {
    if (row["decodes"] != "yes" || row["path"].starts_with("bad/")) continue;
    const Buffer file = read_corpus(row["path"]);
    if (file.size() < 2 || file[0] != 0xFF || file[1] != 0xD8) continue;
    ++decodable;
    const Walk seen = walked(file);
    EXPECT_FALSE(seen.unreadable) << row["path"] << ": " << seen.unreadable->what;
  }
  EXPECT_GE(decodable, 200U);
}

TEST(SecondWalkerCorpus, WhatAStripLeavesIsClean) {
  for (const char* path : {"jpeg/emptied_segments.jpg", "jpeg/orientation_be_6.jpg", "jpeg/icc_65_chunks.jpg",
                           "jpeg/progressive.jpg", "jpeg/adobe_rgb_transform.jpg"}) {
    EXPECT_TRUE(walked(read_corpus(path)).clean()) << path;
  }
}

}  // namespace
}  // namespace exifscrub
