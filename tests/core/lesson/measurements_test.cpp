// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lesson/measurements.h"

#include "core/base/error.h"
#include "core/eval/perplexity.h"
#include "core/io/atomic_file.h"
#include "core/lesson/check.h"
#include "core/model/attention_map.h"

#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>

namespace {

using namespace core;

std::shared_ptr<const Checkpoint> shippedModel(const std::string& name)
{
    return loadCheckpoint(std::filesystem::path(RESOURCE_DIR) / "models" / name);
}

class MeasurementsTest : public testing::Test
{
protected:
    double number(const std::string& text, std::optional<LessonState> state = {})
    {
        LessonFacts facts(m_measurements, std::move(state));
        return Expression::parse(text, "here").evaluate(facts).number();
    }
    bool truth(const std::string& text, std::optional<LessonState> state = {})
    {
        LessonFacts facts(m_measurements, std::move(state));
        return Expression::parse(text, "here").evaluate(facts).holds();
    }
    std::string trouble(const std::string& text)
    {
        try {
            number(text);
        } catch (const Error& problem) {
            return problem.what();
        }
        return "";
    }

    ThreadPool m_pool{2};
    int m_loaded = 0;
    Measurements m_measurements{{[this](const std::string& model, const Cancel&) {
                                     ++m_loaded;
                                     return shippedModel(model.starts_with("builtin:") ? model.substr(8) : model);
                                 },
                                 [](const std::string& passage, const Cancel&) {
                                     return readFileBytes(std::string(RESOURCE_DIR) + "/texts/" + passage + ".txt",
                                                          1 << 20);
                                 }},
                                m_pool};
};

TEST_F(MeasurementsTest, MeasuresWhatEvaluateMeasures)
{
    const auto model = shippedModel("alibi-64");
    const std::string text = readFileBytes(std::string(RESOURCE_DIR) + "/texts/market.txt", 1 << 20);
    std::vector<int> tokens = model->needTokenizer().encode(text);
    tokens.resize(500);
    EvaluationOptions options;
    options.length = 64;
    const Evaluation plain = evaluate(model->model, tokens, options, m_pool);
    EXPECT_DOUBLE_EQ(number("perplexity(alibi-64, 64, text=market, tokens=500)"), plain.perplexity);
    EXPECT_DOUBLE_EQ(number("loss(alibi-64, 64, text=market, tokens=500)"), plain.nll);
    EXPECT_DOUBLE_EQ(number("loss_below(alibi-64, 64, 8, text=market, tokens=500)"), plain.nllBelow(8));
    EXPECT_DOUBLE_EQ(number("loss_from(alibi-64, 64, 8, text=market, tokens=500)"), plain.nllFrom(8));
    EXPECT_DOUBLE_EQ(number("share_below(alibi-64, 64, 8, text=market, tokens=500)"), plain.shareBelow(8));
    options.windowing = Windowing::Sliding;
    options.stride = 16;
    EXPECT_DOUBLE_EQ(number("perplexity(alibi-64, 64, text=market, tokens=500, windows=sliding, stride=16)"),
                     evaluate(model->model, tokens, options, m_pool).perplexity);
    options.windowing = Windowing::Nonoverlapping;
    const auto windowed = model->model.withEncodingOptions({{"attention_window", 4}});
    EXPECT_DOUBLE_EQ(number("perplexity(alibi-64, 64, text=market, tokens=500, attention_window=4)"),
                     evaluate(windowed, tokens, options, m_pool).perplexity);
    EXPECT_EQ(m_loaded, 1);
}

TEST_F(MeasurementsTest, LooksIntoCells)
{
    const auto model = shippedModel("alibi-64");
    const std::string text = "the girl saw the boy then";
    const std::vector<int> tokens = model->needTokenizer().encode(text);
    ASSERT_EQ(tokens.size(), 6U);
    const auto trace = forward(model->model, std::span<const int>(tokens), m_pool);
    const AttentionCell cell = attentionCell(*trace, 1, 2, 5, 3);
    const std::string at = "(alibi-64, 1, 2, 5, 3, text='" + text + "')";
    EXPECT_NEAR(number("content" + at), double(cell.content), 1e-4);
    EXPECT_NEAR(number("bias" + at), -2.0 / 8.0, 1e-6);
    EXPECT_NEAR(number("score" + at), double(cell.score), 1e-4);
    EXPECT_NEAR(number("weight" + at), double(cell.weight), 1e-5);
    EXPECT_TRUE(truth("abs(content" + at + " + bias" + at + " - score" + at + ") < 0.0001"));
    EXPECT_EQ(number("slope(alibi-64, 2)"), 0.125);
    EXPECT_EQ(number("official_slope(12, 8)"), std::exp2(-0.5));
    EXPECT_EQ(number("training_length(alibi-64)"), 64.0);
    EXPECT_EQ(number("parameters(learned-64) - parameters(alibi-64)"), 64.0 * 128.0);
    EXPECT_GT(number("mean_distance(alibi-64, 1, 7, 96)"), number("mean_distance(alibi-64, 1, 0, 96)"));
    EXPECT_GT(number("weight_beyond(alibi-64, 1, 7, 256)"), 0.0);
    EXPECT_EQ(number("weight_beyond(alibi-64, 1, 7, 64)"), 0.0);
    EXPECT_NEAR(number("likeness(sinusoidal-64, 0, 64)"), 64.0, 0.01) << "64 pairs of a sine and a cosine";
}

TEST_F(MeasurementsTest, AsksWhatTheWindowShows)
{
    LessonState state;
    state.setup.columns = {{"builtin:rotary-64", {}}, {"builtin:alibi-64", {1, 2, 3, 4, 5, 6, 7, 8}}};
    state.setup.columns[0].options =
        Json::parse(R"({"attention_window": 8, "rope_scaling": {"rope_type": "ntk", "factor": 4}})");
    state.setup.length = 512;
    state.setup.view.stage = Stage::Bias;
    state.setup.text = {TextKind::Passage, "market"};
    EXPECT_TRUE(truth("length == 512 and stage == bias and text == market and columns == 2 and not difference", state));
    EXPECT_TRUE(truth("model(1) == rotary-64 and window(1) == 8 and scaling(1) == ntk and scaling(2) == off", state));
    EXPECT_TRUE(truth("slope(2, 3) == 4", state));
    EXPECT_TRUE(truth("not (window(2) < 100000) and not live(1)", state));
    EXPECT_FALSE(truth("query >= 0", state));
    state.cell = {5, 1};
    state.trainingStep = 7;
    EXPECT_TRUE(truth("query == 5 and key == 1 and training_step == 7", state));
    EXPECT_EQ(
        number("perplexity(1, 64, tokens=200)", state),
        number("perplexity(rotary-64, 64, tokens=200, attention_window=8, rope_scaling={rope_type: ntk, factor: 4})"));
    EXPECT_THROW(truth("slope(3, 0) == 0", state), Error);
    EXPECT_THROW(truth("length > 3"), Error) << "there is no window";
}

TEST_F(MeasurementsTest, SaysWhatCannotBeMeasured)
{
    EXPECT_EQ(trouble("slope(rotary-64, 0)"),
              "slope: the encoding \"rotary\" has no slopes; ask for those of an ALiBi model.");
    EXPECT_EQ(trouble("slope(alibi-64, 8)"), "slope: there is no head 8; they are 0 to 7.");
    EXPECT_EQ(trouble("weight(alibi-64, 0, 0, 3, 4)"), "weight: key 4 comes after query 3, which does not see it.");
    EXPECT_EQ(trouble("weight(alibi-64, 4, 0, 3, 3)"),
              "weight: there is no head 0 in a layer 4; layers are 0 to 3, heads 0 to 7.");
    EXPECT_EQ(trouble("perplexity(alibi-64, 64, text='the sea')"),
              "perplexity: 64 tokens are more than the 3 the text has; take a shorter length.");
    EXPECT_EQ(trouble("perplexity(alibi-64, 1.5)"), "perplexity: argument 2 must be a whole number from 1 to 1048576.");
    EXPECT_NE(trouble("perplexity(alibi-64, 64, attention_windw=3)").find("attention_windw"), std::string::npos);
    EXPECT_NE(trouble("perplexity(alibi-64, 64, stride=x)").find("stride"), std::string::npos);
    EXPECT_NE(trouble("perplexity(learned-64, 128)").find("64"), std::string::npos);
}

TEST_F(MeasurementsTest, EndsWhenTold)
{
    LessonFacts facts(m_measurements, std::nullopt, [] { return true; });
    EXPECT_THROW(Expression::parse("perplexity(alibi-64, 64)", "here").evaluate(facts), Cancelled);
}

TEST_F(MeasurementsTest, ChecksALesson)
{
    const Lesson lesson = parseLesson(R"json({"alibi_lab_lesson": 1, "id": "a", "title": "A", "minutes": 1, "steps": [
        {"text": ["It is {slope(alibi-64, 0)}, not 99."], "setup": {"length": 64},
         "prediction": {"question": "?", "answers": [{"text": "x", "right": "slope(alibi-64, 0) == 1/2"},
                                                     {"text": "y", "right": "slope(alibi-64, 1) == 1/4"}]},
         "action": {"text": "do", "done": "length >= 64"},
         "claims": ["slope(alibi-64, 0) > slope(alibi-64, 1)", "slope(alibi-64, 0) < slope(alibi-64, 1)",
                    "slope(none-64, 0) == 1"]}]})json",
                                      "a.json");
    std::vector<std::string> bad;
    std::size_t good = 0;
    for (const LessonFinding& finding : checkLesson(lesson, m_measurements)) {
        good += finding.good ? 1U : 0U;
        if (!finding.good)
            bad.push_back(finding.place + ": " + finding.trouble.english());
    }
    EXPECT_EQ(good, 4U) << "a claim, two answers, a number";
    ASSERT_EQ(bad.size(), 5U);
    EXPECT_EQ(bad[0], "steps[0].claims[1]: it does not hold");
    EXPECT_NE(bad[1].find("has no slopes"), std::string::npos);
    EXPECT_EQ(bad[2], "steps[0].prediction: 2 of its answers are right; exactly one must be");
    EXPECT_EQ(bad[3], "steps[0].action.done: it is done before anybody has done anything");
    EXPECT_NE(bad[4].find("99"), std::string::npos);
}

} // namespace
