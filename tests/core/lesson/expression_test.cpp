// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lesson/expression.h"

#include "core/base/error.h"

#include <gtest/gtest.h>

#include <limits>

namespace {

using namespace core;

// perplexity(name, n) = n / 10, stage = bias, length = 512, slope = 0; remembers what it was asked.
class TestFacts : public Facts
{
public:
    Value of(const Call& call) override
    {
        asked.push_back(call);
        if (call.function->name == "stage")
            return std::string("bias");
        if (call.function->name == "length")
            return 512.0;
        if (call.function->name == "difference")
            return true;
        if (call.function->name == "query")
            return std::numeric_limits<double>::quiet_NaN();
        if (call.function->name == "perplexity")
            return std::get<double>(call.arguments[1]) / 10.0;
        return 0.0;
    }

    std::vector<Call> asked;
};

Value evaluated(const std::string& text)
{
    TestFacts facts;
    return Expression::parse(text, "here").evaluate(facts).value;
}
double numberIn(const std::string& text) { return std::get<double>(evaluated(text)); }
bool holdsIn(const std::string& text) { return std::get<bool>(evaluated(text)); }

std::string expressionTrouble(const std::string& text)
{
    try {
        Expression::parse(text, "a.json: \"claims[0]\"");
    } catch (const Error& problem) {
        return problem.what();
    }
    return "";
}

TEST(Expression, KnowsWhatBindsStronger)
{
    EXPECT_EQ(numberIn("2 + 3 * 4"), 14.0);
    EXPECT_EQ(numberIn("(2 + 3) * 4"), 20.0);
    EXPECT_EQ(numberIn("10 - 3 - 2"), 5.0);
    EXPECT_EQ(numberIn("48 / 4 / 2"), 6.0);
    EXPECT_EQ(numberIn("48 ÷ 4 × 2 − 1"), 23.0);
    EXPECT_EQ(numberIn("-2 * -3"), 6.0);
    EXPECT_EQ(numberIn("1.5e1 - 0.5"), 14.5);
    EXPECT_EQ(numberIn("abs(2 - 5) + ln(1)"), 3.0);
}

TEST(Expression, JoinsTruths)
{
    EXPECT_TRUE(holdsIn("1 < 2 or 1 > 2 and 3 > 4"));
    EXPECT_FALSE(holdsIn("(1 < 2 or 1 > 2) and 3 > 4"));
    EXPECT_TRUE(holdsIn("not 2 < 1 and 1 + 1 == 2"));
    EXPECT_TRUE(holdsIn("not not 1 <= 1"));
    EXPECT_TRUE(holdsIn("1 ≤ 2 and 2 ≥ 2 and 1 ≠ 2"));
}

TEST(Expression, NumbersAreEqualToFiveDigits)
{
    EXPECT_TRUE(holdsIn("0.3 == 0.1 + 0.2"));
    EXPECT_TRUE(holdsIn("100000 == 100000.5"));
    EXPECT_FALSE(holdsIn("1000 == 1000.5"));
    EXPECT_TRUE(holdsIn("1000 != 1000.5"));
}

TEST(Expression, AsksTheWindowAndComparesWords)
{
    EXPECT_TRUE(holdsIn("stage == bias"));
    EXPECT_FALSE(holdsIn("stage == 'weights'"));
    EXPECT_TRUE(holdsIn("length >= 512 and difference"));
    EXPECT_TRUE(holdsIn("slope(1, 0) == 0"));
    const Expression state = Expression::parse("length > 3", "here");
    EXPECT_TRUE(state.asksState());
    EXPECT_FALSE(state.measures());
    EXPECT_TRUE(Expression::parse("perplexity(2, 64) < 30", "here").asksState()) << "of a column";
    EXPECT_FALSE(Expression::parse("perplexity(alibi-64, 64) < 30", "here").asksState());
}

TEST(Expression, WhatIsNotKnownMakesNoComparisonTrue)
{
    EXPECT_FALSE(holdsIn("query < 3 or query >= 3 or query == 3"));
}

TEST(Expression, HandsSettingsOver)
{
    TestFacts facts;
    const Outcome outcome =
        Expression::parse("perplexity(alibi-64, 8 * 8, text='the dog bit', alibi_slopes=[1/2, 0, -1], "
                          "rope_scaling={type: linear, factor: 4}, bias_divided_by_sqrt_d=true) * 2",
                          "here")
            .evaluate(facts);
    EXPECT_DOUBLE_EQ(outcome.number(), 12.8);
    ASSERT_EQ(facts.asked.size(), 1U);
    const Call& call = facts.asked[0];
    EXPECT_EQ(std::get<std::string>(call.arguments[0]), "alibi-64");
    EXPECT_EQ(std::get<double>(call.arguments[1]), 64.0);
    EXPECT_EQ(call.settings, Json::parse(R"({"text": "the dog bit", "alibi_slopes": [0.5, 0, -1],
        "rope_scaling": {"type": "linear", "factor": 4}, "bias_divided_by_sqrt_d": true})"));
    EXPECT_TRUE(call.settings["rope_scaling"]["factor"].is_number_integer());
    ASSERT_EQ(outcome.measured.size(), 1U);
    EXPECT_NE(outcome.measured[0].words.english().find(", with rope_scaling linear, factor 4"), std::string::npos)
        << outcome.measured[0].words.english();
    EXPECT_EQ(outcome.measured[0].value, 6.4);
    EXPECT_EQ(outcome.measured[0].words.english().substr(0, 46), "perplexity of ALiBi trained at 64 at 64 tokens");
}

TEST(Expression, TellsEachMeasuredNumberOnce)
{
    TestFacts facts;
    const Outcome outcome =
        Expression::parse("perplexity(t5-64, 128) < perplexity(t5-64, 64) * 1.05 and perplexity(t5-64, 64) > 1", "here")
            .evaluate(facts);
    EXPECT_FALSE(outcome.holds());
    ASSERT_EQ(outcome.measured.size(), 2U);
    EXPECT_EQ(outcome.measured[0].value, 12.8);
    EXPECT_EQ(outcome.measured[1].words.english(), "perplexity of T5 bias trained at 64 at 64 tokens");
}

TEST(Expression, SaysWhatIsWrongAndWhere)
{
    EXPECT_EQ(expressionTrouble("1 +"),
              "a.json: \"claims[0]\": column 4: a number, a name or a bracket is expected, not the end.");
    EXPECT_EQ(expressionTrouble("perplexity(alibi-64 64)"),
              "a.json: \"claims[0]\": column 21: \",\" is expected, not \"64\".");
    EXPECT_EQ(expressionTrouble("1 < 2 < 3"), "a.json: \"claims[0]\": column 7: the end is expected, not \"<\".");
    EXPECT_EQ(expressionTrouble("stage < 3"),
              "a.json: \"claims[0]\": column 7: a number is expected here, not a word.");
    EXPECT_EQ(expressionTrouble("stage == 3"),
              "a.json: \"claims[0]\": column 10: a word is expected here, not a number.");
    EXPECT_EQ(expressionTrouble("1 and 2 < 3"),
              "a.json: \"claims[0]\": column 3: true or false is expected here, not a number.");
    EXPECT_EQ(expressionTrouble("perplexity(alibi-64)"),
              "a.json: \"claims[0]\": column 1: \"perplexity\" takes 2 arguments.");
    EXPECT_EQ(expressionTrouble("abs(1, 2)"), "a.json: \"claims[0]\": column 8: \"abs\" takes 1 arguments.");
    EXPECT_EQ(expressionTrouble("≥ 3 # 4"),
              "a.json: \"claims[0]\": column 1: a number, a name or a bracket is expected, not \">=\".");
    EXPECT_EQ(expressionTrouble("'ü' == # 4"), "a.json: \"claims[0]\": column 8: this sign has no meaning here; see "
                                               "resources/lessons/README.md.");
    EXPECT_EQ(expressionTrouble("perplexty(alibi-64, 64)"), "a.json: \"claims[0]\": column 1: there is no function "
                                                            "\"perplexty\"; see resources/lessons/README.md.");
    EXPECT_EQ(expressionTrouble("stage == 'bias"),
              "a.json: \"claims[0]\": column 10: a text begins here that does not end; a "
              "' is missing.");
    EXPECT_NE(expressionTrouble("perplexity(alibi-64, 64, a=1, a=2)"), "");
    EXPECT_NE(expressionTrouble("perplexity(alibi-64, 64, a=1/0)"), "");
    EXPECT_NE(expressionTrouble("perplexity(alibi-64, 64, a=(length))"), "");
    EXPECT_NE(expressionTrouble("1e999 > 0"), "");
    EXPECT_NE(expressionTrouble(""), "");
}

TEST(Expression, RefusesWhatWouldExhaustTheStack)
{
    for (const char* sign : {"(", "-", "not ", "abs("}) {
        std::string text;
        while (text.size() < 2000)
            text += sign;
        EXPECT_NE(expressionTrouble(text + "1").find("levels"), std::string::npos) << sign;
    }
    EXPECT_NE(expressionTrouble("perplexity(a, 1, b=" + std::string(2000, '[')).find("levels"), std::string::npos);
    EXPECT_NE(expressionTrouble(std::string(5000, '1')).find("bytes"), std::string::npos);
}

} // namespace
