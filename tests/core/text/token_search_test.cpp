// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/token_search.h"

#include "core/base/random.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

namespace {

using namespace core;
using Found = std::pair<std::size_t, int>;

std::vector<Found> found(const std::vector<std::string>& words, std::string_view text)
{
    std::vector<TokenSearch::Word> list;
    for (const std::string& word : words)
        list.push_back({word, static_cast<int>(list.size())});
    std::vector<Found> all;
    for (const auto& one : TokenSearch(list).all(text, {}))
        all.emplace_back(one.position, one.id);
    return all;
}

// The rule itself, tried at every place.
std::vector<Found> tried(const std::vector<std::string>& words, std::string_view text)
{
    std::vector<Found> all;
    for (std::size_t at = 0; at < text.size();) {
        int best = -1;
        for (std::size_t w = 0; w < words.size(); ++w)
            if (text.substr(at).starts_with(words[w]) &&
                (best < 0 || words[w].size() > words[static_cast<std::size_t>(best)].size()))
                best = static_cast<int>(w);
        if (best >= 0)
            all.emplace_back(at, best);
        at += best >= 0 ? words[static_cast<std::size_t>(best)].size() : 1;
    }
    return all;
}

TEST(TokenSearch, TakesTheLongestFromLeftToRight)
{
    EXPECT_EQ(found({"ab", "abc", "c"}, "xabcab"), (std::vector<Found>{{1, 1}, {4, 0}}));
    EXPECT_EQ(found({"aa", "a"}, "aaa"), (std::vector<Found>{{0, 0}, {2, 1}}));
    EXPECT_EQ(found({"abcd", "bc"}, "abcabcd"), (std::vector<Found>{{1, 1}, {3, 0}}));
    EXPECT_TRUE(found({"ab"}, "").empty());
    EXPECT_TRUE(TokenSearch().empty());
}

TEST(TokenSearch, DoesWhatTryingEveryWordDoes)
{
    Random random(4);
    const auto word = [&](std::size_t most) {
        std::string letters;
        for (std::size_t i = 1 + random.below(most); i > 0; --i)
            letters += static_cast<char>('a' + random.below(2));
        return letters;
    };
    for (int round = 0; round < 300; ++round) {
        std::vector<std::string> words;
        while (words.size() < 6)
            if (const std::string one = word(5); std::find(words.begin(), words.end(), one) == words.end())
                words.push_back(one);
        const std::string text = word(60);
        EXPECT_EQ(found(words, text), tried(words, text)) << text;
    }
}

// Ten thousand long words that begin like the text at every place: their number times the text's length is 10^12.
TEST(TokenSearch, ManyLongWordsTakeNoLonger)
{
    std::vector<std::string> words;
    for (int i = 0; i < 10'000; ++i)
        words.push_back(std::string(static_cast<std::size_t>(380 - i % 50), 'a') + std::to_string(i));
    const std::string text(std::size_t{2} << 20, 'a');
    EXPECT_TRUE(found(words, text).empty()); // hours, tried one by one
}

TEST(TokenSearch, EndsWhenItIsCancelled)
{
    const TokenSearch search({{"ab", 0}});
    const std::string text(std::size_t{1} << 20, 'a');
    int asked = 0;
    EXPECT_THROW(search.all(text, [&] { return ++asked == 3; }), Cancelled);
    EXPECT_EQ(asked, 3);
}

} // namespace
