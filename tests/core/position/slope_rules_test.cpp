// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/position/slope_rules.h"

#include "core/base/error.h"
#include "core/base/json.h"

#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <functional>
#include <numeric>
#include <stdexcept>

namespace {

using namespace core;

TEST(AlibiSlopes, EightHeadsHalveFromOneHalf)
{
    EXPECT_EQ(officialSlopes(8),
              (std::vector<double>{0.5, 0.25, 0.125, 0.0625, 0.03125, 0.015625, 0.0078125, 0.00390625}));
}

TEST(AlibiSlopes, TwelveHeadsJumpBackUpAtTheNinth)
{
    const auto slopes = officialSlopes(12);
    ASSERT_EQ(slopes.size(), 12U);
    EXPECT_DOUBLE_EQ(slopes[7], 1.0 / 256);
    for (int i = 0; i < 4; ++i)
        EXPECT_DOUBLE_EQ(slopes[static_cast<std::size_t>(8 + i)], std::exp2(-0.5 - i));
}

TEST(AlibiSlopes, OneTo128HeadsFollowTheOfficialRule)
{
    std::ifstream file(GOLDEN_DIR "/position.json");
    const Json golden = Json::parse(file);
    for (int heads = 1; heads <= 128; ++heads) {
        const auto slopes = officialSlopes(heads);
        const auto& expected = golden["slopes"][std::to_string(heads)];
        ASSERT_EQ(slopes.size(), expected.size()) << heads;
        for (std::size_t i = 0; i < slopes.size(); ++i)
            EXPECT_NEAR(slopes[i], expected[i].get<double>(), 1e-9 * slopes[i]) << heads << " heads, head " << i;
    }
}

TEST(AlibiSlopes, NoHeadsAreRefused) { EXPECT_THROW(officialSlopes(0), std::invalid_argument); }

// The rule as it is published, step by step: attention_with_linear_biases, fairseq/models/transformer.py, get_slopes.
std::vector<double> published(int n)
{
    const double log = std::log2(n);
    if (log == std::floor(log)) {
        const double start = std::pow(2.0, -std::pow(2.0, -(log - 3.0)));
        std::vector<double> list;
        for (int i = 0; i < n; ++i)
            list.push_back(start * std::pow(start, i));
        return list;
    }
    const int closest = 1 << static_cast<int>(std::floor(log));
    std::vector<double> list = published(closest);
    const std::vector<double> twice = published(2 * closest);
    for (std::size_t i = 0; i < twice.size() && static_cast<int>(list.size()) < n; i += 2)
        list.push_back(twice[i]);
    return list;
}

TEST(AlibiSlopes, OneTo128HeadsAreThePublishedRules)
{
    for (int heads = 1; heads <= 128; ++heads) {
        const std::vector<double> slopes = officialSlopes(heads);
        const std::vector<double> expected = published(heads);
        ASSERT_EQ(slopes.size(), expected.size());
        for (std::size_t i = 0; i < slopes.size(); ++i)
            EXPECT_NEAR(slopes[i], expected[i], 1e-13 * slopes[i]) << heads << " heads, head " << i;
    }
}

// Where a slope comes from, looked for among the published lists.
TEST(AlibiSlopes, OriginsSayTheListAndThePlace)
{
    for (int heads = 1; heads <= 128; ++heads) {
        const std::vector<double> slopes = officialSlopes(heads);
        const std::vector<SlopeOrigin> origins = officialOrigins(heads);
        ASSERT_EQ(origins.size(), slopes.size());
        int lower = 1;
        while (2 * lower <= heads)
            lower *= 2;
        for (std::size_t i = 0; i < slopes.size(); ++i) {
            EXPECT_EQ(origins[i].list, static_cast<int>(i) < lower ? lower : 2 * lower);
            EXPECT_NEAR(published(origins[i].list)[static_cast<std::size_t>(origins[i].place - 1)], slopes[i],
                        1e-13 * slopes[i]);
        }
    }
    EXPECT_EQ(officialOrigins(12)[8], (SlopeOrigin{16, 1}));
    EXPECT_EQ(officialOrigins(12)[11], (SlopeOrigin{16, 7}));
}

TEST(SlopeRules, AreWhatTheySay)
{
    const std::vector<double> official = officialSlopes(8);
    EXPECT_EQ(slopesByRule("official", official), official);
    EXPECT_EQ(slopesByRule("zero", official), std::vector<double>(8, 0.0));
    EXPECT_EQ(slopesByRule("reversed", official), (std::vector<double>(official.rbegin(), official.rend())));
    for (const double slope : slopesByRule("equal", official))
        EXPECT_DOUBLE_EQ(slope, std::exp2(-4.5));
    EXPECT_EQ(slopesByRule("equal", std::vector<double>{1.0, 0.0}), slopesByRule("equal", officialSlopes(2)));
    const std::vector<double> off = slopesByRule("off_by_one", official);
    EXPECT_EQ(off, (std::vector<double>{1.0, 0.5, 0.25, 0.125, 0.0625, 0.03125, 0.015625, 0.0078125}));
    EXPECT_THROW(slopesByRule("Equal", official), Error);
    EXPECT_EQ(slopesByRule("doubled", official).front(), 1.0);
    EXPECT_EQ(slopesByRule("halved", official).back(), std::exp2(-9.0));
    EXPECT_EQ(slopesByRule("exponential", official), official);
    EXPECT_EQ(slopeRule("exponential").growth, SlopeGrowth::Exponential);
    for (int head = 0; head < 12; ++head) {
        const auto at = static_cast<std::size_t>(head);
        EXPECT_DOUBLE_EQ(slopesByRule("interpolated", officialSlopes(12))[at], std::exp2(-8.0 * (head + 1) / 12.0));
    }
    EXPECT_FLOAT_EQ(static_cast<float>(slopesByRule("base_16", official)[7]), std::exp2(-16.0F));
    ASSERT_FALSE(slopeRules().empty());
    EXPECT_EQ(slopeRules().front().id, "official");
    for (const SlopeRule& rule : slopeRules())
        for (const int heads : {3, 12, 128}) {
            EXPECT_EQ(rule.make(officialSlopes(heads), 1).size(), static_cast<std::size_t>(heads)) << rule.id;
            EXPECT_EQ(rule.make(officialSlopes(heads), 1) != rule.make(officialSlopes(heads), 2), rule.drawn)
                << rule.id;
        }
}

TEST(SlopeRules, RandomOnesFollowTheSeedAndTheMean)
{
    const std::vector<double> official = officialSlopes(8);
    EXPECT_EQ(slopesByRule("random", official, 4), slopesByRule("random", official, 4));
    EXPECT_NE(slopesByRule("random", official, 4), slopesByRule("random", official, 5));
    double sum = 0.0;
    double least = 1.0;
    for (std::uint64_t seed = 0; seed < 2000; ++seed)
        for (const double slope : slopesByRule("random", official, seed)) {
            sum += slope;
            least = std::min(least, slope);
        }
    EXPECT_GT(least, 0.0);
    EXPECT_NEAR(sum / 2000.0, std::accumulate(official.begin(), official.end(), 0.0), 0.02);
    double octaves = 0.0;
    for (std::uint64_t seed = 0; seed < 2000; ++seed)
        for (const double slope : slopesByRule("random_octaves", official, seed)) {
            EXPECT_GE(slope, official.back());
            EXPECT_LT(slope, official.front());
            octaves += std::log2(slope) / 16000.0;
        }
    EXPECT_NEAR(octaves, -4.5, 0.1);
}

// What other programs compute, as far as it is the same, for every number of heads.
TEST(SlopeRules, OtherCodesAgreeWithTheOfficialListOrDoNot)
{
    const auto farthest = [](std::string_view id, int heads) { // from 1, the ratio to the official one
        const std::vector<double> official = officialSlopes(heads);
        const std::vector<double> other = slopesByRule(id, official);
        double most = 0.0;
        for (std::size_t i = 0; i < other.size(); ++i)
            most = std::max(most, std::abs(other[i] / official[i] - 1.0));
        return most;
    };
    for (int heads = 1; heads <= 128; ++heads) {
        for (const std::string_view id : {"bloom", "mpt", "llama_cpp"})
            EXPECT_LT(farthest(id, heads), 1e-5) << id << heads;
        EXPECT_NEAR(farthest("falcon_rw", heads), 7.0 / 8.0, 0.001);
        const bool power = (heads & (heads - 1)) == 0;
        for (const std::string_view id : {"interpolated", "mlx"}) {
            if (power) {
                EXPECT_LT(farthest(id, heads), 1e-13) << heads;
            } else {
                EXPECT_GT(farthest(id, heads), 0.02) << heads;
            }
        }
    }
    const std::vector<double> bloom = slopesByRule("bloom", officialSlopes(16)); // PyTorch's: not exactly one half
    EXPECT_EQ(static_cast<float>(bloom[0]), 0.70710677F);
    EXPECT_EQ(static_cast<float>(bloom[1]), 0.49999997F);
}

// ── attention's reach ──────────────────────────────────────────────────────────────────────────────────────────────

// Adds weights up, nearest first.
Index summedUp(double share, Index keys, const std::function<double(Index)>& penalty)
{
    std::vector<double> weights;
    for (Index d = 0; d < keys; ++d)
        weights.push_back(std::exp(penalty(0) - penalty(d)));
    const double all = std::accumulate(weights.begin(), weights.end(), 0.0);
    double sum = 0.0;
    Index held = 0;
    while (sum < share * all * (1.0 - 1e-14) && held < keys)
        sum += weights[static_cast<std::size_t>(held++)];
    return held;
}

TEST(KeysHolding, AreThoseOfASum)
{
    for (const int heads : {1, 7, 8, 12})
        for (const double slope : officialSlopes(heads))
            for (const double share : {0.5, 0.9, 0.99}) {
                const auto linear = [slope](Index d) { return slope * static_cast<double>(d); };
                for (const Index keys : {1, 2, 64, 1000})
                    EXPECT_EQ(keysHolding(share, slope, keys), summedUp(share, keys, linear)) << slope << " " << keys;
                const auto far = static_cast<Index>(60.0 / slope); // e^-60 is nothing
                EXPECT_EQ(keysHolding(share, slope), summedUp(share, far, linear)) << slope;
                const auto grown = [slope](Index d) { return std::expm1(slope * static_cast<double>(d)); };
                EXPECT_EQ(keysHolding(share, slope, {}, SlopeGrowth::Exponential),
                          summedUp(share, static_cast<Index>(std::ceil(5.0 / slope)), grown))
                    << slope;
                EXPECT_EQ(keysHolding(share, slope, 100, SlopeGrowth::Exponential), summedUp(share, 100, grown));
            }
    EXPECT_EQ(keysHolding(0.5, 1.0 / 256), 178); // ln 2 · 256 = 177.4
    EXPECT_EQ(keysHolding(0.5, 0.5), 2);
}

TEST(KeysHolding, WithoutASlopeEveryKeyHoldsAsMuch)
{
    EXPECT_EQ(keysHolding(0.5, 0.0, 64), 32);
    EXPECT_EQ(keysHolding(0.9, 0.0, 64), 58);
    EXPECT_EQ(keysHolding(0.5, 0.0), std::nullopt); // no end, no half
    EXPECT_EQ(keysHolding(0.5, 0.0, {}, SlopeGrowth::Exponential), std::nullopt);
    EXPECT_EQ(keysHolding(0.5, -0.25), std::nullopt);
    EXPECT_EQ(keysHolding(0.5, -0.25, 64), summedUp(0.5, 64, [](Index d) { return -0.25 * static_cast<double>(d); }));
    EXPECT_EQ(keysHolding(0.99, -1e6, 64), 64);
    EXPECT_EQ(keysHolding(0.99, 1e6), 1);
    EXPECT_EQ(keysHolding(0.5, 1e-300, 64), 32);
    EXPECT_EQ(keysHolding(0.5, 1e-300), std::nullopt); // more than can be counted
}

} // namespace
