// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/program.h"

#include "core/base/json.h"
#include "core/io/checkpoint.h"

#include <signal.h>

#include <algorithm>
#include <chrono>
#include <fstream>
#include <thread>

namespace app {
namespace {

namespace fs = std::filesystem;

std::size_t linesOf(const std::string& text) { return static_cast<std::size_t>(std::ranges::count(text, '\n')); }

TEST(Train, LeavesAModelAndItsRecord)
{
    const core::TemporaryFolder folder;
    const Ending ending = run(trainingOf(
        folder / "m", {"--weights", "f16", "--validation-file", passage(), "--seed", "3", "--checkpoint-every", "10"}));
    ASSERT_EQ(ending.code, 0) << ending.err;
    const auto checkpoint = core::loadCheckpoint(folder / "m");
    EXPECT_EQ(checkpoint->model.config().trainingLength, 8);
    EXPECT_EQ(checkpoint->model.config().feedForwardWidth, 64);
    EXPECT_DOUBLE_EQ(checkpoint->model.config().embeddingScale, 4.0);
    EXPECT_EQ(checkpoint->model.config().vocabularySize, checkpoint->tokenizer->size());
    EXPECT_EQ(linesOf(contentOf(folder / "m" / "log.csv")), 21U);
    EXPECT_EQ(linesOf(contentOf(folder / "m" / "validation.csv")), 3U);
    const core::Json record = core::Json::parse(contentOf(folder / "m" / "training.json"));
    EXPECT_EQ(record["options"]["seed"], 3);
    EXPECT_EQ(record["text_files"][0]["file"], passage());
    EXPECT_EQ(record["text_files"][0]["bytes"], contentOf(passage()).size());
    EXPECT_TRUE(record["text"].is_null());
    EXPECT_GT(record["tokens"], 1000);
    EXPECT_NE(record["command"].get<std::string>().find("--seed 3"), std::string::npos);
}

TEST(Train, ResumedRunEndsWithTheSameBytes)
{
    const core::TemporaryFolder folder;
    ASSERT_EQ(run(trainingOf(folder / "whole", {"--threads", "1"})).code, 0);
    const Ending paused = run(trainingOf(folder / "parts", {"--pause-after", "10"}));
    ASSERT_EQ(paused.code, 0) << paused.err;
    EXPECT_NE(paused.err.find("--resume"), std::string::npos);
    EXPECT_NE(contentOf(folder / "whole" / "model.safetensors"), contentOf(folder / "parts" / "model.safetensors"));
    const Ending resumed = run(trainingOf(folder / "parts", {"--resume", "--threads", "2"}));
    ASSERT_EQ(resumed.code, 0) << resumed.err;
    for (const char* file : {"config.json", "model.safetensors", "tokenizer.json", "training.safetensors", "log.csv"})
        EXPECT_EQ(contentOf(folder / "whole" / file), contentOf(folder / "parts" / file)) << file;
    const std::string before = contentOf(folder / "parts" / "training.safetensors");
    EXPECT_EQ(run(trainingOf(folder / "parts", {"--resume"})).code, 0); // nothing is left to do
    EXPECT_EQ(contentOf(folder / "parts" / "training.safetensors"), before);
}

TEST(Train, InterruptionSavesAndSaysHowToGoOn)
{
    const core::TemporaryFolder folder;
    QProcess process;
    Arguments arguments = with(trainingOf(folder / "m", {"--checkpoint-every", "1"}), "--steps", "100000000");
    start(process, arguments);
    for (int i = 0; i < 600 && !fs::exists(folder / "m" / "training.safetensors"); ++i)
        std::this_thread::sleep_for(std::chrono::milliseconds(50));
    ::kill(static_cast<pid_t>(process.processId()), SIGINT);
    const Ending ending = end(process);
    EXPECT_EQ(ending.code, 1);
    EXPECT_NE(ending.sentence().find("--resume"), std::string::npos) << ending.err;
    EXPECT_NO_THROW(core::loadCheckpoint(folder / "m"));
    for (const auto& entry : fs::directory_iterator(folder / "m"))
        EXPECT_FALSE(entry.path().filename().string().starts_with(".")) << entry.path();
    arguments.insert(arguments.end(), {"--resume", "--pause-after", "1"});
    EXPECT_EQ(run(arguments).code, 0);
}

TEST(Train, DivergenceKeepsTheLastGoodState)
{
    const core::TemporaryFolder folder;
    const Ending ending = run(with(trainingOf(folder / "m", {"--learning-rate", "10", "--weight-decay", "10",
                                                             "--warmup", "0", "--clip", "1e30", "--final-rate", "1"}),
                                   "--steps", "2000"));
    EXPECT_EQ(ending.code, 1) << ending.err;
    EXPECT_NE(ending.sentence().find("learning rate"), std::string::npos) << ending.err;
    EXPECT_NO_THROW(core::loadCheckpoint(folder / "m")); // which refuses what is not finite
}

TEST(Train, NeverOverwritesAnotherRunOrModel)
{
    const core::TemporaryFolder folder;
    ASSERT_EQ(run(trainingOf(folder / "m", {"--pause-after", "2"})).code, 0);
    const std::string before = contentOf(folder / "m" / "model.safetensors");
    const Ending again = run(trainingOf(folder / "m"));
    EXPECT_EQ(again.code, 1);
    EXPECT_NE(again.sentence().find("--resume"), std::string::npos) << again.err;
    fs::remove(folder / "m" / "training.safetensors");
    EXPECT_EQ(run(trainingOf(folder / "m")).code, 1);
    EXPECT_EQ(contentOf(folder / "m" / "model.safetensors"), before);
}

TEST(Train, ResumingNeedsTheSameRun)
{
    const core::TemporaryFolder folder;
    const Ending nothing = run(trainingOf(folder / "m", {"--resume"}));
    EXPECT_EQ(nothing.code, 1);
    EXPECT_NE(nothing.sentence().find("training.safetensors"), std::string::npos) << nothing.err;
    EXPECT_EQ(folder.entries(), 0);
    ASSERT_EQ(run(trainingOf(folder / "m", {"--pause-after", "2"})).code, 0);
    const std::string before = contentOf(folder / "m" / "training.safetensors");
    for (const Arguments& other : {Arguments{"--seed", "2"}, {"--text-file", passage()}, {"--layer-norm"}}) {
        Arguments more{"--resume"};
        more.insert(more.end(), other.begin(), other.end());
        EXPECT_NE(run(trainingOf(folder / "m", more)).code, 0);
        EXPECT_EQ(contentOf(folder / "m" / "training.safetensors"), before);
    }
    std::ofstream(folder / "m" / "training.safetensors") << "damaged";
    EXPECT_EQ(run(trainingOf(folder / "m", {"--resume"})).code, 1);
}

TEST(Train, ConfigFileIsReadAndFlagsWin)
{
    const core::TemporaryFolder folder;
    core::writeFileAtomically(folder / "c.json", R"({"model": {"position_encoding": "sinusoidal", "hidden_size": 12,
        "num_attention_heads": 3, "num_hidden_layers": 1, "hidden_act": "gelu_new", "vocab_size": 260,
        "sinusoidal_layout": "concatenated"},
        "training": {"steps": 3, "batch": 2, "length": 5, "beta2": 0.9}, "text": {"join_lines": false}})");
    const Ending ending = run({"train", "--config", (folder / "c.json").string(), "--batch", "3", "--text-file",
                               passage(), "--out", (folder / "m").string()});
    ASSERT_EQ(ending.code, 0) << ending.err;
    const core::ModelConfig config = core::loadCheckpoint(folder / "m")->model.config();
    EXPECT_EQ(config.encoding, "sinusoidal");
    EXPECT_EQ(config.width, 12);
    EXPECT_EQ(config.activation, core::Activation::GeluNew);
    EXPECT_EQ(config.trainingLength, 5);
    EXPECT_EQ(config.vocabularySize, 260);
    const core::Json record = core::Json::parse(contentOf(folder / "m" / "training.json"));
    EXPECT_EQ(record["options"]["batch"], 3);
    EXPECT_EQ(record["options"]["beta2"], 0.9);
    EXPECT_EQ(record["text"]["join_lines"], false);
    EXPECT_EQ(record["text"]["strip_gutenberg"], true);
}

TEST(Train, UsesAnExistingTokenizer)
{
    const core::TemporaryFolder folder;
    ASSERT_EQ(run(trainingOf(folder / "a", {"--pause-after", "1"})).code, 0);
    Arguments arguments{"train",
                        "--encoding",
                        "none",
                        "--length",
                        "4",
                        "--steps",
                        "2",
                        "--width",
                        "8",
                        "--heads",
                        "2",
                        "--layers",
                        "1",
                        "--batch",
                        "1",
                        "--text-file",
                        passage(),
                        "--out",
                        (folder / "b").string(),
                        "--tokenizer",
                        (folder / "a" / "tokenizer.json").string()};
    ASSERT_EQ(run(arguments).code, 0);
    EXPECT_EQ(contentOf(folder / "a" / "tokenizer.json"), contentOf(folder / "b" / "tokenizer.json"));
}

} // namespace
} // namespace app
