// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/program.h"

#include "core/base/json.h"
#include "core/position/slope_rules.h"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <iterator>

namespace app {
namespace {

using core::Json;

TEST(CommandLine, HelpAndVersionGoToStdout)
{
    for (const Arguments& arguments : {Arguments{"--help"},
                                       {"--version"},
                                       {"slopes", "--help"},
                                       {"logits", "--help"},
                                       {"attention", "--help"},
                                       {"explain", "--help"},
                                       {"tokens", "--help"},
                                       {"heads", "--help"},
                                       {"encoding", "--help"},
                                       {"evaluate", "--help"},
                                       {"experiment", "--help"},
                                       {"train", "--help"},
                                       {"generate", "--help"},
                                       {"lessons", "--help"}}) {
        const Ending ending = run(arguments);
        EXPECT_EQ(ending.code, 0) << arguments.front();
        EXPECT_FALSE(ending.out.empty()) << arguments.front();
        EXPECT_EQ(ending.err, "") << arguments.front();
    }
    EXPECT_TRUE(run({"--version"}).out.starts_with("alibi-lab "));
    EXPECT_NE(run({"train", "--help"}).out.find("--threads"), std::string::npos);
}

// README and help are made from what encodings say themselves.
TEST(CommandLine, OptionsAreListedAsTheReadmeHasThem)
{
    const Ending ending = run({"--list-options"});
    EXPECT_EQ(ending.code, 0);
    for (const char* key : {"`attention_window`", "`alibi_growth`", "`rope_scaling`", "`fire_threshold`"})
        EXPECT_NE(ending.out.find(key), std::string::npos) << key;
    std::ifstream readme(RESOURCE_DIR "/../README.md");
    const std::string text{std::istreambuf_iterator<char>(readme), {}};
    EXPECT_NE(text.find(ending.out), std::string::npos) << "README.md must hold:\n" << ending.out;
    for (const char* command : {"logits", "attention", "explain", "evaluate", "generate"}) {
        const std::string help = run({command, "--help"}).out;
        EXPECT_EQ(help.find("Switches, for --set"), help.rfind("Switches, for --set")) << "twice in " << command;
        for (const char* shown :
             {"attention_window (every encoding): a whole number from 1 to 16777216; standard: off.",
              "alibi_growth (ALiBi): linear or exponential; standard: linear.", "arXiv 2309.00071"})
            EXPECT_NE(help.find(shown), std::string::npos) << command << ": " << help;
    }
}

TEST(CommandLine, WrongUsageIsOneSentenceAndTwo)
{
    for (const Arguments& arguments :
         {Arguments{"slopes"},
          {"slopes", "--heads", "0"},
          {"slopes", "--heads", "65537"},
          {"slopes", "--heads", "eight"},
          {"slopes", "--heads", "8", "--format", "xml"},
          {"slopes", "--heads", "8", "--colour"},
          {"slopes", "--heads", "8", "--threads", "0"},
          {"slopes", "--heads", "8", "--threads", "-2"},
          {"slopes", "--heads", "8", "--threads", "1000000"},
          {"--threads", "0"},
          {"--size", "12", "--screenshot", "a.png"},
          {"--size", "1280x", "--screenshot", "a.png"},
          {"--size", "9999999x800", "--screenshot", "a.png"},
          {"--theme", "pink"},
          {"logits", "--model", golden("alibi"), "--out", "a.npy"},
          {"logits", "--model", golden("alibi"), "--tokens", "1,2,x", "--out", "a.npy"},
          {"logits", "--model", golden("alibi"), "--tokens", "", "--out", "a.npy"},
          {"logits", "--model", golden("alibi"), "--tokens", "1", "--text", "a", "--out", "a.npy"},
          {"evaluate", "--model", golden("alibi"), "--tokens", "1,2", "--lengths", "1", "--stride", "1"},
          {"evaluate", "--model", golden("alibi"), "--tokens", "1,2", "--lengths", "one"},
          {"train", "--encoding", "alibi", "--text-file", passage(), "--out", "/nowhere/m"}}) {
        const Ending ending = run(arguments);
        std::string all;
        for (const std::string& argument : arguments)
            all += argument + " ";
        EXPECT_EQ(ending.code, 2) << all << ending.err;
        EXPECT_NE(ending.sentence().find("--help"), std::string::npos) << all << ending.err;
        EXPECT_EQ(ending.out, "") << all;
    }
}

TEST(Slopes, AreTheOfficialOnesToTheLastBit)
{
    for (const int heads : {1, 6, 8, 12, 128}) {
        const Ending ending = run({"slopes", "--heads", std::to_string(heads), "--format", "json"});
        ASSERT_EQ(ending.code, 0);
        const Json json = Json::parse(ending.out);
        EXPECT_EQ(json["heads"], heads);
        EXPECT_EQ(json["slopes"].get<std::vector<double>>(), core::officialSlopes(heads));
    }
    EXPECT_EQ(run({"slopes", "--heads", "2"}).out, "0\t0.0625\n1\t0.00390625\n");
}

TEST(Slopes, OtherOnesCanBeAskedFor)
{
    EXPECT_EQ(run({"slopes", "--heads", "4", "--preset", "off_by_one"}).out, "0\t1\n1\t0.25\n2\t0.0625\n3\t0.015625\n");
    EXPECT_EQ(run({"slopes", "--heads", "2", "--preset", "reversed"}).out, "0\t0.00390625\n1\t0.0625\n");
    const auto random = [](const std::string& seed) {
        return run({"slopes", "--heads", "8", "--preset", "random", "--seed", seed}).out;
    };
    EXPECT_EQ(random("3"), random("3"));
    EXPECT_NE(random("3"), random("4"));
    EXPECT_EQ(run({"slopes", "--heads", "8", "--preset", "steep"}).code, 2);
    EXPECT_EQ(run({"slopes", "--heads", "2", "--rule", "reversed"}).out, "0\t0.00390625\n1\t0.0625\n");
}

TEST(Slopes, ComeWithTheirListsAndDistances)
{
    const Ending ending = run({"slopes", "--heads", "3", "--format", "csv"});
    EXPECT_EQ(ending.out, "head,slope,list,place,half,ninety_percent,ninety_nine_percent\n"
                          "0,0.0625,2,1,12,37,74\n"
                          "1,0.00390625,2,2,178,590,1179\n"
                          "2,0.25,4,1,3,10,19\n");
    const Json endless = Json::parse(run({"slopes", "--heads", "3", "--rule", "zero", "--format", "json"}).out);
    EXPECT_EQ(endless["rule"], "zero");
    EXPECT_TRUE(endless["by_head"][0]["half"].is_null());
    EXPECT_TRUE(endless["by_head"][0]["list"].is_null());
    const Json read =
        Json::parse(run({"slopes", "--heads", "3", "--rule", "zero", "--length", "64", "--format", "json"}).out);
    EXPECT_EQ(read["by_head"][2]["half"], 32);
    EXPECT_EQ(read["length"], 64);
}

// The model is trained once for all that follows.
class WithModel : public testing::Test
{
protected:
    static void SetUpTestSuite()
    {
        s_folder = std::make_unique<core::TemporaryFolder>();
        const Ending ending = run(trainingOf(*s_folder / "model"));
        ASSERT_EQ(ending.code, 0) << ending.err;
    }
    static void TearDownTestSuite() { s_folder.reset(); }
    static std::string model() { return (*s_folder / "model").string(); }

