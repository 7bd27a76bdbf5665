// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/position/switches.h"

#include "core/base/error.h"
#include "core/position/registry.h"

#include <algorithm>
#include <cmath>
#include <string>

namespace core {
namespace {

constexpr Index kLargestWindow = Index{1} << 24; // tokens

struct Switches
{
    double factor = 1.0; // of the bias, all in all
    AttentionWindow window;
    std::vector<HeadPlace> off; // in order
};

// Of commonOptions() in force.
Switches readSwitches(const EncodingContext& context, const Json& inForce)
{
    Switches switches;
    switches.factor = inForce["bias_factor"];
    if (inForce["bias_divided_by_sqrt_d"] == true)
        switches.factor /= std::sqrt(static_cast<double>(context.headWidth));
    switches.window.tokens = inForce.value("attention_window", AttentionWindow::kUnlimited);
    switches.window.sinks = inForce["attention_sinks"];
    if (switches.window.sinks > 0 && !switches.window.isLimited())
        throw error("\"attention_sinks\" needs an \"attention_window\": without one every token is visible anyway.");
    switches.off = headsIn(inForce.value(kHeadsOff, Json::array()));
    return switches;
}

// An encoding with another one's everything, but for what the switches change.
template <typename S>
class Switched final : public PositionEncoding<S>
{
    using Base = PositionEncoding<S>;
    using typename Base::Gradients;
    using typename Base::Own;

public:
    Switched(std::shared_ptr<const Base> inner, const Switches& switches, Json options)
        : m_inner(std::move(inner))
        , m_factor(static_cast<S>(switches.factor))
        , m_window(switches.window)
        , m_off(switches.off)
        , m_options(std::move(options))
    {}

    std::vector<TensorSpec> tensors() const override { return m_inner->tensors(); }
    S largestBias(Index distance, int head) const override
    {
        return m_factor > S(0) ? m_factor * m_inner->largestBias(distance, head) : Base::largestBias(distance, head);
    }
    bool addsToEmbedding() const override { return m_inner->addsToEmbedding(); }
    void addToEmbedding(MatrixView<S> x, Index firstPosition, Own own) const override
    {
        m_inner->addToEmbedding(x, firstPosition, own);
    }
    void addToEmbeddingBackward(ConstMatrixView<S> dx, Index firstPosition, Gradients gradients) const override
    {
        m_inner->addToEmbeddingBackward(dx, firstPosition, gradients);
    }
    bool turns() const override { return m_inner->turns(); }
    std::vector<TurnedPair> turnedPairs() const override { return m_inner->turnedPairs(); }
    void turn(MatrixView<S> x, Side side, Index firstPosition) const override { m_inner->turn(x, side, firstPosition); }
    void turnBackward(MatrixView<S> dx, Side side, Index firstPosition) const override
    {
        m_inner->turnBackward(dx, side, firstPosition);
    }

    bool biases() const override { return m_inner->biases(); }
    void addBias(MatrixView<S> scores, Index firstQuery, Index firstKey, int head, Own own) const override
    {
        if (m_factor == S(1))
            return m_inner->addBias(scores, firstQuery, firstKey, head, own);
        inBlocks(scores, [&](MatrixView<S> block, Index k, Index q, Index keys, Index queries) {
            block.setZero();
            m_inner->addBias(block, firstQuery + q, firstKey + k, head, own);
            scores.block(k, q, keys, queries) += m_factor * block;
        });
    }
    void addBiasBackward(ConstMatrixView<S> dScores, Index firstQuery, Index firstKey, int head, Own own,
                         Gradients gradients) const override
    {
        if (m_factor == S(1))
            return m_inner->addBiasBackward(dScores, firstQuery, firstKey, head, own, gradients);
        inBlocks(dScores, [&](MatrixView<S> block, Index k, Index q, Index keys, Index queries) {
            block = m_factor * dScores.block(k, q, keys, queries);
            m_inner->addBiasBackward(ConstMatrixView<S>(block.data(), keys, queries, Eigen::OuterStride<>(kBlock)),
                                     firstQuery + q, firstKey + k, head, own, gradients);
        });
    }

    AttentionWindow window() const override { return m_window; }
    bool isOff(int layer, int head) const override { return std::ranges::binary_search(m_off, HeadPlace{layer, head}); }
    Index longestInput() const override { return m_inner->longestInput(); }
    std::vector<double> slopes(Own own) const override { return m_inner->slopes(own); }
    Json options() const override { return m_options; }

    bool placesLike(const Base& other) const override
    {
        const auto* switched = dynamic_cast<const Switched*>(&other);
        return m_inner->placesLike(switched != nullptr ? *switched->m_inner : other);
    }
    bool biasesLike(const Base& other, int head) const override
    {
        const auto* switched = dynamic_cast<const Switched*>(&other);
        if (switched == nullptr) // as a trained model is
            return m_factor == S(1) && !m_window.isLimited() && m_inner->biasesLike(other, head);
        return switched->m_factor == m_factor && switched->m_window == m_window &&
               m_inner->biasesLike(*switched->m_inner, head);
    }

private:
    static constexpr Index kBlock = 64; // keys and queries: an attention tile, so usually there is one block

