// SPDX-License-Identifier: GPL-3.0-or-later
// Sandwich, Chi et al. 2023 (arXiv 2212.10356), section 5: the inner product of two sinusoidal embeddings as a bias. At
// distance d head h (from 0) of H adds
//     (Σ_{i=1..D/2} cos(d / 10000^(2 i / D)) - D/2) / (8 (h + 1) / H)
// to its scaled scores: 0 at distance 0, falling about as a logarithm. Sum and divisor are those of NVIDIA NeMo's
// sandwich_relative_position_embedding.py. Nothing is learned.
#include "core/base/error.h"
#include "core/position/by_distance.h"
#include "core/position/options.h"
#include "core/position/position_encoding.h"
#include "core/position/waves.h"

#include <memory>

namespace core {
namespace {

Waves sandwichWaves(int dimension)
{
    return Waves(Eigen::ArrayXd::NullaryExpr(
        dimension / 2, [&](Index i) { return std::pow(10000.0, -2.0 * static_cast<double>(i + 1) / dimension); }));
}

template <typename S>
class Sandwich final : public PositionEncoding<S>
{
public:
    Sandwich(int heads, int dimension)
        : m_heads(heads)
        , m_waves(sandwichWaves(dimension))
    {}

    bool biases() const override { return true; }
    void addBias(MatrixView<S> scores, Index firstQuery, Index firstKey, int head,
                 typename PositionEncoding<S>::Own) const override
    {
        const double divisor = 8.0 * (head + 1) / m_heads;
        addByDistance<S>(scores, firstQuery, firstKey, [&](Index first, auto& values) {
            m_waves.visit(first, values.size(), [&](Index n, const Eigen::ArrayXd& cosines, const Eigen::ArrayXd&) {
                values[n] = static_cast<S>((cosines.sum() - static_cast<double>(m_waves.size())) / divisor);
            });
        });
    }

    Json options() const override { return {{"sandwich_dimension", 2 * m_waves.size()}}; }

private:
    int m_heads;
    Waves m_waves;
};

} // namespace

std::span<const Option> sandwichOptions()
{
    static const std::vector<Option> options{
        {.key = "sandwich_dimension",
         .kind = OptionKind::Whole,
         .label = "Dimension",
         .about = "Width of the two embeddings whose product is the bias, D: even, and on purpose not the head's width "
                  "(Chi et al. 2023, arXiv 2212.10356, section 5).",
         .smallest = 2,
         .largest = 4096,
         .standard = 64},
    };
    return options;
}

template <typename S>
std::shared_ptr<const PositionEncoding<S>> makeSandwich(const EncodingContext& context, const Json& options)
{
    const int dimension = checkedOption(sandwichOptions()[0], options, context).template get<int>();
    if (dimension % 2 != 0)
        throw error("\"sandwich_dimension\" must be even, not {}.", dimension);
    return std::make_shared<Sandwich<S>>(context.heads, dimension);
}

template std::shared_ptr<const PositionEncoding<float>> makeSandwich<float>(const EncodingContext&, const Json&);
template std::shared_ptr<const PositionEncoding<double>> makeSandwich<double>(const EncodingContext&, const Json&);

} // namespace core
