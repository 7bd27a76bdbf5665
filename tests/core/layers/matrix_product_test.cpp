// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/layers/matrix_product.h"

#include "core/base/random.h"

#include <gtest/gtest.h>

namespace {

using namespace core;

template <typename S>
Matrix<S> randomNumbers(Index rows, Index cols, Random& random)
{
    Matrix<S> m(rows, cols);
    for (Index i = 0; i < m.size(); ++i)
        m.data()[i] = static_cast<S>(random.normal());
    return m;
}

template <typename S>
class MatrixProduct : public testing::Test
{};
using Numbers = testing::Types<float, double>;
TYPED_TEST_SUITE(MatrixProduct, Numbers);

// Shapes on both sides of every block's edge, and a transposed left side.
TYPED_TEST(MatrixProduct, IsEigensProductForAnyShape)
{
    using S = TypeParam;
    constexpr Index lanes = simd::kLanes<S>;
    const S tolerance = std::is_same_v<S, float> ? S(2e-4) : S(1e-12);
    Random random(5);
    for (int round = 0; round < 60; ++round) {
        const Index m = 1 + static_cast<Index>(random.below(90));
        const Index n = lanes * (1 + static_cast<Index>(random.below(11)));
        const Index k = 1 + static_cast<Index>(random.below(300));
        const Matrix<S> a = randomNumbers<S>(m, k, random);
        const Matrix<S> aT = a.transpose();
        const Matrix<S> b = randomNumbers<S>(k, n, random);
        const Matrix<S> before = randomNumbers<S>(m, n, random);
        const Matrix<S> product = a * b;
        Matrix<S> c = before;
        matrixProduct<false>(a.data(), k, Index(1), b.data(), n, c.data(), n, m, n, k);
        EXPECT_LE((c - product).cwiseAbs().maxCoeff(), tolerance) << m << " × " << k << " × " << n;
        c = before;
        matrixProduct<true>(aT.data(), Index(1), m, b.data(), n, c.data(), n, m, n, k);
        EXPECT_LE((c - before - product).cwiseAbs().maxCoeff(), tolerance) << m << " × " << k << " × " << n;
    }
}

// Blocks change the speed, not a bit of the result: trained weights do not depend on them.
TYPED_TEST(MatrixProduct, HasTheBitsOfTheProductWithoutBlocks)
{
    using S = TypeParam;
    Random random(6);
    const Index m = 61, n = 7 * simd::kLanes<S>, k = 401;
    const Matrix<S> a = randomNumbers<S>(m, k, random);
    const Matrix<S> b = randomNumbers<S>(k, n, random);
    Matrix<S> blocked(m, n);
    Matrix<S> plain(m, n);
    matrixProduct<false>(a.data(), k, Index(1), b.data(), n, blocked.data(), n, m, n, k);
    tileProduct<false>(a.data(), k, Index(1), b.data(), n, plain.data(), n, m, n, k);
    EXPECT_EQ(blocked, plain);
}

} // namespace
