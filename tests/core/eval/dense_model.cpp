// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/eval/dense_model.h"

#include "core/layers/activation.h"
#include "core/model/block.h"
#include "core/position/switches.h"

#include <algorithm>
#include <cmath>

namespace core {
namespace {

Matrix<double> normalised(const Matrix<double>& x, ConstMatrixView<double> weight, ConstMatrixView<double> bias)
{
    Matrix<double> y(x.rows(), x.cols());
    for (Index t = 0; t < x.rows(); ++t) {
        const double mean = x.row(t).sum() / double(x.cols());
        const Eigen::ArrayXd off = x.row(t).array() - mean;
        const double deviation = std::sqrt(off.square().sum() / double(x.cols()) + 1e-5);
        y.row(t) = (off / deviation * weight.row(0).transpose().array() + bias.row(0).transpose().array()).transpose();
    }
    return y;
}

} // namespace

Dense dense(const Transformer<float>& model, const std::vector<int>& tokens)
{
    const ModelConfig& config = model.config();
    const auto length = static_cast<Index>(tokens.size());
    const Parameters<double> parameters = converted<double>(model.parameters());
    const auto encoding = makeEncoding<double>(config.encoding, config.encodingContext(), config.encodingOptions);
    const auto own = parameters.encodingTensors();
    const ParameterLayout& layout = parameters.layout();
    const AttentionWindow window = encoding->window();
    Dense result;
    result.tokens.resize(length, config.width);
    const auto table = parameters.at(layout.embedding, config.vocabularySize, config.width);
    for (Index t = 0; t < length; ++t)
        result.tokens.row(t) = config.embeddingScale * table.row(tokens[static_cast<std::size_t>(t)]);
    Matrix<double> x = result.tokens;
    encoding->addToEmbedding(view(x), 0, own);
    result.positions = x - result.tokens;
    const Json off = config.encodingOptions.value("heads_off", Json());
    for (const ParameterLayout::Layer& at : layout.layers) {
        const auto matrix = [&](Index offset, Index rows, Index cols) { return parameters.at(offset, rows, cols); };
        const Matrix<double> in = normalised(x, matrix(at.attentionNormWeight, 1, config.width),
                                             matrix(at.attentionNormBias, 1, config.width));
        Matrix<double> projected = in * matrix(at.queryKeyValueWeight, 3 * config.width, config.width).transpose();
        projected.rowwise() += matrix(at.queryKeyValueBias, 1, 3 * config.width).row(0);
        Matrix<double> queries = projected.leftCols(config.width);
        Matrix<double> keys = projected.middleCols(config.width, config.width);
        encoding->turn(view(queries), Side::Query, 0);
        encoding->turn(view(keys), Side::Key, 0);
        Matrix<double> attended = Matrix<double>::Zero(length, config.width);
        result.layers.emplace_back();
        for (int h = 0; h < config.heads; ++h) {
            const int width = config.headWidth();
            Dense::Head head;
            head.query = queries.middleCols(h * width, width);
            head.key = keys.middleCols(h * width, width);
            head.value = projected.middleCols(2 * config.width + h * width, width);
            Matrix<double> bias = Matrix<double>::Zero(length, length);
            encoding->addBias(view(bias), 0, 0, h, own);
            head.bias = bias.transpose();
            const Matrix<double> scores = head.query * head.key.transpose() / std::sqrt(double(width)) + head.bias;
            for (Index q = 0; q < length; ++q) {
                double sum = 0.0;
                for (Index k = 0; k <= q; ++k)
                    sum += window.sees(q, k) ? std::exp(scores(q, k)) : 0.0;
                head.logSum.push_back(std::log(sum));
                for (Index k = 0; k <= q; ++k)
                    if (window.sees(q, k))
                        attended.row(q).segment(h * width, width) += std::exp(scores(q, k)) / sum * head.value.row(k);
            }
            result.layers.back().push_back(std::move(head));
            if (std::find(off.begin(), off.end(), Json({int(result.layers.size()) - 1, h})) != off.end())
                attended.middleCols(h * width, width).setZero();
        }
        x += attended * matrix(at.outputWeight, config.width, config.width).transpose();
        x.rowwise() += matrix(at.outputBias, 1, config.width).row(0);
        const Matrix<double> middle = normalised(x, matrix(at.feedForwardNormWeight, 1, config.width),
                                                 matrix(at.feedForwardNormBias, 1, config.width));
        Matrix<double> up = middle * matrix(at.upWeight, config.feedForwardWidth, config.width).transpose();
        up.rowwise() += matrix(at.upBias, 1, config.feedForwardWidth).row(0);
        Matrix<double> active(up.rows(), up.cols());
        activationForward<double>(config.activation, view(std::as_const(up)), view(active));
        x += active * matrix(at.downWeight, config.width, config.feedForwardWidth).transpose();
        x.rowwise() += matrix(at.downBias, 1, config.width).row(0);
    }
    x = normalised(x, parameters.at(layout.finalNormWeight, 1, config.width),
                   parameters.at(layout.finalNormBias, 1, config.width));
    result.logits = x * parameters.at(layout.head, config.vocabularySize, config.width).transpose();
    return result;
}

} // namespace core