    // Calls use(block, k, q, keys, queries) for all of `tile`, with a block of memory of that shape.
    template <typename Tile, typename Use>
    static void inBlocks(const Tile& tile, Use use)
    {
        alignas(64) S space[kBlock * kBlock];
        for (Index k = 0; k < tile.rows(); k += kBlock)
            for (Index q = 0; q < tile.cols(); q += kBlock) {
                const Index keys = std::min(kBlock, tile.rows() - k);
                const Index queries = std::min(kBlock, tile.cols() - q);
                use(MatrixView<S>(space, keys, queries, Eigen::OuterStride<>(kBlock)), k, q, keys, queries);
            }
    }

    std::shared_ptr<const Base> m_inner;
    S m_factor;
    AttentionWindow m_window;
    std::vector<HeadPlace> m_off;
    Json m_options;
};

Json withoutNulls(const Json& options)
{
    Json kept = Json::object();
    for (const auto& [key, value] : options.items())
        if (!value.is_null())
            kept[key] = value;
    return kept;
}

} // namespace

std::span<const Option> commonOptions()
{
    static const std::vector<Option> options{
        {.key = "bias_factor",
         .label = "Bias factor",
         .about = "What the encoding adds to the scores is multiplied by this factor.",
         .smallest = -1e6,
         .largest = 1e6,
         .standard = 1.0,
         .isSwitch = true,
         .badge = "bias ×{}",
         .ofBias = true},
        {.key = "bias_divided_by_sqrt_d",
         .kind = OptionKind::Flag,
         .label = "Bias ÷ √d",
         .about = "The bias is divided by √(head width) like q·k: a common mistake. The paper's bias is not scaled "
                  "(Press et al. 2022, arXiv 2108.12409, footnote 10).",
         .standard = false,
         .isSwitch = true,
         .badge = "bias ÷ √d",
         .ofBias = true},
        {.key = "attention_window",
         .kind = OptionKind::Whole,
         .label = "Window",
         .about = "A query sees only the keys fewer than so many tokens back (Beltagy et al. 2020, arXiv 2004.05150, "
                  "section 3.1).",
         .smallest = 1,
         .largest = kLargestWindow,
         .isSwitch = true,
         .badge = "window {}",
         .unit = "tokens",
         .start = OptionStart::TrainingLength},
        {.key = "attention_sinks",
         .kind = OptionKind::Whole,
         .label = "Sinks",
         .about = "With a window, so many of the text's first tokens stay visible at any distance (Xiao et al. 2024, "
                  "arXiv 2309.17453, section 3.2).",
         .smallest = 0,
         .largest = kLargestWindow,
         .standard = 0,
         .isSwitch = true,
         .badge = "sinks {}",
         .unit = "tokens",
         .needs = "attention_window"},
        {.key = kHeadsOff,
         .kind = OptionKind::HeadSet,
         .label = "Heads off",
         .about = "What these heads attend to adds nothing to their layer's output; their maps stay (as the masks of "
                  "Michel et al. 2019, arXiv 1905.10650).",
         .standardText = "none",
         .isSwitch = true,
         .badge = "{} off"},
    };
    return options;
}

std::vector<const Option*> optionsOf(std::string_view id)
{
    std::vector<const Option*> all;
    for (const auto options : {encodingById<float>(id).options(), commonOptions()})
        for (const Option& option : options)
            all.push_back(&option);
    return all;
}

template <typename S>
std::shared_ptr<const PositionEncoding<S>> makeEncoding(std::string_view id, const EncodingContext& context,
                                                        const Json& options)
{
    const Json given = withoutNulls(options);
    auto encoding = encodingById<S>(id).make(context, given);
    const Json inForce = checkedOptions(commonOptions(), given, context);
    const Switches switches = readSwitches(context, inForce);
    if (switches.factor != 1.0 && !encoding->biases())
        throw error("\"bias_factor\" and \"bias_divided_by_sqrt_d\" have nothing to act on: the \"{}\" encoding adds "
                    "nothing to the scores.",
                    id);
    if (switches.factor == 1.0 && !switches.window.isLimited() && switches.off.empty())
        return encoding; // as fast as if there were no switches
    Json all = encoding->options();
    for (const Option& option : commonOptions())
        if (const auto found = inForce.find(option.key); found != inForce.end() && given.contains(option.key))
            all[std::string(option.key)] = *found;
    return std::make_shared<Switched<S>>(std::move(encoding), switches, std::move(all));
}

void checkOptionKeys(std::string_view id, const Json& patch)
{
    const std::vector<const Option*> options = optionsOf(id);
    std::string known;
    for (const Option* option : options)
        known += fmt::format("{}\"{}\"", known.empty() ? "" : ", ", option->key);
    for (const auto& item : patch.items()) {
        const std::string& key = item.key();
        const bool found =
            std::any_of(options.begin(), options.end(), [&](const Option* option) { return option->key == key; });
        if (!found && !item.value().is_null())
            throw error("The \"{}\" encoding has no option \"{}\"; it has {}.", id, key.substr(0, 60), known);
    }
}

template std::shared_ptr<const PositionEncoding<float>> makeEncoding<float>(std::string_view, const EncodingContext&,
                                                                            const Json&);
template std::shared_ptr<const PositionEncoding<double>> makeEncoding<double>(std::string_view, const EncodingContext&,
                                                                              const Json&);

} // namespace core
