// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/eval/perplexity.h"

#include "core/model/trace.h"
#include "tests/core/io/temporary_folder.h"
#include "tests/core/random_model.h"

#include <gtest/gtest.h>

#include <atomic>
#include <cmath>
#include <mutex>

namespace {

using namespace core;

EvaluationOptions nonoverlapping(Index length) { return {length, Windowing::Nonoverlapping, 1, {}, {}}; }
EvaluationOptions sliding(Index length, Index stride) { return {length, Windowing::Sliding, stride, {}, {}}; }

// The rule read literally: prediction p (of token p + 1) is made in the first window that reaches it, each window being
// one forward pass of its own. Windows start at multiples of the step and hold at most `length` inputs.
struct Reference
{
    std::vector<double> sums;
    std::vector<Index> counts;
    Index passes = 0;
    double total = 0.0;
};

Reference reference(const Transformer<float>& model, const std::vector<int>& tokens, const EvaluationOptions& options)
{
    const auto predictions = static_cast<Index>(tokens.size()) - 1;
    const Index step = options.windowing == Windowing::Sliding ? options.stride : options.length;
    Reference result;
    result.sums.resize(static_cast<std::size_t>(options.length));
    result.counts.resize(result.sums.size());
    ThreadPool pool(1);
    std::vector<bool> made(static_cast<std::size_t>(predictions));
    for (Index first = 0; !made.back(); first += step, ++result.passes) {
        const Index inputs = std::min(options.length, predictions - first);
        const auto trace = forward(
            model,
            std::span<const int>(tokens).subspan(static_cast<std::size_t>(first), static_cast<std::size_t>(inputs + 1)),
            pool);
        for (Index p = 0; p < inputs; ++p)
            if (!made[static_cast<std::size_t>(first + p)]) {
                const auto loss = static_cast<double>(trace->losses()[static_cast<std::size_t>(p)]);
                made[static_cast<std::size_t>(first + p)] = true;
                result.sums[static_cast<std::size_t>(p)] += loss;
                ++result.counts[static_cast<std::size_t>(p)];
                result.total += loss;
            }
    }
    return result;
}

class Windows : public testing::Test
{
protected:
    Transformer<float> m_model = randomModel("alibi");
    ThreadPool m_pool{2};

