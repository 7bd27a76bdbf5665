// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/setup/setup.h"

#include "core/base/error.h"
#include "tests/core/io/temporary_folder.h"

#include <gtest/gtest.h>

#include <limits>

namespace {

using namespace core;

core::Setup everythingSet()
{
    core::Setup setup;
    setup.columns = {{"builtin:alibi", {0.1, 1.0 / 3.0, -2.0}}, {"/models/übung \"one\"", {}}};
    setup.columns[1].options = {{"attention_window", 64}, {"rope_scaling", {{"type", "x"}}}, {"sinks", nullptr}};
    setup.text = {TextKind::Typed, "line\nand \t\"quotes\" 中"};
    setup.length = 777;
    setup.view.layer = 3;
    setup.view.head = 7;
    setup.view.stage = Stage::Score;
    setup.view.reduction = Reduction::Mean;
    setup.view.region = Region{10, 20, 30, 40};
    setup.view.scale = Scale::Percentile;
    setup.view.sharedScale = false;
    setup.view.limits = ValueRange{-1e-3, 2.5};
    setup.seed = std::numeric_limits<std::int64_t>::max();
    setup.identifyColumns({});
    setup.view.difference = core::Difference{2, 1};
    return setup;
}

Json soundJson() { return Json::parse(everythingSet().toJson().dump()); }

TEST(Setup, SurvivesJson)
{
    EXPECT_EQ(core::Setup::fromJson(soundJson(), "x"), everythingSet());
    core::Setup least;
    least.columns = {{"builtin:none", {}}};
    least.identifyColumns({});
    EXPECT_EQ(core::Setup::fromJson(Json::parse(least.toJson().dump()), "x"), least);
}

TEST(Setup, EveryPartCountsInTheComparison)
{
    const core::Setup one = everythingSet();
    const auto differs = [&](auto change) {
        core::Setup other = one;
        change(other);
        return !(other == one) && !(core::Setup::fromJson(Json::parse(other.toJson().dump()), "x") == one);
    };
    EXPECT_TRUE(differs([](core::Setup& e) { e.columns[0].slopes[1] = 0.3; }));
    EXPECT_TRUE(differs([](core::Setup& e) { e.columns[1].model += "x"; }));
    EXPECT_TRUE(differs([](core::Setup& e) { e.columns[1].options["attention_window"] = 65; }));
    EXPECT_TRUE(differs([](core::Setup& e) { e.text.kind = TextKind::File; }));
    EXPECT_TRUE(differs([](core::Setup& e) { e.text.value = e.text.value.string() + " "; }));
    EXPECT_TRUE(differs([](core::Setup& e) { --e.length; }));
    EXPECT_TRUE(differs([](core::Setup& e) { --e.view.layer; }));
    EXPECT_TRUE(differs([](core::Setup& e) { --e.view.head; }));
    EXPECT_TRUE(differs([](core::Setup& e) { e.view.stage = Stage::Bias; }));
    EXPECT_TRUE(differs([](core::Setup& e) { e.view.reduction = Reduction::Peak; }));
    EXPECT_TRUE(differs([](core::Setup& e) { e.view.region.reset(); }));
    EXPECT_TRUE(differs([](core::Setup& e) { ++e.view.region->keys; }));
    EXPECT_TRUE(differs([](core::Setup& e) { e.view.difference.reset(); }));
    EXPECT_TRUE(differs([](core::Setup& e) { std::swap(e.view.difference->minuend, e.view.difference->subtrahend); }));
    EXPECT_TRUE(differs([](core::Setup& e) { std::swap(e.columns[0], e.columns[1]); }));
    EXPECT_TRUE(differs([](core::Setup& e) { e.view.scale = Scale::Logarithmic; }));
    EXPECT_TRUE(differs([](core::Setup& e) { e.view.sharedScale = true; }));
    EXPECT_TRUE(differs([](core::Setup& e) { e.view.limits.reset(); }));
    EXPECT_TRUE(differs([](core::Setup& e) { e.view.limits->high = 3; }));
    EXPECT_TRUE(differs([](core::Setup& e) { --e.seed; }));
}

TEST(Setup, WhatIsLeftOutHasItsStandard)
{
    const Json json = Json::parse(R"({"alibi_lab_session": 1, "models": [{"model": "builtin:alibi"}],
                                      "text": {"kind": "passage", "value": "x"}})");
    const core::Setup read = core::Setup::fromJson(json, "x");
    EXPECT_EQ(read.length, core::Setup().length);
    EXPECT_EQ(read.view, MapView());
    EXPECT_EQ(read.seed, 1U);
}

