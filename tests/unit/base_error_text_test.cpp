#include "base/error_text.hpp"

#include <gtest/gtest.h>

#include <cerrno>

namespace exifscrub {
namespace {

TEST(ErrorText, NamesTheOffsetOrWhatTheSystemSaid) {
  EXPECT_EQ(reason_of({Errc::truncated, 77, "ends too early"}), "ends too early at byte 77");
  EXPECT_EQ(reason_of({Errc::io, 0, "cannot open", ENOENT}), "cannot open: No such file or directory");
}

TEST(ErrorText, WhoWasInterruptedKnowsIt) {
  EXPECT_EQ(reason_of({Errc::io, 0, "interrupted", EINTR}), "interrupted");
}

}  // namespace
}  // namespace exifscrub
