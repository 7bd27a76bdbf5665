// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/matrix.h"
#include "core/position/position_encoding.h"

#include <cmath>

namespace core {

// w_i(p) = factor * exp(p (growth_i + i frequency_i)) for consecutive positions p: cosine and sine of every frequency,
// growing or fading with the position. exp((a + b) z) = exp(a z) exp(b z) spares the sines: a is a multiple of 64 and
// worked out once per 64 positions, b < 64 comes from a table. In double, right to a few ulp at any position, and the
// same bits however a sequence is cut into chunks. Immutable; threads may share it.
class Waves
{
public:
    explicit Waves(const Eigen::ArrayXd& frequencies)
        : Waves(frequencies, Eigen::ArrayXd::Zero(frequencies.size()), 1.0)
    {}

    Waves(Eigen::ArrayXd frequencies, Eigen::ArrayXd growth, double factor)
        : m_frequencies(std::move(frequencies))
        , m_growth(std::move(growth))
        , m_real(m_frequencies.size(), kBlock)
        , m_imaginary(m_frequencies.size(), kBlock)
    {
        for (Index b = 0; b < kBlock; ++b) {
            const auto position = static_cast<double>(b);
            m_real.col(b) = factor * (position * m_growth).exp() * (position * m_frequencies).cos();
            m_imaginary.col(b) = factor * (position * m_growth).exp() * (position * m_frequencies).sin();
        }
    }

    Index size() const { return m_frequencies.size(); }
    const Eigen::ArrayXd& frequencies() const { return m_frequencies; }

    // visit(r, real parts, imaginary parts) for the positions first + r, 0 <= r < count; first >= 0. The parts are
    // ArrayXd of size().
    template <typename Visit>
    void visit(Index first, Index count, Visit&& visit) const
    {
        Eigen::ArrayXd blockReal;
        Eigen::ArrayXd blockImaginary;
        Eigen::ArrayXd real(size());
        Eigen::ArrayXd imaginary(size());
        for (Index r = 0; r < count; ++r) {
            const Index within = (first + r) % kBlock;
            if (r == 0 || within == 0) {
                const auto start = static_cast<double>(first + r - within);
                blockReal = (start * m_growth).exp() * (start * m_frequencies).cos();
                blockImaginary = (start * m_growth).exp() * (start * m_frequencies).sin();
            }
            real = blockReal * m_real.col(within) - blockImaginary * m_imaginary.col(within);
            imaginary = blockReal * m_imaginary.col(within) + blockImaginary * m_real.col(within);
            visit(r, std::as_const(real), std::as_const(imaginary));
        }
    }

private:
    static constexpr Index kBlock = 64;

    Eigen::ArrayXd m_frequencies;
    Eigen::ArrayXd m_growth;
    Eigen::ArrayXXd m_real; // (size, kBlock), column-major
    Eigen::ArrayXXd m_imaginary;
};

// frequency_i = base^(-2 i / headWidth), i < headWidth / 2.
inline Eigen::ArrayXd rotaryFrequencies(int headWidth, double base)
{
    const Index half = headWidth / 2;
    return Eigen::ArrayXd::NullaryExpr(
        half, [&](Index i) { return std::pow(base, -2.0 * static_cast<double>(i) / headWidth); });
}

// Which two dimensions of a head turn together: i and i + headWidth / 2 (GPT-NeoX, Llama), or 2 i and 2 i + 1
// (RoFormer, GPT-J).
enum class PairLayout { Half, Interleaved };

// The dimensions of a head that turnPairs() turns together.
inline std::vector<TurnedPair> turnedPairsOf(const Waves& waves, PairLayout layout)
{
    std::vector<TurnedPair> pairs;
    for (Index i = 0; i < waves.size(); ++i) {
        const Index first = layout == PairLayout::Half ? i : 2 * i;
        pairs.push_back({first, layout == PairLayout::Half ? first + waves.size() : first + 1, waves.frequencies()[i]});
    }
    return pairs;
}

// Multiplies each pair of each head, read as a complex number, by its wave at the row's position, or by the wave's
// conjugate: that is the transpose of the same linear map, and so its backward pass.
template <typename S>
void turnPairs(const Waves& waves, PairLayout layout, bool conjugate, MatrixView<S> x, Index firstPosition)
{
    using Row = Eigen::Array<S, Eigen::Dynamic, 1>;
    using Strided = Eigen::Map<Row, 0, Eigen::InnerStride<>>;
    const Index half = waves.size();
    const Eigen::InnerStride<> stride(2);
    Row cosine(half);
    Row sine(half);
    Row turned(half);
    const auto turnHead = [&](auto&& a, auto&& b) {
        turned = a * cosine - b * sine;
        b = a * sine + b * cosine;
        a = turned;
    };
    waves.visit(firstPosition, x.rows(), [&](Index r, const Eigen::ArrayXd& real, const Eigen::ArrayXd& imaginary) {
        cosine = real.template cast<S>();
        sine = imaginary.template cast<S>() * S(conjugate ? -1 : 1);
        for (Index column = 0; column < x.cols(); column += 2 * half) {
            S* head = &x(r, column);
            if (layout == PairLayout::Half)
                turnHead(Eigen::Map<Row>(head, half), Eigen::Map<Row>(head + half, half));
            else
                turnHead(Strided(head, half, stride), Strided(head + 1, half, stride));
        }
    });
}

} // namespace core
