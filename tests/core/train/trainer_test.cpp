// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/trainer.h"

#include "core/base/error.h"
#include "core/io/training_checkpoint.h"
#include "core/position/registry.h"
#include "tests/core/io/temporary_folder.h"
#include "tests/core/random_model.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <limits>

namespace {

using namespace core;

TrainingOptions smallTraining()
{
    TrainingOptions options;
    options.length = 12;
    options.batch = 11; // not a multiple of any number of threads
    options.schedule = {5e-3, 2, 8, 0.1};
    options.seed = 7;
    return options;
}

std::shared_ptr<const std::vector<int>> trainingText()
{
    return std::make_shared<const std::vector<int>>(randomTokens(400));
}

Trainer trainer(ThreadPool& pool, const TrainingOptions& options = smallTraining(), std::string_view encoding = "alibi")
{
    return {randomModelConfig(encoding), options, trainingText(), pool};
}

std::vector<StepResult> run(Trainer& trainer, int steps)
{
    std::vector<StepResult> results;
    for (int i = 0; i < steps; ++i)
        results.push_back(trainer.step());
    return results;
}

bool sameBytes(std::span<const float> a, std::span<const float> b)
{
    return a.size() == b.size() && std::memcmp(a.data(), b.data(), a.size_bytes()) == 0;
}

bool sameWeights(const Trainer& a, const Trainer& b) { return sameBytes(a.weights()->values(), b.weights()->values()); }

TEST(Trainer, TheSameSeedGivesTheSameBytesWithAnyNumberOfThreads)
{
    ThreadPool one(1);
    Trainer first = trainer(one);
    const auto results = run(first, 8);
    EXPECT_TRUE(first.finished());
    for (const int threads : {1, 2, 3}) {
        ThreadPool pool(threads);
        Trainer again = trainer(pool);
        const auto more = run(again, 8);
        EXPECT_TRUE(sameWeights(first, again)) << threads << " threads";
        for (std::size_t i = 0; i < results.size(); ++i) {
            EXPECT_EQ(results[i].loss, more[i].loss);
            EXPECT_EQ(results[i].gradientNorm, more[i].gradientNorm);
        }
    }
}

TEST(Trainer, AnotherSeedGivesOtherNumbers)
{
    ThreadPool pool(1);
    TrainingOptions options = smallTraining();
    ++options.seed;
    Trainer first = trainer(pool);
    Trainer second = trainer(pool, options);
    EXPECT_FALSE(sameWeights(first, second));
}

TEST(Trainer, LearnsAndReportsItsSteps)
{
    ThreadPool pool(2);
    TrainingOptions options = smallTraining();
    options.schedule = {1e-2, 5, 60, 0.1};
    const auto tokens = std::make_shared<std::vector<int>>();
    for (int i = 0; i < 300; ++i)
        tokens->push_back(i % 5);
    Trainer learner(randomModelConfig("alibi"), options, tokens, pool);
    const auto results = run(learner, 60);
    EXPECT_NEAR(results.front().loss, std::log(23.0), 0.5);
    EXPECT_LT(results.back().loss, 0.1);
    for (std::size_t i = 0; i < results.size(); ++i) {
        EXPECT_EQ(results[i].step, static_cast<long>(i));
        EXPECT_DOUBLE_EQ(results[i].learningRate, options.schedule.at(static_cast<long>(i)));
    }
    EXPECT_EQ(learner.tokensPerStep(), 11 * 12);
}

TEST(Trainer, EveryEncodingSeesTheSameBatches)
{
    ThreadPool pool(1);
    std::vector<int> inputs;
    std::vector<int> targets;
    trainer(pool).batchOf(3, inputs, targets);
    ASSERT_EQ(inputs.size(), 11U * 12U);
    const std::vector<int> tokens = randomTokens(400);
    for (int row = 0; row < 11; ++row) { // a piece of the text, and its targets the same one token on
        const auto first = inputs.begin() + row * 12;
        EXPECT_NE(std::search(tokens.begin(), tokens.end(), first, first + 12), tokens.end());
        EXPECT_TRUE(std::equal(first + 1, first + 12, targets.begin() + row * 12));
    }
    for (const auto& entry : encodings<float>()) {
        std::vector<int> otherInputs;
        std::vector<int> otherTargets;
        trainer(pool, smallTraining(), entry.id).batchOf(3, otherInputs, otherTargets);
        EXPECT_EQ(otherInputs, inputs) << entry.id;
        EXPECT_EQ(otherTargets, targets) << entry.id;
    }
    std::vector<int> next;
    trainer(pool).batchOf(4, next, targets);
    EXPECT_NE(next, inputs);
}

TEST(Trainer, EveryPartOfTheTextIsDrawn)
{
    ThreadPool pool(1);
    TrainingOptions options = smallTraining();
    options.length = 3;
    const auto tokens = std::make_shared<const std::vector<int>>(std::vector<int>{0, 1, 2, 3, 4});
    const Trainer learner(randomModelConfig("none"), options, tokens, pool);
    std::vector<bool> seen(5);
    std::vector<int> inputs;
    std::vector<int> targets;
    for (long step = 0; step < 20; ++step) {
        learner.batchOf(step, inputs, targets);
        for (const int token : targets)
            seen[static_cast<std::size_t>(token)] = true;
    }
    EXPECT_EQ(seen, (std::vector<bool>{false, true, true, true, true}));
}

TEST(Trainer, ASnapshotStaysAsItWas)
{
    ThreadPool pool(1);
    Trainer learner = trainer(pool);
    const auto before = learner.weights();
    const std::vector<float> copy(before->values().begin(), before->values().end());
    learner.step();
    EXPECT_TRUE(sameBytes(before->values(), copy));
    EXPECT_FALSE(sameBytes(learner.weights()->values(), copy));
}

TEST(TrainingCheckpoint, AResumedRunGivesTheBytesOfAnUninterruptedOne)
{
    const TemporaryFolder folder;
    ThreadPool pool(2);
    Trainer whole = trainer(pool);
    const auto results = run(whole, 8);
    {
        Trainer half = trainer(pool);
        run(half, 3);
        EXPECT_FALSE(hasTraining(folder.path()));
        saveTraining(folder.path(), half, 42);
        EXPECT_TRUE(hasTraining(folder.path()));
    }
    Trainer resumed = trainer(pool);
    resumeTraining(folder.path(), resumed, 42);
    EXPECT_EQ(resumed.stepsDone(), 3);
    const auto more = run(resumed, 5);
    EXPECT_TRUE(sameWeights(whole, resumed));
    EXPECT_TRUE(sameBytes(whole.optimiser().firstMoment().values(), resumed.optimiser().firstMoment().values()));
    EXPECT_TRUE(sameBytes(whole.optimiser().secondMoment().values(), resumed.optimiser().secondMoment().values()));
    EXPECT_EQ(more.front().step, 3);
    EXPECT_EQ(more.back().loss, results.back().loss);
    EXPECT_TRUE(resumed.finished());
}

TEST(TrainingCheckpoint, RefusesARunStartedOtherwiseAndChangesNothing)
{
    const TemporaryFolder folder;
    ThreadPool pool(1);
    Trainer half = trainer(pool);
    run(half, 2);
    saveTraining(folder.path(), half, 42);
    const auto refusal = [&](Trainer other, std::uint64_t textHash) {
        const auto before = other.weights();
        const std::string message = messageOf<Error>([&] { resumeTraining(folder.path(), other, textHash); });
        EXPECT_TRUE(sameBytes(before->values(), other.weights()->values()));
        EXPECT_EQ(other.stepsDone(), 0);
        return message;
    };
    TrainingOptions options = smallTraining();
    options.schedule.peak *= 2;
    EXPECT_NE(refusal(trainer(pool, options), 42).find("another options"), std::string::npos);
    EXPECT_NE(refusal(trainer(pool), 43).find("another text"), std::string::npos);
    EXPECT_NE(refusal(trainer(pool, smallTraining(), "none"), 42).find("another model"), std::string::npos);
}

TEST(TrainingCheckpoint, RefusesMissingAndDamagedFiles)
{
    const TemporaryFolder folder;
    ThreadPool pool(1);
    Trainer half = trainer(pool);
    run(half, 2);
    EXPECT_NE(messageOf<Error>([&] { resumeTraining(folder.path(), half, 42); }).find("training.safetensors"),
              std::string::npos);
    saveTraining(folder.path(), half, 42);
    const auto path = folder / "training.safetensors";
    std::filesystem::resize_file(path, std::filesystem::file_size(path) - 4);
    EXPECT_NE(messageOf<Error>([&] { resumeTraining(folder.path(), half, 42); }).find("training.safetensors"),
              std::string::npos);
}

TEST(Trainer, StopsAtNumbersThatAreNoneAndKeepsTheStateBeforeThem)
{
    ThreadPool pool(2);
    Trainer learner = trainer(pool);
    run(learner, 2);
    learner.mutableWeights().values()[5] = std::numeric_limits<float>::quiet_NaN();
    const auto before = learner.weights();
    const std::vector<float> moment(learner.optimiser().firstMoment().values().begin(),
                                    learner.optimiser().firstMoment().values().end());
    const std::string message = messageOf<Error>([&] { learner.step(); });
    EXPECT_NE(message.find("step 2"), std::string::npos) << message;
    EXPECT_TRUE(sameBytes(before->values(), learner.weights()->values()));
    EXPECT_TRUE(sameBytes(moment, learner.optimiser().firstMoment().values()));
    EXPECT_EQ(learner.stepsDone(), 2);
}

// Weights large enough to overflow on the way: whichever step it is, nothing of it may stay.
TEST(Trainer, AnOverflowLeavesFiniteWeights)
{
    ThreadPool pool(1);
    Trainer learner = trainer(pool);
    for (float& value : learner.mutableWeights().values())
        value *= 1e30F;
    const auto before = learner.weights();
    EXPECT_THROW(learner.step(), Error);
    EXPECT_TRUE(sameBytes(before->values(), learner.weights()->values()));
}

// Wherever a step is cancelled, the trainer is as it was before it; and it looks often: several times in each layer, on
// the way there and back.
TEST(Trainer, ACancelledStepChangesNothing)
{
    ThreadPool pool(1);
    Trainer cancelled = trainer(pool);
    run(cancelled, 2);
    int looks = 0;
    bool done = false;
    for (int last = 0; !done; ++last) {
        looks = 0;
        try {
            cancelled.step(5e-3, [&] { return looks++ == last; });
            done = true;
        } catch (const Cancelled&) {
            ASSERT_EQ(cancelled.stepsDone(), 2);
        }
    }
    EXPECT_GE(looks, 8 * randomModelConfig("alibi").layers);
    Trainer other = trainer(pool);
    run(other, 2);
    other.step(5e-3);
    EXPECT_TRUE(sameWeights(cancelled, other));
}

TEST(Trainer, RefusesTextsItCannotUse)
{
    ThreadPool pool(1);
    const auto message = [&](std::vector<int> tokens) {
        const auto shared = std::make_shared<const std::vector<int>>(std::move(tokens));
        return messageOf<Error>([&] { Trainer(randomModelConfig("none"), smallTraining(), shared, pool); });
    };
    EXPECT_NE(message(std::vector<int>(12, 1)).find("needs at least 13"), std::string::npos);
    EXPECT_NE(message({}).find("0 tokens"), std::string::npos);
    std::vector<int> tokens(13, 1);
    tokens.back() = 23;
    EXPECT_NE(message(tokens).find("token 23"), std::string::npos);
    tokens.back() = -1;
    EXPECT_NE(message(tokens).find("token -1"), std::string::npos);
    tokens.back() = 22;
    EXPECT_NO_THROW(
        Trainer(randomModelConfig("none"), smallTraining(), std::make_shared<const std::vector<int>>(tokens), pool)
            .step());
}

TEST(Trainer, ChecksOptionsBeforeItTakesMemory)
{
    ThreadPool pool(1);
    TrainingOptions options = smallTraining();
    options.batch = -1;
    EXPECT_NE(messageOf<Error>([&] { trainer(pool, options); }).find("\"batch\""), std::string::npos);
}

TEST(TrainingOptions, SurviveJson)
{
    TrainingOptions options = smallTraining();
    options.adamw = {0.8, 0.99, 1e-7, 0.3};
    options.clip = 0.5;
    options.seed = std::numeric_limits<std::uint64_t>::max();
    const Json json = Json::parse(options.toJson().dump());
    EXPECT_EQ(TrainingOptions::fromJson(json, "x").toJson(), options.toJson());
    EXPECT_EQ(TrainingOptions::fromJson(Json::object(), "x").toJson(), TrainingOptions().toJson());
}

TEST(TrainingOptions, EachWrongFieldIsRefusedByName)
{
    const std::vector<std::pair<const char*, const char*>> wrong{
        {"length", "0"},        {"length", "-1"},        {"length", "1e3"},       {"length", "99999999999999999999"},
        {"length", "70000"},    {"batch", "0"},          {"batch", "\"8\""},      {"batch", "3000000000"},
        {"learning_rate", "0"}, {"learning_rate", "11"}, {"learning_rate", "[]"}, {"warmup", "-1"},
        {"warmup", "1000"},     {"steps", "0"},          {"steps", "1.5"},        {"final_rate", "1.1"},
        {"final_rate", "-0.1"}, {"beta1", "1"},          {"beta1", "true"},       {"beta2", "-0.5"},
        {"epsilon", "0"},       {"weight_decay", "-1"},  {"weight_decay", "[]"},  {"clip", "0"},
        {"clip", "-2"},         {"seed", "-1"},          {"seed", "1.5"},         {"speed", "1"}};
    for (const auto& [key, value] : wrong) {
        const Json json{{key, Json::parse(value)}};
        const std::string message = messageOf<Error>([&] { TrainingOptions::fromJson(json, "run.json"); });
        EXPECT_NE(message.find(fmt::format("\"{}\"", key)), std::string::npos)
            << key << ": " << value << ": " << message;
        EXPECT_TRUE(message.starts_with("run.json")) << message;
    }
    EXPECT_THROW(TrainingOptions::fromJson(Json::array(), "run.json"), Error);
}

} // namespace
