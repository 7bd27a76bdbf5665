// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/setup/session_file.h"

#include "core/base/error.h"
#include "core/io/atomic_file.h"
#include "tests/core/golden.h"
#include "tests/core/io/temporary_folder.h"

#include <gtest/gtest.h>

#include <string>

namespace {

using namespace core;

const std::filesystem::path kSamples = std::filesystem::path(GOLDEN_DIR) / ".." / "core" / "setup";

// As stored by the program of that version.
SavedSession stored(const char* name)
{
    return parseSession(readFileBytes(kSamples / name, 1 << 20), std::filesystem::path("/far/away") / name);
}

void expectSampleContent(const core::Setup& setup)
{
    ASSERT_EQ(setup.columns.size(), 2U);
    EXPECT_EQ(setup.columns[0].model, "builtin:alibi-64");
    EXPECT_EQ(setup.columns[0].slopes, (std::vector<double>{1, 1, 1, 1, 0.5, 0.5, 0.25, 0}));
    EXPECT_EQ(setup.columns[0].options, (Json{{"attention_window", 32}}));
    EXPECT_EQ(setup.text.kind, TextKind::File);
    EXPECT_EQ(setup.length, 96);
    EXPECT_EQ(setup.view.layer, 2);
    EXPECT_EQ(setup.view.stage, Stage::Score);
    EXPECT_EQ(setup.view.reduction, Reduction::Mean);
    EXPECT_EQ(setup.view.region->keys, 20);
    EXPECT_EQ(setup.view.limits->high, 4.0);
    EXPECT_EQ(setup.seed, 7U);
}

TEST(SessionFile, EveryVersionOpensForEver)
{
    const SavedSession old = stored("version-1.alibilab");
    expectSampleContent(old.setup);
    EXPECT_EQ(old.setup.columns[1].model, "runs/mine"); // as it was typed
    EXPECT_EQ(old.setup.text, (TextChoice{TextKind::File, "book.txt"}));
    EXPECT_EQ(old.hashes, (std::vector<std::string>{"", ""}));

    const SavedSession two = stored("version-2.alibilab");
    expectSampleContent(two.setup);
    EXPECT_EQ(two.setup.columns[1].model, "/far/away/runs/mine");
    EXPECT_EQ(two.setup.text, (TextChoice{TextKind::File, "/far/away/book.txt", "It was a bright day.\n"}));
    EXPECT_EQ(two.hashes, (std::vector<std::string>{"", "0123456789abcdef"}));
    EXPECT_TRUE(two.tried.empty());
    EXPECT_EQ(two.setup.view.scale, Scale::Linear);

    const SavedSession three = stored("version-3.alibilab");
    auto scaled = two.setup;
    scaled.view.scale = Scale::Percentile;
    EXPECT_EQ(three.setup, scaled);
    EXPECT_EQ(three.hashes, two.hashes);
    ASSERT_EQ(three.tried.size(), 2U);
    EXPECT_EQ(three.tried[0].name, "All zero");
    EXPECT_EQ(three.tried[0].model, "89abcdef01234567");
    EXPECT_EQ(three.tried[0].slopes, (std::vector<double>{0, 0, 0, 0, 0, 0, 0, 0}));
    EXPECT_EQ(three.tried[0].options, (Json{{"attention_window", 32}}));
    EXPECT_EQ(three.tried[0].perplexities,
              (std::vector<TriedPerplexity>{{"fedcba9876543210", 4096, 64, 85.5, 80.25, 91},
                                            {"0011223344556677", 50, 64, 20.5, 0, 0}}));
    EXPECT_TRUE(three.tried[1].slopes.empty()); // as trained
    EXPECT_TRUE(three.tried[1].perplexities.empty());
}

TEST(SessionFile, TriedSettingsAreKept)
{
    SavedSession session = stored("version-3.alibilab");
    session.tried.push_back(
        {"übung \"1\"", "x", {1.0 / 3.0}, {{"alibi_growth", "exponential"}}, {{"y", 2, 1, 1.5, 0, 0}}});
    EXPECT_EQ(parseSession(sessionText(session, "/a/b"), "/a/b").tried, session.tried);
    struct Wrong
    {
        const char* field; // JSON pointer
        const char* value;
        const char* says;
    };
    for (const Wrong& wrong : std::vector<Wrong>{{"/tried", "3", "tried\""},
                                                 {"/tried/0", "3", "tried[0]"},
                                                 {"/tried/0/name", "3", "tried[0].name\""},
                                                 {"/tried/0/hash", "3", "hash\""},
                                                 {"/tried/1/slopes", "[\"a\"]", "tried[1].slopes\""},
                                                 {"/tried/0/options", "[]", "options\""},
                                                 {"/tried/0/perplexities", "{}", "perplexities\""},
                                                 {"/tried/0/perplexities/1/count", "-1", "perplexities[1].count\""},
                                                 {"/tried/0/perplexities/0/length", "0", "length\""},
                                                 {"/tried/0/perplexities/0/perplexity", "\"1\"", "perplexity\""}}) {
        Json json = Json::parse(sessionText(session, "/a/b"));
        json[Json::json_pointer(wrong.field)] = Json::parse(wrong.value);
        const std::string message = messageOf<Error>([&] { parseSession(json.dump(), "/a/my.session"); });
        EXPECT_NE(message.find(wrong.says), std::string::npos) << wrong.field << ": " << message;
        EXPECT_NE(message.find("my.session"), std::string::npos) << wrong.field << ": " << message;
    }
}

TEST(SessionFile, AnOldOneFindsWhatLiesBesideIt)
{
    const TemporaryFolder folder;
    std::filesystem::create_directories(folder / "runs" / "mine");
    const SavedSession old = parseSession(readFileBytes(kSamples / "version-1.alibilab", 1 << 20), folder / "a");
    EXPECT_EQ(old.setup.columns[1].model, (folder / "runs" / "mine").string());
    EXPECT_EQ(old.setup.text.value, "book.txt");
}

// Written in one place and moved with its models: it opens in the other.
TEST(SessionFile, PathsAreRelativeToTheFile)
{
    SavedSession session = stored("version-2.alibilab");
    session.setup.columns.push_back({"/elsewhere/model", {}});
    session.setup.identifyColumns({});
    const std::string text = sessionText(session, "/far/away/sub/b.alibilab");
    EXPECT_EQ(text.find("/far"), std::string::npos) << text;
    EXPECT_EQ(parseSession(text, "/far/away/sub/b.alibilab").setup, session.setup);
    const SavedSession moved = parseSession(text, "/new/place/sub/b.alibilab");
    EXPECT_EQ(moved.setup.columns[1].model, "/new/place/runs/mine");
    EXPECT_EQ(moved.setup.text.value, "/new/place/book.txt");
    EXPECT_EQ(moved.hashes.at(1), "0123456789abcdef");
}

TEST(SessionFile, WhatIsSavedOpensAgainHoweverLarge)
{
    SavedSession session = stored("version-2.alibilab");
    session.setup.text = {TextKind::Typed, std::string(std::size_t{30} << 20, 'a') + "é\"\n\x01"};
    const std::string text = sessionText(session, "/a/b");
    EXPECT_EQ(parseSession(text, "/a/b").setup, session.setup);
    session.setup.text.value = std::string(std::size_t{50} << 20, '\x01'); // six bytes each in JSON
    EXPECT_NE(messageOf<Error>([&] { sessionText(session, "/a/b"); }).find("shorter text"), std::string::npos);
}

TEST(SessionFile, WhatCannotBeWrittenIsASentence)
{
    SavedSession session = stored("version-2.alibilab");
    session.setup.columns[1].model = "/far/\xFF";
    EXPECT_NE(messageOf<Error>([&] { sessionText(session, "/a/b"); }).find("UTF-8"), std::string::npos);
}

TEST(SessionFile, IsKnownByItsContent)
{
    EXPECT_TRUE(looksLikeSession(sessionText(stored("version-2.alibilab"), "/a/b").substr(0, 100)));
    EXPECT_TRUE(looksLikeSession("\xEF\xBB\xBF {\"alibi_lab_session\": 1"));
    EXPECT_FALSE(looksLikeSession("{\"model_type\": 1}"));
    EXPECT_FALSE(looksLikeSession("The key \"alibi_lab_session\" is explained here."));
    EXPECT_FALSE(looksLikeSession(""));
}

TEST(SharedText, IsOneTextHoweverOftenItIsCopied)
{
    core::Setup setup;
    setup.text = {TextKind::Typed, std::string(1000, 'a')};
    const std::vector<core::Setup> many(100, setup);
    for (const core::Setup& copy : many)
        EXPECT_EQ(copy.text.value.identity(), setup.text.value.identity());
    EXPECT_EQ(setup.text.value, SharedText(std::string(1000, 'a')));
    EXPECT_FALSE(setup.text.value == SharedText("b"));
}

} // namespace
