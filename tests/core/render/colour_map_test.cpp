// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/render/colour_map.h"

#include "core/base/error.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <set>

namespace {

using core::Rgb;

double luminance(const Rgb& c)
{
    const auto linear = [](double byte) { return std::pow(byte / 255.0, 2.2); };
    return 0.2126 * linear(c.red) + 0.7152 * linear(c.green) + 0.0722 * linear(c.blue);
}

int distance(const Rgb& a, const Rgb& b)
{
    return std::max({std::abs(a.red - b.red), std::abs(a.green - b.green), std::abs(a.blue - b.blue)});
}

TEST(ColourMap, IdsAreThoseOfOldFiles)
{
    std::vector<std::string> ids;
    for (const auto& map : core::colourMaps())
        ids.push_back(map.id());
    EXPECT_EQ(ids, (std::vector<std::string>{"viridis", "cividis", "diverging", "bias", "grey"}));
}

TEST(ColourMap, UnknownIdIsRefusedWithTheKnownOnes)
{
    try {
        (void)core::colourMap("jet");
        FAIL() << "accepted";
    } catch (const core::Error& e) {
        EXPECT_NE(std::string(e.what()).find("jet"), std::string::npos);
        EXPECT_NE(std::string(e.what()).find("cividis"), std::string::npos);
    }
}

TEST(ColourMap, AtClampsWhateverItIsGiven)
{
    const auto& map = core::colourMap("viridis");
    EXPECT_EQ(map.at(0.0), map.table().front());
    EXPECT_EQ(map.at(1.0), map.table().back());
    EXPECT_EQ(map.at(-5.0), map.table().front());
    EXPECT_EQ(map.at(1e30), map.table().back());
    EXPECT_EQ(map.at(std::numeric_limits<double>::infinity()), map.table().back());
    EXPECT_EQ(map.at(-std::numeric_limits<double>::infinity()), map.table().front());
    EXPECT_EQ(map.at(std::numeric_limits<double>::quiet_NaN()), map.table().front());
}

// Entries between our control points, rounded from matplotlib's maps.
TEST(ColourMap, ViridisAndCividisAreCloseToTheOriginals)
{
    const auto& viridis = core::colourMap("viridis").table();
    EXPECT_LE(distance(viridis[8], {71, 13, 96}), 3);
    EXPECT_LE(distance(viridis[67], {57, 85, 140}), 3);
    EXPECT_LE(distance(viridis[143], {31, 159, 136}), 3);
    EXPECT_LE(distance(viridis[203], {119, 209, 83}), 3);
    EXPECT_LE(distance(viridis[247], {234, 229, 26}), 3);
    const auto& cividis = core::colourMap("cividis").table();
    EXPECT_LE(distance(cividis[23], {1, 50, 113}), 9);
    EXPECT_LE(distance(cividis[52], {54, 70, 108}), 3);
    EXPECT_LE(distance(cividis[127], {124, 123, 120}), 3);
    EXPECT_LE(distance(cividis[202], {198, 182, 103}), 3);
    EXPECT_LE(distance(cividis[247], {248, 223, 60}), 3);
}

TEST(ColourMap, SequentialMapsOnlyGetLighterAndGreyOnlyDarker)
{
    for (const char* id : {"viridis", "cividis", "bias", "grey"}) {
        const auto& table = core::colourMap(id).table();
        const double sign = std::string(id) == "grey" ? -1.0 : 1.0;
        for (std::size_t i = 1; i < table.size(); ++i)
            EXPECT_GE(sign * (luminance(table[i]) - luminance(table[i - 1])), -1e-3) << id << " at " << i;
    }
}

TEST(ColourMap, DivergingIsPalestInTheMiddleAndBalanced)
{
    const auto& table = core::colourMap("diverging").table();
    for (std::size_t i = 1; i < 128; ++i) {
        EXPECT_GE(luminance(table[i]), luminance(table[i - 1]) - 1e-3) << i;
        EXPECT_NEAR(luminance(table[i]), luminance(table[255 - i]), 0.08) << i;
    }
    EXPECT_GT(luminance(table[127]), 0.9);
    EXPECT_GT(table.front().blue, table.front().red + 60);
    EXPECT_GT(table.back().red, table.back().blue + 60);
    // Neighbours never jump, so that no edge is seen where the data has none.
    for (std::size_t i = 1; i < table.size(); ++i)
        EXPECT_LE(distance(table[i], table[i - 1]), 8) << i;
}

TEST(ColourMap, BiasIsPalestAtZero)
{
    const auto& bias = core::colourMap("bias").table();
    EXPECT_LE(distance(bias.back(), core::colourMap("diverging").at(0.5)), 4);
    EXPECT_EQ(bias.front(), core::colourMap("diverging").table().front());
    EXPECT_GT(luminance(bias.back()), 0.9);
}

TEST(ColourMap, MaskedColourIsInNoMap)
{
    for (const bool dark : {false, true})
        for (const auto& map : core::colourMaps())
            for (const Rgb& colour : map.table())
                EXPECT_GE(distance(colour, core::maskedColour(dark)), 5) << map.id();
    EXPECT_LT(luminance(core::maskedColour(true)), luminance(core::maskedColour(false)));
}

} // namespace
