// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/eval/attention_row.h"

#include "core/base/error.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace core {
namespace {

constexpr double kHidden = std::numeric_limits<double>::quiet_NaN();

std::vector<double> softmax(const std::vector<double>& scores)
{
    double most = -std::numeric_limits<double>::infinity();
    for (const double score : scores)
        most = std::fmax(most, score); // NaN does not count
    double sum = 0.0;
    for (const double score : scores)
        sum += std::isnan(score) ? 0.0 : std::exp(score - most);
    std::vector<double> weights(scores.size());
    std::ranges::transform(scores, weights.begin(), [&](double score) { return std::exp(score - most) / sum; });
    return weights;
}

} // namespace

AttentionRow attentionRow(const Trace<float>& trace, int layer, int head, Index query)
{
    trace.model().config().checkHead(layer, head);
    if (query < 0 || query >= trace.length())
        throw error("Query {} does not exist; {} tokens were read, from 0 to {}.", query, trace.length(),
                    trace.length() - 1);
    const HeadInput<float> input = trace.head(layer, head);
    const PositionEncoding<float>& encoding = trace.model().encoding();
    const Index keys = query + 1;
    Matrix<float> bias = Matrix<float>::Zero(keys, 1); // keys × queries
    if (encoding.biases())
        encoding.addBias(view(bias), query, 0, head, trace.bias(head).own);

    const double root = std::sqrt(static_cast<double>(input.headWidth));
    const auto vectorAt = [&](const float* first, Index place) {
        return Eigen::Map<const Eigen::VectorXf>(first + place * input.stride, input.headWidth);
    };
    const Eigen::VectorXd own = vectorAt(input.query, query).cast<double>();
    AttentionRow row{layer, head, query, {}, {}, {}, {}};
    std::vector<double> scores;
    for (Index key = 0; key < keys; ++key) {
        const bool seen = encoding.window().sees(query, key);
        row.content.push_back(seen ? own.dot(vectorAt(input.key, key).cast<double>()) / root : kHidden);
        row.bias.push_back(seen ? static_cast<double>(bias(key, 0)) : kHidden);
        scores.push_back(row.content.back() + row.bias.back());
    }
    row.weights = softmax(scores);
    row.without = softmax(row.content);
    return row;
}

Index strongestKey(const AttentionRow& row)
{
    Index best = row.query;
    for (Index key = 0; key < row.query; ++key)
        if (row.weights[static_cast<std::size_t>(key)] > row.weights[static_cast<std::size_t>(best)])
            best = key;
    return best;
}

} // namespace core