    static Json evaluated(Arguments arguments)
    {
        arguments.insert(arguments.begin(), "evaluate");
        const Ending ending = run(arguments);
        EXPECT_EQ(ending.code, 0) << ending.err;
        return Json::parse(ending.out, nullptr, false);
    }

    core::TemporaryFolder folder;

private:
    static std::unique_ptr<core::TemporaryFolder> s_folder;
};
std::unique_ptr<core::TemporaryFolder> WithModel::s_folder;

TEST_F(WithModel, EvaluateSaysWhatTheContractSays)
{
    const Json report = evaluated({"--model", model(), "--model", model(), "--text-file", passage(), "--lengths",
                                   "4,8,32", "--max-tokens", "101"});
    EXPECT_NE(report["command"].get<std::string>().find("--max-tokens 101"), std::string::npos);
    EXPECT_TRUE(report["program"].get<std::string>().starts_with("alibi-lab "));
    ASSERT_EQ(report["results"].size(), 6U);
    for (std::size_t i = 0; i < 6; ++i) {
        const Json& result = report["results"][i];
        EXPECT_EQ(result["model"], model());
        EXPECT_EQ(result["model_hash"].get<std::string>().size(), 16U);
        EXPECT_EQ(result["encoding"], "alibi");
        EXPECT_EQ(result["training_length"], 8);
        EXPECT_EQ(result["length"], (std::array{4, 8, 32}[i % 3]));
        EXPECT_EQ(result["window"], "nonoverlapping");
        EXPECT_EQ(result["stride"], result["length"]);
        EXPECT_EQ(result["scored_tokens"], 100);
        EXPECT_DOUBLE_EQ(result["perplexity"].get<double>(), std::exp(result["nll"].get<double>()));
        EXPECT_EQ(result["nll_by_position"].size(), result["length"].get<std::size_t>());
        // A token of this tokenizer stands for one to a few bytes.
        const double bits = result["nll"].get<double>() / std::log(2.0);
        EXPECT_LE(result["bits_per_byte"].get<double>(), bits);
        EXPECT_GE(result["bits_per_byte"].get<double>(), bits / 4.0);
    }
}

TEST_F(WithModel, EvaluateSlidesAndWritesCsv)
{
    const Arguments common{"--model", model(), "--text", "The market opens early.", "--lengths", "8"};
    Arguments sliding = common;
    sliding.insert(sliding.end(), {"--window", "sliding", "--stride", "1"});
    const Json result = evaluated(sliding)["results"][0];
    EXPECT_EQ(result["window"], "sliding");
    EXPECT_EQ(result["stride"], 1);
    Arguments csv{"evaluate"};
    csv.insert(csv.end(), sliding.begin(), sliding.end());
    csv.insert(csv.end(), {"--out", (folder / "r.csv").string()});
    ASSERT_EQ(run(csv).code, 0);
    const std::string text = contentOf(folder / "r.csv");
    EXPECT_TRUE(text.starts_with("model,model_hash,encoding,training_length,length,window,stride,scored_tokens,nll,"
                                 "perplexity,bits_per_byte\n"))
        << text;
    EXPECT_NE(text.find("," + result["nll"].dump() + ","), std::string::npos) << text;
    EXPECT_EQ(folder.entries(), 1);
}

TEST_F(WithModel, EvaluateCleansBooksWhenAsked)
{
    const std::string book = (folder / "book.txt").string();
    core::writeFileAtomically(book, "Title page\n*** START OF THE PROJECT GUTENBERG EBOOK A ***\n\nA line\nand more "
                                    "of it, long enough.\n\n*** END OF THE PROJECT GUTENBERG EBOOK A ***\nLicence\n");
    const Arguments common{"--model", model(), "--text-file", book, "--lengths", "4"};
    Arguments clean = common;
    clean.push_back("--clean-book");
    const Json raw = evaluated(common);
    const Json cleaned = evaluated(clean);
    EXPECT_TRUE(raw["input"]["clean_book"].is_null());
    EXPECT_EQ(cleaned["input"]["clean_book"]["strip_gutenberg"], true);
    EXPECT_EQ(cleaned["input"]["bytes"], std::string("A line and more of it, long enough.").size());
    EXPECT_LT(cleaned["results"][0]["scored_tokens"], raw["results"][0]["scored_tokens"]);
}

TEST_F(WithModel, BareTokensHaveNoBitsPerByte)
{
    const Json report = evaluated({"--model", model(), "--tokens", "1, 2, 3,4", "--lengths", "4"});
    EXPECT_TRUE(report["results"][0]["bits_per_byte"].is_null());
    EXPECT_EQ(report["results"][0]["scored_tokens"], 3);
    EXPECT_TRUE(report["results"][0]["nll_by_position"][3].is_null()); // nothing follows the fourth
}

TEST_F(WithModel, TextMayLookLikeAnything)
{
    for (const std::string text : {"[a,b]", "\"quoted\"", "a\nb", " ", "--", "--text", "ä € 𝄞", "'", "{}", "%s"}) {
        const Ending ending =
            run({"logits", "--model", model(), "--text=" + text, "--out", (folder / "a.npy").string()});
        EXPECT_EQ(ending.code, 0) << text << ending.err;
    }
}

TEST_F(WithModel, GenerateIsTextAndRepeats)
{
    const Arguments arguments{"generate", "--model", model(),  "--prompt", "The market",
                              "--tokens", "40",      "--seed", "7"};
    const Ending first = run(arguments);
    ASSERT_EQ(first.code, 0) << first.err;
    EXPECT_TRUE(first.out.starts_with("The market"));
    EXPECT_TRUE(first.out.ends_with('\n'));
    EXPECT_GT(first.out.size(), std::string("The market\n").size());
    EXPECT_EQ(QString::fromStdString(first.out).toStdString(), first.out); // valid UTF-8
    EXPECT_EQ(run(arguments).out, first.out);
    Arguments greedy = arguments;
    greedy.insert(greedy.end(), {"--temperature", "0"});
    Arguments topOne = arguments;
    topOne.insert(topOne.end(), {"--top-k", "1"});
    Arguments smallNucleus = arguments;
    smallNucleus.insert(smallNucleus.end(), {"--top-p", "1e-9"});
    EXPECT_EQ(run(greedy).out, run(topOne).out);
    EXPECT_EQ(run(greedy).out, run(smallNucleus).out);
    Arguments nucleus = arguments;
    nucleus.insert(nucleus.end(), {"--top-p", "0.5"});
    const Ending inNucleus = run(nucleus);
    EXPECT_EQ(inNucleus.code, 0) << inNucleus.err;
    EXPECT_NE(inNucleus.out, first.out);
    EXPECT_NE(inNucleus.out, run(greedy).out);
}

TEST_F(WithModel, SwitchesChangeWhatTheModelComputes)
{
    const auto perplexity = [&](const Arguments& more) {
        Arguments arguments{"--model", model(), "--text-file", passage(), "--lengths", "64", "--max-tokens", "400"};
        arguments.insert(arguments.end(), more.begin(), more.end());
        return evaluated(arguments)["results"][0]["perplexity"].get<double>();
    };
    const double own = perplexity({});
    EXPECT_NE(perplexity({"--set", "attention_window=4"}), own);
    EXPECT_NE(perplexity({"--set", "alibi_growth=exponential"}), own);
    EXPECT_EQ(perplexity({"--set", "attention_window=64"}), own); // as long as the text at once
    EXPECT_EQ(perplexity({"--set", "alibi_scaling={\"type\": \"linear\", \"factor\": 4}"}),
              perplexity({"--set", "alibi_slopes=[0.015625, 0.0009765625]"}));
    const Json report = evaluated({"--model", model(), "--text-file", passage(), "--lengths", "8", "--max-tokens", "40",
                                   "--set", "attention_window=3", "--set", "bias_factor=2"});
    EXPECT_EQ(report["results"][0]["set"], (Json{{"attention_window", 3}, {"bias_factor", 2}}));

    const std::string map = (folder / "map.csv").string();
    ASSERT_EQ(run({"attention", "--model", model(), "--tokens", "1,2,3", "--layer", "0", "--head", "0", "--stage",
                   "weights", "--set", "attention_window=1", "--out", map})
                  .code,
              0);
    EXPECT_EQ(contentOf(map), "1,0,0\n0,1,0\n0,0,1\n");
    EXPECT_EQ(
        run({"generate", "--model", model(), "--prompt", "The", "--tokens", "3", "--set", "attention_window=2"}).code,
        0);
}

TEST_F(WithModel, ASwitchThatCannotBeSetIsSaid)
{
    const auto logits = [&](const Arguments& more) {
        Arguments arguments{"logits", "--model", model(), "--tokens", "1,2", "--out", (folder / "l.npy").string()};
        arguments.insert(arguments.end(), more.begin(), more.end());
        return run(arguments);
    };
    for (const Arguments& wrong : {Arguments{"--set", "attention_window"},
                                   {"--set", "=3"},
                                   {"--set"},
                                   {"--set", "bias_factor=1", "--set", "bias_factor=2"}})
        EXPECT_EQ(logits(wrong).code, 2) << wrong.back();
    for (const std::string wrong : {"window=3", "attention_window=0", "attention_window=", "alibi_slopes=[1]",
                                    "rotary_base=5", "bias_factor=two", "attention_sinks=1"}) {
        const Ending ending = logits({"--set", wrong});
        EXPECT_EQ(ending.code, 1) << wrong;
        EXPECT_NE(ending.sentence().find(wrong.substr(0, wrong.find('='))), std::string::npos) << ending.err;
    }
    EXPECT_FALSE(std::filesystem::exists(folder / "l.npy"));
}

// Models inside the program are models like others.
TEST(CommandLine, BuiltInModelsServeEveryCommand)
{
    const Ending ending = run({"evaluate", "--model", "builtin:alibi-64", "--tokens", "1,2,3,4,5", "--lengths", "4"});
    EXPECT_EQ(ending.code, 0) << ending.err;
    const Ending unknown = run({"evaluate", "--model", "builtin:nope", "--tokens", "1,2,3", "--lengths", "2"});
    EXPECT_EQ(unknown.code, 1);
    EXPECT_NE(unknown.err.find("There is no model \"nope\" in this program; there are alibi-64"), std::string::npos)
        << unknown.err;
}

TEST(Tokens, TheirBytesAreTheTextInOrder)
{
    const std::string text = "The sea\n\twas calm – 漢字 \xF0\x9F\x98\x80.";
    const Ending ending = run({"tokens", "--model", "builtin:alibi-64", "--text", text, "--format", "json"});
    ASSERT_EQ(ending.code, 0) << ending.err;
    const Json list = Json::parse(ending.out);
    std::string bytes;
    bool isPart = false; // of a character
    for (const Json& token : list) {
        EXPECT_EQ(token.at("start"), bytes.size());
        std::string own;
        const std::string hex = token.at("bytes");
        for (std::size_t i = 0; i < hex.size(); i += 2)
            own += static_cast<char>(std::stoi(hex.substr(i, 2), nullptr, 16));
        const std::string shown = token.at("text");
        if (shown.find("\uFFFD") == std::string::npos) {
            EXPECT_EQ(shown, own);
        } else {
            isPart = true;
        }
        bytes += own;
        EXPECT_EQ(token.at("end"), bytes.size());
    }
    EXPECT_EQ(bytes, text);
    EXPECT_TRUE(isPart);

    const Ending lines = run({"tokens", "--model", "builtin:alibi-64", "--text", text});
    EXPECT_EQ(std::ranges::count(lines.out, '\n'), std::ssize(list) + 1);
    EXPECT_TRUE(lines.out.starts_with("position\tid\tstart\tend\ttoken\n0\t")) << lines.out;
    EXPECT_NE(lines.out.find("↵"), std::string::npos);

    // Ids that were given stand for the same.
    std::string ids;
    for (const Json& token : list)
        ids += (ids.empty() ? "" : ",") + std::to_string(token.at("id").get<int>());
    EXPECT_EQ(run({"tokens", "--model", "builtin:alibi-64", "--tokens", ids, "--format", "json"}).out, ending.out);
    EXPECT_EQ(run({"tokens", "--model", "builtin:alibi-64", "--text", "a", "--format", "xml"}).code, 2);
}

// Printed in pieces.
TEST(Tokens, ManyAreOneList)
{
    const core::TemporaryFolder folder;
    std::string text;
    while (text.size() < 100'000)
        text += contentOf(passage());
    core::writeFileAtomically(folder / "long.txt", text);
    const Ending ending = run(
        {"tokens", "--model", "builtin:alibi-64", "--text-file", (folder / "long.txt").string(), "--format", "json"});
    ASSERT_EQ(ending.code, 0) << ending.err;
    EXPECT_GT(ending.out.size(), 2U << 20);
    EXPECT_EQ(Json::parse(ending.out).back().at("end"), text.size());
}

} // namespace
} // namespace app
