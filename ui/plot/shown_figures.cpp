// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plot/shown_figures.h"

#include "ui/controls/number_table.h"
#include "ui/plot/bar_groups.h"
#include "ui/plot/curve_plot.h"
#include "ui/plot/matrix_view.h"
#include "ui/plot/scatter_view.h"
#include "ui/plot/slopes_view.h"
#include "ui/plot/sum_view.h"

#include <QFontMetrics>
#include <QWidget>

#include <algorithm>
#include <map>

namespace ui {
namespace {

constexpr int kWidth = 760;
constexpr int kPlotHeight = 340;

} // namespace

std::vector<std::shared_ptr<const Figure>> shownFigures(const QWidget& page, const FigureStyle& style)
{
    std::multimap<int, std::shared_ptr<const Figure>> byPlace;
    for (const QWidget* widget : page.findChildren<QWidget*>()) {
        if (!widget->isVisibleTo(&page))
            continue;
        std::shared_ptr<const Figure> figure;
        if (const auto* plot = qobject_cast<const CurvePlot*>(widget))
            figure = std::make_shared<CurvesFigure>(plot->content(), QSize(kWidth, kPlotHeight), style);
        else if (const auto* bars = qobject_cast<const BarGroups*>(widget))
            figure = std::make_shared<BarsFigure>(
                bars->content(), QSize(kWidth, BarsFigure::heightFor(bars->content(), style.font)), style);
        else if (const auto* cells = qobject_cast<const MatrixView*>(widget))
            figure = std::make_shared<MatrixFigure>(cells->content(), QSize(kWidth, kPlotHeight), style);
        else if (const auto* slopes = qobject_cast<const SlopesView*>(widget))
            figure = std::make_shared<SlopesFigure>(
                slopes->content(), QSize(kWidth, SlopesFigure::heightFor(slopes->content(), style.font)), style);
        else if (const auto* points = qobject_cast<const ScatterView*>(widget))
            figure = std::make_shared<ScatterFigure>(points->content(), QSize(kWidth, kPlotHeight), style);
        else if (const auto* sum = qobject_cast<const SumView*>(widget))
            figure = std::make_shared<SumFigure>(sum->content(), kWidth, style);
        else if (const auto* table = qobject_cast<const NumberTable*>(widget))
            figure = std::make_shared<TableFigure>(table->content(), style);
        if (figure)
            byPlace.emplace(widget->mapTo(&page, QPoint(0, 0)).y(), std::move(figure));
    }
    std::vector<std::shared_ptr<const Figure>> figures;
    for (auto& [place, figure] : byPlace)
        figures.push_back(std::move(figure));
    return figures;
}

} // namespace ui
