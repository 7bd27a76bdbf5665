// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/curves_panel.h"

#include "ui/plot/curve_plot.h"
#include "ui/views/view.h"

#include <QBoxLayout>

#include <cmath>
#include <set>

namespace ui {
namespace {

constexpr int kDelay = 30; // ms

} // namespace

CurvesPanel::CurvesPanel(Session& session, Comparison& comparison, QWidget* parent)
    : QWidget(parent)
    , m_session(session)
    , m_comparison(comparison)
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
    connect(m_perplexity, &CurvePlot::clickedAt, this, [this](double x) {
        m_session.edit(tr("length"), [&](core::Setup& e) { e.length = static_cast<int>(std::lround(x)); });
    });
}

QVector<double> CurvesPanel::trainingLengths() const
{
    std::set<double> lengths;
    for (std::size_t c = 0; c < m_comparison.columns(); ++c)
        if (m_comparison.column(c).trainingLength > 0)
            lengths.insert(m_comparison.column(c).trainingLength);
    return {lengths.begin(), lengths.end()};
}

void CurvesPanel::showSetup()
{
    m_perplexity->setCursor(m_session.setup().length);
    if (!m_perplexitiesSoon.isActive())
        m_perplexitiesSoon.start(); // other slopes: other curves
}

void CurvesPanel::showPerplexities()
{
    m_perplexity->setCurves(m_comparison.perplexityCurves());
    m_perplexity->setTrainingLengths(trainingLengths());
    const int longest = std::max(kUsualLength, m_session.setup().length);
    m_perplexity->setXRange(std::pair(8.0, static_cast<double>(std::clamp(m_comparison.tokenCount(), 64, longest))));
    m_perplexity->setAxes(m_comparison.tokenCount() > kCurveTokens
                              ? tr("length read at a time (tokens; over the first %1)").arg(kCurveTokens)
                              : tr("length read at a time (tokens)"),
                          tr("perplexity"), true, true);
}

void CurvesPanel::showLosses()
{
    const int together = m_comparison.positionsPerPoint();
    m_loss->setAxes(together == 1 ? tr("position in the window")
                                  : tr("position in the window (each point the mean of %1)").arg(together),
                    tr("loss (nats)"), false, false);
    m_loss->setCurves(m_comparison.lossCurves());
    m_loss->setTrainingLengths(trainingLengths());
    m_loss->setXRange(std::pair(0.0, static_cast<double>(std::max(2, m_session.setup().length) - 1)));
}

View curvesView()
{
    return {.id = "curves",
            .title = Views::tr("Curves"),
            .place = Place::Tray,
            .shortcut = QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_U),
            .shownAtFirst = true,
            .size = 162,
            .make = [](const ViewContext& context) { return new CurvesPanel(context.session, context.comparison); }};
}

} // namespace ui
