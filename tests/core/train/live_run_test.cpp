// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/live_run.h"

#include "core/base/error.h"
#include "core/io/atomic_file.h"
#include "core/io/checkpoint.h"
#include "core/io/live_checkpoint.h"
#include "core/model/trace.h"
#include "core/train/held_out.h"
#include "tests/core/io/temporary_folder.h"
#include "tests/core/random_model.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>

namespace {

using namespace core;

constexpr double kRate = 5e-3;

TrainingOptions smallOptions()
{
    TrainingOptions options;
    options.length = 12;
    options.batch = 4;
    options.schedule = {kRate, 3, 1000, 1.0};
    options.seed = 7;
    return options;
}

// A text with something to learn in it.
std::shared_ptr<const std::vector<int>> text()
{
    std::vector<int> tokens = randomTokens(400);
    for (std::size_t i = 0; i < tokens.size(); i += 2)
        tokens[i] = static_cast<int>(i / 2 % 5);
    return std::make_shared<const std::vector<int>>(std::move(tokens));
}

LiveRun liveRun(ThreadPool& pool, double rate = kRate, std::string_view encoding = "alibi")
{
    return {randomModelConfig(encoding), smallOptions(), text(), {{0, rate}}, pool};
}

void go(LiveRun& run, int steps)
{
    for (int i = 0; i < steps; ++i)
        run.step();
}

std::vector<double> lossesOf(const LiveRun& run)
{
    std::vector<double> losses;
    for (const StepResult& step : run.steps())
        losses.push_back(step.loss);
    return losses;
}

bool sameWeights(const LiveRun& a, const LiveRun& b)
{
    const auto x = a.weights();
    const auto y = b.weights();
    return std::memcmp(x->values().data(), y->values().data(), x->values().size_bytes()) == 0;
}

bool isFinite(const LiveRun& run)
{
    const auto weights = run.weights();
    return std::ranges::all_of(weights->values(), [](float value) { return std::isfinite(value); });
}

TEST(LiveRun, TwoRunsOfOneEncodingAreTheSameRun)
{
    ThreadPool two(2);
    ThreadPool one(1);
    LiveRun first = liveRun(two);
    LiveRun second = liveRun(one);
    go(first, 9);
    go(second, 9);
    EXPECT_EQ(lossesOf(first), lossesOf(second));
    EXPECT_TRUE(sameWeights(first, second));
    LiveRun other = liveRun(two, kRate, "none");
    go(other, 9);
    EXPECT_NE(lossesOf(first), lossesOf(other));
}

TEST(LiveRun, RestartedItGivesTheSameLosses)
{
    ThreadPool pool(2);
    LiveRun before = liveRun(pool);
    const LiveRun fresh = liveRun(pool);
    go(before, 25);
    const std::vector<double> losses = lossesOf(before);
    LiveRun run = before.restarted();
    EXPECT_EQ(run.stepsDone(), 0);
    EXPECT_EQ(run.tokensSeen(), 0);
    EXPECT_TRUE(run.steps().empty());
    EXPECT_TRUE(sameWeights(run, fresh));
    go(run, 25);
    EXPECT_EQ(lossesOf(run), losses);
}

TEST(LiveRun, AChangedLearningRateHoldsFromTheNextStepOn)
{
    ThreadPool pool(2);
    LiveRun steady = liveRun(pool);
    LiveRun changed = liveRun(pool);
    go(steady, 8);
    go(changed, 5);
    changed.setLearningRate(kRate / 10);
    go(changed, 3);
    const std::vector<double> a = lossesOf(steady);
    const std::vector<double> b = lossesOf(changed);
    // Step 5 starts from the same weights; what it changes is the first to differ.
    EXPECT_TRUE(std::equal(a.begin(), a.begin() + 6, b.begin()));
    EXPECT_NE(a[6], b[6]);
    EXPECT_DOUBLE_EQ(changed.steps()[0].learningRate, kRate / 3); // three steps of warm-up
    EXPECT_DOUBLE_EQ(changed.steps()[4].learningRate, kRate);
    EXPECT_DOUBLE_EQ(changed.steps()[5].learningRate, kRate / 10);
    EXPECT_EQ(changed.rates(), (std::vector<RateChange>{{0, kRate}, {5, kRate / 10}}));
    // A run that is given these rates from the start is the same run.
    LiveRun late(randomModelConfig("alibi"), smallOptions(), text(), changed.rates(), pool);
    go(late, 8);
    EXPECT_EQ(lossesOf(late), b);
    // Another change before the next step replaces the last one.
    changed.setLearningRate(1.0);
    changed.setLearningRate(kRate / 10);
    EXPECT_EQ(changed.rates().size(), 2U);
}

TEST(LiveRun, AnAbsurdLearningRateStopsItAtItsLastGoodState)
{
    ThreadPool pool(2);
    LiveRun run = liveRun(pool);
    go(run, 47);
    run.setLearningRate(1e9);
    go(run, 30);
    ASSERT_TRUE(run.hasStopped());
    EXPECT_NE(run.trouble().find("Stopped at step 4"), std::string::npos) << run.trouble();
    EXPECT_NE(run.trouble().find("back at step 40"), std::string::npos) << run.trouble();
    EXPECT_EQ(run.stepsDone(), 40);
    EXPECT_EQ(run.steps().size(), 40U);
    EXPECT_TRUE(isFinite(run));
    go(run, 1); // nothing
    EXPECT_EQ(run.stepsDone(), 40);
    // The very state of step 40, optimiser and all: going on gives what an untroubled run gives.
    run.setLearningRate(kRate);
    EXPECT_FALSE(run.hasStopped());
    go(run, 20);
    LiveRun calm = liveRun(pool);
    go(calm, 60);
    EXPECT_EQ(lossesOf(run), lossesOf(calm));
    EXPECT_TRUE(sameWeights(run, calm));
}

TEST(LiveRun, AnAbsurdLearningRateFromTheStartLeavesTheStart)
{
    ThreadPool pool(2);
    LiveRun run = liveRun(pool, 1e9);
    const LiveRun fresh = liveRun(pool);
    go(run, 30);
    EXPECT_TRUE(run.hasStopped());
    EXPECT_EQ(run.stepsDone(), 0);
    EXPECT_TRUE(sameWeights(run, fresh));
}

TEST(LiveRun, ACancelledStepWasNotMade)
{
    ThreadPool pool(2);
    LiveRun run = liveRun(pool);
    LiveRun calm = liveRun(pool);
    go(run, 3);
    EXPECT_THROW(run.step([] { return true; }), Cancelled);
    EXPECT_EQ(run.stepsDone(), 3);
    go(run, 3);
    go(calm, 6);
    EXPECT_EQ(lossesOf(run), lossesOf(calm));
    EXPECT_TRUE(sameWeights(run, calm));
}

TEST(LiveRun, RefusesRatesThatAreNone)
{
    ThreadPool pool(1);
    for (const double rate : {0.0, -1.0, std::nan(""), std::numeric_limits<double>::infinity()}) {
        EXPECT_THROW(liveRun(pool, rate), Error) << rate;
        LiveRun run = liveRun(pool);
        EXPECT_THROW(run.setLearningRate(rate), Error) << rate;
    }
    EXPECT_THROW(LiveRun(randomModelConfig("alibi"), smallOptions(), text(), {}, pool), Error);
    EXPECT_THROW(LiveRun(randomModelConfig("alibi"), smallOptions(), text(), {{3, kRate}}, pool), Error);
}

TEST(LiveRun, ASavedRunIsLoadedWithTheSameLogitsAndItsRecord)
{
    const TemporaryFolder folder;
    ThreadPool pool(2);
    const Tokenizer tokenizer = Tokenizer::train("", 256);
    ModelConfig config = randomModelConfig("sinusoidal");
    config.vocabularySize = tokenizer.size();
    LiveRun run(config, smallOptions(), text(), {{0, kRate}}, pool);
    go(run, 4);
    run.measure(randomTokens(50));
    run.setLearningRate(0.001);
    go(run, 1);
    saveLiveRun(folder / "run", run, tokenizer, {{"program", "test"}});

    const auto loaded = loadCheckpoint(folder / "run");
    const std::vector<int> tokens = randomTokens(30);
    const Matrix<float> before = core::forward(Transformer<float>(run.weights()), tokens, pool)->logits(0, 30);
    const Matrix<float> after = core::forward(loaded->model, tokens, pool)->logits(0, 30);
    EXPECT_EQ(before, after);
    EXPECT_EQ(loaded->needTokenizer().toJson(), tokenizer.toJson());

    const std::string log = readFileBytes(folder / "run" / "log.csv", 1 << 20);
    EXPECT_EQ(std::ranges::count(log, '\n'), 6);
    EXPECT_NE(log.find(fmt::format("\n4,{}", run.steps()[4].loss)), std::string::npos);
    EXPECT_NE(readFileBytes(folder / "run" / "validation.csv", 1 << 20).find("\n4,"), std::string::npos);
    const Json record = Json::parse(readFileBytes(folder / "run" / "training.json", 1 << 20));
    EXPECT_EQ(record["program"], "test");
    EXPECT_EQ(record["steps"], 5);
    EXPECT_EQ(record["options"]["learning_rates"][1]["step"], 4);

    // What is there is never overwritten.
    EXPECT_NE(messageOf<Error>([&] { saveLiveRun(folder / "run", run, tokenizer, {}); }).find("another folder"),
              std::string::npos);
}

TEST(DivergenceWatch, ForgivesOneBadStepButNotATurnForTheWorse)
{
    DivergenceWatch watch;
    for (int i = 0; i < 100; ++i)
        watch.add(6.9 - 0.03 * i);
    EXPECT_FALSE(watch.diverged());
    watch.add(9.0);
    EXPECT_FALSE(watch.diverged());
    for (int i = 0; i < 100; ++i)
        watch.add(3.9);
    EXPECT_TRUE(watch.isNearLowest());
    for (int i = 0; i < 100; ++i)
        watch.add(5.5); // worse than the lowest, better than untrained
    EXPECT_FALSE(watch.diverged());
    EXPECT_FALSE(watch.isNearLowest());
    for (int i = 0; i < 200; ++i)
        watch.add(5.5);
    EXPECT_TRUE(watch.diverged());
}

TEST(DivergenceWatch, KnowsWhenAModelIsWorseThanUntrained)
{
    DivergenceWatch watch;
    watch.add(6.9);
    for (int i = 0; i < 20; ++i)
        watch.add(7.5); // high, but no more than the first steps of a fast run may be
    EXPECT_FALSE(watch.diverged());
    watch.add(1e20);
    EXPECT_TRUE(watch.diverged());
}

TEST(HeldOut, TheLastTenthOfEachDocument)
{
    std::vector<int> first(25);
    std::vector<int> second(10);
    for (int i = 0; i < 25; ++i)
        first[static_cast<std::size_t>(i)] = i;
    for (int i = 0; i < 10; ++i)
        second[static_cast<std::size_t>(i)] = 100 + i;
    const SplitText split = holdOut(std::vector{first, second}, std::vector{-7});
    ASSERT_EQ(split.training->size(), 23U + 1U + 9U);
    EXPECT_EQ((*split.training)[22], 22);
    EXPECT_EQ((*split.training)[23], -7);
    EXPECT_EQ((*split.training)[24], 100);
    EXPECT_EQ(split.heldOut, (std::vector<int>{23, 24, -7, 109}));
    // Too short to hold anything out: everything is learned.
    EXPECT_EQ(holdOut(std::vector<std::vector<int>>{std::vector<int>(9, 1)}, {}).training->size(), 9U);
}

TEST(LossCurve, MeansOfPowersOfTwo)
{
    std::vector<StepResult> steps(10);
    for (std::size_t i = 0; i < steps.size(); ++i)
        steps[i].loss = static_cast<double>(i);
    EXPECT_EQ(lossCurve(steps, 10).size(), 10U);
    EXPECT_EQ(lossCurve(steps, 10)[3], (std::pair(3.0, 3.0)));
    const auto coarse = lossCurve(steps, 4); // four steps a point, half a point at the end
    ASSERT_EQ(coarse.size(), 3U);
    EXPECT_EQ(coarse[0], (std::pair(1.5, 1.5)));
    EXPECT_EQ(coarse[2], (std::pair(8.5, 8.5)));
    EXPECT_TRUE(lossCurve({}, 4).empty());
}

} // namespace
