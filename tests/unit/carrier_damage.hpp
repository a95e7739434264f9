#pragma once

#include <gtest/gtest.h>

#include "block_reading.hpp"

namespace exifscrub {

/// What a reader and an eraser must survive, whatever the bytes are.
struct CarrierDamage {
  BlockReading::Read read;
  BlockReading::Erase erase;

  /// All findings lie in the block, and erasing the location keeps the size and leaves none.
  void expect_sound(Bytes bytes, const std::string& what) const {
    const BlockReading block{read, bytes};
    for (const BlockFinding& finding : block.reading.findings) {
      for (const Extent at : block.reading.where(finding)) {
        ASSERT_TRUE(at.offset <= bytes.size() && at.length <= bytes.size() - at.offset) << what;
      }
    }
    for (const Reference& reference : block.reading.references) {
      for (const Extent at : reference.parts) {
        ASSERT_TRUE(at.offset <= bytes.size() && at.length <= bytes.size() - at.offset) << what;
      }
    }
    const auto erased = block.without(erase, LeakClass::location);
    ASSERT_TRUE(erased) << what << ": " << erased.error().what;
    ASSERT_EQ(erased->size(), bytes.size()) << what;
    const BlockReading again{read, *erased};
    for (const BlockFinding& finding : again.reading.findings) {
      ASSERT_NE(finding.leak_class, LeakClass::location) << what << ": " << finding.tag << " stays";
    }
  }

  void expect_sound_when_truncated(Bytes bytes) const {
    for (std::size_t length = 0; length <= bytes.size(); ++length) {
      expect_sound(bytes.first(length), "cut to " + std::to_string(length));
      if (testing::Test::HasFatalFailure()) return;
    }
  }

  void expect_sound_when_flipped(Bytes bytes) const {
    std::vector<Byte> flipped{bytes.begin(), bytes.end()};
    for (std::size_t at = 0; at < flipped.size(); ++at) {
      for (const Byte mask : {Byte{0xFF}, Byte{0x01}, Byte{0x80}}) {
        flipped[at] = static_cast<Byte>(flipped[at] ^ mask);
        expect_sound(flipped, "byte " + std::to_string(at) + " flipped by " + std::to_string(mask));
        flipped[at] = static_cast<Byte>(flipped[at] ^ mask);
        if (testing::Test::HasFatalFailure()) return;
      }
    }
  }
};

}  // namespace exifscrub
