// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plot/curve_plot.h"

#include "ui/figure/series_colours.h"
#include "ui/figure/ticks.h"
#include "ui/figure/view_range.h"
#include "ui/plot/curve_overlay.h"

#include <qcustomplot.h>

#include <QApplication>
#include <QHelpEvent>
#include <QToolTip>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

namespace ui {

namespace {

// Our own ticks: whole numbers at powers of two, and never "1e+02".
class PlainTicker : public QCPAxisTicker
{
public:
    explicit PlainTicker(const QCPAxis* axis)
        : m_axis(axis)
    {}

protected:
    double getTickStep(const QCPRange& range) override { return range.size(); }
    int getSubTickCount(double) override { return 0; }

    QVector<double> createTickVector(double, const QCPRange& range) override
    {
        const bool horizontal = m_axis->orientation() == Qt::Horizontal;
        const double room = horizontal ? m_axis->axisRect()->width() : m_axis->axisRect()->height();
        return plotTicks({range.lower, range.upper}, ticksFor(room, horizontal, m_axis->tickLabelFont()), horizontal,
                         m_axis->scaleType() == QCPAxis::stLogarithmic);
    }

    QVector<QString> createLabelVector(const QVector<double>& ticks, const QLocale&, QChar, int) override
    {
        return tickTexts(ticks, m_axis->scaleType() == QCPAxis::stLogarithmic);
    }

private:
    const QCPAxis* m_axis;
};

QFont smaller(const QFont& font) { return scaledFont(font, 0.9); }

std::pair<double, double> ends(const QCPRange& range) { return {range.lower, range.upper}; }

QCPRange asRange(const std::pair<double, double>& view) { return {view.first, view.second}; }

} // namespace

// Hands QCustomPlot's painter to the overlay.
class CurvePlot::OverlayLayer : public QCPLayerable
{
public:
    OverlayLayer(const CurvePlot& owner, const QString& layer, bool ground)
        : QCPLayerable(owner.m_plot, layer)
        , m_owner(owner)
        , m_ground(ground)
    {}

protected:
    void applyDefaultAntialiasingHint(QCPPainter* painter) const override { painter->setAntialiasing(true); }
    QRect clipRect() const override { return mParentPlot->axisRect()->rect(); }

    void draw(QCPPainter* painter) override
    {
        const QCPAxis* xAxis = mParentPlot->xAxis;
        const QCPAxis* yAxis = mParentPlot->yAxis;
        const PlotPlace place{QRectF(mParentPlot->axisRect()->rect()),
                              [xAxis](double x) { return xAxis->coordToPixel(x); },
                              [yAxis](double y) { return yAxis->coordToPixel(y); },
                              [xAxis](double x) { return xAxis->pixelToCoord(x); },
                              m_owner.m_xLog,
                              m_owner.m_yLog,
                              {smaller(m_owner.font()), m_owner.palette()}};
        if (m_ground)
            m_owner.m_overlay->paintGround(*painter, place);
        else
            m_owner.m_overlay->paint(*painter, place);
    }

private:
    const CurvePlot& m_owner;
    const bool m_ground;
};

// A row of the plot's layout that the owner's legend is drawn in: above the axes, where it can cover no data.
class CurvePlot::LegendRow : public QCPLayoutElement
{
public:
    explicit LegendRow(const CurvePlot& owner)
        : QCPLayoutElement(owner.m_plot)
        , m_owner(owner)
    {}

