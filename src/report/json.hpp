#pragma once

#include <string>

#include "report/disclosure.hpp"
#include "report/summary.hpp"

namespace exifscrub {

/// One JSON object with `files`, one record a line, and `summary`. Written as the outcomes come.
class JsonReport {
 public:
  explicit JsonReport(Disclosure disclosure) : disclosure_(disclosure) {}

  void begin(std::string& out);
  void add(const Outcome& outcome, std::string& out);
  void finish(const Summary& summary, std::string& out);

 private:
  Disclosure disclosure_;
  bool first_ = true;
};

/// One record a line; the last line is an object with `summary` alone.
class NdjsonReport {
 public:
  explicit NdjsonReport(Disclosure disclosure) : disclosure_(disclosure) {}

  void begin(std::string&) {}
  void add(const Outcome& outcome, std::string& out);
  void finish(const Summary& summary, std::string& out);

 private:
  Disclosure disclosure_;
};

}  // namespace exifscrub
