// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/cancel.h"
#include "core/layers/matrix_product.h"

namespace core {

// A weight (out, in) rearranged once for many products x weightᵀ: its transpose (in, out), cut into panels of one
// register block of columns, each panel's rows one behind the other, so that the kernel reads memory in one stream and
// copies nothing. As many numbers as the weight. The panels' width depends on the processor: never stored in a file.
template <typename S>
class PackedMatrix
{
public:
    PackedMatrix(const S* panels, Index in, Index out)
        : m_panels(panels)
        , m_in(in)
        , m_out(out)
    {}

    // Throws Cancelled soon after cancel() is true.
    static void pack(ConstMatrixView<S> weight, S* panels, const Cancel& cancel = {})
    {
        const Index in = weight.cols();
        for (Index first = 0; first < weight.rows(); first += kPanel) {
            throwIfCancelled(cancel);
            const Index width = std::min(kPanel, weight.rows() - first);
            Eigen::Map<Matrix<S>>(panels + first * in, in, width) = weight.middleRows(first, width).transpose();
        }
    }

    // y (rows, out) = x (rows, in) · weightᵀ
    void multiply(ConstMatrixView<S> x, MatrixView<S> y) const
    {
        using Shape = detail::ProductShape<S>;
        for (Index first = 0; first < m_out; first += kPanel) {
            const S* panel = m_panels + first * m_in;
            const Index width = std::min(kPanel, m_out - first);
            MatrixView<S> out(&y(0, first), y.rows(), width, Eigen::OuterStride<>(y.outerStride()));
            if (width < kPanel) {
                core::multiply<S>(x, ConstMatrixView<S>(panel, m_in, width, Eigen::OuterStride<>(width)), out);
                return;
            }
            for (Index p = 0; p < m_in; p += Shape::depth) {
                const auto part = [&]<bool Accumulate>(std::bool_constant<Accumulate>) {
                    detail::productColumns<S, Shape::rows, Shape::vectors, Accumulate>(
                        x.data() + p, x.outerStride(), Index(1), panel + p * kPanel, kPanel, out.data(),
                        out.outerStride(), out.rows(), std::min(Shape::depth, m_in - p));
                };
                p > 0 ? part(std::true_type{}) : part(std::false_type{});
            }
        }
    }

private:
    static constexpr Index kPanel = detail::ProductShape<S>::columns;

    const S* m_panels;
    Index m_in;
    Index m_out;
};

} // namespace core