    QSize minimumOuterSizeHint() const override
    {
        const int height = m_owner.m_legend.height();
        return {0, height > 0 ? height + 3 : 0};
    }
    QSize maximumOuterSizeHint() const override { return {QWIDGETSIZE_MAX, minimumOuterSizeHint().height()}; }

protected:
    void draw(QCPPainter* painter) override
    {
        m_owner.m_legend.paint(*painter, outerRect().topLeft() + QPointF(8, 3),
                               {smaller(m_owner.font()), m_owner.palette()});
    }

private:
    const CurvePlot& m_owner;
};

CurvePlot::CurvePlot(QWidget* parent)
    : QWidget(parent)
    , m_plot(new QCustomPlot(this))
    , m_overlay(std::make_unique<CurveOverlay>())
{
    auto* page = new QVBoxLayout(this);
    page->setContentsMargins(0, 0, 0, 0);
    page->addWidget(m_plot);
    setFocusPolicy(Qt::StrongFocus);
    buildPlot();
    m_click.setSingleShot(true);
    m_overlayDraw.setSingleShot(true);
    connect(&m_click, &QTimer::timeout, this, [this] { emit clickedAt(m_clickX); });
    connect(&m_overlayDraw, &QTimer::timeout, this, [this] { m_plot->layer(QStringLiteral("overlay"))->replot(); });
    setAxes({}, {}, true, true);
    refreshColours();
}

CurvePlot::~CurvePlot() = default;

void CurvePlot::buildPlot()
{
    m_plot->setFocusPolicy(Qt::NoFocus); // keys are ours
    m_plot->setInteractions(QCP::iRangeDrag | QCP::iRangeZoom);
    m_plot->setAntialiasedElements(QCP::aePlottables | QCP::aeScatters);
    // Without them a drawing takes four times as long.
    m_plot->setPlottingHints(QCP::phCacheLabels | QCP::phFastPolylines);
    m_plot->installEventFilter(this);
    new OverlayLayer(*this, QStringLiteral("background"), true); // both owned by the plot
    new OverlayLayer(*this, QStringLiteral("overlay"), false);
    m_plot->plotLayout()->insertRow(0);
    m_plot->plotLayout()->addElement(0, 0, new LegendRow(*this)); // owned by the layout
    m_plot->plotLayout()->setRowStretchFactor(0, 0.001);
    m_plot->plotLayout()->setRowSpacing(0);
    m_plot->setAutoAddPlottableToLegend(false);
    for (QCPAxis* axis : {m_plot->xAxis, m_plot->yAxis}) {
        axis->setTicker(QSharedPointer<PlainTicker>::create(axis));
        axis->setSubTicks(false);
        axis->setTickLength(0, 4);
        axis->setLabelPadding(2);
    }
    for (QCPAxis* axis : {m_plot->xAxis, m_plot->yAxis})
        connect(
            axis, qOverload<const QCPRange&, const QCPRange&>(&QCPAxis::rangeChanged), this,
            [this, axis](const QCPRange&, const QCPRange& before) { keepInside(axis == m_plot->xAxis, ends(before)); });
}

// The view may be zoomed and moved, but not beyond the data, and not so far in that nothing is left to label.
void CurvePlot::keepInside(bool horizontal, const std::pair<double, double>& before)
{
    QCPAxis* axis = horizontal ? m_plot->xAxis : m_plot->yAxis;
    const bool logarithmic = horizontal ? m_xLog : m_yLog;
    const auto& all = horizontal ? m_all.x : m_all.y;
    if (logarithmic && !(all.first > 0.0))
        return; // the axis has just become logarithmic: what it shows of the data is found anew at once
    const auto now = ends(axis->range());
    if (!isSaneView(now, logarithmic, horizontal)) {
        if (isSaneView(before, logarithmic, horizontal))
            axis->setRange(asRange(before));
        return;
    }
    const auto inside = boundedView(now, all, logarithmic);
    if (inside != now)
        axis->setRange(asRange(inside));
}

// ── data ───────────────────────────────────────────────────────────────────────────────────────────────────────────

void CurvePlot::setCurves(const QVector<Curve>& curves)
{
    if (m_curves == curves)
        return;
    m_curves = curves;
    refreshCurves();
}

void CurvePlot::setAxes(const QString& xLabel, const QString& yLabel, bool xLog, bool yLog)
{
    if (xLog == m_xLog && yLog == m_yLog && xLabel == m_overlay->xLabel && yLabel == m_yLabel)
        return;
    if (xLog != m_xLog || yLog != m_yLog)
        m_ownView = false; // the old view means nothing on the new axes
    m_xLog = xLog;
    m_yLog = yLog;
    m_overlay->xLabel = xLabel;
    m_plot->xAxis->setLabel(xLabel);
    m_yLabel = yLabel;
    m_plot->xAxis->setScaleType(xLog ? QCPAxis::stLogarithmic : QCPAxis::stLinear);
    m_plot->yAxis->setScaleType(yLog ? QCPAxis::stLogarithmic : QCPAxis::stLinear);
    refreshCurves();
}

void CurvePlot::setXRange(std::optional<std::pair<double, double>> range)
{
    if (m_xRange == range)
        return;
    m_xRange = range;
    fitView();
    m_plot->replot(QCustomPlot::rpQueuedReplot);
}

void CurvePlot::setFirstView(std::optional<std::pair<double, double>> y)
{
    if (m_firstY == y)
        return;
    m_firstY = y;
    fitView();
    m_plot->replot(QCustomPlot::rpQueuedReplot);
}

void CurvePlot::setTrainingLengths(const QVector<double>& lengths)
{
    if (m_overlay->marks.trainingLengths == lengths)
        return;
    m_overlay->marks.trainingLengths = lengths;
    m_plot->replot(QCustomPlot::rpQueuedReplot); // the ground below the curves changes too
}

void CurvePlot::setMarks(const QVector<PlotMark>& marks)
{
    if (m_overlay->marks.others == marks)
        return;
    m_overlay->marks.others = marks;
    refreshOverlay();
}

void CurvePlot::setCursor(std::optional<double> x)
{
    if (m_overlay->cursor == x)
        return;
    m_overlay->cursor = x;
    refreshOverlay();
}

void CurvePlot::setOnlyMeasured(bool only)
{
    m_overlay->onlyMeasured = only;
    refreshOverlay();
}

std::optional<double> CurvePlot::cursor() const { return m_overlay->cursor; }

void CurvePlot::refreshCurves()
{
    m_overlay->curves.clear();
    bool empty = true;
    for (const Curve& curve : std::as_const(m_curves)) {
        m_overlay->curves.append(drawable(curve, m_xLog, m_yLog));
        const QVector<double>& y = m_overlay->curves.last().y;
        empty = empty && std::all_of(y.begin(), y.end(), [](double value) { return std::isnan(value); });
    }
    m_overlay->message = empty ? tr("no data yet") : QString();
    while (m_plot->graphCount() > m_curves.size())
        m_plot->removeGraph(m_plot->graphCount() - 1);
    while (m_plot->graphCount() < m_curves.size())
        m_plot->addGraph();
    for (int i = 0; i < m_plot->graphCount(); ++i)
        m_plot->graph(i)->setData(m_overlay->curves[i].x, m_overlay->curves[i].y, true);
    fitView();
    refreshGraphs();
}

// Shows everything or, where a person has chosen a part, what is left of it.
void CurvePlot::fitView()
{
    m_all = fittedView(m_overlay->curves, m_xRange, m_xLog, m_yLog);
    const auto xNow = xView();
    const auto yNow = yView();
    m_plot->xAxis->setRange(asRange(m_ownView ? boundedView(xNow, m_all.x, m_xLog) : m_all.x));
    auto yFirst = m_all.y;
    if (m_firstY && m_firstY->first < m_all.y.second && m_firstY->second > m_all.y.first)
        yFirst = {std::max(yFirst.first, m_firstY->first), std::min(yFirst.second, m_firstY->second)};
    m_plot->yAxis->setRange(asRange(m_ownView ? boundedView(yNow, m_all.y, m_yLog) : yFirst));
}

void CurvePlot::resetView()
{
    m_ownView = false;
    fitView();
    m_plot->replot(QCustomPlot::rpQueuedReplot);
}

void CurvePlot::refreshOverlay()
{
    if (!m_overlayDraw.isActive())
        m_overlayDraw.start();
}

// ── looks ──────────────────────────────────────────────────────────────────────────────────────────────────────────

void CurvePlot::refreshColours()
{
    const QColor ground = palette().color(QPalette::Base);
    const QColor text = palette().color(QPalette::Text);
    m_plot->setBackground(ground);
    for (QCPAxis* axis : {m_plot->xAxis, m_plot->yAxis}) {
        axis->setBasePen(mixed(ground, text, 0.5));
        axis->setTickPen(mixed(ground, text, 0.5));
        axis->grid()->setPen(mixed(ground, text, 0.13));
        axis->grid()->setZeroLinePen(mixed(ground, text, 0.13));
        axis->setTickLabelColor(mixed(ground, text, 0.85));
        axis->setLabelColor(text);
        axis->setTickLabelFont(smaller(font()));
        axis->setLabelFont(smaller(font()));
    }
    // Half a label at the axis' right end; the library leaves out labels that the border would cut.
    const int half = QFontMetrics(smaller(font())).horizontalAdvance(QStringLiteral("16384")) / 2 + 4;
    m_plot->axisRect()->setMinimumMargins(QMargins(0, half / 2, half, 0));
    refreshGraphs();
}

void CurvePlot::refreshGraphs()
{
    const QColor ground = palette().color(QPalette::Base);
    for (int i = 0; i < m_plot->graphCount(); ++i) {
        const Curve& curve = m_overlay->curves[i];
        const QColor colour = legibleOn(curve.colour, ground);
        QCPGraph* graph = m_plot->graph(i);
        graph->setPen(QPen(colour, 2, lineOf(curve, m_overlay->curves)));
        graph->setLineStyle(curve.steps ? QCPGraph::lsStepCenter : QCPGraph::lsLine);
        const bool marks = curve.points || hasLonelyPoint(curve);
        graph->setScatterStyle(marks ? QCPScatterStyle(QCPScatterStyle::ssDisc, QPen(colour), colour, 6)
                                     : QCPScatterStyle::ssNone);
    }
    fitLegend();
    m_plot->replot(QCustomPlot::rpQueuedReplot);
}

void CurvePlot::fitLegend()
{
    const FigureStyle style{smaller(font()), palette()};
    QVector<LegendEntry> entries = legendOf(m_overlay->curves, style);
    m_legend = Legend(entries, width() - 16, style.font);
    // Upright beside the axis, or where that is too low, before the legend.
    const QFontMetrics metrics(style.font);
    const int axis = height() - m_legend.height() - 3 * metrics.height();
    const bool upright = metrics.horizontalAdvance(m_yLabel) <= axis;
    m_plot->yAxis->setLabel(upright ? m_yLabel : QString());
    if (!upright && !m_yLabel.isEmpty()) {
        entries.prepend({QStringLiteral("↑ ") + m_yLabel, palette().color(QPalette::Text), Qt::NoPen});
        m_legend = Legend(entries, width() - 16, style.font);
    }
    if (m_legend.height() > height() * 0.4)
        m_legend = Legend({}, width(), style.font); // the curves need the room; the read-out still names them
}

void CurvePlot::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange)
        refreshColours();
    QWidget::changeEvent(event);
}

