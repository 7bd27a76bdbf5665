// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/view_models/shown_curves.h"

#include <QCoreApplication>

namespace ui {
namespace {

struct CurveWords
{
    Q_DECLARE_TR_FUNCTIONS(ui::CurveWords)
};

} // namespace

CurvesContent perplexityContent(const Comparison& all)
{
    const bool bytes = all.inBytes();
    const QString counted = all.tokenCount() > kCurveTokens ? CurveWords::tr("the first %1").arg(kCurveTokens)
                                                            : CurveWords::tr("all %1").arg(all.tokenCount());
    CurvesContent content;
    content.curves = all.perplexityCurves();
    content.xLabel = bytes ? CurveWords::tr("bytes read at a time, over the whole text")
                           : CurveWords::tr("tokens read at a time, over %1 of the text").arg(counted);
    content.yLabel = bytes ? CurveWords::tr("bits per byte") : CurveWords::tr("perplexity");
    content.xLog = true;
    content.yLog = !bytes;
    content.marks.trainingLengths = all.trainingPlaces();
    return content;
}

CurvesContent lossContent(const Comparison& all)
{
    const bool bytes = all.inBytes();
    const int together = all.positionsPerPoint();
    const QString place = bytes ? CurveWords::tr("byte of the text")
                                : CurveWords::tr("position among these %n token(s)", nullptr, all.shownLength());
    CurvesContent content;
    content.curves = all.lossCurves();
    content.xLabel =
        together == 1 ? place : CurveWords::tr("%1 (each point the mean of %2 tokens)").arg(place).arg(together);
    content.yLabel = bytes ? CurveWords::tr("loss (bits per byte)") : CurveWords::tr("loss (nats)");
    content.marks.trainingLengths = all.trainingPositions();
    return content;
}

} // namespace ui
