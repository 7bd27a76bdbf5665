// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lesson/lesson.h"

#include "core/base/error.h"
#include "core/base/json.h"

#include <gtest/gtest.h>

#include <functional>

namespace {

using namespace core;

Json soundLesson()
{
    return Json::parse(R"({
        "alibi_lab_lesson": 1, "id": "a-lesson", "title": "A lesson", "minutes": 5,
        "steps": [
            {"text": ["One *word*."],
             "setup": {"models": [{"model": "builtin:none-64"}, {"model": "builtin:alibi-64"}],
                       "view": {"stage": "score", "layer": 2, "difference": {"column": 1, "minus": 0}}}},
            {"text": ["Two."], "formula": "s = q·k / √d", "controls": ["slopes"],
             "setup": {"length": 128, "view": {"head": 3}},
             "prediction": {"question": "Which?", "answers": [{"text": "this", "right": "1 < 2"},
                                                              {"text": "that", "right": "2 < 1"}]},
             "action": {"text": "Do it.", "done": "slope(2, 0) == 0"},
             "claims": ["perplexity(alibi-64, 64) < 100"],
             "notice": "See.", "question": "Why?", "notes": "Slowly."},
            {"text": ["Three."], "setup": {"models": [{"model": "builtin:t5-64"}]}}
        ]})");
}

std::string lessonTrouble(const std::function<void(Json&)>& spoil)
{
    Json json = soundLesson();
    spoil(json);
    try {
        parseLesson(json.dump(), "a.json");
    } catch (const Error& problem) {
        return problem.what();
    }
    return "";
}

TEST(Lesson, ReadsEverything)
{
    const Lesson lesson = parseLesson(soundLesson().dump(), "a.json");
    EXPECT_EQ(lesson.id, "a-lesson");
    EXPECT_EQ(lesson.minutes, 5);
    ASSERT_EQ(lesson.steps.size(), 3U);
    const LessonStep& step = lesson.steps[1];
    EXPECT_EQ(step.text[0][0].words, "Two.");
    EXPECT_EQ(step.formula, "s = q·k / √d");
    ASSERT_TRUE(step.prediction.has_value());
    EXPECT_EQ(step.prediction->answers[1].right.text(), "2 < 1");
    EXPECT_EQ(step.controls, std::vector<std::string>{"slopes"});
    ASSERT_TRUE(step.action.has_value());
    EXPECT_TRUE(step.action->done.asksState());
    EXPECT_EQ(step.claims.size(), 1U);
    EXPECT_EQ(step.notes[0].words, "Slowly.");
}

TEST(Lesson, StepsTakeOverWhatTheyDoNotSay)
{
    const Lesson lesson = parseLesson(soundLesson().dump(), "a.json");
    const core::Setup& first = lesson.steps[0].setup;
    const core::Setup& second = lesson.steps[1].setup;
    EXPECT_EQ(first.text.value, "lighthouse");
    EXPECT_EQ(first.length, 64);
    EXPECT_EQ(second.columns.size(), 2U);
    EXPECT_EQ(second.length, 128);
    EXPECT_EQ(second.view.stage, Stage::Score);
    EXPECT_EQ(second.view.layer, 2);
    EXPECT_EQ(second.view.head, 3);
    ASSERT_TRUE(second.view.difference.has_value());
    EXPECT_EQ(second.placeOf(second.view.difference->minuend), 1U);
    const core::Setup& third = lesson.steps[2].setup;
    EXPECT_EQ(third.columns[0].model, "builtin:t5-64");
    EXPECT_FALSE(third.view.difference.has_value()) << "its columns are gone";
    EXPECT_EQ(third.view.head, 3);
}

