// SPDX-License-Identifier: GPL-3.0-or-later
// Rotary position embedding (RoPE), Su et al. 2021 (arXiv 2104.09864), section 3.2.2: in every layer pair i of a
// query's or key's dimensions turns by the angle position * base^(-2 i / headWidth), so that q · k depends on the
// distance only.
// Stretching to s times the training length, in Hugging Face's words: "linear" divides positions by s; "ntk" takes base
// * s^(headWidth / (headWidth - 2)); with "yarn" pairs that turn more than beta_fast times within
// original_max_position_embeddings keep their frequency, those that turn less than beta_slow times are divided by s,
// linear in between, and queries and keys are both multiplied by 0.1 ln s + 1.
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
    std::vector<TurnedPair> turnedPairs() const override { return turnedPairsOf(m_waves, m_layout); }
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
    const int length = scaling.value("original_max_position_embeddings", context.trainingLength);
    const double fast = scaling["beta_fast"];
    const double slow = scaling["beta_slow"];
    if (fast <= slow)
        throw error("\"rope_scaling\": \"beta_fast\" {} must be greater than \"beta_slow\" {}.", fast, slow);
    scaling["original_max_position_embeddings"] = length;
    const Eigen::ArrayXd plain = rotaryFrequencies(context.headWidth, base);
    const Eigen::ArrayXd turns = length * plain / (2.0 * std::numbers::pi);
    const Eigen::ArrayXd kept = ((turns - slow) / (fast - slow)).max(0.0).min(1.0);
    return {plain * (kept + (1.0 - kept) / factor), 0.1 * std::log(factor) + 1.0};
}

// scaling leaves with every value in force.
Frequencies scaledFrequencies(const EncodingContext& context, double base, Json& scaling)
{
    const std::string type = scaling["rope_type"];
    if (type == "default")
        return {rotaryFrequencies(context.headWidth, base)};
    const double factor = scaling["factor"];
    if (type == "linear")
        return {rotaryFrequencies(context.headWidth, base) / factor};
    if (type == "yarn")
        return yarnFrequencies(context, base, factor, scaling);
    if (context.headWidth < 4)
        throw error("\"rope_scaling\": \"ntk\" needs heads at least 4 wide, not {}.", context.headWidth);
    const double power = context.headWidth / (context.headWidth - 2.0);
    return {rotaryFrequencies(context.headWidth, base * std::pow(factor, power))};
}

} // namespace

std::span<const Option> rotaryOptions()
{
    static const OptionField factor{.key = "factor", .smallest = 1.0, .largest = 1e6};
    static const std::vector<Option> options{
        {.key = "rotary_base",
         .label = "Base",
         .about = "Pair i turns by position × base^(−2i / head width); \"rope_theta\" elsewhere (Su et al. 2021, arXiv "
                  "2104.09864, section 3.2.2).",
         .smallest = 1.0,
         .largest = 1e12,
         .standard = 10000.0},
        {.key = "rotary_layout",
         .kind = OptionKind::Word,
         .label = "Layout",
         .about =
             "Which dimensions turn together: half, i and i + head width / 2 (GPT-NeoX, Llama), or interleaved, 2i "
             "and 2i + 1 (RoFormer, GPT-J).",
         .standard = "half",
         .choices = {{"half", "half"}, {"interleaved", "interleaved"}}},
        {.key = "rope_scaling",
         .kind = OptionKind::Object,
         .label = "Stretch",
         .about = "Lets a trained model take longer distances for shorter ones it knows, without training.",
         .choices = {{"default", {}},
                     {"linear",
                      "position interpolation",
                      "Position interpolation: positions are divided by the factor before queries and keys are turned "
                      "(Chen et al. 2023, arXiv 2306.15595).",
                      "position interpolation ×{}",
                      {factor}},
                     {"ntk",
                      "NTK-aware base",
                      "NTK-aware base: a larger base slows the slowest wave down by the factor and keeps the fastest "
                      "(bloc97 2023; Peng et al. 2024, arXiv 2309.00071, section 3.1).",
                      "NTK-aware base ×{}",
                      {factor}},
                     {"yarn",
                      "YaRN",
                      "YaRN: slow waves are slowed down by the factor, fast ones kept, and scores sharpened a little "
                      "(Peng et al. 2024, arXiv 2309.00071, section 3).",
                      "YaRN ×{}",
                      {factor,
                       {.key = "beta_fast", .smallest = 0.0, .largest = 1e6, .standard = 32.0},
                       {.key = "beta_slow", .smallest = 0.0, .largest = 1e6, .standard = 1.0},
                       {.key = "original_max_position_embeddings",
                        .whole = true,
                        .smallest = 1,
                        .largest = 1 << 24,
                        .optional = true}}}},
         .typeKey = "rope_type",
         .isSwitch = true,
         .start = OptionStart::TimesTrainingLength},
    };
    return options;
}

template <typename S>
std::shared_ptr<const PositionEncoding<S>> makeRotary(const EncodingContext& context, const Json& options)
{
    if (options.contains("rope_theta")) // ignored, it would turn by other angles unseen
        throw error("\"rope_theta\" is called \"rotary_base\" here.");
    Json inForce = checkedOptions(rotaryOptions(), options, context);
    if (context.headWidth % 2 != 0)
        throw error("Rotary encoding turns pairs: \"hidden_size\" / \"num_attention_heads\" must be even, not {}.",
                    context.headWidth);
    const double base = inForce["rotary_base"];
    Frequencies frequencies{rotaryFrequencies(context.headWidth, base)};
    if (const auto scaling = inForce.find("rope_scaling"); scaling != inForce.end())
        frequencies = scaledFrequencies(context, base, *scaling);
    const PairLayout layout = inForce["rotary_layout"] == "half" ? PairLayout::Half : PairLayout::Interleaved;
    const Eigen::ArrayXd still = Eigen::ArrayXd::Zero(frequencies.perPosition.size());
    return std::make_shared<Rotary<S>>(Waves(frequencies.perPosition, still, frequencies.factor), layout,
                                       std::move(inForce));
}

template std::shared_ptr<const PositionEncoding<float>> makeRotary<float>(const EncodingContext&, const Json&);
template std::shared_ptr<const PositionEncoding<double>> makeRotary<double>(const EncodingContext&, const Json&);

} // namespace core
