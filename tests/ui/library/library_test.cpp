// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/library/library.h"

#include "core/base/error.h"

#include <gtest/gtest.h>

#include <string>

using namespace ui;

namespace {

std::string refusalOf(const std::string& id)
{
    try {
        loadModel(id);
    } catch (const core::Error& problem) {
        return problem.what();
    }
    return "it was read";
}

// A session of 130 kB once ended the program through this.
TEST(Library, ModelIdsWithCraftedChangesAreRefused)
{
    const std::string model = "builtin:alibi-64?";
    std::string deep;
    for (int i = 0; i < 60'000; ++i)
        deep += '[';
    const std::string sentence = refusalOf(model + "{\"alibi_growth\":" + deep);
    EXPECT_NE(sentence.find("nested too deeply"), std::string::npos) << sentence;
    EXPECT_LT(sentence.size(), 300U);
    EXPECT_NE(refusalOf(model + "{\"bias_factor\":1,\"bias_factor\":2}").find("twice"), std::string::npos);
    EXPECT_NE(refusalOf(model + "{\"bias_factor\":").find("must be a JSON object"), std::string::npos);
    EXPECT_EQ(refusalOf(model + "{\"bias_factor\":2}"), "it was read");
}

} // namespace
