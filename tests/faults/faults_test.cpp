// SPDX-License-Identifier: GPL-3.0-or-later
// Every call that changes something on the disk goes wrong in turn (failing_output.cpp), and the process is killed at
// random moments: every file stays whole, the last good one is there, and there is a way on.
#include "tests/app/program.h"

#include "core/base/json.h"
#include "core/io/checkpoint.h"
#include "core/io/safetensors.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <random>

namespace app {
namespace {

namespace fs = std::filesystem;

const char* const kStateFiles[] = {"model.safetensors", "config.json",    "tokenizer.json",
                                   "log.csv",           "validation.csv", "training.safetensors"};

bool kills(const std::string& kind) { return kind.starts_with("KILL") || kind == "TORN"; }
bool isHarmless(const std::string& kind) { return kind == "EINTR" || kind == "SHORT"; }

void expectWhole(const fs::path& file)
{
    const std::string bytes = contentOf(file);
    if (file.extension() == ".safetensors")
        EXPECT_NO_THROW(core::SafetensorsFile::parse(bytes, file.string()));
    else if (file.extension() == ".json")
        EXPECT_TRUE(core::Json::accept(bytes)) << file;
    else
        EXPECT_TRUE(bytes.ends_with('\n')) << file;
}

// Every third call, from where the kind says, so that all kinds together meet all; ALIBI_FAULT_STEP=1: every one.
long stepOf()
{
    const char* asked = std::getenv("ALIBI_FAULT_STEP");
    return asked == nullptr ? 3 : std::max(1L, std::atol(asked));
}
long firstOf(const std::string& kind) { return 1 + static_cast<long>(kind.size() + kind.front()) % stepOf(); }

class Faults : public testing::TestWithParam<std::string>
{
protected:
    core::TemporaryFolder folder;

