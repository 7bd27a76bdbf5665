// SPDX-License-Identifier: GPL-3.0-or-later
// Attention with linear biases, Press, Smith & Lewis 2022 (arXiv 2108.12409), section 3 and footnote 10:
//     score(i, j) = q_i · k_j / sqrt(headWidth) - slope(head) * (i - j)
// in distance form (0 on the diagonal), which stays exact in float at any length. Growth other than linear is told of
// by the official repository's README, without a formula. This one has ALiBi's slope at distance 0, and each head its
// own scale: like ALiBi well inside 1/slope, soon a hard edge beyond. slope * distance is cut at 20, a penalty of 5e8,
// to stay finite; a negative slope gives a reward that levels off at 1.
#include "core/position/alibi.h"

#include "core/base/error.h"
#include "core/base/random.h"
#include "core/position/options.h"
#include "core/position/position_encoding.h"

#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <limits>
#include <memory>
#include <numeric>

namespace core {

std::vector<double> officialSlopes(int heads)
{
    if (heads < 1)
        throw std::invalid_argument("slopes need at least one head");
    const int power = static_cast<int>(std::bit_floor(static_cast<unsigned>(heads)));
    std::vector<double> slopes;
    for (int h = 1; h <= power; ++h)
        slopes.push_back(std::exp2(-8.0 * h / power));
    for (int h = 1; static_cast<int>(slopes.size()) < heads; h += 2)
        slopes.push_back(std::exp2(-4.0 * h / power));
    return slopes;
}

namespace {

constexpr double kLargestExponent = 20.0;

template <typename S>
class Alibi final : public PositionEncoding<S>
{
public:
    Alibi(std::vector<double> slopes, bool exponential, Json options)
        : m_slopes(std::move(slopes))
        , m_exponential(exponential)
        , m_options(std::move(options))
    {}

    bool biases() const override { return true; }

    void addBias(MatrixView<S> scores, Index firstQuery, Index firstKey, int head,
                 typename PositionEncoding<S>::Own) const override
    {
        const double slope = m_slopes[static_cast<std::size_t>(head)];
        if (m_exponential)
            subtractExponential(scores, firstQuery - firstKey, slope);
        else
            subtractLinear(scores, firstQuery - firstKey, static_cast<S>(slope));
    }

    S largestBias(Index distance, int head) const override
    {
        const double slope = m_slopes[static_cast<std::size_t>(head)];
        if (slope < 0.0)
            return std::numeric_limits<S>::infinity(); // it rises
        const double linear = slope * static_cast<double>(distance);
        return static_cast<S>(m_exponential ? -std::expm1(std::min(linear, kLargestExponent)) : -linear);
    }

    Json options() const override { return m_options; }

    bool placesLike(const PositionEncoding<S>& other) const override { return dynamic_cast<const Alibi*>(&other); }
    bool biasesLike(const PositionEncoding<S>& other, int head) const override
    {
        const auto* alibi = dynamic_cast<const Alibi*>(&other);
        const auto at = static_cast<std::size_t>(head);
        return alibi != nullptr && alibi->m_slopes[at] == m_slopes[at] && alibi->m_exponential == m_exponential;
    }

private:
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
    bool m_exponential;
    Json m_options;
};

} // namespace

std::span<const std::string_view> slopePresets()
{
    static constexpr std::array<std::string_view, 6> ids{"official", "equal",  "zero",
                                                         "reversed", "random", "off_by_one"};
    return ids;
}

std::vector<double> slopePreset(std::string_view id, std::span<const double> slopes, std::uint64_t seed)
{
    const auto known = slopePresets();
    if (std::find(known.begin(), known.end(), id) == known.end())
        throw error("The slopes \"{}\" are unknown; known are {}.", id, fmt::join(known, ", "));
    std::vector<double> official = officialSlopes(static_cast<int>(slopes.size()));
    const auto heads = static_cast<double>(slopes.size());
    if (id == "official")
        return official;
    if (id == "reversed")
        return {slopes.rbegin(), slopes.rend()};
    if (id == "equal") {
        const bool positive = std::all_of(slopes.begin(), slopes.end(), [](double slope) { return slope > 0.0; });
        double sum = 0.0;
        for (const double slope : positive ? slopes : std::span<const double>(official))
            sum += std::log2(slope);
        return std::vector<double>(slopes.size(), std::exp2(sum / heads));
    }
    std::vector<double> made(slopes.size(), 0.0);
    if (id == "off_by_one")
        for (std::size_t h = 0; h < made.size(); ++h)
            made[h] = std::exp2(-8.0 * static_cast<double>(h) / heads);
    if (id == "random") {
        Random random(seed);
        const double mean = std::accumulate(official.begin(), official.end(), 0.0) / heads;
        for (double& slope : made)
            slope = -mean * std::log1p(-random.uniform());
    }
    return made;
}

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
    };
    return options;
}

template <typename S>
std::shared_ptr<const PositionEncoding<S>> makeAlibi(const EncodingContext& context, const Json& options)
{
    Json inForce = checkedOptions(alibiOptions(), options, context.heads);
    if (!inForce.contains("alibi_slopes"))
        inForce["alibi_slopes"] = officialSlopes(context.heads);
    auto slopes = inForce["alibi_slopes"].get<std::vector<double>>();
    const bool exponential = inForce["alibi_growth"] == "exponential";
    return std::make_shared<Alibi<S>>(scaledSlopes(std::move(slopes), inForce), exponential, std::move(inForce));
}

template std::shared_ptr<const PositionEncoding<float>> makeAlibi<float>(const EncodingContext&, const Json&);
template std::shared_ptr<const PositionEncoding<double>> makeAlibi<double>(const EncodingContext&, const Json&);

} // namespace core
