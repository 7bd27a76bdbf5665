// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/eval/occlusion.h"

#include "core/model/trace.h"
#include "tests/core/random_model.h"

#include <gtest/gtest.h>

#include <cmath>

namespace {

using namespace core;

OcclusionOptions options(Index length, Index samples = 20)
{
    OcclusionOptions o;
    o.length = length;
    o.samples = samples;
    return o;
}

Transformer<float> withSlopes(double slope)
{
    return randomModel("alibi").withEncodingOptions({{"alibi_slopes", {slope, slope, slope}}});
}

// With every prediction of the text sampled, the means are those of separate passes over what is left.
TEST(Occlusion, IsTheLossOfWhatIsLeft)
{
    ThreadPool pool(2);
    for (const char* encoding : {"alibi", "sinusoidal"}) {
        const Transformer<float> model = randomModel(encoding);
        const std::vector<int> tokens = randomTokens(60);
        const Occlusion found = occlude(model, tokens, options(21, 1000), pool);
        EXPECT_EQ(found.contexts, (std::vector<Index>{1, 2, 4, 8, 16, 21}));
        EXPECT_EQ(found.samples, 39);
        for (std::size_t c = 0; c < found.contexts.size(); ++c) {
            double sum = 0.0;
            for (Index end = 21; end < 60; ++end) {
                const Index context = found.contexts[c];
                const auto part = std::span<const int>(tokens).subspan(static_cast<std::size_t>(end - context),
                                                                       static_cast<std::size_t>(context + 1));
                sum += static_cast<double>(forward(model, part, pool)->losses().back());
            }
            EXPECT_NEAR(found.nll[c], sum / 39.0, 2e-5) << encoding << " " << found.contexts[c];
        }
    }
}

TEST(Occlusion, FindsAWindowThatIsKnown)
{
    ThreadPool pool(2);
    const std::vector<int> tokens = randomTokens(300);
    OcclusionOptions strict = options(64);
    strict.tolerance = 1e-6;
    // So steep that a token sees nothing but itself.
    EXPECT_EQ(occlude(withSlopes(200.0), tokens, strict, pool).receptiveField, 1);
    // Without a slope no token is too far away to matter.
    EXPECT_EQ(occlude(withSlopes(0.0), tokens, strict, pool).receptiveField, 64);
    // Anything will do.
    strict.tolerance = 0.999;
    EXPECT_EQ(occlude(withSlopes(0.0), tokens, strict, pool).receptiveField, 1);
}

TEST(Occlusion, SamplesAreThoseOfTheSeed)
{
    ThreadPool pool(1);
    const Transformer<float> model = randomModel("alibi");
    const std::vector<int> tokens = randomTokens(200);
    OcclusionOptions o = options(16, 5);
    const auto first = occlude(model, tokens, o, pool).nll;
    EXPECT_EQ(occlude(model, tokens, o, pool).nll, first);
    o.seed = 2;
    EXPECT_NE(occlude(model, tokens, o, pool).nll, first);
}

TEST(Occlusion, RefusesWhatCannotBe)
{
    ThreadPool pool(1);
    const Transformer<float> model = randomModel("alibi");
    const std::vector<int> tokens = randomTokens(20);
    EXPECT_THROW(occlude(model, tokens, options(20), pool), Error);
    EXPECT_THROW(occlude(model, tokens, options(0), pool), Error);
    EXPECT_THROW(occlude(model, tokens, options(4, 0), pool), Error);
    OcclusionOptions o = options(4);
    o.tolerance = std::nan("");
    EXPECT_THROW(occlude(model, tokens, o, pool), Error);
    o = options(4);
    o.watch.cancel = [] { return true; };
    EXPECT_THROW(occlude(model, tokens, o, pool), Cancelled);
}

} // namespace