TEST(Lesson, NamesTheFieldThatIsWrong)
{
    const auto& at = [](Json& json, int step) -> Json& { return json["steps"][static_cast<std::size_t>(step)]; };
    EXPECT_EQ(lessonTrouble([](Json&) {}), "");
    EXPECT_EQ(lessonTrouble([](Json& j) { j.erase("title"); }), "a.json: \"title\" is missing.");
    EXPECT_EQ(lessonTrouble([](Json& j) { j["id"] = "A b"; }),
              "a.json: \"id\" must be of small letters, digits and hyphens: it is a word of the command line.");
    EXPECT_EQ(lessonTrouble([](Json& j) { j["alibi_lab_lesson"] = 2; }),
              "a.json: \"alibi_lab_lesson\" must be a whole number from 1 to 1, not 2.");
    EXPECT_EQ(lessonTrouble([](Json& j) { j["steps"] = Json::array(); }),
              "a.json: \"steps\" must hold at least one step.");
    EXPECT_NE(lessonTrouble([&](Json& j) { at(j, 1)["txt"] = 1; }).find("\"steps[1].txt\" is unknown"),
              std::string::npos);
    EXPECT_EQ(lessonTrouble([&](Json& j) { at(j, 1)["text"][0] = 3; }), "a.json: \"steps[1].text[0]\" must be a text.");
    EXPECT_EQ(lessonTrouble([&](Json& j) { at(j, 0)["text"][0] = "*"; }),
              "a.json: \"steps[0].text[0]\": an emphasis begins with * and does not end; write \\* for the sign.");
    EXPECT_EQ(lessonTrouble([&](Json& j) { at(j, 1)["claims"][0] = "1 < "; }),
              "a.json: \"steps[1].claims[0]\": column 5: a number, a name or a bracket is expected, not the end.");
    EXPECT_EQ(lessonTrouble([&](Json& j) { at(j, 1)["claims"][0] = "length > 1"; }),
              "a.json: \"steps[1].claims[0]\": \"length > 1\" asks for what a window shows; claims are about models.");
    EXPECT_EQ(lessonTrouble([&](Json& j) { at(j, 1)["action"]["done"] = "length"; }),
              "a.json: \"steps[1].action.done\": \"length\" is neither true nor false; a comparison is expected.");
    EXPECT_EQ(lessonTrouble([&](Json& j) { at(j, 1)["prediction"]["answers"].erase(0); }),
              "a.json: \"steps[1].prediction.answers\" must hold two answers at least.");
    EXPECT_NE(lessonTrouble([&](Json& j) { at(j, 1)["setup"]["view"]["stage"] = "x"; }).find("view.stage"),
              std::string::npos);
    EXPECT_NE(lessonTrouble([&](Json& j) { at(j, 1)["setup"]["lenth"] = 3; }).find("steps[1].setup"),
              std::string::npos);
    EXPECT_NE(lessonTrouble([&](Json& j) { at(j, 1)["setup"] = 3; }).find("steps[1].setup"), std::string::npos);
    try {
        parseLesson("{\n  \"id\": }", "a.json");
        ADD_FAILURE();
    } catch (const Error& problem) {
        EXPECT_NE(std::string(problem.what()).find("line 2, column 9"), std::string::npos) << problem.what();
    }
}

TEST(Lesson, IsKnownByItsContent)
{
    EXPECT_TRUE(looksLikeLesson(soundLesson().dump()));
    EXPECT_FALSE(looksLikeLesson(R"({"alibi_lab_session": 2})"));
    EXPECT_FALSE(looksLikeLesson("\"alibi_lab_lesson\""));
}

TEST(Lesson, FindsTypedMeasurements)
{
    const auto typedIn = [](const std::string& sentence) {
        Json json = soundLesson();
        json["steps"][1]["notice"] = sentence;
        return typedMeasurements(parseLesson(json.dump(), "a.json")).size();
    };
    EXPECT_EQ(typedIn("It falls from 26 to 25."), 2U);
    EXPECT_EQ(typedIn("It is 24.9 here."), 1U) << "24.9 is one number, whose second half is no count of its own";
    EXPECT_EQ(typedIn("12 % of them"), 1U);
    EXPECT_EQ(typedIn("97 percent"), 1U);
    EXPECT_EQ(typedIn("3,5 nats"), 1U);
    EXPECT_EQ(typedIn("All 8 heads read 64, then 128 tokens, with slopes 1/2 … 1/256 (Press et al. 2022)."), 0U);
    EXPECT_EQ(typedIn("It is {perplexity(alibi-64, 64) * 1.05}."), 0U);
}

TEST(Lesson, ReadsAGlossary)
{
    const auto terms = parseGlossary(R"({"slope": {"title": "Slope", "text": "A *number* per [head]."}})", "g.json");
    ASSERT_EQ(terms.size(), 1U);
    EXPECT_EQ(terms[0].id, "slope");
    EXPECT_EQ(terms[0].text[3].term, "head");
    EXPECT_THROW(parseGlossary(R"({"slope": {"title": "Slope"}})", "g.json"), Error);
    EXPECT_THROW(parseGlossary("[]", "g.json"), Error);
}

} // namespace
