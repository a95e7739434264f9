#pragma once

#include <string>

#include "report/disclosure.hpp"
#include "report/summary.hpp"

namespace exifscrub {

/// A GeoJSON FeatureCollection (RFC 7946): a point for every position of every file, longitude first. A
/// position that may not be told, or is none, is a feature without geometry. Files without a position are not
/// in it; the summary stands beside the features.
class GeojsonReport {
 public:
  explicit GeojsonReport(Disclosure disclosure) : disclosure_(disclosure) {}

  void begin(std::string& out);
  void add(const Outcome& outcome, std::string& out);
  void finish(const Summary& summary, std::string& out);

 private:
  Disclosure disclosure_;
  bool first_ = true;
};

}  // namespace exifscrub
