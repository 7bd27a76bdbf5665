// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/json_fields.h"
#include "core/base/json_reader.h"

#include <gtest/gtest.h>

#include <limits>
#include <string>

using namespace core;

namespace {

std::string refusal(const std::string& text, const JsonLimits& limits = {})
{
    try {
        parseJson(text, "a.json", limits);
    } catch (const Error& problem) {
        return problem.what();
    }
    return "it was read";
}

void expectRefused(const std::string& text, const std::string& part, const JsonLimits& limits = {})
{
    const std::string sentence = refusal(text, limits);
    EXPECT_TRUE(sentence.starts_with("a.json: ")) << sentence;
    EXPECT_NE(sentence.find(part), std::string::npos) << sentence << "\nlacks " << part;
    EXPECT_LT(sentence.size(), 250U);
}

const std::string everything =
    R"({"b": [1, -2, 3.5, 1e300, true, false, null, "é\u00e9\n"], "a": {"x": {}, "y": [[], [{"z": 1}]]}})";

TEST(JsonReader, ReadsWhatTheLibraryReads)
{
    for (const std::string& text : {everything, std::string("7"), std::string("\"a\""), std::string(" [ ] "),
                                    std::string("18446744073709551615"), std::string("-9223372036854775808")}) {
        EXPECT_EQ(parseJson(text, "a"), Json::parse(text)) << text;
        EXPECT_EQ(parseOrderedJson(text, "a").dump(), OrderedJson::parse(text).dump()) << text;
    }
}

TEST(JsonReader, TextThatIsNoJsonIsToldWhere)
{
    expectRefused("", "empty");
    expectRefused(" \n", "empty");
    expectRefused("{\"a\": 1", "ends too early");
    expectRefused("[1, 2", "ends too early");
    expectRefused("{\"a\": 1} x", "line 1, column 10");
    expectRefused("{\n  \"a\": 1,\n  \"é\": nul\n}", "line 3, column 11"); // the line feed that should be an "l"
    expectRefused("\xFF\xFE", "line 1, column 1");
    expectRefused("[\"a\xFF\"]", "line 1, column");
    expectRefused(std::string("{}\0{}", 5), "binary");
    expectRefused("[1e400]", "too large");
    EXPECT_THROW(parseJson("nul", "a"), JsonSyntaxError);
}

TEST(JsonReader, AKeyTwiceInOneObjectIsRefusedByName)
{
    expectRefused(R"({"a": 1, "b": 2, "a": 1})", "\"a\" occurs twice (line 1, column 20)");
    expectRefused("{\"x\": [{\"deep\": 1,\n \"deep\": 2}]}", "\"deep\" occurs twice (line 2, column 7)");
    expectRefused(R"({"a": 1, "\u0061": 1})", "\"a\" occurs twice");
    EXPECT_THROW(parseOrderedJson(R"({"a": {"b": 1, "c": 1, "b": 1}})", "a.json"), Error);
    EXPECT_NO_THROW(parseOrderedJson(R"([{"a": {"a": 1}}, {"a": 1}])", "a.json"));
}

TEST(JsonReader, LimitsHold)
{
    expectRefused(std::string(100'000, '['), "nested too deeply");
    std::string objects;
    for (int i = 0; i < 100'000; ++i)
        objects += "{\"a\":";
    expectRefused(objects, "nested too deeply");
    EXPECT_EQ(refusal(std::string(32, '[') + std::string(32, ']')), "it was read");
    expectRefused(std::string(33, '[') + std::string(33, ']'), "nested too deeply");
    expectRefused("[1,2,3]", "bytes", {.bytes = 6});
    expectRefused("[1,2,3]", "more than 3 values", {.values = 3});
    EXPECT_EQ(refusal("[1,2,3]", {.bytes = 7, .values = 4}), "it was read");
}

// An ordered object does not find its own keys quickly.
TEST(JsonReader, ManyKeysTakeNoLongerThanTheyShould)
{
    std::string text = "{\"k\": 0";
    for (int i = 0; i < 200'000; ++i)
        text += ",\"" + std::to_string(i) + "\":1";
    EXPECT_EQ(parseOrderedJson(text + "}", "a", {.bytes = 1 << 23}).size(), 200'001U);
}

struct Complaint
{
    std::string sentence;
    template <typename Read>
    explicit Complaint(Read read)
    {
        try {
            read();
        } catch (const Error& problem) {
            sentence = problem.what();
        }
    }
    bool says(const char* part) const { return sentence.find(part) != std::string::npos; }
};

TEST(JsonFields, SayWhichFieldOfWhichFileIsWrong)
{
    const Json json = parseJson(R"({"n": 7, "big": 1e22, "t": "x", "f": true, "v": {"inner": [1, "a"]}, "none": null,
                                    "huge": 18446744073709551615})",
                                "a.json");
    const Fields fields(json, "a.json");
    EXPECT_EQ(fields.whole("n", 0, 7), 7);
    EXPECT_EQ(fields.whole("none", 5, 0, 7), 5);
    EXPECT_EQ(fields.natural("huge", 0), std::numeric_limits<std::uint64_t>::max());
    EXPECT_EQ(fields.text("t"), "x");
    EXPECT_TRUE(fields.flag("f"));
    for (const char* key : {"big", "t", "huge"})
        EXPECT_TRUE(Complaint([&] { fields.whole(key, 0, 1 << 20); }).says("must be a whole number")) << key;
    EXPECT_TRUE(Complaint([&] { fields.whole("n", 8, 9); }).says("from 8 to 9, not 7"));
    EXPECT_TRUE(Complaint([&] { fields.need("none"); }).says("a.json: \"none\" is missing"));
    EXPECT_TRUE(Complaint([&] { fields.object("v").numbers("inner", 9); }).says("\"v.inner\" must hold numbers"));
    EXPECT_TRUE(Complaint([&] { fields.object("v").list("inner", 1); }).says("at most 1"));
    EXPECT_TRUE(Complaint([&] { fields.object("n"); }).says("\"n\" must be a JSON object"));
    EXPECT_TRUE(Complaint([&] { fields.object("v").allowOnly({"other"}); }).says("\"v.inner\" is unknown"));
}

} // namespace
