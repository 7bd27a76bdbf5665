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

// The copies differ in the order of their sums and in whether a product is rounded before it is added.
constexpr double kLogitBound = 1e-4; // logits reach 20
constexpr double kLossBound = 1e-5;  // losses reach 10

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

template <typename S>
double worstDifference(const std::vector<S>& a, const std::vector<S>& b)
{
    if (a.size() != b.size())
        return HUGE_VAL;
    double worst = 0.0;
    for (std::size_t i = 0; i < a.size(); ++i)
        worst = std::max(worst, std::abs(static_cast<double>(a[i]) - static_cast<double>(b[i])));
    return worst;
}

class InstructionLevels : public testing::Test
{
protected:
    void SetUp() override
    {
        if (levels().empty())
            GTEST_SKIP() << "This build has one copy of core (ALIBI_NATIVE is on, or the processor is no x86-64).";
        core::writeFileAtomically(m_text, contentOf(passage()).substr(0, 4000));
    }

    std::vector<float> logitsAt(const Level& level, const std::string& model)
    {
        const std::string out = (m_folder / "logits.npy").string();
        runAt(level, {"logits", "--model", model, "--text-file", m_text.string(), "--out", out});
        return core::readNpy(out).values;
    }

    const core::TemporaryFolder m_folder;
    const std::filesystem::path m_text = m_folder / "text.txt";
};

std::string shipped(const std::string& model) { return std::string(RESOURCE_DIR) + "/models/" + model; }

TEST_F(InstructionLevels, AreTheLoadersChoice)
{
    for (const Level& level : levels())
        EXPECT_TRUE(runAt(level, {"--version"}).out.ends_with(", " + level.name + "\n")) << level.name;
}

TEST_F(InstructionLevels, GiveTheSameLogits)
{
    for (const char* model : {"alibi-64", "rotary-64", "fire-64"}) {
        const std::vector<float> best = logitsAt(levels().front(), shipped(model));
        ASSERT_GT(best.size(), 500'000U);
        for (const Level& level : levels()) {
            const double worst = worstDifference(logitsAt(level, shipped(model)), best);
            EXPECT_LE(worst, kLogitBound) << model << " at " << level.name;
            RecordProperty(model + (" at " + level.name), std::to_string(worst * 1e6) + "e-6");
        }
    }
}

TEST_F(InstructionLevels, GiveTheSameLosses)
{
    std::vector<double> best;
    for (const Level& level : levels()) {
        const Ending ending = runAt(
            level, {"evaluate", "--model", shipped("alibi-64"), "--text-file", m_text.string(), "--lengths", "256"});
        const auto losses = core::Json::parse(ending.out)["results"][0]["nll_by_position"].get<std::vector<double>>();
        ASSERT_EQ(losses.size(), 256U);
        if (best.empty())
            best = losses;
        EXPECT_LE(worstDifference(losses, best), kLossBound) << level.name;
        RecordProperty(level.name, std::to_string(worstDifference(losses, best) * 1e6) + "e-6");
    }
}

// Forward, backward and AdamW: twenty steps from one start.
TEST_F(InstructionLevels, TrainAlike)
{
    std::vector<float> best;
    for (const Level& level : levels()) {
        const std::filesystem::path model = m_folder / level.name;
        runAt(level, trainingOf(model));
        const std::vector<float> logits = logitsAt(levels().front(), model.string());
        if (best.empty())
            best = logits;
        EXPECT_LE(worstDifference(logits, best), kLogitBound) << level.name;
        RecordProperty(level.name, std::to_string(worstDifference(logits, best) * 1e6) + "e-6");
    }
}

} // namespace
} // namespace app
