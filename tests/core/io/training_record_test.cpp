// SPDX-License-Identifier: GPL-3.0-or-later
// What a training left about itself, and that nothing in it keeps a model from being read.
#include "core/io/training_record.h"

#include "core/io/atomic_file.h"
#include "core/io/checkpoint.h"
#include "core/io/live_checkpoint.h"
#include "tests/core/golden.h"
#include "tests/core/io/temporary_folder.h"
#include "tests/core/random_model.h"

#include <gtest/gtest.h>

#include <cmath>

namespace core {
namespace {

TEST(TrainingRecord, TakesWhatIsThereAndLeavesTheRestEmpty)
{
    const TrainingRecord record = TrainingRecord::fromJson(
        Json::parse(R"({"program": "p", "steps": 120, "tokens": 77, "somebody": ["else"], "text": {"join_lines": true},
                        "text_files": [{"file": "a.txt", "bytes": 3}, {"file": "b.txt"}],
                        "options": {"length": 16, "batch": 4, "steps": 400, "learning_rate": 0.5, "warmup": 3,
                                    "final_rate": 0.25, "weight_decay": 0.125, "clip": 2, "seed": 18446744073709551615}})"),
        "t");
    EXPECT_EQ(record.program, "p");
    EXPECT_EQ(record.command, "");
    EXPECT_EQ(record.texts, (std::vector<std::string>{"a.txt", "b.txt"}));
    EXPECT_TRUE(record.cleaned);
    EXPECT_EQ(record.tokens, 77);
    EXPECT_FALSE(record.bytes);
    EXPECT_FALSE(record.heldOutTokens);
    EXPECT_EQ(record.length, 16);
    EXPECT_EQ(record.batch, 4);
    EXPECT_EQ(record.steps, 120);
    EXPECT_EQ(record.plannedSteps, 400);
    EXPECT_EQ(record.learningRate, 0.5);
    EXPECT_EQ(record.warmup, 3);
    EXPECT_EQ(record.finalRate, 0.25);
    EXPECT_EQ(record.weightDecay, 0.125);
    EXPECT_EQ(record.clip, 2.0);
    EXPECT_EQ(record.seed, 18446744073709551615ULL);
    EXPECT_TRUE(record.rates.empty());
    EXPECT_FALSE(record.validation);
}

TEST(TrainingRecord, TakesTheLastLineOfTheValidation)
{
    TrainingRecord record;
    record.takeValidation("step,nll,perplexity\n5,3,20.1\n10,2.5,12.25\n", "v");
    ASSERT_TRUE(record.validation);
    EXPECT_EQ(record.validation->step, 10);
    EXPECT_EQ(record.validation->perplexity, 12.25);
    for (const char* wrong :
         {"", "step,nll,perplexity\n", "step,nll,perplexity\n1,2\n", "step,nll,perplexity\n-1,2,3\n",
          "step,nll,perplexity\n1,2,nan\n", "step,nll,perplexity\n1,2,3x\n", "1,2,3\n"})
        EXPECT_NE(messageOf<Error>([&] { TrainingRecord().takeValidation(wrong, "v.csv"); }).find("v.csv"),
                  std::string::npos)
            << wrong;
}

TEST(TrainingRecord, OfARunThatWasSteeredHasItsRates)
{
    ThreadPool pool(1);
    const TemporaryFolder folder;
    const Tokenizer tokenizer = Tokenizer::train("", 256);
    ModelConfig config = randomModelConfig("alibi");
    config.vocabularySize = tokenizer.size();
    TrainingOptions options;
    options.length = config.trainingLength;
    options.batch = 2;
    options.schedule.warmup = 2;
    options.seed = 9;
    LiveRun run(config, options, std::make_shared<const std::vector<int>>(randomTokens(400)), {{0, 0.01}}, pool);
    run.step();
    run.setLearningRate(0.001);
    run.step();
    run.measure(randomTokens(50));
    saveLiveRun(folder / "m", run, tokenizer, {{"program", "test"}, {"text_files", {{{"file", "passage:market"}}}}});
    const TrainingRecord record = loadCheckpoint(folder / "m")->training;
    EXPECT_EQ(record.trouble, "");
    EXPECT_EQ(record.program, "test");
    EXPECT_EQ(record.texts, std::vector<std::string>{"passage:market"});
    EXPECT_EQ(record.steps, 2);
    EXPECT_FALSE(record.plannedSteps);
    EXPECT_FALSE(record.learningRate);
    EXPECT_EQ(record.rates, (std::vector<RateChange>{{0, 0.01}, {1, 0.001}}));
    EXPECT_EQ(record.seed, 9U);
    ASSERT_TRUE(record.validation);
    EXPECT_EQ(record.validation->step, 2);
    EXPECT_NEAR(record.validation->perplexity, std::exp(run.heldOut().back().nll), 1e-9);
}

TEST(TrainingRecord, ThatIsDamagedIsSaidAndTheModelIsRead)
{
    const TemporaryFolder folder;
    std::filesystem::copy(goldenFolder("alibi"), folder / "m", std::filesystem::copy_options::recursive);
    EXPECT_EQ(loadCheckpoint(folder / "m")->training.trouble, "");
    EXPECT_TRUE(loadCheckpoint(folder / "m")->training.texts.empty());
    for (const char* wrong :
         {"{", "[]", "3", R"({"steps": "many"})", R"({"text_files": [3]})", R"({"options": {"seed": -1}})",
          R"({"options": {"learning_rates": [{"step": 1}]}})", R"({"steps": 1, "steps": 2})"}) {
        writeFileAtomically(folder / "m" / "training.json", wrong);
        const auto model = loadCheckpoint(folder / "m");
        EXPECT_NE(model->training.trouble.find("training.json"), std::string::npos) << wrong;
        EXPECT_EQ(model->model.config().width, 24);
    }
    writeFileAtomically(folder / "m" / "training.json", R"({"steps": 3})");
    writeFileAtomically(folder / "m" / "validation.csv", "nothing\n");
    const TrainingRecord record = loadCheckpoint(folder / "m")->training;
    EXPECT_EQ(record.steps, 3);
    EXPECT_NE(record.trouble.find("validation.csv"), std::string::npos);
}

} // namespace
} // namespace core
