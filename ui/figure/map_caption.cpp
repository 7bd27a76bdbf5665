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
        return captionText("%1 tokens.").arg(source.length);
    return captionText("Text: %1, %2 tokens.").arg(source.text).arg(source.length);
}

QString scaleSentence(const core::ReducedMap& map, const core::ValueRange& range)
{
    const Clipping clipped = clippingOf(map.values, range);
    const QString sentence =
        clipped.below || clipped.above
            ? captionText("Colours from %1 to %2; values beyond have the colour of the end; grey cells are masked.")
            : captionText("Colours from %1 to %2; grey cells are masked.");
    return sentence.arg(plainNumber(range.low), plainNumber(range.high));
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

QString mapCaption(const MapSource& source, const core::ReducedMap& map, const core::ValueRange& range)
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
    sentences.append(scaleSentence(map, range));
    return sentences.join(QLatin1Char(' '));
}

} // namespace ui
