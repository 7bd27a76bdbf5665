// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/eval/growing_map.h"

#include "core/model/attention_map.h"
#include "tests/core/random_model.h"

#include <gtest/gtest.h>

#include <cmath>

namespace {

using namespace core;

constexpr int kLayer = 1;
constexpr int kHead = 2;

// Each pixel against attentionMap()'s of just the text, `cells` on each side for a pixel.
void expectMap(const GrowingMap& grown, const Trace<float>& trace, Index length, Index side, Index cells)
{
    ThreadPool pool(1);
    const ReducedMap& map = grown.map();
    ASSERT_EQ(map.request.region, (Region{0, side, 0, side}));
    ASSERT_EQ(map.values.rows(), side / cells);
    ASSERT_EQ(map.values.cols(), side / cells);
    ASSERT_EQ(length % cells, 0);
    const Index pixels = length / cells;
    const ReducedMap direct = attentionMap(
        trace, {kLayer, kHead, Stage::Weights, {0, length, 0, length}, pixels, pixels, Reduction::Peak}, pool);
    for (Index row = 0; row < map.values.rows(); ++row)
        for (Index col = 0; col < map.values.cols(); ++col) {
            const float expected = row < pixels && col < pixels ? direct.values(row, col) : NAN;
            ASSERT_EQ(std::isnan(map.values(row, col)), std::isnan(expected)) << row << ", " << col;
            if (!std::isnan(expected)) {
                ASSERT_NEAR(map.values(row, col), expected, 1e-5) << row << ", " << col;
            }
        }
}

class GrowingMapOf : public testing::TestWithParam<int>
{
protected:
    // A window leaves keys out.
    Transformer<float> model() const
    {
        const auto model = randomModel("alibi");
        return GetParam() > 0 ? model.withEncodingOptions({{"attention_window", GetParam()}, {"attention_sinks", 2}})
                              : model;
    }
};

TEST_P(GrowingMapOf, RowByRowIsWhatAllAtOnceIs)
{
    ThreadPool pool(1);
    const auto trace = forward(model(), randomTokens(600), pool);
    GrowingMap map(kLayer, kHead);
    for (Index length = 1; length <= 100; ++length)
        map.grow(*trace, length);
    expectMap(map, *trace, 100, 128, 1);
    map.grow(*trace, 129);
    expectMap(map, *trace, 129, 256, 1);
    for (Index length = 130; length <= 300; length += 17)
        map.grow(*trace, length);
    map.grow(*trace, 300);
    expectMap(map, *trace, 300, 512, 2);
    map.grow(*trace, 600);
    expectMap(map, *trace, 600, 1024, 4);
    GrowingMap atOnce(kLayer, kHead);
    atOnce.grow(*trace, 600);
    expectMap(atOnce, *trace, 600, 1024, 4);
}

TEST_P(GrowingMapOf, RowsThatAreCutCanBeOthers)
{
    ThreadPool pool(1);
    std::vector<int> tokens = randomTokens(300);
    GrowingMap map(kLayer, kHead);
    map.grow(*forward(model(), tokens, pool), 300);
    map.cut(257); // in the middle of a pixel
    for (std::size_t i = 257; i < 300; ++i)
        tokens[i] = (tokens[i] + 1) % 23;
    const auto other = forward(model(), tokens, pool);
    map.grow(*other, 290);
    expectMap(map, *other, 290, 512, 2);
    map.cut(0);
    map.grow(*other, 300);
    expectMap(map, *other, 300, 512, 2);
}

INSTANTIATE_TEST_SUITE_P(GrowingMap, GrowingMapOf, testing::Values(0, 20));

TEST(GrowingMap, RefusesHeadsThatAreNotThereAndCanBeCancelled)
{
    ThreadPool pool(1);
    const auto trace = forward(randomModel("rotary"), randomTokens(20), pool);
    EXPECT_THROW(GrowingMap(2, 0).grow(*trace, 20), Error);
    EXPECT_THROW(GrowingMap(0, 3).grow(*trace, 20), Error);
    GrowingMap map(kLayer, kHead);
    EXPECT_THROW(map.grow(*trace, 20, [] { return true; }), Cancelled);
    map.grow(*trace, 20);
    expectMap(map, *trace, 20, 128, 1);
}

} // namespace
