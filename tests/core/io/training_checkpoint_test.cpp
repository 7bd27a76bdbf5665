// SPDX-License-Identifier: GPL-3.0-or-later
// Whatever is gone on from is checked, and whatever is written can be read.
#include "core/io/training_checkpoint.h"

#include "core/base/error.h"
#include "core/io/atomic_file.h"
#include "core/io/checkpoint.h"
#include "core/io/first_save.h"
#include "tests/core/io/temporary_folder.h"
#include "tests/core/random_model.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>

namespace core {
namespace {

class TrainingState : public testing::Test
{
protected:
    static constexpr std::uint64_t kText = 7;

    Trainer trainer() { return {randomModelConfig("alibi"), options(), m_tokens, m_pool}; }
    static TrainingOptions options()
    {
        TrainingOptions options;
        options.length = 8;
        options.batch = 2;
        options.schedule = {5e-3, 2, 8, 0.1};
        return options;
    }
    // A run of three steps in the folder, whose file then is changed.
    void save(const std::function<void(std::string&)>& change = {})
    {
        Trainer run = trainer();
        for (int i = 0; i < 3; ++i)
            run.step();
        saveTraining(folder.path(), run, kText);
        std::string bytes = readFileBytes(file(), 1 << 28);
        if (change)
            change(bytes);
        writeFileAtomically(file(), bytes);
    }
    // The sentence; the trainer must be as it was.
    std::string refusal()
    {
        Trainer run = trainer();
        const auto before = run.weights();
        std::string sentence = messageOf<Error>([&] { resumeTraining(folder.path(), run, kText); });
        EXPECT_EQ(run.stepsDone(), 0);
        EXPECT_TRUE(std::ranges::equal(run.weights()->values(), before->values()));
        return sentence;
    }
    std::filesystem::path file() const { return folder / "training.safetensors"; }

    TemporaryFolder folder;

private:
    ThreadPool m_pool{1};
    std::shared_ptr<const std::vector<int>> m_tokens = std::make_shared<const std::vector<int>>(randomTokens(100));
};

void setLastNumber(std::string& bytes, float value)
{
    bytes.replace(bytes.size() - sizeof value, sizeof value, reinterpret_cast<const char*>(&value), sizeof value);
}

TEST_F(TrainingState, IsReadAsItWasWritten)
{
    save();
    Trainer run = trainer();
    resumeTraining(folder.path(), run, kText);
    EXPECT_EQ(run.stepsDone(), 3);
    EXPECT_LE(std::filesystem::file_size(file()), largestTraining(run.mutableWeights().layout()));
}

TEST_F(TrainingState, NumbersThatCannotBeRightAreRefused)
{
    for (const float value : {std::numeric_limits<float>::quiet_NaN(), std::numeric_limits<float>::infinity(),
                              -std::numeric_limits<float>::infinity()}) {
        save([=](std::string& bytes) { setLastNumber(bytes, value); });
        EXPECT_NE(refusal().find("cannot be right"), std::string::npos) << value;
    }
    // The last tensor by name is a weight; a second moment, the mean of squares, is never negative.
    save([](std::string& bytes) {
        const std::size_t header = 8 + *reinterpret_cast<const std::uint64_t*>(bytes.data());
        const std::size_t third = (bytes.size() - header) / 3;
        const float value = -1.0F;
        bytes.replace(header + third, sizeof value, reinterpret_cast<const char*>(&value), sizeof value);
    });
    EXPECT_NE(refusal().find("second_moment"), std::string::npos);
}

TEST_F(TrainingState, ANumberThatHasChangedIsRefused)
{
    save([](std::string& bytes) { bytes[bytes.size() - 4] = static_cast<char>(bytes[bytes.size() - 4] ^ 1); });
    EXPECT_NE(refusal().find("damaged"), std::string::npos);
}

TEST_F(TrainingState, OfAVersionWithoutChecksumIsRead)
{
    save([](std::string& bytes) { bytes.replace(bytes.find("\"checksum\""), 10, "\"ignored!\""); });
    Trainer run = trainer();
    resumeTraining(folder.path(), run, kText);
    EXPECT_EQ(run.stepsDone(), 3);
}

TEST_F(TrainingState, ThatIsNotFiniteIsNotWritten)
{
    save();
    const std::string before = readFileBytes(file(), 1 << 28);
    Trainer run = trainer();
    run.mutableWeights().values()[5] = std::numeric_limits<float>::infinity();
    EXPECT_THROW(saveTraining(folder.path(), run, kText), Error);
    EXPECT_THROW(saveCheckpoint(folder / "model", *run.weights(), nullptr, WeightType::F32), Error);
    run.mutableWeights().values()[5] = 1e5F; // too large for f16 only
    EXPECT_THROW(saveCheckpoint(folder / "model", *run.weights(), nullptr, WeightType::F16), Error);
    EXPECT_FALSE(std::filesystem::exists(folder / "model"));
    EXPECT_NO_THROW(saveCheckpoint(folder / "model", *run.weights(), nullptr, WeightType::BF16));
    EXPECT_EQ(readFileBytes(file(), 1 << 28), before);
}

TEST_F(TrainingState, MayBeLargerThanTwoGibibytes)
{
    ModelConfig config = randomModelConfig("alibi");
    config.width = 2048;
    config.feedForwardWidth = 4 * config.width;
    config.heads = 32;
    config.layers = 24;
    const ParameterLayout layout(config);
    const auto numbers = static_cast<std::uint64_t>(layout.size());
    EXPECT_GT(numbers, std::uint64_t{1} << 30);
    EXPECT_GT(largestTraining(layout), 3 * sizeof(float) * numbers);
}

TEST(FirstSave, MarksAFolderUntilEverythingIsThere)
{
    const TemporaryFolder folder;
    const auto target = folder / "m";
    EXPECT_FALSE(isFirstSaveCut(target));
    {
        const FirstSave save(target);
        writeFileAtomically(target / "model.safetensors", "half");
    }
    EXPECT_TRUE(isFirstSaveCut(target));
    EXPECT_NO_THROW(checkHoldsNoModel(target));
    const FirstSave again(target);
    again.complete();
    EXPECT_FALSE(isFirstSaveCut(target));
    EXPECT_NE(messageOf<Error>([&] { checkHoldsNoModel(target); }).find("model.safetensors"), std::string::npos);
}

} // namespace
} // namespace core
