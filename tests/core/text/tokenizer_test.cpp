// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/base/json.h"
#include "core/base/random.h"
#include "core/text/pre_tokenizer.h"
#include "core/text/tokenizer.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>

using namespace core;

namespace {

const std::string trainingSample =
    "the cat and the hat; the cats can't and won't. A hat, a cat -- the 12 hats!\n\nThen the rest "
    "rested, and the others sang: \"the cat and the hat\". été été 中中\n";

std::vector<std::string> tokensOf(const Tokenizer& tokenizer, std::string_view text)
{
    std::vector<std::string> tokens;
    for (const int id : tokenizer.encode(text))
        tokens.push_back(tokenizer.bytesOf(id));
    return tokens;
}

std::string randomText(Random& random, std::string_view alphabet, std::size_t length)
{
    std::string text;
    for (std::size_t i = 0; i < length; ++i)
        text += alphabet[random.below(alphabet.size())];
    return text;
}

// What BPE is by definition: merge the leftmost pair of the lowest rank until there is none. Tokens are strings here.
std::vector<std::string> referenceEncode(const std::map<std::pair<std::string, std::string>, int>& ranks,
                                         std::string_view text)
{
    std::vector<std::string> out;
    for (std::size_t start = 0; start < text.size();) {
        const std::size_t end = pieceEnd(text, start, SplitRule::Gpt2);
        std::vector<std::string> word;
        for (; start < end; ++start)
            word.emplace_back(1, text[start]);
        while (true) {
            std::size_t best = word.size();
            int bestRank = 1 << 30;
            for (std::size_t i = 0; i + 1 < word.size(); ++i) {
                const auto rank = ranks.find({word[i], word[i + 1]});
                if (rank != ranks.end() && rank->second < bestRank) {
                    bestRank = rank->second;
                    best = i;
                }
            }
            if (best == word.size())
                break;
            word[best] += word[best + 1];
            word.erase(word.begin() + static_cast<std::ptrdiff_t>(best) + 1);
        }
        out.insert(out.end(), word.begin(), word.end());
    }
    return out;
}

// The merges of a tokenizer of plain ASCII letters, whose names in the file are the letters ("Ġ" is the space).
std::map<std::pair<std::string, std::string>, int> ranksOf(const Tokenizer& tokenizer)
{
    const auto plain = [](std::string text) {
        for (std::size_t at = text.find("Ġ"); at != std::string::npos; at = text.find("Ġ"))
            text.replace(at, 2, " ");
        return text;
    };
    std::map<std::pair<std::string, std::string>, int> ranks;
    int rank = 0;
    const Json file = Json::parse(tokenizer.toJson());
    for (const Json& entry : file["model"]["merges"]) {
        const auto merge = entry.get<std::string>();
        const std::size_t space = merge.find(' ');
        ranks[{plain(merge.substr(0, space)), plain(merge.substr(space + 1))}] = rank++;
    }
    return ranks;
}

} // namespace

TEST(TokenizerTraining, MergesTheMostFrequentPairFirst)
{
    // "ab" occurs four times, "bc" three times; then "ab"+"c" is the only pair left that occurs twice.
    const Tokenizer tokenizer = Tokenizer::train("abc abc abc ab", 300);
    EXPECT_EQ(tokenizer.bytesOf(256), "ab");
    EXPECT_EQ(tokenizer.bytesOf(257), " ab");
    EXPECT_EQ(tokenizer.bytesOf(258), " abc");
    EXPECT_EQ(tokenizer.size(), 259); // nothing else occurs twice
    EXPECT_EQ(tokensOf(tokenizer, "abc abcd"), (std::vector<std::string>{"ab", "c", " abc", "d"}));
}

TEST(TokenizerTraining, BreaksTiesByTheLowestIds)
{
    const Tokenizer tokenizer = Tokenizer::train("zy\nzy\nxw\nxw\n", 257);
    EXPECT_EQ(tokenizer.bytesOf(256), "xw");
}

TEST(TokenizerTraining, CountsOverlappingRunsOnce)
{
    const Tokenizer tokenizer = Tokenizer::train("aaaa aaaa", 258);
    EXPECT_EQ(tokenizer.bytesOf(256), "aa");
    EXPECT_EQ(tokenizer.bytesOf(257), "aaaa");
    EXPECT_EQ(tokensOf(tokenizer, "aaaaa"), (std::vector<std::string>{"aaaa", "a"}));
}

TEST(TokenizerTraining, IsDeterministicAndStopsAtTheSizeAsked)
{
    const Tokenizer tokenizer = Tokenizer::train(trainingSample + trainingSample, 280);
    EXPECT_EQ(tokenizer.size(), 280);
    EXPECT_EQ(tokenizer.toJson(), Tokenizer::train(trainingSample + trainingSample, 280).toJson());
    EXPECT_EQ(Tokenizer::train("", 1000).size(), 256);
}

TEST(TokenizerTraining, LearnsTheSameAsCountingAgainForEachMerge)
{
    Random random(11);
    const std::string text = randomText(random, "aaabbcde  ", 3000);
    const Tokenizer tokenizer = Tokenizer::train(text, 300);
    // Every prefix of the merges is the best choice: no pair in the text, encoded with them, is more frequent.
    for (const int size : {256, 257, 270, 299}) {
        const Tokenizer before = Tokenizer::train(text, size);
        std::map<std::pair<int, int>, int> counts;
        for (std::size_t start = 0; start < text.size();) {
            const std::size_t end = pieceEnd(text, start, SplitRule::Gpt2);
            const std::vector<int> ids = before.encode(std::string_view(text).substr(start, end - start));
            for (std::size_t i = 0; i + 1 < ids.size(); ++i)
                ++counts[{ids[i], ids[i + 1]}];
            start = end;
        }
        const auto best = std::ranges::max_element(
            counts, [](const auto& a, const auto& b) { return a.second < b.second; }); // the first of the highest
        EXPECT_EQ(tokenizer.bytesOf(size), before.bytesOf(best->first.first) + before.bytesOf(best->first.second));
    }
}

