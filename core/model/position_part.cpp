// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/position_part.h"

#include "core/model/block.h"

#include <cmath>

namespace core {

bool positionsStandApart(const PositionEncoding<float>& encoding, int layer)
{
    return !encoding.turns() && (!encoding.addsToEmbedding() || layer == 0);
}

PositionVectors positionVectors(const Trace<float>& trace, int head, Index rows)
{
    const Transformer<float>& model = trace.model();
    const ModelConfig& config = model.config();
    const BlockWeights<float> weights = blockWeights(model, 0);
    const auto table =
        model.parameters().at(model.parameters().layout().embedding, config.vocabularySize, config.width);
    Matrix<float> positions = Matrix<float>::Zero(rows, config.width);
    model.encoding().addToEmbedding(view(positions), 0, model.parameters().encodingTensors());
    for (Index row = 0; row < rows; ++row) {
        const Eigen::RowVectorXd position = positions.row(row).cast<double>();
        const Eigen::RowVectorXd whole =
            config.embeddingScale * table.row(trace.tokens()[static_cast<std::size_t>(row)]).cast<double>() + position;
        const double deviation = std::sqrt((whole.array() - whole.mean()).square().mean() + config.layerNormEpsilon);
        positions.row(row) = ((position.array() - position.mean()) / deviation).cast<float>().matrix();
    }
    positions.array().rowwise() *= weights.attentionNormWeight.row(0).array();
    const auto projected = [&](Index first) -> Matrix<float> {
        return positions * weights.queryKeyValueWeight.middleRows(first, config.headWidth()).transpose();
    };
    return {projected(head * config.headWidth()), projected(config.width + head * config.headWidth())};
}

} // namespace core
