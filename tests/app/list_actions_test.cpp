// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/program.h"

#include <gtest/gtest.h>

namespace app {
namespace {

TEST(ListActions, NeedsNoDisplay)
{
    Surroundings surroundings;
    surroundings.variables = {{"DISPLAY", ""}, {"WAYLAND_DISPLAY", ""}, {"QT_QPA_PLATFORM", "none of these"}};
    const Ending ending = run({"--list-actions"}, surroundings);
    EXPECT_EQ(ending.code, 0) << ending.err;
    EXPECT_TRUE(ending.err.empty()) << ending.err;
    EXPECT_NE(ending.out.find("save-session\tSave session\tCtrl+S\n"), std::string::npos) << ending.out;
    EXPECT_NE(ending.out.find("model-4-rotary-64\tColumn 4: Rotary, trained at 64\t\n"), std::string::npos)
        << ending.out;
}

} // namespace
} // namespace app
