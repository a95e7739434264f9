#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "report/summary.hpp"
#include "report/text.hpp"

namespace exifscrub {

class SharedTexts;

/// A page for people that opens offline: map, groups, table and findings, in the order of the outcomes.
///
/// It stays below 20 MB: thumbnails have a budget of their own, and as the records fill theirs, findings are
/// left out first, then files that nobody has to act on, at last all; the page says how many.
class HtmlReport {
 public:
  /// @param settings  verb, dry run, fail_on and disclosure count
  explicit HtmlReport(TextSettings settings);
  ~HtmlReport();
  HtmlReport(HtmlReport&&) noexcept;
  HtmlReport& operator=(HtmlReport&&) noexcept;

  void begin(std::string& out);
  void add(const Outcome& outcome, std::string& out);
  void finish(const Summary& summary, std::string& out);

  /// Whether a thumbnail would still be shown: false where values may not be told, or the page has enough.
  [[nodiscard]] bool wants_thumbnails() const;

 private:
  [[nodiscard]] bool takes_thumbnail(const Outcome& outcome) const;

  TextSettings settings_;
  std::unique_ptr<SharedTexts> texts_;
  bool first_ = true;
  std::size_t thumbnails_ = 0;
  std::uint64_t thumbnail_bytes_ = 0;
  std::uint64_t record_bytes_ = 0;  ///< without thumbnails
  std::uint64_t files_ = 0;
  std::uint64_t left_out_ = 0;  ///< files without a record
};

}  // namespace exifscrub
