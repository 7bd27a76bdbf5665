// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/curves_panel.h"

#include "ui/plot/curve_plot.h"

#include <QBoxLayout>

#include <cmath>

namespace ui {

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
    m_perplexity->setAxes(tr("length read at a time (tokens)"), tr("perplexity"), true, true);
    m_refresh.setSingleShot(true);
    m_refresh.setInterval(0);
    connect(&m_refresh, &QTimer::timeout, this, &CurvesPanel::refresh);
    const auto soon = [this] { m_refresh.start(); };
    connect(&comparison, &Comparison::curvesChanged, this, soon);
    connect(&session, &Session::experimentChanged, this, soon);
    connect(m_perplexity, &CurvePlot::clickedAt, this, [this](double x) {
        m_session.edit(tr("length"), [&](core::Experiment& e) { e.length = static_cast<int>(std::lround(x)); });
    });
}

void CurvesPanel::refresh()
{
    std::optional<double> training;
    for (std::size_t c = 0; c < m_comparison.columns(); ++c)
        if (m_comparison.column(c).trainingLength > 0)
            training = m_comparison.column(c).trainingLength;
    const int length = m_session.experiment().length;
    const int tokens = m_comparison.tokenCount();
    m_perplexity->setCurves(m_comparison.perplexityCurves());
    m_perplexity->setTrainingLength(training);
    m_perplexity->setXRange(std::pair(8.0, static_cast<double>(std::max(64, std::min(tokens, 4096)))));
    m_perplexity->setCursor(length);
    const int together = m_comparison.positionsPerPoint();
    m_loss->setAxes(together == 1 ? tr("position in the window")
                                  : tr("position in the window (each point the mean of %1)").arg(together),
                    tr("loss (nats)"), false, false);
    m_loss->setCurves(m_comparison.lossCurves());
    m_loss->setTrainingLength(training);
    m_loss->setXRange(std::pair(0.0, static_cast<double>(std::max(2, length) - 1)));
}

} // namespace ui
