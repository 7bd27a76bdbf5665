// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/figure/encoding_figure.h"

#include "core/render/value_range.h"
#include "ui/figure/series_colours.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace ui {
namespace {

struct EncodingWords
{
    Q_DECLARE_TR_FUNCTIONS(ui::EncodingWords)
};

// Whether values stay for several distances and then change.
bool isStepped(const QVector<double>& values)
{
    qsizetype equal = 0;
    for (qsizetype i = 1; i < values.size(); ++i)
        equal += values[i] == values[i - 1];
    return 10 * equal >= values.size() && equal + 1 < values.size();
}

void chooseView(CurvesContent& content)
{
    double low = 0.0;
    double high = 0.0;
    for (const Curve& curve : content.curves)
        for (const double value : curve.y) {
            low = std::min(low, value);
            high = std::max(high, value);
        }
    if (low < -core::kDeepestBias)
        content.yView = {-core::kDeepestBias, std::min(std::max(high, 0.5), core::kDeepestBias)};
}

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
        const bool beside = source.colour.isValid();
        curve.label = ofHeads && !beside ? QStringLiteral("h%1").arg(head) : source.model;
        curve.part = ofHeads && beside ? QStringLiteral("h%1").arg(head) : QString();
        curve.colour = beside    ? source.colour
                       : ofHeads ? headColour(head, source.heads)
                                 : encodingColour(source.encoding);
        for (core::Index distance = 0; distance < shape.cols(); ++distance) {
            curve.x.append(static_cast<double>(distance));
            curve.y.append(static_cast<double>(shape(row, distance)));
        }
        curve.steps = isStepped(curve.y);
        curve.origin = Origin::Formula;
        content.curves.append(curve);
    }
    if (ofHeads)
        chooseView(content);
    content.xLabel = EncodingWords::tr("distance (tokens)");
    content.yLabel = ofHeads        ? source.colour.isValid() ? EncodingWords::tr("bias")
                                                              : EncodingWords::tr("bias of %1").arg(source.model)
                            : source.turns ? EncodingWords::tr("match of equal contents")
                                    : EncodingWords::tr("product of two positions");
    content.marks.trainingLengths = {static_cast<double>(source.trainingLength)};
    return content;
}

CurvesContent together(const std::vector<CurvesContent>& models)
{
    CurvesContent all = models.front();
    QStringList labels{all.yLabel};
    bool cut = all.yView.has_value();
    for (std::size_t i = 1; i < models.size(); ++i) {
        const CurvesContent& other = models[i];
        all.curves += other.curves;
        for (const double length : other.marks.trainingLengths)
            if (!all.marks.trainingLengths.contains(length))
                all.marks.trainingLengths.append(length);
        if (!labels.contains(other.yLabel))
            labels.append(other.yLabel);
        cut = cut || other.yView;
    }
    if (cut)
        chooseView(all);
    all.yLabel = labels.join(QStringLiteral(" / "));
    return all;
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
    content.title = source.model; // whoever shows it says that it comes from the formula
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
