// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/random.h"
#include "core/text/pre_tokenizer.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

using namespace core;
using Pieces = std::vector<std::string>;

namespace {

Pieces piecesOf(std::string_view text, SplitRule rule = SplitRule::Gpt2)
{
    Pieces pieces;
    for (std::size_t start = 0; start < text.size();) {
        const std::size_t end = pieceEnd(text, start, rule);
        if (end <= start || end > text.size())
            throw std::logic_error("a piece must have at least one byte and end inside the text");
        pieces.emplace_back(text.substr(start, end - start));
        start = end;
    }
    return pieces;
}

} // namespace

TEST(Gpt2Pieces, GiveTheSpaceToTheWord)
{
    EXPECT_EQ(piecesOf("Hello world, again!"), (Pieces{"Hello", " world", ",", " again", "!"}));
    EXPECT_EQ(piecesOf("a   b"), (Pieces{"a", "  ", " b"}));
    EXPECT_EQ(piecesOf("a  ."), (Pieces{"a", " ", " ."}));
}

TEST(Gpt2Pieces, CutContractions)
{
    EXPECT_EQ(piecesOf("I'll say he's we've they'd I'm you're can't"),
              (Pieces{"I", "'ll", " say", " he", "'s", " we", "'ve", " they", "'d", " I", "'m", " you", "'re", " can",
                      "'t"}));
    EXPECT_EQ(piecesOf("'sdx"), (Pieces{"'s", "dx"}));
    EXPECT_EQ(piecesOf("'S 'l"), (Pieces{"'", "S", " '", "l"}));
    EXPECT_EQ(piecesOf("a 's ''s"), (Pieces{"a", " '", "s", " ''", "s"}));
    EXPECT_EQ(piecesOf("''s"), (Pieces{"''", "s"}));
    EXPECT_EQ(piecesOf("'"), (Pieces{"'"}));
}

TEST(Gpt2Pieces, KeepDigitsLettersAndSignsApart)
{
    EXPECT_EQ(piecesOf("abc123 4.5%x"), (Pieces{"abc", "123", " 4", ".", "5", "%", "x"}));
    EXPECT_EQ(piecesOf("x²Ⅳ٣"), (Pieces{"x", "²Ⅳ٣"}));
}

TEST(Gpt2Pieces, TreatWhitespaceAsThePatternDoes)
{
    EXPECT_EQ(piecesOf("a  "), (Pieces{"a", "  "}));
    EXPECT_EQ(piecesOf(" "), (Pieces{" "}));
    EXPECT_EQ(piecesOf("a\nb"), (Pieces{"a", "\n", "b"}));
    EXPECT_EQ(piecesOf("a\n\nb"), (Pieces{"a", "\n", "\n", "b"}));
    EXPECT_EQ(piecesOf("a \n b"), (Pieces{"a", " \n", " b"}));
    EXPECT_EQ(piecesOf("a\tb"), (Pieces{"a", "\t", "b"}));
    EXPECT_EQ(piecesOf("a\u00A0b\u3000\u2028"), (Pieces{"a", "\u00A0", "b", "\u3000\u2028"}));
}

TEST(Gpt2Pieces, KnowUnicode)
{
    EXPECT_EQ(piecesOf("Été œuvre 中文字"), (Pieces{"Été", " œuvre", " 中文字"}));
    EXPECT_EQ(piecesOf("hi 🙂🙂!x"), (Pieces{"hi", " 🙂🙂!", "x"}));
    EXPECT_EQ(piecesOf("e\u0301a"), (Pieces{"e", "\u0301", "a"})); // a combining mark is no letter
}

TEST(Gpt2Pieces, TakeBrokenUtf8AsSigns)
{
    EXPECT_EQ(piecesOf("a\xFF\xE2\x80 b"), (Pieces{"a", "\xFF\xE2\x80", " b"}));
    EXPECT_EQ(piecesOf("\xF0\x9F"), (Pieces{"\xF0\x9F"}));
}

TEST(BloomPieces, FollowBloomsPattern)
{
    const auto pieces = [](std::string_view text) { return piecesOf(text, SplitRule::Bloom); };
    EXPECT_EQ(pieces("Hello world, again!"), (Pieces{"Hello", " world", ",", " again", "!"}));
    EXPECT_EQ(pieces("it's 3-fold (a|b)."), (Pieces{"it's", " 3-fold", " (", "a", "|", "b", ")."}));
    EXPECT_EQ(pieces("a   b\n\n c"), (Pieces{"a", "  ", " b", "\n\n", " c"}));
    EXPECT_EQ(pieces("中。文，字…x"), (Pieces{"中", "。", "文", "，", "字", "…", "x"}));
    EXPECT_EQ(pieces(" , "), (Pieces{" , "}));
}

TEST(Pieces, CoverEveryTextExactly)
{
    Random random(5);
    for (int round = 0; round < 300; ++round) {
        std::string text;
        for (std::uint64_t i = random.below(60); i > 0; --i)
            text += static_cast<char>(random.below(256));
        for (const SplitRule rule : {SplitRule::Gpt2, SplitRule::Bloom, SplitRule::Whole}) {
            std::string together;
            for (const std::string& piece : piecesOf(text, rule))
                together += piece;
            EXPECT_EQ(together, text);
        }
    }
}