TEST(Setup, EachWrongFieldIsRefusedByName)
{
    struct Wrong
    {
        const char* field; // JSON pointer
        const char* value; // null: taken away
        const char* says;
    };
    const std::vector<Wrong> cases{{"/alibi_lab_session", nullptr, "alibi_lab_session\""},
                                   {"/alibi_lab_session", "4", "alibi_lab_session\""},
                                   {"/alibi_lab_session", "\"1\"", "alibi_lab_session\""},
                                   {"/extra", "1", "extra\""},
                                   {"/models", nullptr, "models\""},
                                   {"/models", "[]", "models\""},
                                   {"/models", "{}", "models\""},
                                   {"/models", "[1]", "models[0]\""},
                                   {"/models/0/model", "5", "model\""},
                                   {"/models/0/model", nullptr, "model\""},
                                   {"/models/0/slope", "[]", "slope\""},
                                   {"/models/0/slopes", "1", "slopes\""},
                                   {"/models/0/slopes", "[\"1\"]", "slopes\""},
                                   {"/models/0/options", "[]", "options\""},
                                   {"/models/0/options", "3", "options\""},
                                   {"/models/0/options", "{\"alibi_slopes\": []}", "slopes\""},
                                   {"/text", "\"x\"", "text\""},
                                   {"/text/kind", "\"web\"", "text kind"},
                                   {"/text/kind", "1", "kind\""},
                                   {"/text/value", nullptr, "value\""},
                                   {"/text/value", "[]", "value\""},
                                   {"/length", "0", "length\""},
                                   {"/length", "-5", "length\""},
                                   {"/length", "1048577", "length\""},
                                   {"/length", "2.5", "length\""},
                                   {"/length", "18446744073709551615", "length\""},
                                   {"/view", "[]", "view\""},
                                   {"/view/zoom", "1", "zoom\""},
                                   {"/view/layer", "-1", "layer\""},
                                   {"/view/layer", "4096", "layer\""},
                                   {"/view/head", "\"0\"", "head\""},
                                   {"/view/stage", "\"logits\"", "stage \"logits\""},
                                   {"/view/stage", "3", "stage\""},
                                   {"/view/reduction", "\"median\"", "reduction \"median\""},
                                   {"/view/region", "[0, 1]", "region\""},
                                   {"/view/region/queries", "0", "queries\""},
                                   {"/view/region/first_key", "-1", "first_key\""},
                                   {"/view/region/first_query", "1e3", "first_query\""},
                                   {"/view/region/keys", "4294967296", "keys\""},
                                   {"/view/region/rows", "4", "rows\""},
                                   {"/view/scale", "\"sqrt\"", "scale \"sqrt\""},
                                   {"/view/scale", "true", "scale\""},
                                   {"/view/shared_scale", "1", "shared_scale\""},
                                   {"/view/difference", "1", "difference\""},
                                   {"/view/difference", "[0, 1]", "difference\""},
                                   {"/view/difference/column", "2", "column\""},
                                   {"/view/difference/minus", "-1", "minus\""},
                                   {"/view/difference/minus", "1", "difference\""},
                                   {"/view/difference/of", "1", "of\""},
                                   {"/view/limits", "[0, 1]", "limits\""},
                                   {"/view/limits/low", nullptr, "low\""},
                                   {"/view/limits/low", "2.5", "limits\""},
                                   {"/view/limits/high", "\"1\"", "high\""},
                                   {"/seed", "-1", "seed\""},
                                   {"/seed", "18446744073709551616", "seed\""},
                                   {"/seed", "0.5", "seed\""}};
    for (const Wrong& wrong : cases) {
        Json json = soundJson();
        const Json::json_pointer at(wrong.field);
        if (wrong.value != nullptr)
            json[at] = Json::parse(wrong.value);
        else
            json[at.parent_pointer()].erase(at.back());
        const std::string message = messageOf<Error>([&] { core::Setup::fromJson(json, "my.session"); });
        EXPECT_NE(message.find(wrong.says), std::string::npos) << wrong.field << ": " << message;
        EXPECT_NE(message.find("my.session"), std::string::npos) << wrong.field << ": " << message;
    }
    Json many = soundJson();
    many["models"] = Json::array();
    for (int i = 0; i < 5; ++i)
        many["models"].push_back({{"model", "builtin:alibi"}});
    EXPECT_THROW(core::Setup::fromJson(many, "x"), Error);
    EXPECT_THROW(core::Setup::fromJson(Json::array(), "x"), Error);
}

