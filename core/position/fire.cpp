// SPDX-License-Identifier: GPL-3.0-or-later
// FIRE (functional interpolation for relative positions), Li et al. 2024 (arXiv 2310.04418), section 3. Head h adds to
// the scaled score of query i and key j the h-th output of a small network that all heads and layers share,
//     x = ln(1 + |c| (i - j)) / (ln(1 + |c| max(i, L)) + 1e-6),    L = |multiplier * fire_threshold|
//     bias_h(i, j) = Σ_m out.weight[h, m] relu(in.weight[m] x + in.bias[m]) + out.bias[h]
// so that a distance is seen as a share of the query's own position, never above 1 however long the text.
// Learned, as in the authors' code: position.mlp.in.weight (width, 1), position.mlp.in.bias (width),
// position.mlp.out.weight (heads, width), position.mlp.out.bias (heads), from PyTorch's uniform ±1/sqrt(inputs);
// position.c, from 0.1; position.multiplier, from 1.
#include "core/layers/simd.h"
#include "core/position/options.h"
#include "core/position/position_encoding.h"

#include <cmath>
#include <memory>

namespace core {
namespace {

enum Tensor : std::size_t { InWeight, InBias, OutWeight, OutBias, C, Multiplier };

// One head's network as a function of x in [0, 1]. Most units have no kink in there: those that are on throughout come
// to one straight line, those that are off to nothing; only the others need a look at every x.
template <typename S>
struct HeadNetwork
{
    HeadNetwork(std::span<const ConstMatrixView<S>> own, int head)
        : intercept(own[OutBias](0, head))
    {
        for (Index m = 0; m < own[InBias].cols(); ++m) {
            const Unit unit{own[InWeight](m, 0), own[InBias](0, m), own[OutWeight](head, m), m};
            const S atOne = unit.weight + unit.bias;
            if (unit.bias > 0 && atOne > 0) {
                always.push_back(unit);
                slope += unit.out * unit.weight;
                intercept += unit.out * unit.bias;
            } else if (unit.bias > 0 || atOne > 0) {
                bent.push_back(unit);
            }
        }
    }

    struct Unit
    {
        S weight, bias, out;
        Index index;
    };
    std::vector<Unit> always;
    std::vector<Unit> bent;
    S slope = 0;
    S intercept = 0;
};

template <typename S>
using Row = Eigen::Array<S, Eigen::Dynamic, 1>;
template <typename S>
using Tile = Eigen::Array<S, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

// x of every cell of a tile (0 for keys after the query), and what it is made of.
template <typename S>
struct TileInputs
{
    TileInputs(std::span<const ConstMatrixView<S>> own, double threshold, Index keys, Index queries, Index firstQuery,
               Index firstKey)
        : c(std::abs(own[C](0, 0)))
        , length(std::abs(own[Multiplier](0, 0)) * static_cast<S>(threshold))
        , distances(keys + queries - 1)
        , positions(queries)
        , x(keys, paddedToBlocks(queries))
    {
        for (Index n = 0; n < distances.size(); ++n)
            distances[n] = static_cast<S>(std::max<Index>(0, firstQuery - firstKey - (keys - 1) + n));
        for (Index q = 0; q < queries; ++q)
            positions[q] = std::max(static_cast<S>(firstQuery + q), length);
        logs = (c * distances).log1p();
        inverse = ((c * positions).log1p() + S(1e-6)).inverse();
        x.rightCols(x.cols() - queries).setZero();
        for (Index k = 0; k < keys; ++k)
            x.row(k).head(queries) = (logs.segment(start(k), queries) * inverse).transpose();
    }

    // The rows are read in vectors, a few at a time.
    static constexpr int kVectors = 4;
    static Index paddedToBlocks(Index n)
    {
        constexpr Index block = kVectors * simd::kLanes<S>;
        return (n + block - 1) / block * block;
    }

    // Where in `distances` and `logs` row k begins.
    Index start(Index k) const { return x.rows() - 1 - k; }

