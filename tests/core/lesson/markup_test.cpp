// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lesson/markup.h"

#include "core/base/error.h"

#include <gtest/gtest.h>

namespace {

using namespace core;

std::string markupTrouble(const std::string& text)
{
    try {
        parseMarkup(text, "a.json: \"notice\"");
    } catch (const Error& problem) {
        return problem.what();
    }
    return "";
}

TEST(Markup, TellsItsPiecesApart)
{
    const MarkedText text = parseMarkup(
        "A [slope] *falls [per head](head) by* {perplexity(alibi-64, 64, s={a: 1}) : 1}; \\{so\\} \\*", "p");
    ASSERT_EQ(text.size(), 9U);
    EXPECT_EQ(text[0].words, "A ");
    EXPECT_EQ(text[1].words, "slope");
    EXPECT_EQ(text[1].term, "slope");
    EXPECT_EQ(text[2].words, " ");
    EXPECT_EQ(text[3].words, "falls ");
    EXPECT_TRUE(text[3].emphasised);
    EXPECT_EQ(text[4].words, "per head");
    EXPECT_EQ(text[4].term, "head");
    EXPECT_TRUE(text[4].emphasised);
    EXPECT_EQ(text[5].words, " by");
    EXPECT_EQ(text[6].words, " ");
    EXPECT_FALSE(text[6].emphasised);
    ASSERT_TRUE(text[7].number.has_value());
    EXPECT_EQ(text[7].number->text(), "perplexity(alibi-64, 64, s={a: 1}) ");
    EXPECT_EQ(text[7].format, (NumberFormat{.decimals = 1}));
    EXPECT_EQ(text[8].words, "; {so} *");
}

TEST(Markup, FormatsNumbers)
{
    EXPECT_EQ(numberText(29.68, {}), "29.7");
    EXPECT_EQ(numberText(29.68, {.decimals = 2}), "29.68");
    EXPECT_EQ(numberText(0.125, {.percent = true}), "12.5 %");
    const MarkedText text = parseMarkup("{1 : %}{2 : 3}{3}", "p");
    ASSERT_EQ(text.size(), 3U);
    EXPECT_EQ(text[0].format, (NumberFormat{.percent = true}));
    EXPECT_EQ(text[1].format, (NumberFormat{.decimals = 3}));
    EXPECT_EQ(text[2].format, NumberFormat{});
}

TEST(Markup, SaysWhatDoesNotEnd)
{
    EXPECT_EQ(markupTrouble("a *b"),
              "a.json: \"notice\": an emphasis begins with * and does not end; write \\* for the sign.");
    EXPECT_EQ(markupTrouble("a [b"),
              "a.json: \"notice\": a link begins with [ and does not end; write \\[ for the sign.");
    EXPECT_EQ(markupTrouble("a {1"),
              "a.json: \"notice\": a number begins with { and does not end; write \\{ for the sign.");
    EXPECT_NE(markupTrouble("[a](b"), "");
    EXPECT_NE(markupTrouble("[]"), "");
    EXPECT_EQ(markupTrouble("{stage}"), "a.json: \"notice\": \"stage\" is no number; only numbers can be shown.");
    EXPECT_EQ(markupTrouble("{1 : x}"),
              "a.json: \"notice\": after the colon of a number stand its decimals, 0 to 6, or %, not \"x\".");
    EXPECT_NE(markupTrouble("{1 +}").find("column 4"), std::string::npos);
}

} // namespace
