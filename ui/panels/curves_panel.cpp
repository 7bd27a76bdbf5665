// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/curves_panel.h"

#include "ui/plot/curve_plot.h"
#include "ui/views/view.h"

#include <QBoxLayout>

#include <algorithm>

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
    connect(&comparison, &Comparison::tokensChanged, this, &CurvesPanel::showSetup); // the text may be shorter
    connect(m_perplexity, &CurvePlot::clickedAt, this, [this](double x) {
        m_session.edit(tr("length"), [&](core::Setup& e) { e.length = m_comparison.lengthAtPlace(x); });
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
    m_perplexity->setCurves(all.perplexityCurves());
    m_perplexity->setCursor(all.placeOfLength(all.shownLength()));
    m_perplexity->setTrainingLengths(all.trainingPlaces());
    const int longest = std::max(kUsualLength, m_session.setup().length);
    m_perplexity->setXRange(
        std::pair(all.placeOfLength(8), all.placeOfLength(std::clamp(all.tokenCount(), 64, longest))));
    const bool bytes = all.inBytes();
    const QString counted =
        all.tokenCount() > kCurveTokens ? tr("the first %1").arg(kCurveTokens) : tr("all %1").arg(all.tokenCount());
    m_perplexity->setAxes(bytes ? tr("bytes read at a time, over the whole text")
                                : tr("tokens read at a time, over %1 of the text").arg(counted),
                          bytes ? tr("bits per byte") : tr("perplexity"), true, !bytes);
}

void CurvesPanel::showLosses()
{
    const Comparison& all = m_comparison;
    const int together = all.positionsPerPoint();
    const bool bytes = all.inBytes();
    const QString place = bytes ? tr("byte of the text") : tr("position in the window");
    m_loss->setAxes(together == 1 ? place : tr("%1 (each point the mean of %2 tokens)").arg(place).arg(together),
                    bytes ? tr("loss (bits per byte)") : tr("loss (nats)"), false, false);
    m_loss->setCurves(all.lossCurves());
    m_loss->setTrainingLengths(all.trainingPositions());
    m_loss->setXRange(std::pair(0.0, all.lastPosition()));
}

View curvesView()
{
    return {.id = "curves",
            .title = Views::tr("Curves"),
            .place = Place::Tray,
            .shortcut = QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_U),
            .shownAtFirst = true,
            .size = 150,
            .make = [](const ViewContext& context) { return new CurvesPanel(context.session, context.comparison); }};
}

} // namespace ui