    S c;
    S length;
    Row<S> distances; // from the last key to the first query … from the first key to the last query; at least 0
    Row<S> positions; // max(i, L)
    Row<S> logs;      // ln(1 + c distance)
    Row<S> inverse;   // 1 / (ln(1 + c position) + 1e-6)
    Tile<S> x;        // (keys, queries padded with zeros)
};

// x becomes the network's output.
template <typename S>
void evaluate(const HeadNetwork<S>& network, Tile<S>& x)
{
    constexpr int vectors = TileInputs<S>::kVectors;
    constexpr int lanes = simd::kLanes<S>;
    const simd::Vector<S> zero{};
    for (S* at = x.data(); at != x.data() + x.size(); at += vectors * lanes) {
        simd::Vector<S> in[vectors];
        simd::Vector<S> out[vectors];
        for (int v = 0; v < vectors; ++v) {
            in[v] = simd::load(at + v * lanes);
            out[v] = in[v] * network.slope + network.intercept;
        }
        for (const auto& unit : network.bent)
            for (int v = 0; v < vectors; ++v)
                out[v] += simd::max(in[v] * unit.weight + unit.bias, zero) * unit.out;
        for (int v = 0; v < vectors; ++v)
            simd::store(at + v * lanes, out[v]);
    }
}

template <typename S>
double sumOf(simd::Vector<S> vector)
{
    double sum = 0.0;
    for (int i = 0; i < simd::kLanes<S>; ++i)
        sum += static_cast<double>(vector[i]);
    return sum;
}

// The sums of g and of g x over the cells where a unit is on; adds its share of d(output)/dx to slopes.
template <typename S>
std::pair<double, double> backThroughUnit(const typename HeadNetwork<S>::Unit& unit, const Tile<S>& x, const Tile<S>& g,
                                          Tile<S>& slopes)
{
    const simd::Vector<S> zero{};
    const simd::Vector<S> slope = simd::broadcast(unit.out * unit.weight);
    simd::Vector<S> sum{};
    simd::Vector<S> sumX{};
    for (Index at = 0; at < x.size(); at += simd::kLanes<S>) {
        const simd::Vector<S> in = simd::load(x.data() + at);
        const simd::Vector<S> on = in * unit.weight + unit.bias > zero ? simd::load(g.data() + at) : zero;
        sum += on;
        sumX += on * in;
        const simd::Vector<S> here = in * unit.weight + unit.bias > zero ? slope : zero;
        simd::store(slopes.data() + at, simd::load(slopes.data() + at) + here);
    }
    return {sumOf<S>(sum), sumOf<S>(sumX)};
}

template <typename S>
class Fire final : public PositionEncoding<S>
{
    using typename PositionEncoding<S>::Own;
    using typename PositionEncoding<S>::Gradients;

public:
    Fire(int heads, int width, double threshold)
        : m_heads(heads)
        , m_width(width)
        , m_threshold(threshold)
    {}

    std::vector<TensorSpec> tensors() const override
    {
        const double spread = 1.0 / std::sqrt(m_width);
        return {{"position.mlp.in.weight", {m_width, 1}, 0.0, 0.0, true, 1.0},
                {"position.mlp.in.bias", {m_width}, 0.0, 0.0, false, 1.0},
                {"position.mlp.out.weight", {m_heads, m_width}, 0.0, 0.0, true, spread},
                {"position.mlp.out.bias", {m_heads}, 0.0, 0.0, false, spread},
                {"position.c", {1}, 0.0, 0.1},
                {"position.multiplier", {1}, 0.0, 1.0}};
    }

    bool biases() const override { return true; }
    void addBias(MatrixView<S> scores, Index firstQuery, Index firstKey, int head, Own own) const override
    {
        TileInputs<S> inputs(own, m_threshold, scores.rows(), scores.cols(), firstQuery, firstKey);
        evaluate<S>(HeadNetwork<S>(own, head), inputs.x);
        scores.array() += inputs.x.leftCols(scores.cols());
    }

