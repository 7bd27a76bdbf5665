// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/study/study_view.h"
#include "ui/figure/bars_figure.h"
#include "ui/figure/curve.h"

#include <QStringList>

#include <optional>

namespace ui {

// What a study's results come to on screen. The studies say it in plain values; here those get words and colours.

// Of the models, in their order; each is different from the others.
QStringList modelLabels(const core::StudyResults& results);
QVector<QColor> modelColours(const core::StudyResults& results);

// One of the study's pictures.
core::StudyDrawing drawingOf(const core::StudyView& view, const core::StudyResults& results,
                             const std::string& choice = {}, const core::PaperTables* paper = nullptr);

struct PlotContent
{
    QVector<Curve> curves;
    QVector<PlotMark> marks;
    std::optional<double> trainingLength; // of all models, if it is the same
    QVector<double> trainingLengths() const { return trainingLength ? QVector{*trainingLength} : QVector<double>(); }
};
PlotContent contentOf(const core::StudyPlot& plot, const core::StudyResults& results);

struct ResultTable
{
    QStringList header;
    QStringList rowNames;
    QVector<QStringList> rows;
};
ResultTable contentOf(const core::StudyTable& table);

QVector<BarGroup> contentOf(const core::StudyBars& bars);

// Every number but the series, one row per measurement, columns without anything left out.
ResultTable resultTable(const core::StudyResults& results);

// What was found, a line each.
QStringList findings(const core::StudyResults& results);

} // namespace ui