void CurvePlot::showEvent(QShowEvent* event)
{
    m_plot->setBufferDevicePixelRatio(devicePixelRatioF()); // the library reads it only once, before there is a screen
    QWidget::showEvent(event);
}

void CurvePlot::resizeEvent(QResizeEvent* event)
{
    fitLegend();
    m_plot->replot(QCustomPlot::rpQueuedReplot);
    QWidget::resizeEvent(event);
}

// ── view and mouse ─────────────────────────────────────────────────────────────────────────────────────────────────

std::pair<double, double> CurvePlot::xView() const { return ends(m_plot->xAxis->range()); }
std::pair<double, double> CurvePlot::yView() const { return ends(m_plot->yAxis->range()); }
QPointF CurvePlot::pixelAt(double x, double y) const
{
    return m_plot->pos() + QPointF(m_plot->xAxis->coordToPixel(x), m_plot->yAxis->coordToPixel(y));
}
QRectF CurvePlot::plotArea() const { return QRectF(m_plot->axisRect()->rect()).translated(m_plot->pos()); }

void CurvePlot::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Home || event->key() == Qt::Key_0)
        resetView();
    else
        QWidget::keyPressEvent(event);
}

bool CurvePlot::eventFilter(QObject* watched, QEvent* event)
{
    switch (event->type()) {
    case QEvent::MouseButtonPress:
        handlePress(static_cast<QMouseEvent&>(*event));
        break;
    case QEvent::MouseMove:
        handleMove(static_cast<QMouseEvent&>(*event));
        return m_pressed && !m_dragged; // a hand that trembles while clicking does not move the view
    case QEvent::MouseButtonRelease:
        handleRelease(static_cast<QMouseEvent&>(*event));
        break;
    case QEvent::MouseButtonDblClick:
        m_click.stop();
        m_pressed.reset();
        resetView();
        return true;
    case QEvent::Wheel:
        m_ownView = true;
        break;
    case QEvent::ToolTip: // what the legend's marks mean
        if (const auto& help = static_cast<QHelpEvent&>(*event); help.pos().y() < m_plot->axisRect()->top()) {
            const QString about = legendAbout(m_overlay->curves);
            if (!about.isEmpty()) {
                QToolTip::showText(help.globalPos(), about, m_plot);
                return true;
            }
        }
        break;
    case QEvent::Leave:
        m_overlay->mouse.reset();
        refreshOverlay();
        break;
    default:
        break;
    }
    return QWidget::eventFilter(watched, event);
}

