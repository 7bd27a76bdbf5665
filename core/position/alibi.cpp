// SPDX-License-Identifier: GPL-3.0-or-later
// Attention with linear biases, Press, Smith & Lewis 2022 (arXiv 2108.12409), section 3 and footnote 10:
//     score(i, j) = q_i · k_j / sqrt(headWidth) - slope(head) * (i - j)
// in distance form (0 on the diagonal), which stays exact in float at any length. Growth other than linear is told of
// by the official repository's README, without a formula. This one has ALiBi's slope at distance 0, and each head its
// own scale: like ALiBi well inside 1/slope, soon a hard edge beyond. slope * distance is cut at 20, a penalty of 5e8,
// to stay finite; a negative slope gives a reward that levels off at 1.
//
// With "alibi_learned_slopes" the slopes are learned (the paper's footnote 11 tried that: "did not yield strong
// extrapolation results"): position.log_slopes (heads), their natural logarithms, so that a step changes steep and flat
// slopes by the same share and none crosses zero. "alibi_slopes" then stands in their place.
#include "core/position/alibi.h"

#include "core/base/error.h"
#include "core/position/by_distance.h"
#include "core/position/options.h"
#include "core/position/position_encoding.h"
#include "core/position/slope_rules.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <memory>

namespace core {

namespace {

constexpr double kLargestExponent = 20.0;

template <typename S>
class Alibi final : public PositionEncoding<S>
{
    using typename PositionEncoding<S>::Own;
    using typename PositionEncoding<S>::Gradients;

public:
    // slopes: in force; empty: those learned from `start` on. start: empty: none are learned.
    Alibi(std::vector<double> slopes, std::vector<double> start, bool exponential, Json options)
        : m_slopes(std::move(slopes))
        , m_start(std::move(start))
        , m_exponential(exponential)
        , m_options(std::move(options))
    {}

    std::vector<TensorSpec> tensors() const override
    {
        if (m_start.empty())
            return {};
        TensorSpec spec{"position.log_slopes", {static_cast<Index>(m_start.size())}};
        for (const double slope : m_start)
            spec.initialValues.push_back(std::log(slope));
        return {spec};
    }

    bool biases() const override { return true; }

    void addBias(MatrixView<S> scores, Index firstQuery, Index firstKey, int head, Own own) const override
    {
        const double slope = slopeInForce(head, own);
        if (m_exponential)
            subtractExponential(scores, firstQuery - firstKey, slope);
        else
            subtractLinear(scores, firstQuery - firstKey, static_cast<S>(slope));
    }

    void addBiasBackward(ConstMatrixView<S> dScores, Index firstQuery, Index firstKey, int head, Own own,
                         Gradients gradients) const override
    {
        if (!isLearned())
            return;
        const double slope = slopeInForce(head, own);
        double dSlope = 0.0;
        visitSumsByDistance<S>(dScores, firstQuery, firstKey, [&](Index distance, S sum) {
            const double linear = slope * static_cast<double>(distance);
            const double growth = !m_exponential ? 1.0 : linear < kLargestExponent ? std::exp(linear) : 0.0;
            dSlope -= static_cast<double>(sum) * static_cast<double>(distance) * growth;
        });
        gradients[0](0, head) += static_cast<S>(dSlope * slope); // d e^w = e^w dw, whatever it is divided by
    }

    S largestBias(Index distance, int head) const override
    {
        if (isLearned())
            return std::numeric_limits<S>::infinity(); // it depends on what is learned
        const double slope = m_slopes[static_cast<std::size_t>(head)];
        if (slope < 0.0)
            return std::numeric_limits<S>::infinity(); // it rises
        const double linear = slope * static_cast<double>(distance);
        return static_cast<S>(m_exponential ? -std::expm1(std::min(linear, kLargestExponent)) : -linear);
    }

    std::vector<double> slopes(Own own) const override
    {
        if (!isLearned())
            return m_options.at("alibi_slopes").template get<std::vector<double>>();
        std::vector<double> learned;
        for (Index head = 0; head < own[0].cols(); ++head)
            learned.push_back(std::exp(static_cast<double>(own[0](0, head))));
        return learned;
    }

    Json options() const override { return m_options; }

    bool placesLike(const PositionEncoding<S>& other) const override { return dynamic_cast<const Alibi*>(&other); }
    bool biasesLike(const PositionEncoding<S>& other, int head) const override
    {
        const auto* alibi = dynamic_cast<const Alibi*>(&other);
        if (alibi == nullptr || alibi->m_exponential != m_exponential || alibi->isLearned() != isLearned())
            return false;
        const auto at = static_cast<std::size_t>(head);
        return isLearned() ? alibi->divisor() == divisor() : alibi->m_slopes[at] == m_slopes[at];
    }

private:
    bool isLearned() const { return m_slopes.empty(); }
    // Of learned slopes, under position interpolation.
    double divisor() const
    {
        const auto scaling = m_options.find("alibi_scaling");
        return scaling == m_options.end() ? 1.0 : scaling->at("factor").template get<double>();
    }
    double slopeInForce(int head, Own own) const
    {
        return isLearned() ? std::exp(static_cast<double>(own[0](0, head))) / divisor()
                           : m_slopes[static_cast<std::size_t>(head)];
    }

    // `distance` is that of the tile's first query from its first key.
    static void subtractLinear(MatrixView<S> scores, Index distance, S slope)
    {
        const int queries = static_cast<int>(scores.cols()); // int: it becomes a float in one step, eight at a time
        for (Index k = 0; k < scores.rows(); ++k) {
            S* row = &scores(k, 0);
            const S first = static_cast<S>(distance - k);
            for (int q = 0; q < queries; ++q)
                row[q] -= slope * (first + static_cast<S>(q));
        }
    }

