// SPDX-License-Identifier: GPL-3.0-or-later
// xPos, Sun et al. 2023 (arXiv 2212.10554), section 3.2; code: microsoft/torchscale, xpos_relative_position.py. Rotary
// (interleaved pairs, base 10000) whose pairs also fade with the distance: pair i of a query at position p is
// multiplied by zeta_i^(p / scaleBase), that of a key by zeta_i^(-p / scaleBase), so that only the distance remains in
// q · k:
//     zeta_i = (2 i / headWidth + gamma) / (1 + gamma)
// Both factors go out of float's range in the end. The longest input keeps them within e^±60, 1e±26, which leaves the
// queries and keys themselves twelve powers of ten: 24521 tokens with the standard options.
#include "core/base/error.h"
#include "core/position/options.h"
#include "core/position/position_encoding.h"
#include "core/position/waves.h"

#include <memory>

namespace core {
namespace {

// ln(zeta_i) / scaleBase: what a query's pair grows by per position.
Eigen::ArrayXd xposGrowth(int headWidth, double gamma, double scaleBase)
{
    const Eigen::ArrayXd pair =
        Eigen::ArrayXd::NullaryExpr(headWidth / 2, [&](Index i) { return 2.0 * static_cast<double>(i) / headWidth; });
    return ((pair + gamma) / (1.0 + gamma)).log() / scaleBase;
}

template <typename S>
class Xpos final : public PositionEncoding<S>
{
public:
    Xpos(int headWidth, double gamma, double scaleBase)
        : m_query(rotaryFrequencies(headWidth, 10000.0), xposGrowth(headWidth, gamma, scaleBase), 1.0)
        , m_key(rotaryFrequencies(headWidth, 10000.0), -xposGrowth(headWidth, gamma, scaleBase), 1.0)
        , m_longest(static_cast<Index>(-60.0 / xposGrowth(headWidth, gamma, scaleBase).minCoeff()))
        , m_options{{"xpos_gamma", gamma}, {"xpos_scale_base", scaleBase}}
    {}

    bool turns() const override { return true; }
    std::vector<TurnedPair> turnedPairs() const override { return turnedPairsOf(m_query, PairLayout::Interleaved); }
    void turn(MatrixView<S> x, Side side, Index firstPosition) const override
    {
        turnPairs<S>(side == Side::Query ? m_query : m_key, PairLayout::Interleaved, false, x, firstPosition);
    }
    void turnBackward(MatrixView<S> dx, Side side, Index firstPosition) const override
    {
        turnPairs<S>(side == Side::Query ? m_query : m_key, PairLayout::Interleaved, true, dx, firstPosition);
    }

    Index longestInput() const override { return m_longest; }
    Json options() const override { return m_options; }

private:
    Waves m_query;
    Waves m_key;
    Index m_longest;
    Json m_options;
};

} // namespace

std::span<const Option> xposOptions()
{
    static const std::vector<Option> options{
        {.key = "xpos_gamma",
         .label = "Gamma",
         .about = "How little pairs fade: the larger, the less (Sun et al. 2023, arXiv 2212.10554, section 3.2).",
         .smallest = 0.01,
         .largest = 100.0,
         .standard = 0.4},
        {.key = "xpos_scale_base",
         .label = "Scale base",
         .about = "In how many tokens a pair fades by its factor.",
         .smallest = 1.0,
         .largest = 1e9,
         .standard = 512.0},
    };
    return options;
}

template <typename S>
std::shared_ptr<const PositionEncoding<S>> makeXpos(const EncodingContext& context, const Json& options)
{
    if (context.headWidth % 2 != 0)
        throw error("xPos turns pairs: \"hidden_size\" / \"num_attention_heads\" must be even, not {}.",
                    context.headWidth);
    const Json inForce = checkedOptions(xposOptions(), options, context);
    return std::make_shared<Xpos<S>>(context.headWidth, inForce["xpos_gamma"].template get<double>(),
                                     inForce["xpos_scale_base"].template get<double>());
}

template std::shared_ptr<const PositionEncoding<float>> makeXpos<float>(const EncodingContext&, const Json&);
template std::shared_ptr<const PositionEncoding<double>> makeXpos<double>(const EncodingContext&, const Json&);

} // namespace core
