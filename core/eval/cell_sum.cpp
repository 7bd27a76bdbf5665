// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/eval/cell_sum.h"

#include "core/base/error.h"
#include "core/model/block.h"

#include <cmath>

namespace core {
namespace {

using Vector = Eigen::RowVectorXd;

void check(const Trace<float>& trace, int layer, int head, Index query, Index key)
{
    trace.model().config().checkHead(layer, head);
    if (query < 0 || query >= trace.length())
        throw error("Query {} does not exist; {} tokens were read, from 0 to {}.", query, trace.length(),
                    trace.length() - 1);
    if (key < 0)
        throw error("Key {} does not exist; positions begin at 0.", key);
    if (key > query)
        throw error("Query {} does not see key {}, which comes after it.", query, key);
    if (!trace.model().encoding().window().sees(query, key))
        throw error("Query {} does not see key {}, which its window hides.", query, key);
}

std::vector<double> vectorOf(const float* row, Index width) { return {row, row + width}; }

// One token's query or key of layer 0, taken apart.
struct Taken
{
    Vector content;
    Vector position;
    Vector biases;
};

Taken takeApart(const Trace<float>& trace, int head, Side side, Index at)
{
    const Transformer<float>& model = trace.model();
    const ModelConfig& config = model.config();
    const BlockWeights<float> weights = blockWeights(model, 0);
    const auto table =
        model.parameters().at(model.parameters().layout().embedding, config.vocabularySize, config.width);
    const Vector content =
        config.embeddingScale * table.row(trace.tokens()[static_cast<std::size_t>(at)]).cast<double>();
    Matrix<float> added = Matrix<float>::Zero(1, config.width);
    model.encoding().addToEmbedding(view(added), at, model.parameters().encodingTensors());
    const Vector position = added.row(0).cast<double>();

    const Vector whole = content + position;
    const double mean = whole.mean();
    const double deviation = std::sqrt((whole.array() - mean).square().mean() + config.layerNormEpsilon);
    const Vector scale = weights.attentionNormWeight.row(0).cast<double>() / deviation;
    const Index first = (side == Side::Query ? 0 : config.width) + head * config.headWidth();
    const Eigen::MatrixXd projection =
        weights.queryKeyValueWeight.middleRows(first, config.headWidth()).cast<double>().transpose();
    const auto projected = [&](const Vector& part) -> Vector {
        return ((part.array() - part.mean()) * scale.array()).matrix() * projection;
    };
    const Vector bias = weights.attentionNormBias.row(0).cast<double>() * projection +
                        weights.queryKeyValueBias.row(0).segment(first, config.headWidth()).cast<double>();
    return {projected(content), projected(position), bias};
}

ContentParts partsOf(const Trace<float>& trace, int head, Index query, Index key)
{
    const Taken q = takeApart(trace, head, Side::Query, query);
    const Taken k = takeApart(trace, head, Side::Key, key);
    const double root = std::sqrt(static_cast<double>(trace.model().config().headWidth()));
    const Vector wholeKey = k.content + k.position + k.biases;
    return {q.content.dot(k.content) / root, q.content.dot(k.position) / root, q.position.dot(k.content) / root,
            q.position.dot(k.position) / root,
            (q.biases.dot(wholeKey) + (q.content + q.position).dot(k.biases)) / root};
}

} // namespace

CellSum cellSum(const Trace<float>& trace, int layer, int head, Index query, Index key)
{
    check(trace, layer, head, query, key);
    const HeadInput<float> input = trace.head(layer, head);
    const PositionEncoding<float>& encoding = trace.model().encoding();
    const double root = std::sqrt(static_cast<double>(input.headWidth));
    CellSum sum;
    sum.layer = layer;
    sum.head = head;
    sum.query = query;
    sum.key = key;
    sum.queryVector = vectorOf(input.query + query * input.stride, input.headWidth);
    sum.keyVector = vectorOf(input.key + key * input.stride, input.headWidth);
    for (std::size_t i = 0; i < sum.queryVector.size(); ++i) {
        sum.products.push_back(sum.queryVector[i] * sum.keyVector[i]);
        sum.content += sum.products.back() / root;
    }
    if (encoding.biases()) {
        Matrix<float> bias = Matrix<float>::Zero(1, 1);
        const HeadBias<float> own = trace.bias(head);
        encoding.addBias(view(bias), query, key, head, own.own);
        sum.bias = static_cast<double>(bias(0, 0));
    }
    sum.score = sum.content + sum.bias;
    sum.rowLogSum = static_cast<double>(trace.rowLogSum(layer, head, query));
    sum.weight = std::exp(sum.score - sum.rowLogSum);
    if (layer == 0 && encoding.addsToEmbedding())
        sum.parts = partsOf(trace, head, query, key);
    for (const TurnedPair& pair : encoding.turnedPairs())
        sum.byFrequency.push_back({pair.frequency, (sum.products[static_cast<std::size_t>(pair.first)] +
                                                    sum.products[static_cast<std::size_t>(pair.second)]) /
                                                       root});
    return sum;
}

} // namespace core