TEST(Setup, ColumnsAreToldApartWhereverTheyAre)
{
    core::Setup before;
    before.columns = {{"a", {}}, {"b", {}}, {"c", {}}};
    before.identifyColumns({});
    EXPECT_EQ(before.columns[0].id, 1);
    EXPECT_EQ(before.columns[2].id, 3);
    before.view.difference = core::Difference{1, 3};

    core::Setup moved = before;
    std::swap(moved.columns[0], moved.columns[2]);
    moved.identifyColumns(before);
    EXPECT_EQ(moved.columns[0].id, 3);
    EXPECT_EQ(moved.view.difference, before.view.difference);
    EXPECT_EQ(moved.placeOf(1), 2U);
    EXPECT_FALSE(moved.placeOf(4));

    core::Setup replaced = moved; // another value at a place: that column, with another model
    replaced.columns[0] = {"d", {}};
    replaced.identifyColumns(moved);
    EXPECT_EQ(replaced.columns[0].id, 3);
    EXPECT_TRUE(replaced.view.difference);

    core::Setup copied = moved;
    copied.columns.push_back(copied.columns[0]);
    copied.identifyColumns(moved);
    EXPECT_EQ(copied.columns[3].id, 4);

    core::Setup fewer = moved;
    fewer.columns.erase(fewer.columns.begin());
    fewer.identifyColumns(moved);
    EXPECT_EQ(fewer.columns[0].id, 2);
    EXPECT_FALSE(fewer.view.difference);
    core::Setup more = fewer; // ids of columns that are gone are not given to others
    more.columns.push_back({"e", {}});
    more.identifyColumns(moved);
    EXPECT_EQ(more.columns[2].id, 3 + 1);
}

// Sessions of two columns said only whether.
TEST(Setup, AnOldDifferenceIsFirstMinusSecond)
{
    Json json = soundJson();
    json["view"]["difference"] = true;
    EXPECT_EQ(core::Setup::fromJson(json, "x").view.difference, (core::Difference{1, 2}));
    json["view"]["difference"] = false;
    EXPECT_FALSE(core::Setup::fromJson(json, "x").view.difference);
    json["view"]["difference"] = true;
    json["models"].erase(1);
    EXPECT_FALSE(core::Setup::fromJson(json, "x").view.difference);
}

// Whatever can be in memory can be read back.
TEST(Setup, TheLargestSeedSurvives)
{
    core::Setup setup = everythingSet();
    setup.seed = std::numeric_limits<std::uint64_t>::max();
    EXPECT_EQ(core::Setup::fromJson(Json::parse(setup.toJson().dump()), "x"), setup);
}

TEST(Setup, SlopesAndOptionsAreChangesInOneVocabulary)
{
    Column choice{"builtin:alibi", {1.0, 2.0}};
    choice.options["attention_window"] = 4;
    EXPECT_EQ(choice.switches(), (Json{{"alibi_slopes", {1.0, 2.0}}, {"attention_window", 4}}));
    EXPECT_EQ(Column{}.switches(), Json::object());
}

TEST(Setup, IdsAreTheirOwnInverse)
{
    for (const Stage stage : {Stage::Content, Stage::Bias, Stage::Score, Stage::Weights})
        EXPECT_EQ(stageById(idOf(stage)), stage);
    for (const Reduction reduction : {Reduction::Peak, Reduction::Mean})
        EXPECT_EQ(reductionById(idOf(reduction)), reduction);
    for (const Scale scale : {Scale::Linear, Scale::Logarithmic, Scale::Percentile, Scale::WithoutFirstKey})
        EXPECT_EQ(scaleById(idOf(scale)), scale);
    EXPECT_NE(messageOf<Error>([] { stageById("Weights"); }).find("weights"), std::string::npos);
}

} // namespace
