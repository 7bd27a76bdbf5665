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
};

Index wholeNumber(const Json& options, const char* key, Index least, Index standard)
{
    const auto found = options.find(key);
    if (found == options.end())
        return standard;
    const bool fits = found->is_number_unsigned()
                          ? found->get<std::uint64_t>() <= static_cast<std::uint64_t>(kLargestWindow)
                          : found->is_number_integer();
    if (!fits || found->get<Index>() < least)
        throw error("\"{}\" must be a whole number from {} to {}, not {}.", key, least, kLargestWindow,
                    found->dump().substr(0, 40));
    return found->get<Index>();
}

Switches readSwitches(const EncodingContext& context, const Json& options)
{
    Switches switches;
    if (const auto factor = options.find("bias_factor"); factor != options.end()) {
        if (!factor->is_number() || !(std::abs(factor->get<double>()) <= 1e6))
            throw error("\"bias_factor\" must be a number between -1e6 and 1e6, not {}.", factor->dump().substr(0, 40));
        switches.factor = factor->get<double>();
    }
    if (const auto divided = options.find("bias_divided_by_sqrt_d"); divided != options.end()) {
        if (!divided->is_boolean())
            throw error("\"bias_divided_by_sqrt_d\" must be true or false, not {}.", divided->dump().substr(0, 40));
        if (divided->get<bool>())
            switches.factor /= std::sqrt(static_cast<double>(context.headWidth));
    }
    switches.window.tokens = wholeNumber(options, "attention_window", 1, AttentionWindow::kUnlimited);
    switches.window.sinks = wholeNumber(options, "attention_sinks", 0, 0);
    if (switches.window.sinks > 0 && !switches.window.isLimited())
        throw error("\"attention_sinks\" needs an \"attention_window\": without one every token is visible anyway.");
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
        , m_options(std::move(options))
    {}

    std::vector<TensorSpec> tensors() const override { return m_inner->tensors(); }
    S largestBias(Index distance, int head) const override
    {
        return m_factor > S(0) ? m_factor * m_inner->largestBias(distance, head) : Base::largestBias(distance, head);
    }
    void addToEmbedding(MatrixView<S> x, Index firstPosition, Own own) const override
    {
        m_inner->addToEmbedding(x, firstPosition, own);
    }
    void addToEmbeddingBackward(ConstMatrixView<S> dx, Index firstPosition, Gradients gradients) const override
    {
        m_inner->addToEmbeddingBackward(dx, firstPosition, gradients);
    }
    bool turns() const override { return m_inner->turns(); }
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
    Index longestInput() const override { return m_inner->longestInput(); }
    Json options() const override { return m_options; }

    bool placesLike(const Base& other) const override
    {
        const auto* switched = dynamic_cast<const Switched*>(&other);
        return switched != nullptr && m_inner->placesLike(*switched->m_inner);
    }
    bool biasesLike(const Base& other, int head) const override
    {
        const auto* switched = dynamic_cast<const Switched*>(&other);
        return switched != nullptr && switched->m_factor == m_factor && switched->m_window == m_window &&
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

bool isSwitch(std::string_view key)
{
    return std::find(kSwitchKeys.begin(), kSwitchKeys.end(), key) != kSwitchKeys.end();
}

} // namespace

template <typename S>
std::shared_ptr<const PositionEncoding<S>> makeEncoding(std::string_view id, const EncodingContext& context,
                                                        const Json& options)
{
    const Json given = withoutNulls(options);
    auto encoding = encodingById<S>(id).make(context, given);
    const Switches switches = readSwitches(context, given);
    if (switches.factor != 1.0 && !encoding->biases())
        throw error("\"bias_factor\" and \"bias_divided_by_sqrt_d\" have nothing to act on: the \"{}\" encoding adds "
                    "nothing to the scores.",
                    id);
    if (switches.factor == 1.0 && !switches.window.isLimited())
        return encoding; // as fast as if there were no switches
    Json all = encoding->options();
    for (const char* key : kSwitchKeys)
        if (const auto found = given.find(key); found != given.end())
            all[key] = *found;
    return std::make_shared<Switched<S>>(std::move(encoding), switches, std::move(all));
}

void checkOptionKeys(std::string_view id, const Json& own, const Json& patch)
{
    for (const auto& [key, value] : patch.items()) {
        if (value.is_null() || own.contains(key) || isSwitch(key))
            continue;
        std::string known;
        for (const auto& [ownKey, ownValue] : own.items())
            if (!isSwitch(ownKey))
                known += "\"" + ownKey + "\", ";
        for (const char* switchKey : kSwitchKeys)
            known += std::string(switchKey == kSwitchKeys.front() ? "" : ", ") + "\"" + switchKey + "\"";
        throw error("The \"{}\" encoding has no option \"{}\"; it has {}.", id, key.substr(0, 60), known);
    }
}

template std::shared_ptr<const PositionEncoding<float>> makeEncoding<float>(std::string_view, const EncodingContext&,
                                                                            const Json&);
template std::shared_ptr<const PositionEncoding<double>> makeEncoding<double>(std::string_view, const EncodingContext&,
                                                                              const Json&);

} // namespace core
