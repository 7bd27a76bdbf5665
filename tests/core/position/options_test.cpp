// SPDX-License-Identifier: GPL-3.0-or-later
// What encodings say about their options, against what they take.
#include "core/position/options.h"

#include "core/base/error.h"
#include "core/position/registry.h"
#include "core/position/switches.h"
#include "tests/core/io/temporary_folder.h"

#include <gtest/gtest.h>

#include <cmath>
#include <set>

namespace {

using namespace core;

constexpr EncodingContext kOptionsContext{48, 3, 16, 64, 2};

std::vector<std::string> allIds()
{
    std::vector<std::string> ids;
    for (const auto& entry : encodings<float>())
        ids.emplace_back(entry.id);
    return ids;
}

class DescribedOptions : public testing::TestWithParam<std::string>
{
protected:
    std::string refusal(const Option& option, const Json& value) const
    {
        return messageOf<Error>([&] {
            Json options{{std::string(option.key), value}};
            if (!option.needs.empty())
                options[std::string(option.needs)] = 8;
            makeEncoding<float>(GetParam(), kOptionsContext, options);
        });
    }
    void expectRefused(const Option& option, const Json& value) const
    {
        const std::string message = refusal(option, value);
        EXPECT_NE(message.find("\"" + std::string(option.key)), std::string::npos)
            << option.key << " took " << value << ": " << message;
        EXPECT_TRUE(message.ends_with('.')) << message;
    }
};

TEST_P(DescribedOptions, AreCompleteSentencesUnderNamesOfTheirOwn)
{
    std::set<std::string_view> keys;
    ASSERT_GE(optionsOf(GetParam()).size(), 4U); // those of every encoding
    for (const Option* option : optionsOf(GetParam())) {
        EXPECT_TRUE(keys.insert(option->key).second) << option->key;
        EXPECT_FALSE(option->label.empty()) << option->key;
        EXPECT_TRUE(option->about.ends_with('.')) << option->key;
        EXPECT_FALSE(rangeText(*option).empty());
        EXPECT_FALSE(standardText(*option).empty());
        EXPECT_EQ(option->kind == OptionKind::Word || option->kind == OptionKind::Object, !option->choices.empty());
        const bool hasBadge =
            !option->badge.empty() || (!option->choices.empty() && !option->choices.back().badge.empty());
        EXPECT_TRUE(hasBadge || !option->isSwitch) << option->key << ": a switch needs a badge";
    }
}

TEST_P(DescribedOptions, TakeTheirStandardAndNothingOfAnotherKind)
{
    for (const Option* option : optionsOf(GetParam())) {
        if (!option->standard.is_null()) {
            EXPECT_NO_THROW(
                makeEncoding<float>(GetParam(), kOptionsContext, {{std::string(option->key), option->standard}}));
        }
        for (const char* wrong : {"{}", "\"such a word does not exist\"", "[1, \"x\", 2]"})
            expectRefused(*option, Json::parse(wrong));
        if (option->kind != OptionKind::HeadSet) // none
            expectRefused(*option, Json::array());
        if (option->kind != OptionKind::Flag)
            expectRefused(*option, true);
        if (option->kind != OptionKind::Number && option->kind != OptionKind::Whole)
            expectRefused(*option, 3);
        if (option->kind == OptionKind::Whole)
            expectRefused(*option, 7.5);
    }
}

TEST_P(DescribedOptions, TakeNumbersInTheirRangeOnly)
{
    for (const Option* option : optionsOf(GetParam())) {
        if (option->kind != OptionKind::Number && option->kind != OptionKind::Whole)
            continue;
        for (const double beyond : {option->smallest - 1.0, option->largest * 2.0 + 1.0, 1e300}) {
            if (option->kind == OptionKind::Whole && beyond < 1e18)
                expectRefused(*option, static_cast<std::int64_t>(beyond));
            else
                expectRefused(*option, beyond);
        }
        expectRefused(*option, NAN);
    }
}

TEST_P(DescribedOptions, TakeHeadsThatThereAre)
{
    for (const Option* option : optionsOf(GetParam())) {
        if (option->kind != OptionKind::HeadSet)
            continue;
        const auto inForce = [&](const char* value) {
            return makeEncoding<float>(GetParam(), kOptionsContext, {{std::string(option->key), Json::parse(value)}})
                ->options()
                .value(std::string(option->key), Json());
        };
        EXPECT_EQ(inForce("[]"), Json());
        EXPECT_EQ(inForce("[[1, 2], [0, 2], [1, 2], [1, 0]]"), Json::parse("[[0, 2], [1, 0], [1, 2]]"));
        for (const char* wrong : {"[1, 2]", "[[2, 0]]", "[[0, 3]]", "[[-1, 0]]", "[[0]]", "[[0, 1, 2]]", "[[0.5, 1]]",
                                  "[[0, \"1\"]]", "[[0, 1], [0, 18446744073709551615]]", "[[0, true]]", "{\"0\": [1]}"})
            expectRefused(*option, Json::parse(wrong));
        EXPECT_NE(refusal(*option, Json::parse("[[2, 0]]")).find("layers from 0 to 1 and heads from 0 to 2"),
                  std::string::npos);
    }
}

TEST_P(DescribedOptions, TakeEveryChoice)
{
    for (const Option* option : optionsOf(GetParam()))
        for (const OptionChoice& choice : option->choices) {
            Json value = std::string(choice.word);
            if (option->kind == OptionKind::Object) {
                value = {{std::string(option->typeKey), std::string(choice.word)}};
                for (const OptionField& field : choice.fields)
                    if (field.standard.is_null() && !field.optional) {
                        expectRefused(*option, value); // it is missing
                        value[std::string(field.key)] = field.largest * 2.0;
                        expectRefused(*option, value);
                        value[std::string(field.key)] = field.smallest;
                    }
                Json misspelt = value;
                misspelt["no such field"] = 1;
                expectRefused(*option, misspelt);
            }
            EXPECT_NO_THROW(makeEncoding<float>(GetParam(), kOptionsContext, {{std::string(option->key), value}}))
                << value;
        }
}

INSTANTIATE_TEST_SUITE_P(All, DescribedOptions, testing::ValuesIn(allIds()),
                         [](const auto& test) { return test.param; });

} // namespace
