// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/figure/encoding_figure.h"

#include "ui/figure/series_colours.h"

#include <QCoreApplication>

#include <cmath>
#include <numbers>

namespace ui {
namespace {

struct EncodingWords
{
    Q_DECLARE_TR_FUNCTIONS(ui::EncodingWords)
};

} // namespace

bool isByDistance(core::EncodingShape what)
{
    return what == core::EncodingShape::Dot || what == core::EncodingShape::Bias;
}

CurvesContent encodingCurves(const core::Matrix<float>& shape, core::EncodingShape what, const std::vector<int>& heads,
                             const EncodingSource& source)
{
    CurvesContent content;
    const bool ofHeads = what == core::EncodingShape::Bias;
    for (core::Index row = 0; row < shape.rows(); ++row) {
        Curve curve;
        curve.id = source.model + QString::number(row);
        const int head = ofHeads ? heads[static_cast<std::size_t>(row)] : 0;
        curve.label = ofHeads ? QStringLiteral("h%1").arg(head) : source.model;
        curve.colour = ofHeads ? headColour(head, source.heads) : encodingColour(source.encoding);
        for (core::Index distance = 0; distance < shape.cols(); ++distance) {
            curve.x.append(static_cast<double>(distance));
            curve.y.append(static_cast<double>(shape(row, distance)));
        }
        content.curves.append(curve);
    }
    content.xLabel = EncodingWords::tr("distance (tokens)");
    content.yLabel = ofHeads        ? EncodingWords::tr("bias of %1").arg(source.model)
                     : source.turns ? EncodingWords::tr("match of equal contents")
                                    : EncodingWords::tr("product of two positions");
    content.marks.trainingLengths = {static_cast<double>(source.trainingLength)};
    return content;
}

MatrixContent encodingCells(const core::Matrix<float>& shape, core::EncodingShape what, const EncodingSource& source)
{
    MatrixContent content;
    const bool vectors = what == core::EncodingShape::Vectors;
    content.values = shape;
    if (!vectors)
        for (core::Index i = 0; i < shape.size(); ++i)
            content.values.data()[i] =
                static_cast<float>(std::remainder(static_cast<double>(shape.data()[i]), 2.0 * std::numbers::pi));
    content.title = source.model;
    content.rowLabel = EncodingWords::tr("position");
    content.columnLabel =
        vectors ? EncodingWords::tr("dimension") : EncodingWords::tr("pair of dimensions, fast to slow");
    content.valueLabel = vectors ? EncodingWords::tr("added to the embedding")
                                 : EncodingWords::tr("angle (radians, without whole turns)");
    content.markedRow = source.trainingLength;
    content.mark = EncodingWords::tr("trained %1").arg(source.trainingLength);
    return content;
}

} // namespace ui
