// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/position/switches.h"

#include "core/base/error.h"
#include "core/model/batch_pass.h"
#include "core/model/trace.h"
#include "core/position/alibi.h"
#include "core/position/slope_rules.h"
#include "tests/core/eval/dense_model.h"
#include "tests/core/io/temporary_folder.h"
#include "tests/core/random_model.h"

#include <gtest/gtest.h>

#include <cmath>

namespace {

using namespace core;

constexpr EncodingContext kSwitchedContext{48, 3, 16, 64, 2};

Matrix<double> biasOf(const Json& options, std::string_view id = "alibi", int head = 0)
{
    Matrix<double> bias = Matrix<double>::Zero(70, 150); // keys 100 …, queries 180 …: all causal, more than a block
    makeEncoding<double>(id, kSwitchedContext, options)->addBias(view(bias), 180, 100, head, {});
    return bias;
}

void expectSlopes(const std::vector<double>& actual, const std::vector<double>& expected)
{
    ASSERT_EQ(actual.size(), expected.size());
    for (std::size_t h = 0; h < actual.size(); ++h)
        EXPECT_NEAR(actual[h], expected[h], 1e-12 * expected[h]) << "head " << h;
}

TEST(Switches, NothingGivenIsTheEncodingItself)
{
    EXPECT_EQ(makeEncoding<float>("alibi", kSwitchedContext, {})->window().tokens, AttentionWindow::kUnlimited);
    EXPECT_EQ(makeEncoding<float>("alibi", kSwitchedContext, {{"attention_window", nullptr}, {"bias_factor", nullptr}})
                  ->options(),
              makeEncoding<float>("alibi", kSwitchedContext, {})->options());
}

TEST(Switches, TheFactorMultipliesTheBias)
{
    const Matrix<double> own = biasOf({});
    EXPECT_LT(own.maxCoeff(), -0.01);
    EXPECT_LT((biasOf({{"bias_factor", -2.5}}) + 2.5 * own).cwiseAbs().maxCoeff(), 1e-12);
    EXPECT_EQ(biasOf({{"bias_factor", 0}}), Matrix<double>::Zero(70, 150));
    // What is there already, the content, is not multiplied.
    Matrix<double> scores = Matrix<double>::Constant(70, 150, 7.0);
    makeEncoding<double>("alibi", kSwitchedContext, {{"bias_factor", 3}})->addBias(view(scores), 180, 100, 0, {});
    EXPECT_LT((scores - Matrix<double>::Constant(70, 150, 7.0) - 3.0 * own).cwiseAbs().maxCoeff(), 1e-12);
}

TEST(Switches, DividingBySqrtDIsAFactorOfItsOwn)
{
    const Matrix<double> own = biasOf({});
    EXPECT_LT((4.0 * biasOf({{"bias_divided_by_sqrt_d", true}}) - own).cwiseAbs().maxCoeff(), 1e-12);
    EXPECT_LT((biasOf({{"bias_divided_by_sqrt_d", true}, {"bias_factor", 4}}) - own).cwiseAbs().maxCoeff(), 1e-12);
    EXPECT_EQ(biasOf({{"bias_divided_by_sqrt_d", false}}), own);
}

TEST(Switches, TheOptionsSayWhatIsInForce)
{
    const Json options =
        makeEncoding<float>("none", kSwitchedContext, {{"attention_window", 9}, {"attention_sinks", 2}})->options();
    EXPECT_EQ(options, (Json{{"attention_window", 9}, {"attention_sinks", 2}}));
}

TEST(Switches, RefusesValuesThatMakeNoSenseByName)
{
    const auto refusal = [](const char* id, const char* options) {
        return messageOf<Error>([&] { makeEncoding<float>(id, kSwitchedContext, Json::parse(options)); });
    };
    for (const char* options : {R"({"attention_window": 0})", R"({"attention_window": -3})",
                                R"({"attention_window": 1.5})", R"({"attention_window": "64"})",
                                R"({"attention_window": 18446744073709551615})", R"({"attention_window": 99999999})"})
        EXPECT_NE(refusal("none", options).find("\"attention_window\" must be a whole number between 1"),
                  std::string::npos)
            << options;
    EXPECT_NE(refusal("none", R"({"attention_sinks": 4})").find("needs an \"attention_window\""), std::string::npos);
    EXPECT_NE(refusal("none", R"({"attention_window": 4, "attention_sinks": -1})").find("\"attention_sinks\""),
              std::string::npos);
    EXPECT_NE(refusal("alibi", R"({"bias_factor": "2"})").find("\"bias_factor\""), std::string::npos);
    EXPECT_NE(refusal("alibi", R"({"bias_factor": 1e300})").find("\"bias_factor\""), std::string::npos);
    EXPECT_NE(refusal("alibi", R"({"bias_divided_by_sqrt_d": 1})").find("must be true or false"), std::string::npos);
    EXPECT_NE(refusal("sinusoidal", R"({"bias_factor": 2})").find("nothing to act on"), std::string::npos);
    EXPECT_NO_THROW(makeEncoding<float>("sinusoidal", kSwitchedContext, {{"bias_factor", 1}}));
}

TEST(Switches, AModelTakesThemWithoutItsWeightsChanging)
{
    const Transformer<float> own = randomModel("alibi");
    const Transformer<float> windowed = own.withEncodingOptions({{"attention_window", 8}, {"attention_sinks", 1}});
    EXPECT_EQ(&own.parameters(), &windowed.parameters());
    ThreadPool pool(2);
    const auto tokens = randomTokens(100);
    const auto losses = [&](const Transformer<float>& model) {
        const auto trace = forward(model, tokens, pool);
        return std::vector<float>(trace->losses().begin(), trace->losses().end());
    };
    const auto ownLosses = losses(own);
    const auto windowedLosses = losses(windowed);
    for (std::size_t t = 0; t < 8; ++t) // all still inside the window
        EXPECT_EQ(windowedLosses[t], ownLosses[t]) << t;
    EXPECT_NE(windowedLosses, ownLosses);
    EXPECT_EQ(losses(windowed.withEncodingOptions({{"attention_window", nullptr}, {"attention_sinks", nullptr}})),
              ownLosses);
    // Going on from a shorter trace gives what reading it all at once gives.
    const auto half = forward(windowed, std::span(tokens).first(41), pool);
    const auto resumed = forward(windowed, tokens, pool, {}, half.get());
    for (std::size_t t = 0; t < windowedLosses.size(); ++t)
        EXPECT_NEAR(resumed->losses()[t], windowedLosses[t], 1e-5) << t;
}

// Queries and keys of the layer above, and the logits: what is off adds nothing, and nothing else is changed.
TEST(HeadsOff, TheModelIsTheDenseOneWithoutThem)
{
    ThreadPool pool(2);
    const std::vector<int> tokens = randomTokens(149); // neither tiles nor lanes fit
    for (const char* id : {"alibi", "sinusoidal", "rotary", "t5"})
        for (const char* off : {"[[0, 1]]", "[[1, 2]]", "[[0, 0], [0, 1], [0, 2], [1, 0]]"}) {
            SCOPED_TRACE(fmt::format("{} {}", id, off));
            const Transformer<float> own = randomModel(id);
            const Transformer<float> model =
                own.withEncodingOptions({{"heads_off", Json::parse(off)}, {"attention_window", 90}});
            const Dense expected = dense(model, tokens);
            const auto trace = forward<float>(model, tokens, pool);
            const Matrix<double> logits = trace->logits(0, trace->length()).cast<double>();
            EXPECT_LT((logits - expected.logits).cwiseAbs().maxCoeff(), 2e-3);
            EXPECT_GT((logits - dense(own, tokens).logits).cwiseAbs().maxCoeff(), 0.1);
            for (int layer = 0; layer < 2; ++layer)
                for (int head = 0; head < 3; ++head) { // its map is what the model computes
                    const HeadInput<float> input = trace->head(layer, head);
                    const Dense::Head& wanted = expected.layers[std::size_t(layer)][std::size_t(head)];
                    for (Index t = 0; t < trace->length(); t += 37) {
                        EXPECT_NEAR(input.query[t * input.stride], wanted.query(t, 0), 1e-3);
                        EXPECT_NEAR(trace->rowLogSum(layer, head, t), wanted.logSum[std::size_t(t)], 1e-3);
                    }
                }
            BatchPass<float> pass; // what training and evaluation run
            const std::vector<int> targets(tokens.begin() + 1, tokens.end());
            pass.run(model, std::span(tokens).first(148), targets, 148, 1.0F, nullptr);
            for (std::size_t t = 0; t < targets.size(); ++t)
                EXPECT_NEAR(pass.losses()[t], trace->losses()[t], 1e-4) << t;
        }
}

// A trace of the same model with other heads off is gone on from, but for what that changes.
TEST(HeadsOff, GoingOnFromAKnownTraceNoticesThem)
{
    ThreadPool pool(2);
    const std::vector<int> tokens = randomTokens(200);
    const Transformer<float> own = randomModel("alibi");
    std::shared_ptr<const Trace<float>> known = forward<float>(own, std::span(tokens).first(150), pool);
    for (const char* off : {"[[0, 1]]", "[[0, 1], [1, 0]]", "[[1, 0]]", "[]", "[[0, 0], [0, 2]]"}) {
        const Transformer<float> model = own.withEncodingOptions({{"heads_off", Json::parse(off)}});
        const auto fresh = forward<float>(model, tokens, pool);
        known = forward<float>(model, tokens, pool, {}, known.get());
        for (std::size_t t = 0; t + 1 < tokens.size(); ++t)
            EXPECT_NEAR(known->losses()[t], fresh->losses()[t], 1e-5) << off << " at " << t;
    }
}

TEST(HeadsOff, WithAllOfThemOffAttentionSaysNothing)
{
    ThreadPool pool(1);
    Json all;
    for (int layer = 0; layer < 2; ++layer)
        for (int head = 0; head < 3; ++head)
            all.push_back({layer, head});
    const Transformer<float> model = randomModel("alibi").withEncodingOptions({{"heads_off", all}});
    const auto a = forward<float>(model, std::vector<int>{3, 4, 5, 9}, pool);
    const auto b = forward<float>(model, std::vector<int>{8, 1, 2, 9}, pool);
    EXPECT_LT((a->logits(3, 1) - b->logits(3, 1)).cwiseAbs().maxCoeff(), 1e-6F); // what was before is not known
}

TEST(Switches, AMisspeltKeyIsRefusedWithThoseThereAre)
{
    const std::string message = messageOf<Error>([] {
        randomModel("alibi").withEncodingOptions({{"atention_window", 8}});
    });
    EXPECT_NE(message.find("no option \"atention_window\""), std::string::npos) << message;
    EXPECT_NE(message.find("\"attention_window\""), std::string::npos) << message;
    EXPECT_NE(message.find("\"alibi_slopes\""), std::string::npos) << message;
    EXPECT_THROW(randomModel("none").withEncodingOptions({{"alibi_slopes", {1, 1, 1}}}), Error);
}

TEST(Switches, OtherEncodingsOwnOptionsAreSwitchesToo)
{
    const Transformer<float> rotary = randomModel("rotary");
    ThreadPool pool(2);
    const auto tokens = randomTokens(60);
    const auto own = forward(rotary, tokens, pool)->losses().back();
    for (const char* type : {"linear", "ntk", "yarn"})
        EXPECT_NE(
            forward(rotary.withEncodingOptions({{"rope_scaling", {{"rope_type", type}, {"factor", 4}}}}), tokens, pool)
                ->losses()
                .back(),
            own)
            << type;
    EXPECT_THROW(rotary.withEncodingOptions({{"rope_scalin", {{"rope_type", "linear"}, {"factor", 4}}}}), Error);
}

TEST(Switches, WhatAModelHasLearnedKeepsItsShape)
{
    const Transformer<float> t5 = randomModel("t5");
    EXPECT_NE(messageOf<Error>([&] {
                  t5.withEncodingOptions({{"t5_num_buckets", 64}});
              }).find("shape"),
              std::string::npos);
    EXPECT_NO_THROW(t5.withEncodingOptions({{"t5_max_distance", 256}, {"bias_factor", 0.5}}));
}

TEST(AlibiScaling, PositionInterpolationDividesTheSlopes)
{
    expectSlopes(scaledSlopes(officialSlopes(8), {{"alibi_scaling", {{"type", "linear"}, {"factor", 4}}}}),
                 {0.125, 0.0625, 0.03125, 0.015625, 0.0078125, 0.00390625, 0.001953125, 0.0009765625});
    EXPECT_LT(
        (4.0 * biasOf({{"alibi_scaling", {{"type", "linear"}, {"factor", 4}}}}) - biasOf({})).cwiseAbs().maxCoeff(),
        1e-12);
}

TEST(AlibiScaling, NtkKeepsTheSteepestAndStretchesTheFlattest)
{
    const auto ntk = [](int heads, double factor) {
        return scaledSlopes(officialSlopes(heads), {{"alibi_scaling", {{"type", "ntk"}, {"factor", factor}}}});
    };
    // 2^(-8h/H) a^(-(h-1)/(H-1)), worked out in Python
    expectSlopes(ntk(8, 2), {0.5, 0.22643091606597668, 0.10254191950095475, 0.04643732153552964, 0.021029690509880565,
                             0.009523544173472464, 0.00431284966278833, 0.001953125});
    expectSlopes(ntk(8, 4), {0.5, 0.2050838390019095, 0.08411876203952226, 0.03450279730230664, 0.014151932254123542,
                             0.005804665191941205, 0.0023808860433681164, 0.0009765625});
    expectSlopes(ntk(16, 2), {0.7071067811865475, 0.47742080195520825, 0.3223425771098948, 0.21763764082403103,
                              0.1469434882854511, 0.09921256574801246, 0.06698584140851832, 0.04522716367001182,
                              0.030536249013570185, 0.020617311105826475, 0.013920292470942801, 0.009398633094391536,
                              0.00634572184653309, 0.004284472576932132, 0.002892768656809695, 0.001953125});
    // Heads that are not sorted: the steepest is the ninth of twelve.
    const auto official = officialSlopes(12);
    const auto twelve = ntk(12, 3);
    EXPECT_DOUBLE_EQ(twelve[8], official[8]);
    EXPECT_DOUBLE_EQ(twelve[7], official[7] / 3.0);
    // Nothing to divide by: equal, zero and negative slopes.
    const Json options{{"alibi_scaling", {{"type", "ntk"}, {"factor", 3}}}};
    EXPECT_EQ(scaledSlopes({0.5, 0.5, 0.0}, options), (std::vector<double>{0.5, 0.5, 0.0}));
    EXPECT_EQ(scaledSlopes({0.0, 0.0}, options), (std::vector<double>{0.0, 0.0}));
    EXPECT_DOUBLE_EQ(scaledSlopes({-0.5, 0.25}, options)[1], 0.25 / 3.0);
}

TEST(AlibiScaling, RefusesWhatIsNoScaling)
{
    for (const char* scaling :
         {"4", "\"linear\"", "{}", R"({"type": "linear"})", R"({"type": "yarn", "factor": 2})",
          R"({"type": "ntk", "factor": "2"})", R"({"type": "ntk", "factor": 0})", R"({"type": "linear", "factor": -1})",
          R"({"type": "linear", "factor": 1e300})", R"({"type": "linear", "factor": 2, "x": 1})"})
        EXPECT_NE(messageOf<Error>([&] {
                      makeEncoding<float>("alibi", kSwitchedContext, {{"alibi_scaling", Json::parse(scaling)}});
                  }).find("\"alibi_scaling\""),
                  std::string::npos)
            << scaling;
}

TEST(AlibiGrowth, ExponentialFollowsTheFormulaAndStaysFinite)
{
    const double slope = officialSlopes(3)[2]; // 1/4
    const Matrix<double> bias = biasOf({{"alibi_growth", "exponential"}}, "alibi", 2);
    for (Index k = 0; k < bias.rows(); k += 13)
        for (Index q = 0; q < bias.cols(); q += 17) {
            const double distance = static_cast<double>(180 + q - 100 - k);
            EXPECT_DOUBLE_EQ(bias(k, q), -std::expm1(std::min(slope * distance, 20.0)));
        }
    Matrix<float> tile = Matrix<float>::Zero(64, 64);
    makeEncoding<float>("alibi", kSwitchedContext, {{"alibi_growth", "exponential"}, {"alibi_slopes", {1e6, -1e6, 0}}})
        ->addBias(view(tile), 1 << 20, 0, 0, {});
    EXPECT_TRUE(tile.array().isFinite().all());
    EXPECT_THROW(biasOf({{"alibi_growth", "cubic"}}), Error);
    EXPECT_THROW(biasOf({{"alibi_growth", true}}), Error);
}

} // namespace
