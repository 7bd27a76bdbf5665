// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/encoding_shape.h"

#include "core/base/error.h"

#include <algorithm>
#include <string>

namespace core {
namespace {

constexpr Index kLongestShape = 1 << 20;

Matrix<float> vectors(const Transformer<float>& model, Index length)
{
    Matrix<float> rows = Matrix<float>::Zero(length, model.config().width);
    model.encoding().addToEmbedding(view(rows), 0, model.parameters().encodingTensors());
    return rows;
}

// All pairs, distance by distance; the products of neighbouring rows are summed in double.
Matrix<float> vectorProducts(const Matrix<float>& rows, const Cancel& cancel)
{
    const Index length = rows.rows();
    Matrix<float> means(1, length);
    for (Index distance = 0; distance < length; ++distance) {
        throwIfCancelled(cancel);
        double sum = 0.0;
        for (Index key = 0; key + distance < length; ++key)
            sum += rows.row(key + distance).cast<double>().dot(rows.row(key).cast<double>());
        means(0, distance) = static_cast<float>(sum / static_cast<double>(length - distance));
    }
    return means;
}

Matrix<float> turnedProducts(const Transformer<float>& model, Index length)
{
    const ModelConfig& config = model.config();
    const PositionEncoding<float>& encoding = model.encoding();
    Matrix<float> query = Matrix<float>::Ones(1, config.width);
    encoding.turn(view(query), Side::Query, length - 1);
    Matrix<float> keys = Matrix<float>::Ones(length, config.width);
    encoding.turn(view(keys), Side::Key, 0);
    Matrix<float> products(1, length);
    const Index width = config.headWidth();
    for (Index distance = 0; distance < length; ++distance)
        products(0, distance) = static_cast<float>(
            query.row(0).head(width).cast<double>().dot(keys.row(length - 1 - distance).head(width).cast<double>()) /
            static_cast<double>(width));
    return products;
}

Matrix<float> angles(const PositionEncoding<float>& encoding, Index length)
{
    const std::vector<TurnedPair> pairs = encoding.turnedPairs();
    Matrix<float> result(length, static_cast<Index>(pairs.size()));
    for (Index position = 0; position < length; ++position)
        for (std::size_t pair = 0; pair < pairs.size(); ++pair)
            result(position, static_cast<Index>(pair)) =
                static_cast<float>(static_cast<double>(position) * pairs[pair].frequency);
    return result;
}

Matrix<float> biases(const Transformer<float>& model, Index length)
{
    const auto own = model.parameters().encodingTensors();
    Matrix<float> result(model.config().heads, length);
    for (int head = 0; head < model.config().heads; ++head) {
        Matrix<float> column = Matrix<float>::Zero(length, 1); // keys × queries
        model.encoding().addBias(view(column), length - 1, 0, head, own);
        result.row(head) = column.col(0).reverse().transpose();
    }
    return result;
}

} // namespace

std::vector<EncodingShape> shapesOf(const PositionEncoding<float>& encoding)
{
    std::vector<EncodingShape> shapes;
    if (encoding.addsToEmbedding())
        shapes.push_back(EncodingShape::Vectors);
    if (encoding.addsToEmbedding() || encoding.turns())
        shapes.push_back(EncodingShape::Dot);
    if (encoding.turns())
        shapes.push_back(EncodingShape::Angles);
    if (encoding.biases())
        shapes.push_back(EncodingShape::Bias);
    return shapes;
}

Matrix<float> encodingShape(const Transformer<float>& model, EncodingShape what, Index length, const Cancel& cancel)
{
    const PositionEncoding<float>& encoding = model.encoding();
    const std::string& name = model.config().encoding;
    const std::vector<EncodingShape> shapes = shapesOf(encoding);
    if (shapes.empty())
        throw error("The \"{}\" encoding has no shape of its own: it does nothing.", name);
    if (std::ranges::find(shapes, what) == shapes.end()) {
        std::string has;
        for (const EncodingShape shape : shapes)
            has += (has.empty() ? "" : ", ") + std::string(idOf(shape));
        throw error("The \"{}\" encoding has no {}; it has {}.", name, idOf(what), has);
    }
    const Index most = std::min(encoding.longestInput(), kLongestShape);
    if (length < 1 || length > most)
        throw error("The length must be between 1 and {}, not {}.", most, length);
    switch (what) {
    case EncodingShape::Vectors:
        return vectors(model, length);
    case EncodingShape::Dot:
        return encoding.addsToEmbedding() ? vectorProducts(vectors(model, length), cancel)
                                          : turnedProducts(model, length);
    case EncodingShape::Angles:
        return angles(encoding, length);
    case EncodingShape::Bias:
        break;
    }
    return biases(model, length);
}

} // namespace core
