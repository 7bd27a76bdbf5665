// SPDX-License-Identifier: GPL-3.0-or-later
// ALiBi whose slopes are learned. Its gradients are tested with all others', tests/core/model/gradient_test.cpp.
#include "core/base/error.h"
#include "core/io/checkpoint.h"
#include "core/model/trace.h"
#include "core/train/live_run.h"
#include "tests/core/io/temporary_folder.h"
#include "tests/core/random_model.h"

#include <gtest/gtest.h>

#include <cmath>

namespace {

using namespace core;

const std::vector<double> kStart{0.5, 0.1, 2.0};

ModelConfig learnedConfig()
{
    ModelConfig config = randomModelConfig("alibi");
    config.encodingOptions = {{"alibi_learned_slopes", kStart}};
    return config;
}

std::vector<double> slopesOf(const Transformer<float>& model)
{
    return model.encoding().slopes(model.parameters().encodingTensors());
}

void expectLearned(const std::vector<double>& actual, const std::vector<double>& expected)
{
    ASSERT_EQ(actual.size(), expected.size());
    for (std::size_t h = 0; h < expected.size(); ++h)
        EXPECT_NEAR(actual[h], expected[h], 1e-6 * std::abs(expected[h])) << h;
}

Transformer<float> fresh(const ModelConfig& config)
{
    auto parameters = std::make_shared<Parameters<float>>(std::make_shared<const ParameterLayout>(config));
    initialise(*parameters, 3);
    return Transformer<float>(parameters);
}

Matrix<float> logitsOf(const Transformer<float>& model, ThreadPool& pool)
{
    return forward(model, randomTokens(90), pool)->logits(60, 20); // more than one tile of keys
}

TEST(LearnedSlopes, BeginWhereTheyAreToldTo)
{
    ThreadPool pool(2);
    const Transformer<float> learned = fresh(learnedConfig());
    expectLearned(slopesOf(learned), kStart);
    ModelConfig fixed = randomModelConfig("alibi");
    fixed.encodingOptions = {{"alibi_slopes", kStart}};
    EXPECT_LT((logitsOf(learned, pool) - logitsOf(fresh(fixed), pool)).cwiseAbs().maxCoeff(), 1e-5F);
}

TEST(LearnedSlopes, OthersStandInTheirPlace)
{
    ThreadPool pool(2);
    const Transformer<float> learned(randomParameters(learnedConfig()));
    const std::vector<double> own = slopesOf(learned);
    EXPECT_NE(own, kStart); // what was learned, not the beginning
    const Matrix<float> logits = logitsOf(learned, pool);
    const auto same = learned.withEncodingOptions({{"alibi_slopes", own}});
    EXPECT_LT((logitsOf(same, pool) - logits).cwiseAbs().maxCoeff(), 1e-4F);
    const auto others = learned.withEncodingOptions({{"alibi_slopes", {0.0, 1.0, 0.25}}});
    EXPECT_EQ(slopesOf(others), (std::vector<double>{0.0, 1.0, 0.25}));
    EXPECT_GT((logitsOf(others, pool) - logits).cwiseAbs().maxCoeff(), 1e-2F);
    const auto back = others.withEncodingOptions({{"alibi_slopes", nullptr}});
    EXPECT_EQ(logitsOf(back, pool), logits);
    std::vector<double> divided = own;
    for (double& slope : divided)
        slope /= 4.0;
    const auto stretched = learned.withEncodingOptions({{"alibi_scaling", {{"type", "linear"}, {"factor", 4}}}});
    EXPECT_LT((logitsOf(stretched, pool) - logitsOf(learned.withEncodingOptions({{"alibi_slopes", divided}}), pool))
                  .cwiseAbs()
                  .maxCoeff(),
              1e-4F);
}

TEST(LearnedSlopes, WhatCannotBeIsRefused)
{
    const auto refusal = [](const Json& options) {
        return messageOf<Error>(
            [&] { makeEncoding<float>("alibi", randomModelConfig("alibi").encodingContext(), options); });
    };
    EXPECT_NE(refusal({{"alibi_learned_slopes", {1, 2}}}).find("alibi_learned_slopes"), std::string::npos);
    EXPECT_NE(refusal({{"alibi_learned_slopes", {1, 0, 2}}}).find("alibi_learned_slopes"), std::string::npos);
    EXPECT_NE(
        refusal({{"alibi_learned_slopes", kStart}, {"alibi_scaling", {{"type", "ntk"}, {"factor", 2}}}}).find("ntk"),
        std::string::npos);
    EXPECT_THROW(randomModel("alibi").withEncodingOptions({{"alibi_learned_slopes", kStart}}), Error); // it has none
}

TEST(LearnedSlopes, AreLearnedAndKept)
{
    ThreadPool pool(2);
    TrainingOptions options;
    options.length = 16;
    options.batch = 4;
    options.schedule.warmup = 1;
    LiveRun run(learnedConfig(), options, std::make_shared<const std::vector<int>>(randomTokens(400)), {{0, 0.01}},
                pool);
    expectLearned(slopesOf(Transformer<float>(run.weights())), kStart);
    for (int step = 0; step < 20; ++step)
        run.step();
    const std::vector<double> learned = slopesOf(Transformer<float>(run.weights()));
    for (std::size_t h = 0; h < kStart.size(); ++h) {
        EXPECT_GT(std::abs(learned[h] / kStart[h] - 1.0), 0.001) << h;
        EXPECT_GT(learned[h], 0.0);
    }
    const TemporaryFolder folder;
    saveCheckpoint(folder / "model", *run.weights(), nullptr, WeightType::F32);
    const auto loaded = loadCheckpoint(folder / "model");
    EXPECT_EQ(slopesOf(loaded->model), learned);
    EXPECT_EQ(loaded->model.config().encodingOptions, learnedConfig().encodingOptions);
}

} // namespace