void CurvePlot::handlePress(const QMouseEvent& event)
{
    setFocus(Qt::MouseFocusReason);
    m_dragged = false;
    m_pressed.reset();
    if (event.button() == Qt::LeftButton && m_plot->axisRect()->rect().contains(event.pos()))
        m_pressed = event.position();
}

void CurvePlot::handleMove(const QMouseEvent& event)
{
    const bool inside = m_plot->axisRect()->rect().contains(event.pos());
    m_overlay->mouse = inside && !event.buttons() ? std::optional(event.position()) : std::nullopt;
    if (m_pressed && (event.position() - *m_pressed).manhattanLength() >= QApplication::startDragDistance())
        m_dragged = m_ownView = true;
    refreshOverlay();
}

void CurvePlot::handleRelease(const QMouseEvent& event)
{
    if (!m_pressed || m_dragged || event.button() != Qt::LeftButton)
        return;
    const auto [left, right] = xView();
    m_clickX = std::clamp(m_plot->xAxis->pixelToCoord(m_pressed->x()), left, right);
    if (m_xRange) // the view has a little room around it
        m_clickX = std::clamp(m_clickX, m_xRange->first, std::max(m_xRange->first, m_xRange->second));
    m_pressed.reset();
    // Only a zoomed plot has something to reset: only there a click waits whether it is half of a double click.
    if (m_ownView)
        m_click.start(QApplication::doubleClickInterval());
    else
        emit clickedAt(m_clickX);
}

CurvesContent CurvePlot::content() const
{
    return {m_curves, m_overlay->xLabel, m_yLabel, m_xLog, m_yLog, xView(), yView(), m_overlay->marks};
}

} // namespace ui