    void addBiasBackward(ConstMatrixView<S> dScores, Index firstQuery, Index firstKey, int head, Own own,
                         Gradients gradients) const override
    {
        const HeadNetwork<S> network(own, head);
        const TileInputs<S> inputs(own, m_threshold, dScores.rows(), dScores.cols(), firstQuery, firstKey);
        Tile<S> g = Tile<S>::Zero(inputs.x.rows(), inputs.x.cols());
        g.leftCols(dScores.cols()) = dScores.array();
        Tile<S> slopes = Tile<S>::Constant(g.rows(), g.cols(), network.slope);
        const auto add = [&](const auto& unit, std::pair<double, double> sums) {
            const auto sum = static_cast<S>(sums.first);
            const auto sumX = static_cast<S>(sums.second);
            gradients[OutWeight](head, unit.index) += unit.weight * sumX + unit.bias * sum;
            gradients[InWeight](unit.index, 0) += unit.out * sumX;
            gradients[InBias](0, unit.index) += unit.out * sum;
        };
        for (const auto& unit : network.bent)
            add(unit, backThroughUnit<S>(unit, inputs.x, g, slopes));
        const std::pair<double, double> everywhere{g.sum(), (g * inputs.x).sum()};
        for (const auto& unit : network.always)
            add(unit, everywhere);
        gradients[OutBias](0, head) += static_cast<S>(everywhere.first);
        backThroughInputs(inputs, g * slopes, firstQuery, own, gradients);
    }

    Json options() const override { return {{"fire_width", m_width}, {"fire_threshold", m_threshold}}; }

private:
    // dx is d(loss)/dx of every cell; x = logs / (ln(1 + c positions) + 1e-6).
    void backThroughInputs(const TileInputs<S>& inputs, const Tile<S>& dx, Index firstQuery, Own own,
                           Gradients gradients) const
    {
        const Index queries = inputs.positions.size();
        Row<S> byDistance = Row<S>::Zero(inputs.distances.size());
        Row<S> byQuery = Row<S>::Zero(queries);
        for (Index k = 0; k < dx.rows(); ++k) {
            const auto row = dx.row(k).head(queries).transpose();
            byDistance.segment(inputs.start(k), queries) += row * inputs.inverse;
            byQuery += row * inputs.logs.segment(inputs.start(k), queries);
        }
        // d(loss)/d(c position) of each query
        byQuery *= -inputs.inverse.square() / (S(1) + inputs.c * inputs.positions);
        const S dc = (byDistance * inputs.distances / (S(1) + inputs.c * inputs.distances)).sum() +
                     (byQuery * inputs.positions).sum();
        S dLength = 0;
        for (Index q = 0; q < queries && static_cast<S>(firstQuery + q) < inputs.length; ++q)
            dLength += inputs.c * byQuery[q];
        gradients[C](0, 0) += std::copysign(S(1), own[C](0, 0)) * dc;
        gradients[Multiplier](0, 0) += std::copysign(static_cast<S>(m_threshold), own[Multiplier](0, 0)) * dLength;
    }

    int m_heads;
    int m_width;
    double m_threshold;
};

} // namespace

std::span<const Option> fireOptions()
{
    static const std::vector<Option> options{
        {.key = "fire_width",
         .kind = OptionKind::Whole,
         .label = "Width",
         .about = "Hidden units of the small network (Li et al. 2024, arXiv 2310.04418, section 3).",
         .smallest = 1,
         .largest = 1024,
         .standard = 32},
        {.key = "fire_threshold",
         .label = "Threshold",
         .about = "Up to about this position distances are seen as shares of it, later as shares of the query's own "
                  "position.",
         .smallest = 1e-3,
         .largest = 1e9,
         .standardText = "a quarter of the training length, as the published 512 is of 2048"},
    };
    return options;
}

template <typename S>
std::shared_ptr<const PositionEncoding<S>> makeFire(const EncodingContext& context, const Json& options)
{
    const Json inForce = checkedOptions(fireOptions(), options, context);
    return std::make_shared<Fire<S>>(context.heads, inForce["fire_width"].template get<int>(),
                                     inForce.value("fire_threshold", std::max(1.0, context.trainingLength / 4.0)));
}

template std::shared_ptr<const PositionEncoding<float>> makeFire<float>(const EncodingContext&, const Json&);
template std::shared_ptr<const PositionEncoding<double>> makeFire<double>(const EncodingContext&, const Json&);

} // namespace core