    static void subtractExponential(MatrixView<S> scores, Index distance, double slope)
    {
        std::vector<S> penalty(static_cast<std::size_t>(scores.rows() + scores.cols())); // by distance
        const Index least = distance - scores.rows() + 1;
        for (std::size_t i = 0; i < penalty.size(); ++i)
            penalty[i] = static_cast<S>(
                std::expm1(std::min(slope * static_cast<double>(least + static_cast<Index>(i)), kLargestExponent)));
        for (Index k = 0; k < scores.rows(); ++k)
            for (Index q = 0; q < scores.cols(); ++q)
                scores(k, q) -= penalty[static_cast<std::size_t>(scores.rows() - 1 - k + q)];
    }

    std::vector<double> m_slopes; // in force
    std::vector<double> m_start;
    bool m_exponential;
    Json m_options;
};

} // namespace

std::vector<double> scaledSlopes(std::vector<double> slopes, const Json& options)
{
    const auto scaling = options.find("alibi_scaling");
    if (scaling == options.end() || scaling->is_null())
        return slopes;
    const double factor = scaling->at("factor").get<double>();
    double steepest = 0.0;
    double flattest = std::numeric_limits<double>::infinity();
    for (const double slope : slopes) {
        steepest = std::max(steepest, std::abs(slope));
        if (slope != 0.0)
            flattest = std::min(flattest, std::abs(slope));
    }
    for (double& slope : slopes) {
        if (scaling->at("type") == "linear")
            slope /= factor;
        else if (slope != 0.0 && steepest > flattest)
            slope *= std::pow(factor, -std::log(steepest / std::abs(slope)) / std::log(steepest / flattest));
    }
    return slopes;
}

std::span<const Option> alibiOptions()
{
    static const std::vector<OptionField> factor{{.key = "factor", .smallest = 1e-3, .largest = 1e6}};
    static const std::vector<Option> options{
        {.key = "alibi_scaling",
         .kind = OptionKind::Object,
         .label = "Stretch",
         .about = "Lets a trained model take longer distances for shorter ones it knows, without training.",
         .choices = {{"linear", "position interpolation",
                      "Position interpolation: every slope is divided by the factor, as if all distances were that "
                      "much shorter (Al-Khateeb et al. 2023, arXiv 2310.13017).",
                      "position interpolation ×{}", factor},
                     {"ntk", "NTK-ALiBi",
                      "NTK-ALiBi: the steepest head keeps its slope, the flattest reaches the factor times as far, "
                      "those between by their logarithm (keezen/ntk_alibi).",
                      "NTK-ALiBi ×{}", factor}},
         .typeKey = "type",
         .isSwitch = true,
         .start = OptionStart::TimesTrainingLength},
        {.key = "alibi_growth",
         .kind = OptionKind::Word,
         .label = "Growth",
         .about = "How the penalty grows with the distance: exponential, it is e^(slope × distance) − 1, ALiBi's near "
                  "the query, soon a hard edge; the paper's authors tried that and found linear best.",
         .standard = "linear",
         .choices = {{"linear", "linear", {}, "linear growth"},
                     {"exponential", "exponential", {}, "exponential growth"}},
         .isSwitch = true},
        {.key = "alibi_slopes",
         .kind = OptionKind::Heads,
         .label = "Slopes",
         .about = "What each head multiplies the distance by before it subtracts it (Press et al. 2022, arXiv "
                  "2108.12409, section 3).",
         .smallest = -1e6,
         .largest = 1e6,
         .standardText = "the official slopes",
         .isSwitch = true,
         .badge = "other slopes"},
        {.key = "alibi_learned_slopes",
         .kind = OptionKind::Heads,
         .label = "Learned slopes",
         .about = "Every head learns its slope, from this one on; alibi_slopes then stands in place of what was "
                  "learned. The paper's authors found it no better (Press et al. 2022, arXiv 2108.12409, footnote 11).",
         .smallest = 1e-6,
         .largest = 1e6,
         .badge = "learned slopes"},
    };
    return options;
}

template <typename S>
std::shared_ptr<const PositionEncoding<S>> makeAlibi(const EncodingContext& context, const Json& options)
{
    Json inForce = checkedOptions(alibiOptions(), options, context);
    std::vector<double> start;
    if (const auto learned = inForce.find("alibi_learned_slopes"); learned != inForce.end())
        start = learned->get<std::vector<double>>();
    if (!inForce.contains("alibi_slopes") && start.empty())
        inForce["alibi_slopes"] = officialSlopes(context.heads);
    std::vector<double> slopes;
    if (inForce.contains("alibi_slopes"))
        slopes = scaledSlopes(inForce["alibi_slopes"].get<std::vector<double>>(), inForce);
    else if (inForce.contains("alibi_scaling") && inForce["alibi_scaling"]["type"] != "linear")
        throw error(
            "\"alibi_scaling\": \"ntk\" stretches fixed slopes only, and these are learned; give \"alibi_slopes\", "
            "too, or take \"linear\".");
    const bool exponential = inForce["alibi_growth"] == "exponential";
    return std::make_shared<Alibi<S>>(std::move(slopes), std::move(start), exponential, std::move(inForce));
}

template std::shared_ptr<const PositionEncoding<float>> makeAlibi<float>(const EncodingContext&, const Json&);
template std::shared_ptr<const PositionEncoding<double>> makeAlibi<double>(const EncodingContext&, const Json&);

} // namespace core
