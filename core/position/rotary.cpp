// SPDX-License-Identifier: GPL-3.0-or-later
// Rotary position embedding (RoPE), Su et al. 2021 (arXiv 2104.09864), section 3.2.2: in every layer pair i of a
// query's or key's dimensions turns by the angle position * base^(-2 i / headWidth), so that q · k depends on the
// distance only.
//   rotary_base    10000; "rope_theta" elsewhere, which is refused: ignored, it would turn by other angles unseen
//   rotary_layout  which dimensions are a pair: "half" (i, i + headWidth / 2) or "interleaved" (2 i, 2 i + 1)
//   rope_scaling   stretches a trained model to `factor` times its length without training, in Hugging Face's words:
//     {"rope_type": "linear", "factor": s}  position interpolation, Chen et al. 2023 (arXiv 2306.15595): positions / s
//     {"rope_type": "ntk", "factor": s}     NTK-aware base: base * s^(headWidth / (headWidth - 2))
//     {"rope_type": "yarn", "factor": s}    Peng et al. 2024 (arXiv 2309.00071), section 3: pairs that turn more than
//         beta_fast (32) times within original_max_position_embeddings (the training length) keep their frequency,
//         those that turn less than beta_slow (1) times are divided by s, linear in between; queries and keys are both
//         multiplied by 0.1 ln s + 1
#include "core/base/error.h"
#include "core/position/options.h"
#include "core/position/position_encoding.h"
#include "core/position/waves.h"

#include <memory>
#include <numbers>

namespace core {
namespace {

template <typename S>
class Rotary final : public PositionEncoding<S>
{
public:
    Rotary(Waves waves, PairLayout layout, Json options)
        : m_waves(std::move(waves))
        , m_layout(layout)
        , m_options(std::move(options))
    {}

    bool turns() const override { return true; }
    void turn(MatrixView<S> x, Side, Index firstPosition) const override
    {
        turnPairs<S>(m_waves, m_layout, false, x, firstPosition);
    }
    void turnBackward(MatrixView<S> dx, Side, Index firstPosition) const override
    {
        turnPairs<S>(m_waves, m_layout, true, dx, firstPosition);
    }

    Json options() const override { return m_options; }

private:
    Waves m_waves;
    PairLayout m_layout;
    Json m_options;
};

struct Frequencies
{
    Eigen::ArrayXd perPosition;
    double factor = 1.0; // of the turned queries and keys
};

Frequencies yarnFrequencies(const EncodingContext& context, double base, double factor, Json& scaling)
{
    const int length = wholeOption(scaling, "original_max_position_embeddings", context.trainingLength, 1, 1 << 24);
    const double fast = numberOption(scaling, "beta_fast", 32.0, 0.0, 1e6);
    const double slow = numberOption(scaling, "beta_slow", 1.0, 0.0, 1e6);
    if (fast <= slow)
        throw error("\"beta_fast\" {} must be greater than \"beta_slow\" {}.", fast, slow);
    scaling.update({{"original_max_position_embeddings", length}, {"beta_fast", fast}, {"beta_slow", slow}});
    const Eigen::ArrayXd plain = rotaryFrequencies(context.headWidth, base);
    const Eigen::ArrayXd turns = length * plain / (2.0 * std::numbers::pi);
    const Eigen::ArrayXd kept = ((turns - slow) / (fast - slow)).max(0.0).min(1.0);
    return {plain * (kept + (1.0 - kept) / factor), 0.1 * std::log(factor) + 1.0};
}

// scaling comes in as config.json's "rope_scaling" and leaves with every value in force.
Frequencies scaledFrequencies(const EncodingContext& context, double base, Json& scaling)
{
    if (!scaling.is_object() || !scaling.contains("rope_type"))
        throw error("it must be an object with a \"rope_type\", not {}.", scaling.dump().substr(0, 40));
    const std::string type = wordOption(scaling, "rope_type", {"default", "linear", "ntk", "yarn"});
    for (const auto& [key, value] : scaling.items()) {
        const bool ofYarn = key == "original_max_position_embeddings" || key == "beta_fast" || key == "beta_slow";
        if (key != "rope_type" && !(key == "factor" && type != "default") && !(ofYarn && type == "yarn"))
            throw error("\"{}\" means nothing to the rope_type \"{}\".", key.substr(0, 40), type);
    }
    if (type == "default")
        return {rotaryFrequencies(context.headWidth, base)};
    if (!scaling.contains("factor"))
        throw error("\"factor\" is missing.");
    const double factor = numberOption(scaling, "factor", 1.0, 1.0, 1e6);
    if (type == "linear")
        return {rotaryFrequencies(context.headWidth, base) / factor};
    if (type == "yarn")
        return yarnFrequencies(context, base, factor, scaling);
    if (context.headWidth < 4)
        throw error("\"ntk\" needs heads at least 4 wide, not {}.", context.headWidth);
    const double power = context.headWidth / (context.headWidth - 2.0);
    return {rotaryFrequencies(context.headWidth, base * std::pow(factor, power))};
}

} // namespace

template <typename S>
std::shared_ptr<const PositionEncoding<S>> makeRotary(const EncodingContext& context, const Json& options)
{
    if (options.contains("rope_theta"))
        throw error("\"rope_theta\" is called \"rotary_base\" here.");
    const double base = numberOption(options, "rotary_base", 10000.0, 1.0, 1e12);
    const std::string layout = wordOption(options, "rotary_layout", {"half", "interleaved"});
    if (context.headWidth % 2 != 0)
        throw error("Rotary encoding turns pairs: \"hidden_size\" / \"num_attention_heads\" must be even, not {}.",
                    context.headWidth);
    Json inForce{{"rotary_base", base}, {"rotary_layout", layout}};
    Frequencies frequencies{rotaryFrequencies(context.headWidth, base)};
    if (const auto scaling = options.find("rope_scaling"); scaling != options.end()) {
        try {
            frequencies = scaledFrequencies(context, base, inForce["rope_scaling"] = *scaling);
        } catch (const Error& problem) {
            throw error("\"rope_scaling\": {}", problem.what());
        }
    }
    const Eigen::ArrayXd still = Eigen::ArrayXd::Zero(frequencies.perPosition.size());
    return std::make_shared<Rotary<S>>(Waves(frequencies.perPosition, still, frequencies.factor),
                                       layout == "half" ? PairLayout::Half : PairLayout::Interleaved,
                                       std::move(inForce));
}

template std::shared_ptr<const PositionEncoding<float>> makeRotary<float>(const EncodingContext&, const Json&);
template std::shared_ptr<const PositionEncoding<double>> makeRotary<double>(const EncodingContext&, const Json&);

} // namespace core
