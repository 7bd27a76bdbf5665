// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/study/paper.h"
#include "core/study/report.h"
#include "ui/figure/bars_figure.h"
#include "ui/figure/curve.h"

#include <QStringList>

#include <optional>

namespace ui {

// What a study's report comes to on screen: curves, a table and sentences. Everything is computed from the
// report; reports that are not complete give what there is.

// Of the models, in their order; each is different from the others.
QStringList modelLabels(const core::Report& report);
QVector<QColor> modelColours(const core::Report& report);

struct PlotContent
{
    QVector<Curve> curves;
    QVector<PlotMark> marks;
    std::optional<double> trainingLength; // of all models, if it is the same
    QVector<double> trainingLengths() const { return trainingLength ? QVector{*trainingLength} : QVector<double>(); }
};

// Perplexity by length; with `multiples` in multiples of each model's training length. Where a model takes no longer
// input, a mark says so. paper: the paper's curves of the same encodings beside them (none: not asked for).
PlotContent perplexityByLength(const core::Report& report, bool multiples, const core::PaperTables* paper);

// The loss at that window length by tokens of context, side by side and sliding; positions are taken together, the more
// the further on.
PlotContent lossByContext(const core::Report& report, core::Index length);

// The loss that is left when only so many tokens of context are.
PlotContent lossByOcclusion(const core::Report& report);

// The window lengths that some measurement was made at, growing.
std::vector<core::Index> measuredLengths(const core::Report& report);

struct ResultTable
{
    QStringList header;
    QVector<QStringList> rows;
};

// Every number but the series, one row per measurement, columns without anything left out.
ResultTable resultTable(const core::Report& report);

// One sentence per model on what was found, and one where a model's curve ends early.
QStringList findings(const core::Report& report);

// Per model and layer a row, per head a column: "as measured / from the bias alone". quantity: mean_distance, entropy,
// beyond_training_mass. shares: the measured values as parts of the largest, for colouring; negative: no value.
struct ReachTable
{
    QStringList header;
    QStringList rowNames;
    QVector<QStringList> cells;
    QVector<QVector<double>> shares;
};
ReachTable reachTable(const core::Report& report, const QString& quantity);

// Perplexity, training speed and peak memory, a bar for each model.
QVector<BarGroup> shortLongBars(const core::Report& report);

} // namespace ui
