// SPDX-License-Identifier: GPL-3.0-or-later
// Requests for memory are refused (failing_memory.cpp): a sentence or a result, never a crash, and files stay whole.
#include "tests/app/program.h"

#include "core/base/json.h"
#include "core/io/checkpoint.h"
#include "tests/core/sanitized.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <functional>

namespace app {
namespace {

namespace fs = std::filesystem;

// How many of a command's requests are refused in turn; ALIBI_MEMORY_FAULTS=1000 makes it more.
long countOf()
{
    const char* asked = std::getenv("ALIBI_MEMORY_FAULTS");
    return asked == nullptr ? 25 : std::max(1L, std::atol(asked));
}

struct Refusal
{
    std::string name;
    std::string kind;
    std::string least; // bytes
};

class MemoryFaults : public testing::TestWithParam<Refusal>
{
protected:
    core::TemporaryFolder folder;
    std::string model = (folder / "model").string();

    void SetUp() override
    {
        if (kSanitized)
            GTEST_SKIP() << "a sanitizer hands out the memory itself";
        ASSERT_EQ(run(trainingOf(model)).code, 0);
    }

    Ending disturbed(const Arguments& arguments, long at) const
    {
        Surroundings surroundings;
        surroundings.variables = {{"LD_PRELOAD", FAILING_MEMORY},    {"QT_QPA_PLATFORM", "offscreen"},
                                  {"FAULT_AT", std::to_string(at)},  {"FAULT_KIND", GetParam().kind},
                                  {"FAULT_LEAST", GetParam().least}, {"FAULT_COUNT", (folder / "count").string()}};
        return run(arguments, surroundings);
    }

    // Some code of libraries must not throw and yet asks for memory: where JSON values are destroyed and where folders
    // are listed. A small request refused there ends the program at once.
    static bool endedInALibrary(const Ending& ending)
    {
        return GetParam().kind == "ONE" && ending.code == -1 &&
               ending.err.find("terminate called") != std::string::npos;
    }

    // Calls act(ending) after each disturbed run; evenly over the whole command.
    void disturb(const Arguments& arguments, const std::function<void(const Ending&)>& act)
    {
        const Ending undisturbed = disturbed(arguments, 0);
        ASSERT_EQ(undisturbed.code, 0) << undisturbed.err;
        act(undisturbed);
        const long requests = std::atol(contentOf(folder / "count").c_str());
        ASSERT_GT(requests, 0) << arguments.front();
        for (long i = 0; i < std::min(requests, countOf()); ++i) {
            const long at = 1 + i * requests / std::min(requests, countOf());
            SCOPED_TRACE(fmt::format("{}: request {} of {}", arguments.front(), at, requests));
            const Ending ending = disturbed(arguments, at);
            if (!endedInALibrary(ending)) {
                EXPECT_TRUE(ending.code == 0 || ending.code == 1) << ending.code << ending.err;
                if (ending.code != 0) {
                    EXPECT_NE(ending.sentence(), "") << ending.err;
                }
            }
            act(ending);
            if (HasFailure())
                return;
        }
    }
};

TEST_P(MemoryFaults, WhileExporting)
{
    const Arguments at{"--model", model, "--tokens", "1,2,3,4"};
    std::vector<Arguments> commands{
        {"attention", "--layer", "0", "--head", "0", "--stage", "score", "--out", "a.npy"},
        {"explain", "--layer", "0", "--head", "0", "--query", "3", "--key", "1", "--out", "e.json"},
        {"logits", "--out", "l.npy"},
        {"evaluate", "--lengths", "2", "--out", "e.json"}};
    if (GetParam().kind == "FROM") // Qt itself ends a program when it cannot begin
        commands.push_back({"attention", "--layer", "0", "--head", "0", "--stage", "score", "--out", "a.png"});
    for (Arguments command : commands) {
        const fs::path file = folder / command.back();
        command.back() = file.string();
        command.insert(command.end(), at.begin(), at.end());
        std::string good;
        disturb(command, [&](const Ending& ending) {
            const std::string now = fs::exists(file) ? contentOf(file) : std::string();
            if (good.empty())
                good = now;
            EXPECT_TRUE(now == good || (ending.code != 0 && now.empty())) << "another file";
            fs::remove(file);
        });
    }
}

TEST_P(MemoryFaults, WhileTraining)
{
    const fs::path out = folder / "m";
    const Arguments training = trainingOf(out, {"--threads", "2", "--checkpoint-every", "1"});
    disturb(training, [&](const Ending& ending) {
        const bool saved = fs::exists(out / "training.safetensors");
        EXPECT_TRUE(saved || ending.code != 0);
        if (saved) {
            EXPECT_NO_THROW(core::loadCheckpoint(out));
        }
        const Ending after = run(saved && ending.code != 0 ? trainingOf(out, {"--resume"}) : trainingOf(out));
        EXPECT_EQ(after.code, saved && ending.code == 0 ? 1 : 0) << after.err; // there already
        fs::remove_all(out);
    });
}

TEST_P(MemoryFaults, WhileReadingAndStudying)
{
    disturb({"evaluate", "--model", model, "--text-file", passage(), "--lengths", "8,16"}, [](const Ending&) {});
    disturb({"experiment", "reach", "--model", model, "--text-file", passage(), "--lengths", "8", "--samples", "1"},
            [](const Ending&) {});
}

INSTANTIATE_TEST_SUITE_P(Kinds, MemoryFaults,
                         testing::Values(Refusal{"One", "ONE", "1"}, Refusal{"LargeOnesFromThere", "FROM", "65536"}),
                         [](const auto& refusal) { return refusal.param.name; });

} // namespace
} // namespace app
