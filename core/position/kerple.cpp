// SPDX-License-Identifier: GPL-3.0-or-later
// KERPLE, logarithmic variant, Chi et al. 2022 (arXiv 2205.09921), section 4; code: chijames/KERPLE,
// megatron/mpu/layers.py. Every head adds, at distance d,
//     -p ln(1 + a d),    p = max(bias_p, 0.01), a = max(bias_a, 0.01)
// to its scaled scores; all layers share p and a. Where the maximum holds a parameter at 0.01 its gradient is zero.
// Learned: position.bias_p (heads), from uniform [0, 2); position.bias_a (heads), from uniform [0, 1).
#include "core/position/by_distance.h"
#include "core/position/position_encoding.h"

#include <cmath>
#include <memory>

namespace core {
namespace {

template <typename S>
class Kerple final : public PositionEncoding<S>
{
    using typename PositionEncoding<S>::Own;
    using typename PositionEncoding<S>::Gradients;

public:
    explicit Kerple(int heads)
        : m_heads(heads)
    {}

    std::vector<TensorSpec> tensors() const override
    {
        return {{"position.bias_p", {m_heads}, 0.0, 1.0, false, 1.0},
                {"position.bias_a", {m_heads}, 0.0, 0.5, false, 0.5}};
    }

    bool biases() const override { return true; }
    void addBias(MatrixView<S> scores, Index firstQuery, Index firstKey, int head, Own own) const override
    {
        const S p = std::max(own[0](0, head), kSmallest);
        const S a = std::max(own[1](0, head), kSmallest);
        addByDistance<S>(scores, firstQuery, firstKey, [&](Index first, auto& values) {
            for (Index n = 0; n < values.size(); ++n)
                values[n] = static_cast<S>(first + n);
            values = -p * (a * values).log1p();
        });
    }
    void addBiasBackward(ConstMatrixView<S> dScores, Index firstQuery, Index firstKey, int head, Own own,
                         Gradients gradients) const override
    {
        const S p = std::max(own[0](0, head), kSmallest);
        const S a = std::max(own[1](0, head), kSmallest);
        S dp = 0;
        S da = 0;
        visitSumsByDistance<S>(dScores, firstQuery, firstKey, [&](Index distance, S sum) {
            const S scaled = a * static_cast<S>(distance);
            dp -= sum * std::log1p(scaled);
            da -= sum * p * static_cast<S>(distance) / (S(1) + scaled);
        });
        if (own[0](0, head) > kSmallest)
            gradients[0](0, head) += dp;
        if (own[1](0, head) > kSmallest)
            gradients[1](0, head) += da;
    }

private:
    static constexpr S kSmallest = S(0.01);

    int m_heads;
};

} // namespace

template <typename S>
std::shared_ptr<const PositionEncoding<S>> makeKerple(const EncodingContext& context, const Json&)
{
    return std::make_shared<Kerple<S>>(context.heads);
}

template std::shared_ptr<const PositionEncoding<float>> makeKerple<float>(const EncodingContext&, const Json&);
template std::shared_ptr<const PositionEncoding<double>> makeKerple<double>(const EncodingContext&, const Json&);

} // namespace core
