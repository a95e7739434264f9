#include "report/json.hpp"

#include <nlohmann/json.hpp>

#include "report/record.hpp"

namespace exifscrub {

void JsonReport::begin(std::string& out) { out += "{\"files\":["; }

void JsonReport::add(const Outcome& outcome, std::string& out) {
  out += first_ ? "\n" : ",\n";
  first_ = false;
  out += json_line(record_of(outcome, disclosure_));
}

void JsonReport::finish(const Summary& summary, std::string& out) {
  out += "\n],\n\"summary\":";
  out += json_line(record_of(summary, disclosure_));
  out += "}\n";
}

void NdjsonReport::add(const Outcome& outcome, std::string& out) {
  out += json_line(record_of(outcome, disclosure_));
  out += '\n';
}

void NdjsonReport::finish(const Summary& summary, std::string& out) {
  out += json_line({{"summary", record_of(summary, disclosure_)}});
  out += '\n';
}

}  // namespace exifscrub
