// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/figure/map_caption.h"

#include "ui/figure/map_cells.h"
#include "ui/figure/plain_number.h"

#include <QCoreApplication>
#include <QStringList>

namespace ui {
namespace {

QString captionText(const char* text, int n = -1)
{
    return QCoreApplication::translate("ui::MapFigure", text, nullptr, n);
}

} // namespace

QString modelSentence(const MapSource& source)
{
    const bool switched = !source.switches.isEmpty();
    if (source.trainingLength <= 0)
        return switched ? captionText("%1, switched: %2.").arg(source.model, source.switches)
                        : captionText("%1.").arg(source.model);
    return switched ? captionText("%1, trained on %3 tokens at a time, switched: %2.")
                          .arg(source.model, source.switches)
                          .arg(source.trainingLength)
                    : captionText("%1, trained on %2 tokens at a time.").arg(source.model).arg(source.trainingLength);
}

QString textSentence(const MapSource& source)
{
    if (source.text.isEmpty())
        return captionText("%n token(s).", source.length);
    return captionText("Text: %1, %n token(s).", source.length).arg(source.text);
}

namespace {

QString scaleSentence(const core::ColourScale& scale)
{
    const QString low = plainNumber(scale.ends().low);
    const QString high = plainNumber(scale.ends().high);
    switch (scale.kind()) {
    case core::Scale::Logarithmic:
        return captionText("Colours from %1 to %2, logarithmic; 0 has the first colour.").arg(low, high);
    case core::Scale::Percentile:
        return scale.isTwoSided()
                   ? captionText("Colours by rank, from %1 to %2: the share of values nearer to 0.").arg(low, high)
                   : captionText("Colours by rank, from %1 to %2: the share of values below.").arg(low, high);
    case core::Scale::WithoutFirstKey:
        return captionText("Colours from %1 to %2, linear; key 0 was left out when the ends were chosen.")
            .arg(low, high);
    case core::Scale::Linear:
        break;
    }
    return captionText("Colours from %1 to %2, linear.").arg(low, high);
}

QString clippedSentence(const core::ReducedMap& map, const core::ColourScale& scale)
{
    const Clipping clipped = clippingOf(map.values, scale.ends());
    return clipped.below + clipped.above > 0.0
               ? captionText("%1 % of what is shown lies beyond the ends and has their colour.")
                     .arg(plainNumber(100.0 * (clipped.below + clipped.above), 2))
               : QString();
}

QString reducedSentence(const core::ReducedMap& map)
{
    const core::MapRequest& request = map.request;
    if (request.rows == request.region.queries && request.cols == request.region.keys)
        return {};
    return (request.reduction == core::Reduction::Peak ? captionText("Each point shows the peak of %1 × %2 cells.")
                                                       : captionText("Each point shows the mean of %1 × %2 cells."))
        .arg(plainNumber(double(request.region.queries) / double(request.rows), 3),
             plainNumber(double(request.region.keys) / double(request.cols), 3));
}

} // namespace

QString stageName(core::Stage stage)
{
    switch (stage) {
    case core::Stage::Content:
        return captionText("content");
    case core::Stage::Bias:
        return captionText("bias");
    case core::Stage::Score:
        return captionText("score");
    case core::Stage::Position:
        return captionText("position part");
    case core::Stage::Weights:
        break;
    }
    return captionText("weights");
}

QString stageUnit(core::Stage stage)
{
    switch (stage) {
    case core::Stage::Content:
        return captionText("content (q·k/√d)");
    case core::Stage::Bias:
        return captionText("bias (added to q·k/√d)");
    case core::Stage::Score:
        return captionText("score (q·k/√d + bias)");
    case core::Stage::Position:
        return captionText("position part of the score");
    case core::Stage::Weights:
        break;
    }
    return captionText("weight");
}

QString mapCaption(const MapSource& source, const core::ReducedMap& map, const core::ColourScale& scale)
{
    QStringList sentences;
    if (!source.model.isEmpty())
        sentences.append(modelSentence(source));
    const QString unit = stageUnit(map.request.stage);
    sentences.append(source.minus.isEmpty()
                         ? captionText("Layer %1, head %2, %3.").arg(map.request.layer).arg(map.request.head).arg(unit)
                         : captionText("Layer %1, head %2: the difference of two maps, %3 of %4 minus that of %5.")
                               .arg(map.request.layer)
                               .arg(map.request.head)
                               .arg(unit, source.model, source.minus));
    if (source.length > 0)
        sentences.append(textSentence(source));
    sentences << reducedSentence(map) << scaleSentence(scale) << clippedSentence(map, scale)
              << captionText("Grey cells are masked.");
    sentences.removeAll(QString());
    return sentences.join(QLatin1Char(' '));
}

} // namespace ui
