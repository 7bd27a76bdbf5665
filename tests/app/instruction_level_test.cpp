// SPDX-License-Identifier: GPL-3.0-or-later
// The portable build at every level this processor has: the loader picks the right copy of core, and all of them
// compute the same.
#include "tests/app/program.h"

#include "core/base/json.h"
#include "core/io/npy.h"

#include <algorithm>
#include <cmath>

namespace app {
namespace {

// The copies differ in the order of their sums and in whether a product is rounded before it is added. On what is
// compared here, logits up to 20 and losses up to 10, that came to 3e-5 and 1e-5.
constexpr float kLogitBound = 2e-4F;
constexpr double kLossBound = 1e-4;

struct Level
{
    std::string name;    // what --version must say
    std::string without; // instructions the loader is told not to see
};

// Best first.
std::vector<Level> levels()
{
    std::vector<Level> all;
#if defined(__x86_64__) && defined(ALIBI_PORTABLE)
    if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512cd") &&
        __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl"))
        all.push_back({"x86-64-v4 (AVX-512)", ""});
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") && __builtin_cpu_supports("bmi2"))
        all.push_back({"x86-64-v3 (AVX2)", "-AVX512F"});
    all.push_back({"x86-64", "-AVX512F,-AVX2"});
#endif
    return all;
}

Ending runAt(const Level& level, const Arguments& arguments)
{
    Surroundings surroundings;
    // Bound at once, so that a symbol which one copy lacks is found whether it is called or not.
    surroundings.variables = {{"LD_BIND_NOW", "1"}};
    if (!level.without.empty())
        surroundings.variables.emplace_back("GLIBC_TUNABLES", "glibc.cpu.hwcaps=" + level.without);
    Ending ending = run(arguments, surroundings);
    EXPECT_EQ(ending.code, 0) << level.name << ": " << ending.err;
    return ending;
}

class InstructionLevels : public testing::Test
{
protected:
    void SetUp() override
    {
        if (levels().empty())
            GTEST_SKIP() << "This build has one copy of core (ALIBI_NATIVE is on, or the processor is no x86-64).";
    }
};

TEST_F(InstructionLevels, AreTheLoadersChoice)
{
    for (const Level& level : levels())
        EXPECT_TRUE(runAt(level, {"--version"}).out.ends_with(", " + level.name + "\n")) << level.name;
    EXPECT_TRUE(run({"--version"}).out.ends_with(", " + levels().front().name + "\n"));
}

TEST_F(InstructionLevels, GiveTheSameLogits)
{
    const core::TemporaryFolder folder;
    for (const char* model : {"alibi-64", "rotary-64", "fire-64"}) {
        std::vector<float> best;
        for (const Level& level : levels()) {
            const std::string out = (folder / "logits.npy").string();
            runAt(level, {"logits", "--model", std::string(RESOURCE_DIR) + "/models/" + model, "--text-file", passage(),
                          "--out", out});
            const std::vector<float> logits = core::readNpy(out).values;
            if (best.empty())
                best = logits;
            ASSERT_EQ(logits.size(), best.size());
            float worst = 0.0F;
            for (std::size_t i = 0; i < best.size(); ++i)
                worst = std::max(worst, std::abs(logits[i] - best[i]));
            EXPECT_LE(worst, kLogitBound) << model << " at " << level.name;
            RecordProperty(level.name + " " + model, std::to_string(worst));
        }
    }
}

TEST_F(InstructionLevels, GiveTheSameLosses)
{
    std::vector<double> best;
    for (const Level& level : levels()) {
        const Ending ending = runAt(level, {"evaluate", "--model", std::string(RESOURCE_DIR) + "/models/alibi-64",
                                            "--text-file", passage(), "--lengths", "256"});
        const auto losses = core::Json::parse(ending.out)["results"][0]["nll_by_position"].get<std::vector<double>>();
        ASSERT_EQ(losses.size(), 256U);
        if (best.empty())
            best = losses;
        for (std::size_t i = 0; i < best.size(); ++i)
            EXPECT_NEAR(losses[i], best[i], kLossBound) << level.name << ", position " << i;
    }
}

// Forward, backward and AdamW: twenty steps from one start.
TEST_F(InstructionLevels, TrainAlike)
{
    const core::TemporaryFolder folder;
    std::vector<float> best;
    for (const Level& level : levels()) {
        runAt(level, trainingOf(folder / level.name));
        const std::string out = (folder / "logits.npy").string();
        runAt(level, {"logits", "--model", (folder / level.name).string(), "--text-file", passage(), "--out", out});
        const std::vector<float> logits = core::readNpy(out).values;
        if (best.empty())
            best = logits;
        ASSERT_EQ(logits.size(), best.size());
        for (std::size_t i = 0; i < best.size(); ++i)
            ASSERT_NEAR(logits[i], best[i], kLogitBound) << level.name;
    }
}

} // namespace
} // namespace app