    Faults()
    {
        EXPECT_EQ(run(trainingOf(folder / "tokens", {"--pause-after", "1"})).code, 0);
        fs::create_directory(folder / "area");
    }
    fs::path area() const { return folder / "area"; }
    // Two savings, the last of them finished.
    Arguments training(const fs::path& out, const Arguments& more = {}) const
    {
        Arguments arguments{"train",       "--encoding",  "alibi",
                            "--length",    "8",           "--steps",
                            "2",           "--batch",     "2",
                            "--width",     "8",           "--layers",
                            "1",           "--heads",     "2",
                            "--text-file", passage(),     "--validation-file",
                            shortText(),   "--tokenizer", (folder / "tokens" / "tokenizer.json").string(),
                            "--out",       out.string(),  "--checkpoint-every",
                            "1",           "--threads",   "1"};
        arguments.insert(arguments.end(), more.begin(), more.end());
        return arguments;
    }
    // The `at`-th output call below area() goes wrong.
    Ending disturbed(const Arguments& arguments, long at, const std::string& kind) const
    {
        Surroundings surroundings;
        surroundings.variables = {{"LD_PRELOAD", FAILING_OUTPUT},
                                  {"ASAN_OPTIONS", "verify_asan_link_order=0:detect_leaks=0"},
                                  {"FAULT_FOLDER", area().string()},
                                  {"FAULT_AT", std::to_string(at)},
                                  {"FAULT_KIND", kind},
                                  {"FAULT_COUNT", (folder / "count").string()}};
        return run(arguments, surroundings);
    }
    long callsOf(const Arguments& arguments) const
    {
        const Ending ending = disturbed(arguments, 0, "KILL");
        EXPECT_EQ(ending.code, 0) << ending.err;
        return std::atol(contentOf(folder / "count").c_str());
    }
    void expectOrderly(const Ending& ending, const std::string& kind) const
    {
        if (kills(kind)) {
            EXPECT_EQ(ending.code, -1);
        } else if (isHarmless(kind)) {
            EXPECT_EQ(ending.code, 0) << ending.err;
        } else if (ending.code != 0) { // some calls are cleaning only
            EXPECT_EQ(ending.code, 1);
            EXPECT_NE(ending.sentence(), "") << ending.err;
        }
    }
    // Goes on as a person would, and comes to the bytes of a run that nothing disturbed.
    void expectWayOn(const fs::path& out, const fs::path& whole) const
    {
        if (fs::exists(out))
            for (const auto& entry : fs::directory_iterator(out))
                if (!entry.path().filename().string().starts_with(".part-"))
                    expectWhole(entry.path());
        const bool saved = fs::exists(out / "training.safetensors");
        if (saved) {
            EXPECT_NO_THROW(core::loadCheckpoint(out));
        }
        const Ending ending = run(training(out, saved ? Arguments{"--resume"} : Arguments{}));
        EXPECT_EQ(ending.code, 0) << ending.err;
        for (const char* file : kStateFiles)
            EXPECT_EQ(contentOf(out / file), contentOf(whole / file)) << file;
        for (const auto& entry : fs::directory_iterator(out))
            EXPECT_FALSE(entry.path().filename().string().starts_with(".part-")) << entry.path();
    }
    std::string shortText() const
    {
        const fs::path file = folder / "short.txt";
        if (!fs::exists(file))
            core::writeFileAtomically(file, contentOf(passage()).substr(0, 300));
        return file.string();
    }
};

TEST_P(Faults, WhileTraining)
{
    ASSERT_EQ(run(training(folder / "whole")).code, 0);
    const long calls = callsOf(training(area() / "counted"));
    ASSERT_GT(calls, 80);
    fs::remove_all(area() / "counted");
    for (long at = firstOf(GetParam()); at <= calls; at += stepOf()) {
        SCOPED_TRACE("call " + std::to_string(at));
        const fs::path out = area() / "m";
        expectOrderly(disturbed(training(out), at, GetParam()), GetParam());
        if (GetParam() == "EINTR" || !isHarmless(GetParam()))
            expectWayOn(out, folder / "whole");
        else
            for (const char* file : kStateFiles)
                EXPECT_EQ(contentOf(out / file), contentOf(folder / "whole" / file)) << file;
        fs::remove_all(out);
        if (HasFailure())
            break; // the others would say the same
    }
}

TEST_P(Faults, WhileResuming)
{
    ASSERT_EQ(run(training(folder / "whole")).code, 0);
    ASSERT_EQ(run(training(folder / "paused", {"--pause-after", "1"})).code, 0);
    fs::copy(folder / "paused", area() / "m");
    const long calls = callsOf(training(area() / "m", {"--resume"}));
    for (long at = firstOf(GetParam()); at <= calls; at += stepOf()) {
        SCOPED_TRACE("call " + std::to_string(at));
        fs::remove_all(area() / "m");
        fs::copy(folder / "paused", area() / "m");
        expectOrderly(disturbed(training(area() / "m", {"--resume"}), at, GetParam()), GetParam());
        ASSERT_TRUE(fs::exists(area() / "m" / "training.safetensors"));
        expectWayOn(area() / "m", folder / "whole");
        if (HasFailure())
            break;
    }
}

// Over a file that is there: afterwards it is the old one or the new one, whole.
TEST_P(Faults, WhileExporting)
{
    const std::string model = (folder / "tokens").string();
    const std::vector<std::pair<std::string, Arguments>> exports{
        {"a.npy",
         {"attention", "--model", model, "--tokens", "1,2,3", "--layer", "0", "--head", "0", "--stage", "score",
          "--out"}},
        {"a.csv",
         {"attention", "--model", model, "--tokens", "1,2,3", "--layer", "0", "--head", "0", "--stage", "score",
          "--out"}},
        {"a.png",
         {"attention", "--model", model, "--tokens", "1,2,3", "--layer", "0", "--head", "0", "--stage", "score",
          "--out"}},
        {"l.npy", {"logits", "--model", model, "--tokens", "1,2,3", "--out"}},
        {"e.json", {"evaluate", "--model", model, "--tokens", "1,2,3,4", "--lengths", "2", "--out"}},
        {"r.json",
         {"experiment", "reach", "--model", model, "--text-file", shortText(), "--lengths", "8", "--samples", "1",
          "--json"}}};
    for (const auto& [name, words] : exports) {
        Arguments arguments = words;
        const fs::path file = area() / name;
        arguments.push_back(file.string());
        const long calls = callsOf(arguments);
        EXPECT_GT(calls, 5) << name;
        for (long at = firstOf(GetParam()); at <= calls; at += stepOf()) {
            SCOPED_TRACE(name + ", call " + std::to_string(at));
            core::writeFileAtomically(file, "old\n");
            const Ending ending = disturbed(arguments, at, GetParam());
            expectOrderly(ending, GetParam());
            if (ending.code == 0 || contentOf(file) != "old\n") {
                EXPECT_GT(fs::file_size(file), 20U);
                if (file.extension() != ".npy" && file.extension() != ".png")
                    expectWhole(file);
            }
            if (HasFailure())
                return;
        }
        fs::remove(file);
    }
}

INSTANTIATE_TEST_SUITE_P(Kinds, Faults,
                         testing::Values("KILL", "KILL_AFTER", "TORN", "SHORT", "EIO", "ENOSPC", "EINTR"),
                         [](const auto& kind) { return kind.param; });

class Kills : public Faults
{};

// ALIBI_KILLS=500 makes it as many.
TEST_P(Kills, AtRandomMoments)
{
    const char* asked = std::getenv("ALIBI_KILLS");
    const int count = asked == nullptr ? 20 : std::atoi(asked);
    const fs::path out = area() / "m";
    const auto start = std::chrono::steady_clock::now();
    ASSERT_EQ(run(training(folder / "whole")).code, 0);
    const double whole = std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
    std::mt19937 random(7);
    for (int i = 0; i < count; ++i) {
        SCOPED_TRACE("kill " + std::to_string(i));
        QProcess process;
        const bool saved = fs::exists(out / "training.safetensors");
        app::start(process, training(out, saved ? Arguments{"--resume"} : Arguments{}));
        process.waitForStarted();
        process.waitForFinished(static_cast<int>(std::uniform_real_distribution<>(1.0, whole)(random)));
        process.kill();
        process.waitForFinished();
        if (i % 4 == 3 || process.exitStatus() == QProcess::NormalExit) {
            expectWayOn(out, folder / "whole");
            fs::remove_all(out);
        }
        if (HasFailure())
            return;
    }
}

INSTANTIATE_TEST_SUITE_P(Random, Kills, testing::Values("KILL"), [](const auto& kind) { return kind.param; });

} // namespace
} // namespace app
