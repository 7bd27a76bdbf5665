// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/curves_panel.h"

#include "ui/plot/curve_plot.h"
#include "ui/view_models/shown_curves.h"
#include "ui/views/view.h"

#include <QBoxLayout>

#include <algorithm>

namespace ui {
namespace {

constexpr int kDelay = 30; // ms

void showIn(CurvePlot& plot, const CurvesContent& content)
{
    plot.setCurves(content.curves);
    plot.setTrainingLengths(content.marks.trainingLengths);
    plot.setAxes(content.xLabel, content.yLabel, content.xLog, content.yLog);
}

} // namespace

CurvesPanel::CurvesPanel(Session& session, Comparison& comparison, Selection& selection, QWidget* parent)
    : QWidget(parent)
    , m_session(session)
    , m_comparison(comparison)
    , m_selection(selection)
    , m_perplexity(new CurvePlot(this))
    , m_loss(new CurvePlot(this))
{
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(4, 0, 4, 0);
    layout->addWidget(m_perplexity, 1);
    layout->addWidget(m_loss, 1);
    const auto soon = [this](QTimer& timer, auto slot) {
        timer.setSingleShot(true);
        timer.setInterval(kDelay);
        connect(&timer, &QTimer::timeout, this, slot);
        return [&timer] {
            if (!timer.isActive())
                timer.start();
        };
    };
    connect(&comparison, &Comparison::perplexitiesChanged, this,
            soon(m_perplexitiesSoon, &CurvesPanel::showPerplexities));
    connect(&comparison, &Comparison::lossesChanged, this, soon(m_lossesSoon, &CurvesPanel::showLosses));
    connect(&session, &Session::setupChanged, this, &CurvesPanel::showSetup);
    connect(&comparison, &Comparison::tokensChanged, this, &CurvesPanel::showSetup); // the text may be shorter
    connect(m_perplexity, &CurvePlot::clickedAt, this, [this](double x) {
        m_session.edit(tr("length"), [&](core::Setup& e) { e.length = m_comparison.lengthAtPlace(x); });
    });
    m_loss->setOnlyMeasured(true); // a point may be the mean of many tokens, the query is one of them
    connect(&selection, &Selection::changed, this, &CurvesPanel::showSelection);
    connect(m_loss, &CurvePlot::clickedAt, this, [this](double x) {
        if (const std::size_t c = m_session.chosenColumn(); c < m_comparison.columns())
            chooseQuery(m_selection, m_session, m_comparison, c, m_comparison.positionAtPlace(c, x));
    });
}

void CurvesPanel::showSetup()
{
    m_perplexity->setCursor(m_comparison.placeOfLength(m_comparison.shownLength()));
    if (!m_perplexitiesSoon.isActive())
        m_perplexitiesSoon.start(); // other slopes: other curves
    if (!m_lossesSoon.isActive())
        m_lossesSoon.start();
}

void CurvesPanel::showPerplexities()
{
    const Comparison& all = m_comparison;
    showIn(*m_perplexity, perplexityContent(all));
    m_perplexity->setCursor(all.placeOfLength(all.shownLength()));
    const int longest = std::max(kUsualLength, m_session.setup().length);
    m_perplexity->setXRange(
        std::pair(all.placeOfLength(8), all.placeOfLength(std::clamp(all.tokenCount(), 64, longest))));
}

void CurvesPanel::showLosses()
{
    showIn(*m_loss, lossContent(m_comparison));
    m_loss->setXRange(std::pair(0.0, m_comparison.lastPosition()));
    showSelection(); // another length may not have it
}

void CurvesPanel::showSelection()
{
    std::optional<double> shown;
    QVector<PlotMark> pinned;
    for (std::size_t c = 0; c < m_comparison.columns() && (!shown || pinned.isEmpty()); ++c) {
        if (const auto cell = m_selection.shown(c); cell && !shown)
            shown = m_comparison.placeOfPosition(c, cell->query);
        if (const auto cell = m_selection.pinned(c); cell && pinned.isEmpty())
            pinned.append(
                {m_comparison.placeOfPosition(c, cell->query), tr("pinned"), palette().color(QPalette::Highlight)});
    }
    m_loss->setCursor(shown);
    m_loss->setMarks(pinned);
}

View curvesView()
{
    return {.id = "curves",
            .title = Views::tr("Curves"),
            .place = Place::Tray,
            .shortcut = QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_U),
            .shownAtFirst = true,
            .size = 150,
            .figure = "perplexity",
            .make = [](const ViewContext& context) {
                return new CurvesPanel(context.session, context.comparison, context.selection);
            }};
}

} // namespace ui
