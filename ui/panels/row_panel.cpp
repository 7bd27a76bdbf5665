// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/row_panel.h"

#include "ui/plot/curve_plot.h"
#include "ui/settings/look.h"
#include "ui/view_models/row_curves.h"
#include "ui/views/view.h"

#include <QBoxLayout>
#include <QLabel>
#include <QStackedWidget>

#include <algorithm>
#include <cmath>

namespace ui {
namespace {

constexpr int kRowDelay = 20; // ms

} // namespace

RowPanel::RowPanel(Session& session, Comparison& comparison, Selection& selection, QWidget* parent)
    : QWidget(parent)
    , m_session(session)
    , m_comparison(comparison)
    , m_selection(selection)
    , m_hint(new QLabel(this))
    , m_plots(new QWidget(this))
    , m_pages(new QStackedWidget(this))
    , m_content(new CurvePlot(m_plots))
    , m_bias(new CurvePlot(m_plots))
    , m_weights(new CurvePlot(m_plots))
    , m_refresh(*this, kRowDelay, Refresh::When::Soon, [this] { showRow(); })
{
    m_hint->setWordWrap(true);
    m_hint->setAlignment(Qt::AlignCenter);
    m_hint->setText(tr("Point at a cell of a map: the row of its query stands here, and what it would be without the "
                       "bias."));
    auto* plots = new QHBoxLayout(m_plots);
    plots->setContentsMargins(0, 0, 0, 0);
    for (CurvePlot* plot : {m_content, m_bias, m_weights}) {
        plots->addWidget(plot, 1);
        connect(plot, &CurvePlot::clickedAt, this, &RowPanel::chooseKey);
    }
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(look::kNear, 0, look::kNear, 0);
    m_pages->addWidget(m_hint);
    m_pages->addWidget(m_plots);
    layout->addWidget(m_pages);

    m_refresh.on(selection, &Selection::changed);
    m_refresh.on(session, &Session::setupChanged);
    m_refresh.on(comparison, &Comparison::columnChanged);
    m_refresh.on(comparison, &Comparison::tokensChanged);
    m_refresh.on(comparison, &Comparison::detailsChanged);
}

void RowPanel::showRow()
{
    const RowCurves row = rowCurves(m_session, m_comparison, m_selection);
    m_pages->setCurrentWidget(row.content.isEmpty() ? static_cast<QWidget*>(m_hint) : m_plots);
    if (row.content.isEmpty())
        return;
    QVector<PlotMark> pinned;
    if (row.pinnedKey)
        pinned.append({*row.pinnedKey, tr("pinned"), palette().color(QPalette::Highlight)});
    const auto show = [&](CurvePlot& plot, const QVector<Curve>& curves, const QString& what) {
        plot.setCurves(curves);
        plot.setAxes(row.keys, what, false, false);
        plot.setXRange(std::pair(0.0, std::max(1.0, row.last)));
        plot.setCursor(row.key);
        plot.setMarks(pinned);
    };
    show(*m_content, row.content, tr("content"));
    show(*m_bias, row.bias, tr("bias"));
    show(*m_weights, row.weights, tr("weight"));
}

void RowPanel::chooseKey(double place)
{
    for (std::size_t c = 0; c < m_comparison.columns(); ++c) {
        const auto cell = m_selection.shown(c);
        const ColumnState& column = m_comparison.column(c);
        if (!cell || column.ends == nullptr)
            continue;
        const int key =
            m_comparison.inBytes()
                ? int(std::ranges::upper_bound(*column.ends, std::size_t(std::max(0.0, place))) - column.ends->begin())
                : int(std::lround(place));
        return m_selection.choose(c, {cell->query, std::clamp(key, 0, cell->query)});
    }
}

View rowView()
{
    return {.id = "row",
            .title = Views::tr("Row"),
            .place = Place::Tray,
            .shortcut = QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_R),
            .size = 190,
            .figure = "row",
            .make = [](const ViewContext& context) {
                return new RowPanel(context.session, context.comparison, context.selection);
            }};
}

} // namespace ui
