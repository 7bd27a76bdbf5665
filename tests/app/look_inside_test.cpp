// SPDX-License-Identifier: GPL-3.0-or-later
// The commands that look into a model: explain, heads, encoding, attention's position part.
#include "tests/app/program.h"

#include "core/base/json.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <sstream>
#include <utility>

namespace app {
namespace {

using core::Json;

TEST(Explain, TheSumBehindACellAddsUp)
{
    for (const char* model : {"builtin:sinusoidal-64", "builtin:rotary-64", "builtin:alibi-64"}) {
        const Ending ending = run({"explain", "--model", model, "--text", "The sea was calm and the lamp was lit.",
                                   "--layer", "0", "--head", "3", "--query", "7", "--key", "4"});
        ASSERT_EQ(ending.code, 0) << ending.err;
        const Json json = Json::parse(ending.out);
        EXPECT_EQ(json.at("query"), 7);
        EXPECT_EQ(json.at("key"), 4);
        const double content = json.at("content");
        double products = 0.0;
        for (std::size_t i = 0; i < json.at("q").size(); ++i) {
            EXPECT_NEAR(json["products"][i].get<double>(), json["q"][i].get<double>() * json["k"][i].get<double>(),
                        1e-12);
            products += json["products"][i].get<double>();
        }
        EXPECT_NEAR(products / std::sqrt(double(json["q"].size())), content, 1e-9);
        EXPECT_NEAR(content + json.at("bias").get<double>(), json.at("score").get<double>(), 1e-9);
        EXPECT_NEAR(std::exp(json["score"].get<double>() - json.at("row_log_sum").get<double>()),
                    json.at("weight").get<double>(), 1e-9);
        const bool adds = std::string(model) == "builtin:sinusoidal-64";
        EXPECT_EQ(json.at("parts").is_object(), adds);
        EXPECT_EQ(json.at("by_frequency").is_array(), std::string(model) == "builtin:rotary-64");
        EXPECT_EQ(json.at("bias") != 0.0, std::string(model) == "builtin:alibi-64");
        double sum = 0.0;
        for (const char* list : {"parts", "by_frequency"})
            for (const Json& part : json[list])
                sum += part.get<double>();
        EXPECT_NEAR(std::string(model) == "builtin:alibi-64" ? content : sum, content, 1e-5);
    }
}

TEST(Explain, WhatIsNotThereIsOneSentence)
{
    const auto explained = [](const char* layer, const char* query, const char* key,
                              const char* set = "bias_factor=1") {
        return run({"explain", "--model", "builtin:alibi-64", "--tokens", "1,2,3,4,5,6", "--layer", layer, "--head",
                    "0", "--query", query, "--key", key, "--set", set});
    };
    for (const Ending& ending : {explained("4", "3", "2"), explained("0", "6", "2"), explained("0", "3", "4"),
                                 explained("0", "-1", "0"), explained("0", "5", "1", "attention_window=2")}) {
        EXPECT_EQ(ending.code, 1);
        EXPECT_EQ(ending.out, "");
        EXPECT_EQ(std::ranges::count(ending.err, '\n'), 1) << ending.err;
    }
    EXPECT_NE(explained("0", "3", "4").err.find("comes after it"), std::string::npos);
}

TEST(Heads, EveryHeadHasARowThatAgreesWithItsMaps)
{
    const char* text = "The lamp was lit. The lamp was out. The lamp was lit.";
    const Ending ending = run({"heads", "--model", "builtin:alibi-64", "--text", text, "--without"});
    ASSERT_EQ(ending.code, 0) << ending.err;
    const Json json = Json::parse(ending.out);
    ASSERT_EQ(json.at("heads").size(), 32U);
    const Json& head = json["heads"][11]; // layer 1, head 3
    EXPECT_EQ(head.at("layer"), 1);
    EXPECT_EQ(head.at("head"), 3);
    EXPECT_EQ(head.at("slope"), 0.0625);
    EXPECT_GT(head.at("induction").get<double>(), 0.0);
    // The mean over the queries after the first of what `explain` says of the token before.
    const auto length = json.at("length").get<int>();
    double previous = 0.0;
    for (int query = 1; query < length; ++query) {
        const Ending cell = run({"explain", "--model", "builtin:alibi-64", "--text", text, "--layer", "1", "--head",
                                 "3", "--query", std::to_string(query), "--key", std::to_string(query - 1)});
        previous += Json::parse(cell.out).at("weight").get<double>();
    }
    EXPECT_NEAR(head.at("previous_token").get<double>(), previous / (length - 1), 1e-5);
    for (const Json& row : json["heads"]) {
        EXPECT_GT(row.at("perplexity_without").get<double>(), 1.0);
        EXPECT_NE(row.at("perplexity_without"), json.at("perplexity"));
        const bool local = row.at("mean_distance") <= 4.0 && row.at("previous_token") < 0.4 &&
                           row.at("first_token") < 0.4 && row.at("induction") < 0.4 && row.at("same_token") < 0.4;
        EXPECT_EQ(row.at("behaviour") == "local", local) << row;
    }
    // It is the same switch.
    const Ending off = run({"evaluate", "--model", "builtin:alibi-64", "--text", text, "--lengths",
                            std::to_string(length), "--set", "heads_off=[[1,3]]"});
    ASSERT_EQ(off.code, 0) << off.err;
    EXPECT_EQ(Json::parse(off.out)["results"][0]["perplexity"], head.at("perplexity_without"));
    const Ending without =
        run({"heads", "--model", "builtin:alibi-64", "--text", text, "--without", "--set", "heads_off=[[1,3]]"});
    EXPECT_EQ(Json::parse(without.out).at("perplexity"), head.at("perplexity_without"));
}

TEST(Heads, ATableHasTheSameNumbers)
{
    const Arguments arguments{"heads", "--model", "builtin:rotary-64", "--tokens", "1,2,3,1,2,3,1"};
    const Json json = Json::parse(run(arguments).out);
    const core::TemporaryFolder folder;
    const std::string file = (folder.path() / "heads.csv").string();
    Arguments saving = arguments;
    saving.insert(saving.end(), {"--out", file});
    ASSERT_EQ(run(saving).code, 0);
    std::istringstream lines(contentOf(file));
    std::string line;
    ASSERT_TRUE(std::getline(lines, line));
    EXPECT_EQ(line, "layer,head,slope,entropy,mean_distance,bias_mean_distance,beyond_training,first_token,"
                    "previous_token,same_token,induction,behaviour");
    ASSERT_TRUE(std::getline(lines, line));
    EXPECT_TRUE(line.starts_with("0,0,,")) << line; // rotary has no slopes
    EXPECT_NE(line.find("," + json["heads"][0]["induction"].dump() + ","), std::string::npos) << line;
    int rows = 1;
    while (std::getline(lines, line))
        ++rows;
    EXPECT_EQ(rows, int(json["heads"].size()));
}

TEST(Heads, ALengthThatTheTextDoesNotHaveIsOneSentence)
{
    for (const char* length : {"9", "-1"}) {
        const Ending ending =
            run({"heads", "--model", "builtin:alibi-64", "--tokens", "1,2,3", std::string("--length=") + length});
        EXPECT_EQ(ending.code, 1);
        EXPECT_EQ(std::ranges::count(ending.err, '\n'), 1) << ending.err;
    }
}

TEST(Encoding, ItsNumbersAreThoseOfTheSlopes)
{
    const core::TemporaryFolder folder;
    const std::string file = (folder.path() / "bias.csv").string();
    ASSERT_EQ(run({"encoding", "--model", "builtin:alibi-64", "--length", "100", "--what", "bias", "--head", "0",
                   "--head", "7", "--out", file})
                  .code,
              0);
    std::istringstream lines(contentOf(file));
    std::string line;
    for (const double slope : {1.0 / 2, 1.0 / 256}) {
        ASSERT_TRUE(std::getline(lines, line));
        std::istringstream numbers(line);
        std::string number;
        for (int distance = 0; distance < 100; ++distance) {
            ASSERT_TRUE(std::getline(numbers, number, ','));
            ASSERT_NEAR(std::stod(number), -slope * distance, 1e-5);
        }
    }
    EXPECT_FALSE(std::getline(lines, line));
}

TEST(Encoding, EveryShapeCanBeAPicture)
{
    const core::TemporaryFolder folder;
    for (const auto& [model, what] : {std::pair{"sinusoidal-64", "vectors"},
                                      {"sinusoidal-64", "dot"},
                                      {"rotary-64", "angles"},
                                      {"xpos-64", "dot"},
                                      {"t5-64", "bias"}}) {
        const std::string file = (folder.path() / (std::string(model) + what + ".png")).string();
        const Ending ending = run(
            {"encoding", "--model", std::string("builtin:") + model, "--length", "128", "--what", what, "--out", file});
        EXPECT_EQ(ending.code, 0) << ending.err;
        EXPECT_GT(contentOf(file).size(), 1000U) << file;
    }
}

TEST(Encoding, SeveralModelsShareAPicture)
{
    const core::TemporaryFolder folder;
    const auto drawn = [&](const char* name, const Arguments& more) {
        const std::string file = (folder.path() / name).string();
        Arguments arguments{"encoding", "--model", "builtin:alibi-64", "--length", "128", "--what", "bias",
                            "--out",    file};
        arguments.insert(arguments.end(), more.begin(), more.end());
        const Ending ending = run(arguments);
        return std::pair(ending, ending.code == 0 ? contentOf(file) : std::string());
    };
    const auto [one, alone] = drawn("alone.png", {});
    const auto [two, both] = drawn("both.png", {"--beside", "builtin:t5-64", "--beside", "builtin:kerple-64"});
    const auto [three, logarithmic] = drawn("log.png", {"--log-distance"});
    for (const Ending& ending : {one, two, three})
        EXPECT_EQ(ending.code, 0) << ending.err;
    EXPECT_EQ((std::set<std::string>{alone, both, logarithmic}.size()), 3U);
    for (const Ending& ending :
         {drawn("a.csv", {"--log-distance"}).first, drawn("a.npy", {"--beside", "builtin:t5-64"}).first,
          drawn("b.png", {"--beside", "builtin:none-64"}).first}) {
        EXPECT_EQ(ending.code, 1);
        EXPECT_EQ(std::ranges::count(ending.err, '\n'), 1) << ending.err;
    }
}

TEST(Attention, ThePositionPartIsRefusedWhereThereIsNone)
{
    const core::TemporaryFolder folder;
    const auto written = [&](const char* model, const char* layer) {
        return run({"attention", "--model", model, "--text", "The sea was calm.", "--layer", layer, "--head", "0",
                    "--stage", "position", "--out", (folder.path() / "map.csv").string()});
    };
    EXPECT_EQ(written("builtin:sinusoidal-64", "0").code, 0);
    EXPECT_EQ(written("builtin:alibi-64", "3").code, 0);
    for (const Ending& ending : {written("builtin:sinusoidal-64", "1"), written("builtin:rotary-64", "0")}) {
        EXPECT_EQ(ending.code, 1);
        EXPECT_EQ(std::ranges::count(ending.err, '\n'), 1) << ending.err;
    }
}

TEST(Attention, APictureIsDrawnOnTheScaleAskedFor)
{
    const core::TemporaryFolder folder;
    const auto written = [&](const std::string& scale, const std::string& stage, const std::string& ending) {
        const std::string file = (folder.path() / (scale + ending)).string();
        const Ending end = run({"attention", "--model", "builtin:alibi-64", "--text", "The sea was calm.", "--layer",
                                "1", "--head", "3", "--stage", stage, "--scale", scale, "--out", file});
        return std::pair(end, end.code == 0 ? contentOf(file) : std::string());
    };
    std::set<std::string> pictures;
    for (const char* scale : {"linear", "log", "percentile", "without-first-key"}) {
        const auto [ending, picture] = written(scale, "weights", ".png");
        EXPECT_EQ(ending.code, 0) << ending.err;
        pictures.insert(picture);
    }
    EXPECT_EQ(pictures.size(), 4U);
    EXPECT_EQ(written("linear", "weights", ".npy").first.code, 0);
    for (const Ending& ending : {written("log", "weights", ".npy").first, written("log", "score", ".png").first,
                                 written("percentile", "bias", ".png").first}) {
        EXPECT_EQ(ending.code, 1);
        EXPECT_EQ(std::ranges::count(ending.err, '\n'), 1) << ending.err;
    }
    EXPECT_EQ(written("square", "weights", ".png").first.code, 2);
}

TEST(Encoding, WhatThereIsNotIsOneSentence)
{
    const auto asked = [](const char* model, const char* what, const char* length = "8", const char* head = nullptr) {
        Arguments arguments{"encoding", "--model", std::string("builtin:") + model, "--what", what, "--length", length,
                            "--out",    "-"};
        if (head != nullptr)
            arguments.insert(arguments.end(), {"--head", head});
        return run(arguments);
    };
    for (const Ending& ending : {asked("none-64", "bias"), asked("alibi-64", "vectors"), asked("alibi-64", "bias", "0"),
                                 asked("alibi-64", "bias", "8", "8"), asked("rotary-64", "dot", "8", "0")}) {
        EXPECT_EQ(ending.code, 1);
        EXPECT_EQ(std::ranges::count(ending.err, '\n'), 1) << ending.err;
    }
}

} // namespace
} // namespace app
