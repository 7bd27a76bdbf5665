// SPDX-License-Identifier: GPL-3.0-or-later
// `alibi-lab model`: what is printed is what the folder holds.
#include "tests/app/program.h"

#include "core/base/json.h"

namespace app {
namespace {

using core::Json;

TEST(Model, OfATrainingSaysWhatWasTrained)
{
    const core::TemporaryFolder folder;
    ASSERT_EQ(run(trainingOf(folder / "m", {"--validation-file", passage(), "--learning-rate", "0.002", "--pause-after",
                                            "7", "--seed", "4"}))
                  .code,
              0);
    const auto facts = [&] {
        const Ending ending = run({"model", "--model", (folder / "m").string(), "--format", "json"});
        EXPECT_EQ(ending.code, 0) << ending.err;
        return Json::parse(ending.out);
    };
    Json json = facts();
    EXPECT_EQ(json.at("encoding"), "alibi");
    EXPECT_EQ(json.at("steps"), 7);
    EXPECT_EQ(json.at("batch"), 4);
    EXPECT_EQ(json.at("learning_rate"), 0.002);
    EXPECT_EQ(json.at("seed"), 4);
    EXPECT_EQ(json.at("training_text"), Json::array({passage()}));
    EXPECT_TRUE(json.at("test_perplexity").is_null());
    EXPECT_GT(json.at("validation_perplexity"), 1.0);
    EXPECT_EQ(json.at("model"), (folder / "m").string());
    EXPECT_NE(json.at("command").get<std::string>().find("--pause-after 7"), std::string::npos);
    const std::string weights = json.at("hash");
    // Gone on with, it says how far it is now.
    ASSERT_EQ(run(trainingOf(folder / "m",
                             {"--validation-file", passage(), "--learning-rate", "0.002", "--resume", "--seed", "4"}))
                  .code,
              0);
    json = facts();
    EXPECT_EQ(json.at("steps"), 20);
    EXPECT_NE(json.at("hash"), weights);
}

TEST(Model, AsTextHasALineForEachFact)
{
    const Ending ending = run({"model", "--model", "builtin:rotary-64"});
    ASSERT_EQ(ending.code, 0) << ending.err;
    EXPECT_EQ(ending.out.rfind("Rotary, trained at 64\n", 0), 0U) << ending.out;
    for (const char* part : {"Position encoding\n", "  Published in ", "arXiv 2104.09864", "  Steps ", "not recorded",
                             "c8666023f5f23459d8c9c6ffd57bea402cd97c6afb35dbc74bd330909338c6d7"})
        EXPECT_NE(ending.out.find(part), std::string::npos) << part;
}

TEST(Model, ThatCannotBeReadIsOneSentence)
{
    const Ending ending = run({"model", "--model", "/no/such/folder"});
    EXPECT_EQ(ending.code, 1);
    EXPECT_EQ(ending.out, "");
    EXPECT_NE(ending.sentence().find("/no/such/folder"), std::string::npos);
    EXPECT_EQ(run({"model", "--model", "builtin:alibi-64", "--format", "xml"}).code, 2);
    EXPECT_EQ(run({"model"}).code, 2);
}

} // namespace
} // namespace app
