// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/layers/simd.h"

#include "core/base/random.h"
#include "core/layers/activation.h"
#include "core/layers/tile_product.h"
#include "tests/core/random_model.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

namespace {

using namespace core;

float expOf(float x) { return simd::exp(simd::broadcast(x))[0]; }

// In units of the last place of the right answer.
double ulpsOff(float x)
{
    const double right = std::exp(static_cast<double>(x));
    const auto nearest = static_cast<float>(right);
    const double ulp = std::nextafter(nearest, HUGE_VALF) - nearest;
    return std::abs(static_cast<double>(expOf(x)) - right) / ulp;
}

TEST(SimdExp, IsWithinTwoUlp)
{
    double worst = 0.0;
    float where = 0.0F;
    for (int i = 0; i <= 2000000; ++i) {
        const float x = -87.0F * static_cast<float>(i) / 2000000.0F;
        if (const double off = ulpsOff(x); off > worst) {
            worst = off;
            where = x;
        }
    }
    for (float x = -1e-30F; x > -1.0F; x *= 1.37F)
        worst = std::max(worst, ulpsOff(x));
    EXPECT_LE(worst, 4.0) << "at " << where;
    EXPECT_EQ(expOf(0.0F), 1.0F);
    EXPECT_EQ(expOf(-0.0F), 1.0F);
}

TEST(SimdExp, EndsInExactZero)
{
    for (const float x : {-87.34F, -88.0F, -100.0F, -1e10F, -std::numeric_limits<float>::max(),
                          -std::numeric_limits<float>::infinity()})
        EXPECT_EQ(expOf(x), 0.0F) << x;
    EXPECT_GT(expOf(-87.3F), 0.0F);
}

TEST(SimdExp, KeepsLanesApart)
{
    alignas(64) float in[simd::kLanes<float>];
    alignas(64) float out[simd::kLanes<float>];
    for (int i = 0; i < simd::kLanes<float>; ++i)
        in[i] = i % 3 == 2 ? -std::numeric_limits<float>::infinity() : -0.7F * static_cast<float>(i);
    simd::store(out, simd::exp(simd::load(in)));
    for (int i = 0; i < simd::kLanes<float>; ++i)
        EXPECT_NEAR(out[i], std::exp(in[i]), 1e-6F) << i;
}

// c in the middle of a larger matrix whose other cells must stay as they are.
template <typename S, bool Accumulate>
void checkProduct(Index m, Index n, Index k, bool transposed, Random& random)
{
    const Matrix<S> a = randomMatrix<S>(transposed ? k : m, (transposed ? m : k) + 3, random);
    const Matrix<S> b = randomMatrix<S>(k, n + 5, random);
    const Matrix<S> before = randomMatrix<S>(m + 1, n + 2, random);
    Matrix<S> c = before;
    tileProduct<Accumulate>(a.data(), transposed ? Index(1) : a.cols(), transposed ? a.cols() : Index(1), b.data(),
                            b.cols(), c.data(), c.cols(), m, n, k);
    Matrix<S> expected = before;
    const Matrix<S> left = transposed ? Matrix<S>(a.leftCols(m).transpose()) : Matrix<S>(a.leftCols(k));
    const Matrix<S> product = left * b.leftCols(n);
    if (Accumulate)
        expected.topLeftCorner(m, n) += product;
    else
        expected.topLeftCorner(m, n) = product;
    const double tolerance = 10.0 * static_cast<double>(k + 1) * std::numeric_limits<S>::epsilon();
    EXPECT_LE(static_cast<double>((c - expected).cwiseAbs().maxCoeff()), tolerance)
        << m << " x " << n << " x " << k << (transposed ? ", a transposed" : "") << (Accumulate ? ", added" : "");
}

template <typename S>
void checkProducts()
{
    Random random(2);
    for (int i = 0; i < 200; ++i) {
        const auto size = [&](int largest) {
            return 1 + static_cast<Index>(random.below(static_cast<std::uint64_t>(largest)));
        };
        const Index m = size(20);
        const Index n = size(9) * simd::kLanes<S>;
        const Index k = size(70);
        for (const bool transposed : {false, true}) {
            checkProduct<S, false>(m, n, k, transposed, random);
            checkProduct<S, true>(m, n, k, transposed, random);
        }
    }
}

TEST(TileProduct, FloatsAsEigen) { checkProducts<float>(); }
TEST(TileProduct, DoublesAsEigen) { checkProducts<double>(); }

struct GeluValue
{
    double x, erf, tanh;
};
// erf form as in MPT, tanh form as in BLOOM, which writes sqrt(2/pi) with ten digits.
constexpr std::array kGelu{GeluValue{-3.0, -0.00404969409489031, -0.0036373921063166947},
                           GeluValue{-1.0, -0.15865525393145707, -0.15880800961582126},
                           GeluValue{-0.5, -0.15426876936299344, -0.15428599026146134},
                           GeluValue{0.0, 0.0, 0.0},
                           GeluValue{0.5, 0.34573123063700656, 0.34571400973853866},
                           GeluValue{1.0, 0.8413447460685429, 0.8411919903841787},
                           GeluValue{2.0, 1.9544997361036416, 1.9545976939197902},
                           GeluValue{3.0, 2.99595030590511, 2.9963626078936834}};

template <typename S>
S gelu(Activation activation, double x)
{
    Matrix<S> values = Matrix<S>::Constant(1, 1, static_cast<S>(x));
    activationForward<S>(activation, view(std::as_const(values)), view(values));
    return values(0, 0);
}

TEST(Gelu, BothForms)
{
    for (const GeluValue& value : kGelu) {
        EXPECT_NEAR(gelu<double>(Activation::Gelu, value.x), value.erf, 1e-15) << value.x;
        EXPECT_NEAR(gelu<double>(Activation::GeluNew, value.x), value.tanh, 1e-9) << value.x;
        EXPECT_NEAR(gelu<float>(Activation::Gelu, value.x), value.erf, 4e-7) << value.x;
        EXPECT_NEAR(gelu<float>(Activation::GeluNew, value.x), value.tanh, 4e-7) << value.x;
    }
}

TEST(Gelu, StaysFiniteFarOut)
{
    for (const Activation activation : {Activation::Gelu, Activation::GeluNew})
        for (const float x : {50.0F, 1e4F, 1e10F}) {
            EXPECT_FLOAT_EQ(gelu<float>(activation, x), x); // NEON rounds differently
            EXPECT_EQ(gelu<float>(activation, -x), 0.0F);
        }
}

TEST(Gelu, BackwardIsTheSlopeOfForward)
{
    for (const Activation activation : {Activation::Gelu, Activation::GeluNew})
        for (const GeluValue& value : kGelu) {
            const Matrix<double> x = Matrix<double>::Constant(1, 1, value.x);
            Matrix<double> d = Matrix<double>::Constant(1, 1, 2.0);
            activationBackward<double>(activation, view(x), view(std::as_const(d)), view(d));
            const double h = 1e-5;
            const double slope =
                (gelu<double>(activation, value.x + h) - gelu<double>(activation, value.x - h)) / (2.0 * h);
            EXPECT_NEAR(d(0, 0), 2.0 * slope, 1e-8) << value.x;
        }
}

} // namespace
