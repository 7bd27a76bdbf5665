// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/encoding_shape.h"

#include "core/base/error.h"
#include "core/model/attention_map.h"
#include "tests/core/random_model.h"

#include <gtest/gtest.h>

#include <cmath>

namespace {

using namespace core;

constexpr Index kShapeLength = 16;

TEST(EncodingShape, BiasesAreThoseOfTheMaps)
{
    ThreadPool pool(1);
    for (const char* encoding : {"alibi", "t5", "kerple", "sandwich", "fire"}) {
        const Transformer<float> model = randomModel(encoding);
        const Matrix<float> shape = encodingShape(model, EncodingShape::Bias, kShapeLength);
        ASSERT_EQ(shape.rows(), model.config().heads);
        ASSERT_EQ(shape.cols(), kShapeLength);
        const auto trace = forward<float>(model, randomTokens(std::size_t(kShapeLength)), pool);
        for (int head = 0; head < model.config().heads; ++head)
            for (Index distance = 0; distance < kShapeLength; ++distance) {
                const AttentionCell cell =
                    attentionCell(*trace, 0, head, kShapeLength - 1, kShapeLength - 1 - distance);
                ASSERT_FLOAT_EQ(shape(head, distance), cell.bias) << encoding << " at distance " << distance;
            }
    }
    const Matrix<float> alibi = encodingShape(randomModel("alibi"), EncodingShape::Bias, 10);
    EXPECT_FLOAT_EQ(alibi(0, 9), -9.0F * 0.0625F); // the first slope of three heads
    EXPECT_EQ(alibi(2, 0), 0.0F);
}

// Vaswani et al. 2017, section 3.5, in double: sin and cos of position / 10000^(2i/width), interleaved.
TEST(EncodingShape, SinusoidalVectorsAreTheFormula)
{
    const Transformer<float> model = randomModel("sinusoidal");
    const Index width = model.config().width;
    const Matrix<float> shape = encodingShape(model, EncodingShape::Vectors, 40);
    ASSERT_EQ(shape.rows(), 40);
    for (const Index position : {0, 1, 7, 39})
        for (Index i = 0; i < width / 2; ++i) {
            const double angle = double(position) / std::pow(10000.0, 2.0 * double(i) / double(width));
            EXPECT_NEAR(double(shape(position, 2 * i)), std::sin(angle), 1e-5);
            EXPECT_NEAR(double(shape(position, 2 * i + 1)), std::cos(angle), 1e-5);
        }
    // Its products depend on the distance only: Σ cos(distance · frequency).
    const Matrix<float> dot = encodingShape(model, EncodingShape::Dot, 40);
    for (const Index distance : {0, 1, 13, 39}) {
        double sum = 0.0;
        for (Index i = 0; i < width / 2; ++i)
            sum += std::cos(double(distance) / std::pow(10000.0, 2.0 * double(i) / double(width)));
        EXPECT_NEAR(double(dot(0, distance)), sum, 1e-4 * double(width));
    }
}

TEST(EncodingShape, LearnedProductsAreMeansOverPairs)
{
    const Transformer<float> model = randomModel("learned");
    const Matrix<float> rows = encodingShape(model, EncodingShape::Vectors, 9);
    const Matrix<float> dot = encodingShape(model, EncodingShape::Dot, 9);
    for (Index distance = 0; distance < 9; ++distance) {
        double sum = 0.0;
        for (Index key = 0; key + distance < 9; ++key)
            for (Index c = 0; c < rows.cols(); ++c)
                sum += double(rows(key, c)) * double(rows(key + distance, c));
        EXPECT_NEAR(double(dot(0, distance)), sum / double(9 - distance), 1e-5);
    }
    EXPECT_THROW((void)encodingShape(model, EncodingShape::Vectors, 1 << 20), Error) << "its table ends before";
}

TEST(EncodingShape, RotaryAnglesAndWhatTheyDoToEqualContents)
{
    const Transformer<float> model = randomModel("rotary");
    const auto pairs = model.encoding().turnedPairs();
    const Matrix<float> angles = encodingShape(model, EncodingShape::Angles, 50);
    ASSERT_EQ(angles.cols(), Index(pairs.size()));
    EXPECT_EQ(angles(0, 1), 0.0F);
    EXPECT_FLOAT_EQ(angles(49, 1), float(49.0 * pairs[1].frequency));
    const Matrix<float> dot = encodingShape(model, EncodingShape::Dot, 50);
    EXPECT_NEAR(dot(0, 0), 1.0F, 1e-6F);
    for (const Index distance : {1, 20, 49}) {
        double sum = 0.0;
        for (const TurnedPair& pair : pairs)
            sum += std::cos(double(distance) * pair.frequency);
        const double untouched = double(model.config().headWidth() - 2 * Index(pairs.size())); // turned by nothing
        EXPECT_NEAR(double(dot(0, distance)), (2.0 * sum + untouched) / double(model.config().headWidth()), 1e-5);
    }
}

TEST(EncodingShape, WhatAnEncodingDoesNotHaveIsASentence)
{
    EXPECT_THROW((void)encodingShape(randomModel("none"), EncodingShape::Bias, 4), Error);
    EXPECT_THROW((void)encodingShape(randomModel("alibi"), EncodingShape::Vectors, 4), Error);
    EXPECT_THROW((void)encodingShape(randomModel("alibi"), EncodingShape::Bias, 0), Error);
    EXPECT_THROW((void)encodingShapeById("curve"), Error);
    for (const char* id : {"vectors", "dot", "angles", "bias"})
        EXPECT_EQ(idOf(encodingShapeById(id)), id);
}

} // namespace