    void compare(std::size_t count, const EvaluationOptions& options)
    {
        SCOPED_TRACE(
            fmt::format("{} tokens, {} {}, stride {}", count, idOf(options.windowing), options.length, options.stride));
        const std::vector<int> tokens = randomTokens(count);
        const Reference expected = reference(m_model, tokens, options);
        const Evaluation actual = evaluate(m_model, tokens, options, m_pool);
        const double mean = expected.total / static_cast<double>(count - 1);
        EXPECT_EQ(actual.scoredTokens, static_cast<Index>(count) - 1);
        EXPECT_NEAR(actual.nll, mean, 1e-5);
        EXPECT_NEAR(actual.perplexity, std::exp(mean), 1e-4 * std::exp(mean));
        EXPECT_EQ(passesOf(static_cast<Index>(count), options), expected.passes);
        ASSERT_LE(actual.nllByPosition.size(), expected.sums.size());
        for (std::size_t p = 0; p < expected.sums.size(); ++p) {
            const double value = p < actual.nllByPosition.size() ? actual.nllByPosition[p] : std::nan("");
            if (expected.counts[p] == 0)
                EXPECT_TRUE(std::isnan(value)) << p;
            else
                EXPECT_NEAR(value, expected.sums[p] / static_cast<double>(expected.counts[p]), 2e-5) << p;
        }
    }
};

TEST_F(Windows, SideBySideAreIndependentPasses)
{
    compare(65, nonoverlapping(16)); // four whole windows
    compare(60, nonoverlapping(16)); // the last one holds eleven
    compare(50, nonoverlapping(16)); // the last one holds one
    compare(20, nonoverlapping(1));
    compare(20, nonoverlapping(19));
    compare(20, nonoverlapping(64)); // longer than the text
    compare(2, nonoverlapping(4));
}

TEST_F(Windows, SlidingOnesScoreWhatIsNewInThem)
{
    for (const std::size_t count : {65U, 60U, 50U})
        for (const Index stride : {1, 3, 5, 16})
            compare(count, sliding(16, stride));
    compare(20, sliding(64, 3));
    compare(20, sliding(1, 1));
}

TEST_F(Windows, LongerThanABatchAreTheSame)
{
    compare(1100, nonoverlapping(512)); // read in batches
    compare(1100, nonoverlapping(513)); // read one by one
    compare(700, sliding(600, 50));
}

TEST_F(Windows, SlidingByTheWholeLengthIsSideBySide)
{
    const std::vector<int> tokens = randomTokens(77);
    EXPECT_EQ(evaluate(m_model, tokens, sliding(16, 16), m_pool).nll,
              evaluate(m_model, tokens, nonoverlapping(16), m_pool).nll);
}

TEST_F(Windows, SlidingScoresLatePositionsOnly)
{
    const Evaluation result = evaluate(m_model, randomTokens(40), sliding(16, 1), m_pool);
    ASSERT_EQ(result.nllByPosition.size(), 16U);
    for (const double value : result.nllByPosition) // the first window scores all of its positions
        EXPECT_FALSE(std::isnan(value));
    EXPECT_EQ(result.stride, 1);
    EXPECT_EQ(evaluate(m_model, randomTokens(40), nonoverlapping(16), m_pool).stride, 16);
}

// Figure 10 of the paper: 8 words, windows of 4; two passes side by side, five when sliding by one. The figure counts
// predicted words; ours start from the second token, so 8 predictions are 9 tokens.
TEST(Passes, AsInThePapersFigure)
{
    EXPECT_EQ(passesOf(9, nonoverlapping(4)), 2);
    EXPECT_EQ(passesOf(9, sliding(4, 1)), 5);
    EXPECT_EQ(passesOf(10, nonoverlapping(4)), 3);
    EXPECT_EQ(passesOf(10, sliding(4, 1)), 6);
    EXPECT_EQ(passesOf(9, sliding(4, 4)), 2);
    EXPECT_EQ(passesOf(2, sliding(4, 1)), 1);
}

TEST(Passes, WithoutAWayForwardAreRefused)
{
    EXPECT_THROW(passesOf(100, sliding(4, 0)), Error);
    EXPECT_THROW(passesOf(100, sliding(4, -1)), Error);
    EXPECT_THROW(passesOf(100, sliding(4, 5)), Error);
    EXPECT_THROW(passesOf(100, nonoverlapping(0)), Error);
}

TEST_F(Windows, TheNumberOfThreadsChangesNothing)
{
    const std::vector<int> tokens = randomTokens(1300);
    for (const EvaluationOptions& options : {nonoverlapping(16), sliding(16, 3), nonoverlapping(600)}) {
        ThreadPool one(1);
        const Evaluation expected = evaluate(m_model, tokens, options, one);
        for (const int threads : {2, 3}) {
            ThreadPool pool(threads);
            const Evaluation again = evaluate(m_model, tokens, options, pool);
            EXPECT_EQ(again.nll, expected.nll) << threads;
            EXPECT_EQ(again.nllByPosition, expected.nllByPosition) << threads;
        }
    }
}

TEST_F(Windows, ReportProgressUpToTheEndAndCanBeCancelled)
{
    for (const Index length : {16, 600}) {
        EvaluationOptions options = nonoverlapping(length);
        std::mutex mutex;
        double last = 0.0;
        options.progress = [&](double done) {
            const std::lock_guard lock(mutex);
            last = std::max(last, done);
        };
        const std::vector<int> tokens = randomTokens(1300);
        evaluate(m_model, tokens, options, m_pool);
        EXPECT_DOUBLE_EQ(last, 1.0);
        std::atomic<int> asked = 0;
        options.cancel = [&] { return ++asked > 1; };
        EXPECT_THROW(evaluate(m_model, tokens, options, m_pool), Cancelled);
    }
}

// With enough tokens before the first prediction, a stride of 1 is one pass of the full length for each.
TEST_F(Windows, SlidingByOneAfterAContextIsAPassPerToken)
{
    for (const Index length : {16, 600}) {
        const std::vector<int> tokens = randomTokens(static_cast<std::size_t>(length) + 21);
        EvaluationOptions options = sliding(length, 1);
        options.context = length;
        double sum = 0.0;
        for (Index end = length; end < length + 21; ++end) {
            const auto part = std::span<const int>(tokens).subspan(static_cast<std::size_t>(end - length),
                                                                   static_cast<std::size_t>(length + 1));
            sum += static_cast<double>(forward(m_model, part, m_pool)->losses().back());
        }
        const Evaluation result = evaluate(m_model, tokens, options, m_pool);
        EXPECT_EQ(passesOf(static_cast<Index>(tokens.size()), options), 21);
        EXPECT_EQ(result.scoredTokens, 21);
        EXPECT_NEAR(result.nll, sum / 21.0, 2e-5);
        EXPECT_EQ(result.scoredByPosition.back(), 21);
        EXPECT_EQ(result.shareBelow(length), 0.0);
    }
}

TEST_F(Windows, ScoreTheSameTokensAfterAContext)
{
    const std::vector<int> tokens = randomTokens(100);
    for (const Windowing windowing : {Windowing::Nonoverlapping, Windowing::Sliding})
        for (const Index length : {5, 20, 40})
            for (const Index stride : {1, 4, 5}) {
                const EvaluationOptions options{length, windowing, stride, {}, {}, 40};
                EXPECT_EQ(evaluate(m_model, tokens, options, m_pool).scoredTokens, 60);
                const std::vector<Window> windows = windowsOf(100, options);
                EXPECT_GT(windows.size(), 1U);
                for (const Window& w : windows) {
                    EXPECT_GE(w.first, 0);
                    EXPECT_LE(w.length, length);
                    if (windowing == Windowing::Sliding)
                        EXPECT_GE(w.length - w.scored + 1, length - stride + 1 - (length - w.length));
                    else
                        EXPECT_EQ(w.scored, w.length);
                }
            }
    EvaluationOptions none = nonoverlapping(5);
    for (const Index context : {0, 100}) {
        none.context = context;
        EXPECT_THROW(evaluate(m_model, tokens, none, m_pool), Error) << context;
    }
}

// Appendix B: at 1000 tokens, 10 % of the predictions have at most 100 tokens of context; at 2000, 5 %.
TEST_F(Windows, HaveThePapersShareOfEarlyTokens)
{
    const std::vector<int> tokens = randomTokens(4001);
    EXPECT_DOUBLE_EQ(evaluate(m_model, tokens, nonoverlapping(1000), m_pool).shareBelow(101), 0.1);
    const Evaluation longer = evaluate(m_model, tokens, nonoverlapping(2000), m_pool);
    EXPECT_DOUBLE_EQ(longer.shareBelow(101), 0.05);
    EXPECT_NEAR(0.05 * longer.nllBelow(101) + 0.95 * longer.nllFrom(101), longer.nll, 1e-9);
    EXPECT_TRUE(std::isnan(longer.nllBelow(1)));
    EXPECT_TRUE(std::isnan(longer.nllFrom(2001)));
}

TEST_F(Windows, RefuseWhatCannotBeRead)
{
    const auto message = [&](const std::vector<int>& tokens, const EvaluationOptions& options) {
        return messageOf<Error>([&] { evaluate(m_model, tokens, options, m_pool); });
    };
    EXPECT_NE(message({}, nonoverlapping(4)).find("it has 0."), std::string::npos);
    EXPECT_NE(message({1}, nonoverlapping(4)).find("it has 1."), std::string::npos);
    EXPECT_NE(message({1, 2, 3}, nonoverlapping(0)).find("length"), std::string::npos);
    EXPECT_NE(message({1, 2, 3}, sliding(4, 0)).find("stride"), std::string::npos);
    EXPECT_NE(message({1, 2, 3}, sliding(4, 5)).find("stride"), std::string::npos);
    EXPECT_NE(message({1, 2, 23}, nonoverlapping(4)).find("Token 23"), std::string::npos);
    EXPECT_NE(message({1, -2, 2}, nonoverlapping(4)).find("Token -2"), std::string::npos);
    EXPECT_THROW(windowingById("hopping"), Error);
    EXPECT_EQ(windowingById("sliding"), Windowing::Sliding);
}

TEST(BitsPerByte, SpreadsTheNatsOverTheBytes)
{
    Evaluation evaluation;
    evaluation.scoredTokens = 10;
    evaluation.nll = 3.0 * std::log(2.0);
    EXPECT_DOUBLE_EQ(bitsPerByte(evaluation, 20), 1.5);
}

} // namespace
