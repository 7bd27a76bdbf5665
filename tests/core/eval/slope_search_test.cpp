// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/eval/slope_search.h"

#include "core/eval/perplexity.h"
#include "core/position/slope_rules.h"
#include "tests/core/random_model.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <vector>

namespace {

using namespace core;

using Slopes = std::span<const double>;

// Smallest where the slopes are these; how far a slope is off counts in octaves.
std::function<double(Slopes)> lossFrom(std::vector<double> best)
{
    return [best = std::move(best)](Slopes slopes) {
        double loss = 1.0;
        for (std::size_t h = 0; h < best.size(); ++h) {
            const double off = slopes[h] > 0.0 ? std::log2(slopes[h] / best[h]) : 20.0;
            loss += off * off * (1.0 + 0.1 * static_cast<double>(h));
        }
        return loss;
    };
}

TEST(SlopeSearch, FindsWhatIsKnown)
{
    const std::vector<double> best = officialSlopes(6);
    for (const std::vector<double>& start :
         {std::vector<double>(6, 1.0 / 16.0), slopesByRule("reversed", best), slopesByRule("off_by_one", best),
          slopesByRule("random_octaves", best, 4), std::vector<double>(6, 0.0), std::vector<double>(6, -1.0)}) {
        const FoundSlopes found = findSlopes(start, lossFrom(best));
        EXPECT_EQ(found.startLoss, lossFrom(best)(start));
        EXPECT_EQ(found.loss, lossFrom(best)(found.slopes));
        for (std::size_t h = 0; h < best.size(); ++h) // within half of the last step
            EXPECT_LE(std::abs(std::log2(found.slopes[h] / best[h])), 0.0626) << h;
    }
}

TEST(SlopeSearch, IsNeverWorseThanTheStart)
{
    const std::vector<double> best = officialSlopes(8);
    const FoundSlopes none = findSlopes(best, lossFrom(best));
    EXPECT_EQ(none.slopes, best);
    EXPECT_EQ(none.loss, none.startLoss);
    const FoundSlopes broken = findSlopes(best, [](Slopes) { return std::nan(""); });
    EXPECT_EQ(broken.slopes, best);
}

TEST(SlopeSearch, TellsOfEveryImprovementAndHowFarItIs)
{
    std::vector<double> losses;
    double before = 0.0;
    SlopeSearchOptions options;
    options.improved = [&](const FoundSlopes& better) { losses.push_back(better.loss); };
    options.progress = [&](double done) {
        EXPECT_GE(done, before);
        EXPECT_LE(done, 1.0);
        before = done;
    };
    const std::vector<double> start(6, 1.0);
    const FoundSlopes found = findSlopes(start, lossFrom(officialSlopes(6)), options);
    EXPECT_EQ(before, 1.0);
    ASSERT_GT(losses.size(), 6U);
    EXPECT_EQ(losses.front(), found.startLoss);
    EXPECT_EQ(losses.back(), found.loss);
    EXPECT_TRUE(std::is_sorted(losses.rbegin(), losses.rend()));
}

TEST(SlopeSearch, EndsAfterSoManyTrialsOrWhenCancelled)
{
    SlopeSearchOptions options;
    options.mostTrials = 10;
    int asked = 0;
    const auto loss = [&](Slopes slopes) {
        ++asked;
        return lossFrom(officialSlopes(8))(slopes);
    };
    EXPECT_EQ(findSlopes(std::vector<double>(8, 1.0), loss, options).trials, 10);
    EXPECT_EQ(asked, 10);
    options.cancel = [&] { return asked >= 15; };
    options.mostTrials = 600;
    EXPECT_THROW(findSlopes(std::vector<double>(8, 1.0), loss, options), Cancelled);
    EXPECT_EQ(asked, 15);
}

// On a model: from slopes that hide everything but the own token back to ones that predict better, measured on the same
// half of a text.
TEST(SlopeSearch, MakesAModelPredictBetter)
{
    ThreadPool pool(2);
    const Transformer<float> model = randomModel("alibi");
    const std::vector<int> tokens = randomTokens(400);
    const auto perplexity = [&](Slopes slopes) {
        EvaluationOptions options;
        options.length = 16;
        return evaluate(
                   model.withEncodingOptions({{"alibi_slopes", std::vector<double>(slopes.begin(), slopes.end())}}),
                   firstHalf(tokens, 16), options, pool)
            .perplexity;
    };
    const std::vector<double> start{8.0, 8.0, 8.0};
    const FoundSlopes found = findSlopes(start, perplexity);
    EXPECT_EQ(found.startLoss, perplexity(start));
    EXPECT_EQ(found.loss, perplexity(found.slopes));
    EXPECT_LT(found.loss, found.startLoss);
}

TEST(PerplexityOfHalves, AreThoseOfTheWholeAndOfItsParts)
{
    ThreadPool pool(2);
    const Transformer<float> model = randomModel("alibi");
    for (const std::size_t count : {200U, 193U, 64U, 40U}) {
        const std::vector<int> tokens = randomTokens(count);
        const HalvesPerplexity halves = perplexityOfHalves(model, tokens, 16, pool);
        EvaluationOptions options;
        options.length = 16;
        EXPECT_NEAR(halves.whole, evaluate(model, tokens, options, pool).perplexity, 1e-9 * halves.whole) << count;
        const auto first = firstHalf(tokens, 16);
        ASSERT_EQ(static_cast<Index>(first.size()), halves.firstTokens + 1);
        EXPECT_EQ(halves.firstTokens % 16, 0);
        EXPECT_EQ(halves.firstTokens + halves.restTokens + 1, static_cast<Index>(count));
        EXPECT_NEAR(halves.first, evaluate(model, first, options, pool).perplexity, 1e-9 * halves.first);
        const auto rest = std::span<const int>(tokens).subspan(static_cast<std::size_t>(halves.firstTokens));
        EXPECT_NEAR(halves.rest, evaluate(model, rest, options, pool).perplexity, 1e-9 * halves.rest);
    }
    const std::vector<int> one = randomTokens(17);
    EXPECT_TRUE(firstHalf(one, 16).empty());
    EXPECT_TRUE(std::isnan(perplexityOfHalves(model, one, 16, pool).first));
    EXPECT_GT(perplexityOfHalves(model, randomTokens(9), 16, pool).whole, 1.0); // shorter than a piece
    EXPECT_THROW(perplexityOfHalves(model, randomTokens(1), 16, pool), Error);
    EXPECT_THROW(perplexityOfHalves(model, randomTokens(40), 0, pool), Error);
}

} // namespace
