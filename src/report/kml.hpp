#pragma once

#include <string>
#include <string_view>

#include "report/disclosure.hpp"
#include "report/summary.hpp"

namespace exifscrub {

/// A KML 2.2 document (OGC 07-147r2): a placemark for every position of every file, without a point where the
/// position may not be told.
class KmlReport {
 public:
  explicit KmlReport(Disclosure disclosure) : disclosure_(disclosure) {}

  void begin(std::string& out);
  void add(const Outcome& outcome, std::string& out);
  void finish(const Summary& summary, std::string& out);

 private:
  Disclosure disclosure_;
};

/// `text` for an element that viewers show as HTML: a second look at it finds no markup either, because angle
/// brackets become the quotation marks that resemble them.
[[nodiscard]] std::string kml_text(std::string_view text);

}  // namespace exifscrub
