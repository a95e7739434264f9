#include "apply/canonical_exif.hpp"

#include <algorithm>
#include <array>

#include "apply/entropy_run.hpp"
#include "base/cursor.hpp"

namespace exifscrub {
namespace {

// A form is a template in which two places vary: the orientation and the colour space.
struct Form {
  Bytes bytes;                  ///< "Exif\0\0" and the TIFF
  std::size_t orientation = 0;  ///< where its SHORT stands in `bytes`; 0: none
  std::size_t color_space = 0;
};

// clang-format off
constexpr std::array<Byte, 32> orientation_alone = {
    'E', 'x', 'i', 'f', 0, 0, 'M', 'M', 0, 0x2A, 0, 0, 0, 8,
    0, 1,
    0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, 0, 0, 0,
    0, 0, 0, 0};

constexpr std::array<Byte, 92> r03_alone = {
    'E', 'x', 'i', 'f', 0, 0, 'M', 'M', 0, 0x2A, 0, 0, 0, 8,
    0, 1,
    0x87, 0x69, 0, 4, 0, 0, 0, 1, 0, 0, 0, 26,
    0, 0, 0, 0,
    0, 2,
    0xA0, 0x01, 0, 3, 0, 0, 0, 1, 0, 0, 0, 0,
    0xA0, 0x05, 0, 4, 0, 0, 0, 1, 0, 0, 0, 56,
    0, 0, 0, 0,
    0, 2,
    0x00, 0x01, 0, 2, 0, 0, 0, 4, 'R', '0', '3', 0,
    0x00, 0x02, 0, 7, 0, 0, 0, 4, '0', '1', '0', '0',
    0, 0, 0, 0};

constexpr std::array<Byte, 104> orientation_and_r03 = {
    'E', 'x', 'i', 'f', 0, 0, 'M', 'M', 0, 0x2A, 0, 0, 0, 8,
    0, 2,
    0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, 0, 0, 0,
    0x87, 0x69, 0, 4, 0, 0, 0, 1, 0, 0, 0, 38,
    0, 0, 0, 0,
    0, 2,
    0xA0, 0x01, 0, 3, 0, 0, 0, 1, 0, 0, 0, 0,
    0xA0, 0x05, 0, 4, 0, 0, 0, 1, 0, 0, 0, 68,
    0, 0, 0, 0,
    0, 2,
    0x00, 0x01, 0, 2, 0, 0, 0, 4, 'R', '0', '3', 0,
    0x00, 0x02, 0, 7, 0, 0, 0, 4, '0', '1', '0', '0',
    0, 0, 0, 0};
// clang-format on

constexpr std::array<Form, 3> forms = {
    Form{orientation_alone, 24, 0},
    Form{r03_alone, 0, 42},
    Form{orientation_and_r03, 24, 54},
};

bool has_form(Bytes payload, const Form& form) {
  if (payload.size() < form.bytes.size()) return false;
  for (std::size_t i = 0; i < form.bytes.size(); ++i) {
    const bool varies = (form.orientation != 0 && i - form.orientation < 2) ||
                        (form.color_space != 0 && i - form.color_space < 2);
    if (!varies && payload[i] != form.bytes[i]) return false;
  }
  if (form.orientation != 0) {
    const std::uint16_t orientation = load_u16(payload.data() + form.orientation, ByteOrder::big);
    if (orientation < 2 || orientation > 8) return false;
  }
  const Bytes behind = payload.subspan(form.bytes.size());
  return zeros_at_front(behind) == behind.size();
}

}  // namespace

bool is_minimal_exif(Bytes payload) {
  return std::ranges::any_of(forms, [payload](const Form& form) { return has_form(payload, form); });
}

}  // namespace exifscrub
