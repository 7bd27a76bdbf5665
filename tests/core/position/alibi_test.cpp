// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/position/registry.h"

#include <gtest/gtest.h>

#include <cmath>

namespace {

using namespace core;

TEST(Alibi, TakesSlopeTimesDistanceFromEveryScore)
{
    const auto alibi = encodingById<double>("alibi").make({16, 2, 8, 64}, Json{{"alibi_slopes", {0.5, -2.0}}});
    Matrix<double> tile = Matrix<double>::Constant(3, 5, 1.0); // keys 10 … 12, queries 11 … 15
    alibi->addBias(view(tile), 11, 10, 1, {});
    for (Index k = 0; k < 3; ++k)
        for (Index q = 0; q < 5; ++q)
            EXPECT_DOUBLE_EQ(tile(k, q), 1.0 + 2.0 * static_cast<double>(11 + q - 10 - k));
}

TEST(Alibi, RefusesSlopesThatDoNotFit)
{
    const auto make = [](const char* text) { encodingById<float>("alibi").make({16, 2, 8, 64}, Json::parse(text)); };
    EXPECT_THROW(make(R"({"alibi_slopes": [1]})"), Error);
    EXPECT_THROW(make(R"({"alibi_slopes": [1, "x"]})"), Error);
    EXPECT_THROW(make(R"({"alibi_slopes": 3})"), Error);
    EXPECT_THROW(make(R"({"alibi_slopes": [1, 1e300]})"), Error);
    EXPECT_NO_THROW(make(R"({"alibi_slopes": [0, 7]})"));
}

TEST(Sinusoidal, BothLayoutsAsPublished)
{
    Matrix<double> x = Matrix<double>::Zero(1, 8);
    encodingById<double>("sinusoidal").make({8, 1, 8, 64}, Json::object())->addToEmbedding(view(x), 1, {});
    const std::vector<double> vaswani{.8414709848, .5403023059, .0998334166, .9950041653,
                                      .0099998333, .9999500004, .0009999998, .9999995};
    for (Index i = 0; i < 8; ++i)
        EXPECT_NEAR(x(0, i), vaswani[static_cast<std::size_t>(i)], 1e-9) << i;
    x.setZero();
    const Json concatenated{{"sinusoidal_layout", "concatenated"}};
    encodingById<double>("sinusoidal").make({8, 1, 8, 64}, concatenated)->addToEmbedding(view(x), 1, {});
    const std::vector<double> fairseq{.8414709848, .0463992235, .0021544330, .0001000000,
                                      .5403023059, .9989229760, .9999976792, .9999999950};
    for (Index i = 0; i < 8; ++i)
        EXPECT_NEAR(x(0, i), fairseq[static_cast<std::size_t>(i)], 1e-9) << i;
    EXPECT_THROW(encodingById<double>("sinusoidal").make({8, 1, 8, 64}, Json{{"sinusoidal_layout", "spiral"}}), Error);
    EXPECT_THROW(encodingById<double>("sinusoidal").make({9, 1, 9, 64}, Json::object()), Error);
}

TEST(Registry, UnknownEncodingsAreRefusedByNameAndKnownOnesListed)
{
    try {
        encodingById<float>("rope");
        FAIL();
    } catch (const Error& problem) {
        EXPECT_NE(std::string(problem.what()).find("\"rope\""), std::string::npos);
        EXPECT_NE(std::string(problem.what()).find("alibi"), std::string::npos);
    }
}

} // namespace
