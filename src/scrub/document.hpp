#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "container/format.hpp"
#include "exifscrub/byte_source.hpp"
#include "exifscrub/layout.hpp"
#include "layout/gather.hpp"
#include "layout/reading.hpp"
#include "metadata/language.hpp"

namespace exifscrub {

/// By block: what its eraser read of what it leaves.
using ForeseenBlocks = std::map<std::uint32_t, std::shared_ptr<const Foreseen>>;

/// One file, understood: what every byte is, and what the metadata says. Borrows the source.
class Document {
 public:
  struct Options {
    std::optional<DigestKind> image_hash = DigestKind::xxh3;  ///< of each image; empty: none
    bool values = false;                                      ///< findings need their values in words
    bool head_only = false;                                   ///< as in ParseOptions
    /// Asked behind each block: whether what was read answers all there is to answer, so that the other
    /// blocks need not be read. Empty: all are.
    std::function<bool(const Reading&)> enough{};
    /// Exif and XMP that stand in the file go whole, and nobody sees what they said. Where that is sure to change
    /// nothing, only what decides about the rest of the file is read of them: a viewer's properties, thumbnails. An
    /// error of code limit may then be one that a full reading has not.
    bool viewer_only = false;
  };

  /// @param format  what recognise() said; must have a parser
  Document(ByteSource& source, const Format& format, Options options);

  /// Parses the container, then reads block after block, those inside blocks too.
  /// @param through  the same bytes as the source's, read once from front to end: where somebody else may
  /// look on
  /// @return the parser's error; layout() then holds what was understood before it.
  [[nodiscard]] Result<void> read(ByteSource& through);

  /// Reads the blocks anew, over a source in which every byte of structure stands where it stood in `same`:
  /// the planned view of a change that only patched payloads. `same` must outlive this document.
  [[nodiscard]] Result<void> read_as(const Layout& same);
  /// The same, and quicker. What a block says follows from its bytes alone, for readers are pure: each block's
  /// bytes are compared with those that were read before, or that were foreseen, and where all are the same
  /// their reading is taken over.
  /// @param before    must outlive this document; its bytes may be gathered, nothing else changes
  /// @param foreseen  by block of `before`; must outlive this document
  [[nodiscard]] Result<void> read_as(Document& before, const ForeseenBlocks& foreseen);

  /// After read() has failed: reads the blocks of what was understood before.
  void read_what_is_there();

  [[nodiscard]] const Format& format() const { return format_; }
  [[nodiscard]] const Layout& layout() const { return layout_; }
  [[nodiscard]] const Reading& reading() const { return reading_; }
  [[nodiscard]] BlockBytes& bytes() { return bytes_; }
  /// Hands the layout out, with all names that it needs; the document is used up.
  [[nodiscard]] Layout take_layout();
  [[nodiscard]] ByteSource& source() { return source_; }

  /// The index of the primary image's node, or no_index.
  [[nodiscard]] std::uint32_t primary() const;

  /// Whether the primary image itself carries the block, not another block.
  [[nodiscard]] bool is_of_primary(std::uint32_t block) const {
    return layout_.blocks[block].depth == 0 && layout_.blocks[block].node == primary();
  }

 private:
  static constexpr std::uint8_t max_depth = 6;
  static constexpr std::size_t max_nested_blocks = 1024;

  /// What the reader of a block added to the reading.
  struct Said {
    Reading::Mark from;
    Reading::Mark to;
  };
  /// The document of which this one is another version.
  struct Earlier {
    Document* document = nullptr;
    const ForeseenBlocks* foreseen = nullptr;
    std::vector<std::uint32_t>
        counterparts;  ///< by block: which one of the earlier document it is, or no_index
  };

  Result<void> read_blocks();
  void read_block(std::uint32_t block);
  void read_language(std::uint32_t block, const Language& language, Bytes bytes);
  bool repeat_earlier(std::uint32_t block, Bytes bytes);
  void repeat_stream(std::uint32_t there, std::uint32_t block);
  /// Whether each block was read to its end.
  [[nodiscard]] bool reads_all() const { return !options_.viewer_only && !options_.enough; }
  [[nodiscard]] std::uint32_t earlier_counterpart(std::uint32_t block) const;
  bool read_for_viewer(const Block& of, const ReadRequest& request);
  void read_stream(std::uint32_t block, Bytes stream);
  void follow(std::size_t first_reference);
  void import(Layout nested, Bytes stream, std::uint32_t into);
  void add_inside(std::uint32_t into, Block block);
  void name_streams();
  void report_region(const Layout& layout, const Region& region, Bytes stream, std::uint32_t within);
  void be_blind(std::uint32_t block, const Error& error, bool may_hide_location);

  ByteSource& source_;
  const Format& format_;
  Options options_;
  Layout layout_;
  Reading reading_;
  BlockBytes bytes_;
  bool blocks_are_read_ = false;
  std::vector<Said> said_;  ///< by block
  Earlier earlier_;
  std::size_t passed_over_ = 0;                  ///< bytes of blocks that were read for a viewer only
  std::vector<std::unique_ptr<Layout>> nested_;  ///< owners of names that imported blocks use
};

}  // namespace exifscrub
