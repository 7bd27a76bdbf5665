// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/figure/map_caption.h"

#include "ui/figure/map_cells.h"
#include "ui/figure/plain_number.h"

#include <QCoreApplication>
#include <QStringList>

namespace ui {
namespace {

QString captionText(const char* text) { return QCoreApplication::translate("ui::MapFigure", text); }

QString modelSentence(const MapSource& source)
{
    QString sentence =
        source.trainingLength > 0
            ? captionText("%1, trained on %2 tokens at a time").arg(source.model).arg(source.trainingLength)
            : source.model;
    if (!source.changes.isEmpty())
        sentence += captionText(", changed: %1").arg(source.changes);
    return sentence + QLatin1Char('.');
}

QString textSentence(const MapSource& source)
{
    if (source.text.isEmpty())
        return captionText("%1 tokens.").arg(source.length);
    return captionText("Text: %1, %2 tokens.").arg(source.text).arg(source.length);
}

QString scaleSentence(const core::ReducedMap& map, const core::ValueRange& range)
{
    QString sentence = captionText("Colours from %1 to %2").arg(plainNumber(range.low), plainNumber(range.high));
    const Clipping clipped = clippingOf(map.values, range);
    if (clipped.below || clipped.above)
        sentence += captionText("; values beyond have the colour of the end");
    return sentence + captionText("; grey cells are masked.");
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
    case core::Stage::Weights:
        break;
    }
    return captionText("weight");
}

QString mapCaption(const MapSource& source, const core::ReducedMap& map, const core::ValueRange& range)
{
    QStringList sentences;
    if (!source.model.isEmpty())
        sentences.append(modelSentence(source));
    sentences.append(captionText("Layer %1, head %2, %3.")
                         .arg(map.request.layer)
                         .arg(map.request.head)
                         .arg(stageUnit(map.request.stage)));
    if (source.length > 0)
        sentences.append(textSentence(source));
    sentences.append(scaleSentence(map, range));
    return sentences.join(QLatin1Char(' '));
}

} // namespace ui
