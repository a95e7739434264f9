#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "exifscrub/byte_source.hpp"

namespace exifscrub {

/// What a marker's second byte says about the bytes that follow.
enum class MarkerKind : std::uint8_t {
  none,         ///< 00 (stuffing) and FF (fill): no marker at all
  start,        ///< SOI
  end,          ///< EOI
  restart,      ///< RSTn: stands inside entropy-coded data, without length
  temporary,    ///< TEM: stands alone, without length
  frame,        ///< SOFn, with length
  scan,         ///< SOS, with length; entropy-coded data follows
  table,        ///< DHT, DAC, DQT, DRI, DNL, DHP, EXP: the picture's other parameters, with length
  application,  ///< APPn, with length
  comment,      ///< COM, with length
  extension,    ///< JPG, JPGn: another process (JPEG-LS, T.84 extensions)
  reserved,     ///< RES: no meaning, and nobody knows whether a length follows
};

struct MarkerRow {
  MarkerKind kind = MarkerKind::reserved;
  std::string_view name = "RES";
};

namespace marker {

inline constexpr Byte tem = 0x01, sof0 = 0xC0, dht = 0xC4, jpg = 0xC8, dac = 0xCC, rst0 = 0xD0, soi = 0xD8,
                      eoi = 0xD9, sos = 0xDA, dqt = 0xDB, dnl = 0xDC, dri = 0xDD, dhp = 0xDE, exp = 0xDF,
                      app0 = 0xE0, app1 = 0xE1, app2 = 0xE2, app5 = 0xE5, app13 = 0xED, app14 = 0xEE,
                      app15 = 0xEF, jpg0 = 0xF0, sof55 = 0xF7, com = 0xFE;

namespace detail {

constexpr std::array<MarkerRow, 256> make_rows() {
  std::array<MarkerRow, 256> rows{};
  rows[0x00] = rows[0xFF] = {MarkerKind::none, ""};
  rows[tem] = {MarkerKind::temporary, "TEM"};
  constexpr std::array<std::string_view, 16> frames = {"SOF0", "SOF1",  "SOF2",  "SOF3", "DHT",   "SOF5",
                                                       "SOF6", "SOF7",  "JPG",   "SOF9", "SOF10", "SOF11",
                                                       "DAC",  "SOF13", "SOF14", "SOF15"};
  for (std::size_t i = 0; i < frames.size(); ++i) rows[sof0 + i] = {MarkerKind::frame, frames[i]};
  rows[dht].kind = rows[dac].kind = MarkerKind::table;
  rows[jpg].kind = MarkerKind::extension;
  constexpr std::array<std::string_view, 8> restarts = {"RST0", "RST1", "RST2", "RST3",
                                                        "RST4", "RST5", "RST6", "RST7"};
  for (std::size_t i = 0; i < restarts.size(); ++i) rows[rst0 + i] = {MarkerKind::restart, restarts[i]};
  rows[soi] = {MarkerKind::start, "SOI"};
  rows[eoi] = {MarkerKind::end, "EOI"};
  rows[sos] = {MarkerKind::scan, "SOS"};
  constexpr std::array<std::string_view, 5> tables = {"DQT", "DNL", "DRI", "DHP", "EXP"};
  for (std::size_t i = 0; i < tables.size(); ++i) rows[dqt + i] = {MarkerKind::table, tables[i]};
  constexpr std::array<std::string_view, 16> applications = {
      "APP0", "APP1", "APP2",  "APP3",  "APP4",  "APP5",  "APP6",  "APP7",
      "APP8", "APP9", "APP10", "APP11", "APP12", "APP13", "APP14", "APP15"};
  for (std::size_t i = 0; i < applications.size(); ++i) {
    rows[app0 + i] = {MarkerKind::application, applications[i]};
  }
  constexpr std::array<std::string_view, 14> extensions = {"JPG0",  "JPG1",  "JPG2",  "JPG3", "JPG4",
                                                           "JPG5",  "JPG6",  "SOF55", "LSE",  "JPG9",
                                                           "JPG10", "JPG11", "JPG12", "JPG13"};
  for (std::size_t i = 0; i < extensions.size(); ++i) {
    rows[jpg0 + i] = {MarkerKind::extension, extensions[i]};
  }
  rows[com] = {MarkerKind::comment, "COM"};
  return rows;
}

}  // namespace detail

/// All markers by their second byte.
/// @par Spec ITU-T T.81 table B.1; T.87 C.1.1 for SOF55 and LSE
inline constexpr std::array<MarkerRow, 256> rows = detail::make_rows();

}  // namespace marker

/// The row of the marker FF `second`.
[[nodiscard]] constexpr const MarkerRow& marker_row(Byte second) { return marker::rows[second]; }

}  // namespace exifscrub
