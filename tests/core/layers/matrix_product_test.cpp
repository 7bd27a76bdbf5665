// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/layers/matrix_product.h"

#include "core/layers/packed_matrix.h"
#include "tests/core/random_model.h"

#include <gtest/gtest.h>

namespace {

using namespace core;

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
        const Matrix<S> a = randomMatrix<S>(m, k, random);
        const Matrix<S> aT = a.transpose();
        const Matrix<S> b = randomMatrix<S>(k, n, random);
        const Matrix<S> before = randomMatrix<S>(m, n, random);
        const Matrix<S> product = a * b;
        Matrix<S> c = before;
        matrixProduct(a.data(), k, Index(1), b.data(), n, c.data(), n, m, n, k);
        EXPECT_LE((c - product).cwiseAbs().maxCoeff(), tolerance) << m << " × " << k << " × " << n;
        c = before;
        matrixProduct(aT.data(), Index(1), m, b.data(), n, c.data(), n, m, n, k);
        EXPECT_LE((c - product).cwiseAbs().maxCoeff(), tolerance) << m << " × " << k << " × " << n;
    }
}

// Blocks change the speed, not a bit of the result: trained weights do not depend on them.
TYPED_TEST(MatrixProduct, HasTheBitsOfTheProductWithoutBlocks)
{
    using S = TypeParam;
    Random random(6);
    const Index m = 61, n = 7 * simd::kLanes<S>, k = 401;
    const Matrix<S> a = randomMatrix<S>(m, k, random);
    const Matrix<S> b = randomMatrix<S>(k, n, random);
    Matrix<S> blocked(m, n);
    Matrix<S> plain(m, n);
    matrixProduct(a.data(), k, Index(1), b.data(), n, blocked.data(), n, m, n, k);
    tileProduct<false>(a.data(), k, Index(1), b.data(), n, plain.data(), n, m, n, k);
    EXPECT_EQ(blocked, plain);
}

// Panels that are full, cut off at whole vectors and anywhere else; x and y inside larger matrices.
TYPED_TEST(MatrixProduct, APackedWeightGivesTheSameForAnyShape)
{
    using S = TypeParam;
    const S tolerance = std::is_same_v<S, float> ? S(2e-4) : S(1e-12);
    Random random(7);
    for (int round = 0; round < 60; ++round) {
        const Index rows = 1 + static_cast<Index>(random.below(70));
        const Index in = 1 + static_cast<Index>(random.below(300));
        const Index out = 1 + static_cast<Index>(random.below(200));
        const Matrix<S> weight = randomMatrix<S>(out, in, random);
        std::vector<S> panels(static_cast<std::size_t>(in * out));
        PackedMatrix<S>::pack(view(weight), panels.data());
        const Matrix<S> x = randomMatrix<S>(rows, in + 3, random);
        const Matrix<S> before = randomMatrix<S>(rows, out + 5, random);
        Matrix<S> y = before;
        PackedMatrix<S>(panels.data(), in, out)
            .multiply({x.data(), rows, in, Eigen::OuterStride<>(x.cols())},
                      {y.data(), rows, out, Eigen::OuterStride<>(y.cols())});
        const Matrix<S> product = x.leftCols(in) * weight.transpose();
        EXPECT_LE((y.leftCols(out) - product).cwiseAbs().maxCoeff(), tolerance) << rows << " × " << in << " × " << out;
        EXPECT_EQ(y.rightCols(5), before.rightCols(5)); // nothing beside it has changed
    }
}

} // namespace
