// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <Eigen/Core>

namespace core {

using Index = Eigen::Index;

// Row-major throughout: a row is a token, a query or an output unit, and rows are what we hand to threads.
template <typename S>
using Matrix = Eigen::Matrix<S, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

// Views of rows inside a larger matrix: (rows, cols), rows `outerStride` elements apart.
template <typename S>
using MatrixView = Eigen::Map<Matrix<S>, 0, Eigen::OuterStride<>>;
template <typename S>
using ConstMatrixView = Eigen::Map<const Matrix<S>, 0, Eigen::OuterStride<>>;

// Instead of m.resize(): that frees the old memory, asks for the new, and when it is refused (std::bad_alloc) keeps the
// freed memory to free it once more. Here the matrix is then empty. Values are undefined.
template <typename S>
void setShape(Matrix<S>& m, Index rows, Index cols)
{
    if (m.size() != rows * cols)
        m.resize(0, 0);
    m.resize(rows, cols);
}

// A whole matrix, or rows [first, first + count) of one, as a view.
template <typename S>
MatrixView<S> view(Matrix<S>& m)
{
    return {m.data(), m.rows(), m.cols(), Eigen::OuterStride<>(m.cols())};
}
template <typename S>
ConstMatrixView<S> view(const Matrix<S>& m)
{
    return {m.data(), m.rows(), m.cols(), Eigen::OuterStride<>(m.cols())};
}
template <typename S>
MatrixView<S> rowsOf(Matrix<S>& m, Index first, Index count)
{
    return {m.data() + first * m.cols(), count, m.cols(), Eigen::OuterStride<>(m.cols())};
}
template <typename S>
ConstMatrixView<S> rowsOf(const Matrix<S>& m, Index first, Index count)
{
    return {m.data() + first * m.cols(), count, m.cols(), Eigen::OuterStride<>(m.cols())};
}
template <typename S>
MatrixView<S> rowsOf(MatrixView<S> m, Index first, Index count)
{
    return {m.data() + first * m.outerStride(), count, m.cols(), Eigen::OuterStride<>(m.outerStride())};
}
template <typename S>
ConstMatrixView<S> constView(MatrixView<S> m)
{
    return {m.data(), m.rows(), m.cols(), Eigen::OuterStride<>(m.outerStride())};
}
template <typename S>
ConstMatrixView<S> rowsOf(ConstMatrixView<S> m, Index first, Index count)
{
    return {m.data() + first * m.outerStride(), count, m.cols(), Eigen::OuterStride<>(m.outerStride())};
}

} // namespace core
