// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/eval/head_behaviour.h"

#include "tests/core/random_model.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace {

using namespace core;

constexpr double kNoMark = std::numeric_limits<double>::quiet_NaN();

// Of a head that does nothing in particular.
HeadMeasures plain()
{
    HeadMeasures m;
    m.attention.meanDistance = 20.0;
    m.same = m.induction = kNoMark;
    return m;
}

TEST(HeadBehaviour, TheLinesAreThoseOfTheHeader)
{
    EXPECT_EQ(behaviourOf(plain()), std::nullopt);
    const auto with = [](auto change) {
        HeadMeasures m = plain();
        change(m);
        return behaviourOf(m);
    };
    using B = Behaviour;
    EXPECT_EQ(with([](auto& m) { m.previous = 0.4; }), (HeadBehaviour{B::Previous, 0.4}));
    EXPECT_EQ(with([](auto& m) { m.previous = 0.399; }), std::nullopt);
    EXPECT_EQ(with([](auto& m) { m.first = 0.71; }), (HeadBehaviour{B::First, 0.71}));
    EXPECT_EQ(with([](auto& m) { m.induction = 0.41; }), (HeadBehaviour{B::Induction, 0.41}));
    EXPECT_EQ(with([](auto& m) { m.same = 0.9; }), (HeadBehaviour{B::Same, 0.9}));
    EXPECT_EQ(with([](auto& m) { m.attention.massBeyond = 0.5; }), (HeadBehaviour{B::Far, 0.5}));
    EXPECT_EQ(with([](auto& m) { m.attention.massBeyond = 0.49; }), std::nullopt);
    EXPECT_EQ(with([](auto& m) { m.attention.meanDistance = 4.0; }), (HeadBehaviour{B::Local, 4.0}));
    EXPECT_EQ(with([](auto& m) { m.attention.meanDistance = 4.1; }), std::nullopt);
}

TEST(HeadBehaviour, TheLargestMarkWinsAndMarksComeBeforeDistances)
{
    HeadMeasures m = plain();
    m.previous = 0.45;
    m.induction = 0.55;
    m.attention.meanDistance = 1.0;
    m.attention.massBeyond = 0.9;
    EXPECT_EQ(behaviourOf(m)->what, Behaviour::Induction);
    m.induction = 0.1;
    EXPECT_EQ(behaviourOf(m)->what, Behaviour::Previous);
    m.previous = 0.1;
    EXPECT_EQ(behaviourOf(m)->what, Behaviour::Far);
    m.attention.massBeyond = 0.1;
    EXPECT_EQ(behaviourOf(m)->what, Behaviour::Local);
}

// Slopes that leave a head no choice.
TEST(HeadBehaviour, HeadsThatDoOneThingAreSaidToDoIt)
{
    ThreadPool pool(2);
    const std::vector<int> tokens = randomTokens(90); // trained on 16
    const auto behaviours = [&](double slope) {
        const auto model = randomModel("alibi").withEncodingOptions({{"alibi_slopes", {slope, slope, slope}}});
        std::vector<Behaviour> all;
        for (const HeadMeasures& m : headMeasures(*forward<float>(model, tokens, pool), 0, {}, pool)) {
            const auto behaviour = behaviourOf(m);
            EXPECT_TRUE(behaviour.has_value());
            all.push_back(behaviour.value_or(HeadBehaviour()).what);
        }
        return all;
    };
    EXPECT_EQ(behaviours(200.0), std::vector<Behaviour>(6, Behaviour::Local)); // itself
    EXPECT_EQ(behaviours(-200.0), std::vector<Behaviour>(6, Behaviour::First));
}

} // namespace
