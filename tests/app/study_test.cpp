// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/program.h"

#include "core/study/results.h"

#include <signal.h>

#include <chrono>
#include <thread>

namespace app {
namespace {

using core::OrderedJson;

class SetupCommand : public testing::Test
{
protected:
    core::TemporaryFolder folder;

    std::string at(const std::string& name) const { return (folder / name).string(); }
    // On the two models inside the program, both files asked for.
    Arguments command(const std::string& name, const Arguments& more = {}) const
    {
        Arguments arguments{"experiment", name,      "--model", "builtin:alibi-64", "--model", "builtin:sinusoidal-64",
                            "--text",     passage(), "--json",  at("r.json"),       "--csv",   at("r.csv")};
        arguments.insert(arguments.end(), more.begin(), more.end());
        return arguments;
    }
    OrderedJson json() const { return OrderedJson::parse(contentOf(folder / "r.json")); }
    core::StudyResults report() const { return core::StudyResults::fromJson(json(), "r.json"); }
    core::StudyResults done(const std::string& name, const Arguments& more) const
    {
        const Ending ending = run(command(name, more));
        EXPECT_EQ(ending.code, 0) << ending.err;
        EXPECT_NE(ending.out.find("builtin:alibi-64"), std::string::npos);
        const core::StudyResults found = report();
        EXPECT_TRUE(found.complete);
        EXPECT_EQ(found.study, name);
        EXPECT_EQ(contentOf(folder / "r.csv"), found.toCsv());
        return found;
    }
    void refused(const Arguments& arguments, const std::string& word, int code = 1) const
    {
        const Ending ending = run(arguments);
        EXPECT_EQ(ending.code, code) << ending.err;
        EXPECT_NE(ending.sentence().find(word), std::string::npos) << "wanted \"" << word << "\": " << ending.err;
        EXPECT_EQ(ending.out, "");
        EXPECT_EQ(folder.entries(), 0);
    }
};

TEST_F(SetupCommand, ExtrapolationIsEvaluate)
{
    const core::StudyResults found = done("extrapolation", {"--lengths", "64,128", "--tokens", "600", "--seed", "4"});
    EXPECT_EQ(found.seed, 4U);
    EXPECT_NE(found.command.find("--tokens 600"), std::string::npos);
    EXPECT_EQ(found.models[0].sha256.size(), 64U);
    EXPECT_EQ(found.models[1].hash.size(), 16U);
    const std::string shipped = std::string(RESOURCE_DIR) + "/models/alibi-64";
    const Ending evaluated =
        run({"evaluate", "--model", shipped, "--text-file", passage(), "--lengths", "64,128", "--max-tokens", "601"});
    ASSERT_EQ(evaluated.code, 0) << evaluated.err;
    const OrderedJson expected = OrderedJson::parse(evaluated.out)["results"];
    const auto points = found.with("perplexity", 0);
    ASSERT_EQ(points.size(), 2U);
    for (std::size_t i = 0; i < 2; ++i) {
        EXPECT_EQ(points[i]->value("perplexity"), expected[i]["perplexity"].get<double>());
        EXPECT_EQ(points[i]->value("bits_per_byte"), expected[i]["bits_per_byte"].get<double>());
    }
    EXPECT_EQ(found.models[0].hash, expected[0]["model_hash"]);
}

TEST_F(SetupCommand, PaperIsLabelledAsThePapers)
{
    const Ending ending = run(command("extrapolation", {"--lengths", "32", "--tokens", "64", "--paper"}));
    ASSERT_EQ(ending.code, 0) << ending.err;
    EXPECT_NE(ending.out.find("the paper's: 247 M parameters, WikiText-103"), std::string::npos);
    EXPECT_NE(ending.out.find("2\tsinusoidal\t512\tnonoverlapping\t15512\t406.01\n"), std::string::npos);
    EXPECT_EQ(json()["paper"]["label"], "the paper's: 247 M parameters, WikiText-103");
}

TEST_F(SetupCommand, WindowsSlideAndReachLooksBack)
{
    const core::StudyResults windows = done("windows", {"--lengths", "32,64", "--tokens", "64"});
    EXPECT_EQ(windows.measurements.size(), 8U);
    EXPECT_EQ(windows.measurements.back().value("passes"), 64.0);
    const core::StudyResults reach = done("reach", {"--lengths", "128", "--samples", "5"});
    EXPECT_EQ(reach.with("mean_distance", 0).size(), 32U);
    EXPECT_EQ(reach.with("receptive_field", 1).size(), 1U);
}

TEST_F(SetupCommand, ShortLongTrainsInProcessesOfTheirOwn)
{
    const core::StudyResults found =
        done("short-long", {"--steps", "2", "--batch-tokens", "256", "--tokens", "200", "--threads", "1"});
    for (std::size_t model = 0; model < 2; ++model) {
        const auto costs = found.with("training_tokens_per_second", model);
        ASSERT_EQ(costs.size(), 1U);
        EXPECT_GT(costs[0]->value("training_tokens_per_second"), 1.0);
        EXPECT_GT(costs[0]->value("training_peak_bytes"), costs[0]->value("training_start_bytes"));
        EXPECT_EQ(costs[0]->value("training_tokens_per_step"), 256.0);
    }
}

TEST_F(SetupCommand, TakesTokenIdsWithoutATokenizer)
{
    core::writeFileAtomically(folder / "ids.json", "[1,2,3,4,5,6,7,8,9,10,11,12]");
    const Ending ending = run({"experiment", "extrapolation", "--model", golden("alibi"), "--tokens-file",
                               at("ids.json"), "--lengths", "4", "--csv", at("r.csv")});
    EXPECT_EQ(ending.code, 0) << ending.err;
    EXPECT_TRUE(contentOf(folder / "r.csv").starts_with("experiment,model,"));
    EXPECT_EQ(folder.entries(), 2);
}

// Interrupts the command after a while, and later in another run when nothing was finished by then: how soon the first
// result is there depends on the machine.
Ending interruptedOnceThereAreResults(const Arguments& arguments)
{
    Ending ending;
    for (std::chrono::seconds wait{3}; wait < std::chrono::seconds(60); wait *= 2) {
        QProcess process;
        start(process, arguments);
        std::this_thread::sleep_for(wait);
        const auto asked = std::chrono::steady_clock::now();
        ::kill(static_cast<pid_t>(process.processId()), SIGINT);
        ending = end(process);
        EXPECT_LT(std::chrono::steady_clock::now() - asked, std::chrono::seconds(10)); // the run would take minutes
        if (ending.sentence().find(" 0 finished results") == std::string::npos)
            break;
    }
    return ending;
}

TEST_F(SetupCommand, InterruptionKeepsWhatIsFinished)
{
    for (const char* name : {"windows", "short-long"}) {
        const bool slow = std::string(name) == "windows"; // long windows, or many steps
        const Ending ending =
            interruptedOnceThereAreResults(command(name, slow ? Arguments{"--lengths", "8,2048", "--threads", "1"}
                                                              : Arguments{"--steps", "100000", "--tokens", "200"}));
        EXPECT_EQ(ending.code, 1) << ending.err;
        EXPECT_NE(ending.sentence().find("incomplete"), std::string::npos) << ending.err;
        EXPECT_EQ(json()["complete"], false);
        EXPECT_GT(report().measurements.size(), 0U);
        EXPECT_NE(contentOf(folder / "r.csv").find(",false,"), std::string::npos);
        EXPECT_EQ(folder.entries(), 2);
    }
}

TEST_F(SetupCommand, RefusesBadInput)
{
    refused(command("extrapolation", {"--lengths", "0"}), "at least 1");
    refused(command("extrapolation", {"--lengths", "99999"}), "99999");
    refused(command("extrapolation", {"--lengths", "64", "--tokens", "10"}), "64");
    refused(command("windows", {"--lengths", "4096", "--tokens", "4096"}), "4096");
    refused(command("reach", {"--tolerance", "2"}), "tolerance");
    refused(command("reach", {"--lengths", "99999"}), "99999");
    refused(command("short-long", {"--model", "builtin:alibi-64"}), "Two models");
    refused(command("short-long", {"--length", "99999"}), "99999");
    refused(with(command("windows"), "--model", "builtin:nothing"), "nothing");
    refused(with(command("windows"), "--model", at("nowhere")), "nowhere");
    refused(with(command("windows"), "--model", golden("alibi")), "tokenizer.json");
    refused(with(command("windows"), "--text", at("none.txt")), "none.txt");
    refused(with(command("windows"), "--json", at("missing/r.json")), "does not exist");
    refused(with(command("windows"), "--csv", at("missing/r.csv")), "does not exist");
    refused(with(command("windows"), "--json", at("r.txt")), ".json");
    refused(with(command("windows"), "--csv", at("r.json")), ".csv");
}

TEST_F(SetupCommand, WrongUsageIsTwo)
{
    refused({"experiment"}, "--help", 2);
    refused({"experiment", "alchemy"}, "--help", 2);
    refused({"experiment", "windows"}, "experiment windows --help", 2);
    refused({"experiment", "windows", "--model", "builtin:alibi-64"}, "--text", 2);
    refused(command("windows", {"--tokens-file", "a.json"}), "not both", 2);
    refused(command("windows", {"--stride", "0"}), "--help", 2);
    refused(command("windows", {"--tokens", "-3"}), "--help", 2);
    refused(command("windows", {"--lengths", "long"}), "--help", 2);
    refused(command("extrapolation", {"--stride", "4"}), "--window sliding", 2);
    refused(command("extrapolation", {"--window", "round"}), "--help", 2);
    refused(command("reach", {"--samples", "0"}), "--help", 2);
    refused(command("short-long", {"--steps", "0"}), "--help", 2);
    for (const char* name : {"extrapolation", "windows", "short-long", "reach", "cost"}) {
        const Ending help = run({"experiment", name, "--help"});
        EXPECT_EQ(help.code, 0);
        EXPECT_NE(help.out.find("--threads"), std::string::npos) << name;
    }
}

} // namespace
} // namespace app