TEST(TokenizerTraining, RefusesTooFewEntriesAndCanBeCancelled)
{
    EXPECT_THROW(Tokenizer::train(trainingSample, 255), Error);
    int asked = 0;
    EXPECT_THROW(Tokenizer::train(trainingSample, 300, [&] { return ++asked == 5; }), Cancelled);
    EXPECT_EQ(asked, 5);
}

TEST(TokenizerEncoding, AgreesWithTheDefinition)
{
    Random random(3);
    const std::string text = randomText(random, "aaabbcd  ", 4000);
    const Tokenizer tokenizer = Tokenizer::train(text, 330);
    const auto ranks = ranksOf(tokenizer);
    for (int round = 0; round < 300; ++round) {
        const std::string probe = randomText(random, round % 2 == 0 ? "aaabbcd " : "abcd", random.below(120));
        EXPECT_EQ(tokensOf(tokenizer, probe), referenceEncode(ranks, probe)) << probe;
    }
}

TEST(TokenizerEncoding, FollowsRanksEvenWhereALaterMergeWouldComeFirst)
{
    // Crafted: "a ba" (rank 0) needs "b a" (rank 1), so after each "ba" the new pair must win over the next "b a".
    const Tokenizer base = Tokenizer::train("", 256);
    Json file = Json::parse(base.toJson());
    file["model"]["vocab"]["ba"] = 256;
    file["model"]["vocab"]["aba"] = 257;
    file["model"]["merges"] = Json::array({"a ba", "b a"});
    const Tokenizer tokenizer = Tokenizer::fromJson(file.dump(), "crafted");
    const std::string probe = "ababababbaab";
    EXPECT_EQ(tokensOf(tokenizer, probe), referenceEncode(ranksOf(tokenizer), probe));
    EXPECT_EQ(tokensOf(tokenizer, "abab"), (std::vector<std::string>{"aba", "b"}));
}

TEST(TokenizerEncoding, RoundTripsAnyBytes)
{
    const Tokenizer tokenizer = Tokenizer::train(trainingSample + trainingSample, 320);
    std::string all;
    for (int byte = 0; byte < 256; ++byte)
        all += static_cast<char>(byte);
    EXPECT_EQ(tokenizer.decode(tokenizer.encode(all)), all);
    EXPECT_EQ(tokenizer.decode(tokenizer.encode(trainingSample)), trainingSample);
    EXPECT_TRUE(tokenizer.encode("").empty());
    Random random(7);
    for (int round = 0; round < 200; ++round) {
        const std::string bytes = randomText(random, all, random.below(300));
        EXPECT_EQ(tokenizer.decode(tokenizer.encode(bytes)), bytes);
    }
}

TEST(TokenizerEncoding, IsQuickOnOneEndlessWord)
{
    const Tokenizer tokenizer = Tokenizer::train(std::string(1000, 'a'), 262);
    const std::string word(1'000'000, 'a'); // quadratic work would take hours
    EXPECT_EQ(tokenizer.decode(tokenizer.encode(word)), word);
}

TEST(TokenizerEncoding, RemembersMorePiecesThanItsCacheHolds)
{
    const Tokenizer tokenizer = Tokenizer::train(trainingSample, 300);
    std::string text;
    for (int i = 0; i < 90'000; ++i)
        text += fmt::format(" {}x", i);
    EXPECT_EQ(tokenizer.decode(tokenizer.encode(text + text)), text + text);
}

TEST(TokenizerDecoding, RefusesIdsThatDoNotExist)
{
    const Tokenizer tokenizer = Tokenizer::train("", 256);
    EXPECT_THROW(tokenizer.decode(std::vector{0, 256}), Error);
    EXPECT_THROW(tokenizer.decode(std::vector{-1}), Error);
    EXPECT_THROW(tokenizer.bytesOf(256), Error);
    EXPECT_THROW(tokenizer.displayOf(-1), Error);
    EXPECT_EQ(tokenizer.decode({}), "");
}

TEST(TokenizerDisplay, ShowsEveryTokenOnALabel)
{
    const Tokenizer tokenizer = Tokenizer::train(" the the the\n\n\n\n中中 été été", 300);
    const auto shown = [&](std::string_view bytes) {
        for (int id = 0; id < tokenizer.size(); ++id) {
            if (tokenizer.bytesOf(id) == bytes)
                return tokenizer.displayOf(id);
        }
        return std::string("no such token");
    };
    EXPECT_EQ(shown("a"), "a");
    EXPECT_EQ(shown(" "), "·");
    EXPECT_EQ(shown(" the"), "·the");
    EXPECT_EQ(shown("\n"), "↵");
    EXPECT_EQ(shown("\t"), "⇥");
    EXPECT_EQ(shown("\xE2"), "⟨E2⟩");
    EXPECT_EQ(shown("\x07"), "⟨07⟩");
    EXPECT_EQ(shown("\x7F"), "⟨7F⟩");
    EXPECT_EQ(shown("\xC3\xA9"), "é");
}
