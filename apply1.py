import re,os
def rd(p): return open(p).read()
def wr(p,s): open(p,'w').write(s)
# curve.h
p='ui/figure/curve.h'; s=rd(p)
s=s.replace('''    bool points = false; // mark the points themselves
''','''    bool points = false; // mark the points themselves
    QString variant = {}; // what sets it apart from the curve of the same label ("unchanged"): other dashes, named once
''')
wr(p,s)
# view_range
p='ui/figure/view_range.h'; s=rd(p)
s=s.replace('''// Whether a zoomed''','''// A moved or zoomed view put back inside `full`: moved there, and made smaller only when it is larger.
std::pair<double, double> boundedView(const std::pair<double, double>& view, const std::pair<double, double>& full,
                                      bool logarithmic);

// Whether a zoomed''')
wr(p,s)
p='ui/figure/view_range.cpp'; s=rd(p)
s=s.replace('''bool isSaneView(''','''std::pair<double, double> boundedView(const std::pair<double, double>& view, const std::pair<double, double>& full,
                                      bool logarithmic)
{
    if (logarithmic && !(std::min(view.first, full.first) > 0.0))
        return full;
    const auto onAxis = [&](double value) { return logarithmic ? std::log(value) : value; };
    const auto back = [&](double place) { return logarithmic ? std::exp(place) : place; };
    const double least = onAxis(full.first);
    const double most = onAxis(full.second);
    const double size = onAxis(view.second) - onAxis(view.first);
    if (!(size < (most - least) * (1.0 - 1e-9)))
        return full;
    if (view.first >= full.first && view.second <= full.second)
        return view;
    const double lower = std::clamp(onAxis(view.first), least, most - size);
    return {back(lower), back(lower + size)};
}

bool isSaneView(''')
wr(p,s)
# overlay
p='ui/plot/curve_overlay.h'; s=rd(p)
a=s.index('// What lies over the curves'); b=s.index('// Moves the middles')
s=s[:a]+'''// What lies over the curves of a CurvePlot and changes without them: the named places, the cursor with its values, the
// read-out under the mouse.
struct CurveOverlay
{
    QVector<Curve> curves; // drawable()
    QString xLabel;
    CurveMarks marks;
    std::optional<double> cursor;
    std::optional<QPointF> mouse; // pixels; set while it is over the area
    QString message;              // in the middle, for a plot without data

    // Below the curves.
    void paintGround(QPainter& painter, const PlotPlace& place) const;
    // Above the curves.
    void paint(QPainter& painter, const PlotPlace& place) const;

private:
    void paintMessage(QPainter& painter, const PlotPlace& place) const;
    void paintValues(QPainter& painter, const PlotPlace& place, double top) const;
    void paintReadOut(QPainter& painter, const PlotPlace& place) const;
};

'''+s[b:]
s=s.replace('#include "ui/figure/curve.h"','#include "ui/figure/curve_marks.h"').replace('#include <QFont>\n#include <QPalette>\n','').replace('#include <QRectF>\n\n#include <functional>\n','\n').replace('#include <QPointF>\n\n#include <optional>','#include <QPointF>\n\n#include <optional>')
wr(p,s)
p='ui/plot/curve_overlay.cpp'; s=rd(p)
s=s.replace('const Place& place','const PlotPlace& place')
s=s.replace('''constexpr double kMargin = 4.0;

QString translated(const char* text) { return QCoreApplication::translate("ui::CurvePlot", text); }

''','')
s=s.replace('''bool isInside(double x, const QRectF& area) { return x >= area.left() - 0.5 && x <= area.right() + 0.5; }

''','')
s=re.sub(r'isInside\((place\.toX\([^()]*\)|x), place\.area\)',r'place.isInside(\1)',s)
s=s.replace('place.palette.color(QPalette::Base)','place.style.base()').replace('place.palette.color(QPalette::Text)','place.style.palette.color(QPalette::Text)').replace('place.palette.','place.style.palette.').replace('place.font','place.style.font')
a=s.index('void CurveOverlay::paintGround('); b=s.index('void CurveOverlay::paintMessage(')
s=s[:a]+'''void CurveOverlay::paintGround(QPainter& painter, const PlotPlace& place) const
{
    if (message.isEmpty())
        marks.paintGround(painter, place);
}

void CurveOverlay::paint(QPainter& painter, const PlotPlace& place) const
{
    painter.setFont(place.style.font);
    if (!message.isEmpty())
        return paintMessage(painter, place);
    const QPen present(place.style.palette.color(QPalette::Text), 1);
    marks.paintLines(painter, place);
    if (cursor && place.isInside(place.toX(*cursor))) {
        painter.setPen(present);
        painter.drawLine(QPointF(place.toX(*cursor), place.area.top()),
                         QPointF(place.toX(*cursor), place.area.bottom()));
    }
    const QVector<QRectF> captions = marks.paintCaptions(painter, place);
    if (cursor) {
        painter.setPen(present);
        const QRectF own = paintLineCaption(painter, place, *cursor, plainNumber(*cursor, 7), captions);
        paintValues(painter, place, std::max(own.bottom(), place.area.top()));
    }
    if (mouse)
        paintReadOut(painter, place);
}

'''+s[b:]
a=s.index('// Draws the caption of the vertical line at x and'); b=s.index('void CurveOverlay::paintValues(')
s=s[:a]+s[b:]
s=s.replace('{QStringLiteral("%1  %2").arg(curve.label, plainNumber(point->y)), legibleOn(curve.colour, ground)}','{QStringLiteral("%1  %2").arg(fullName(curve), plainNumber(point->y)), legibleOn(curve.colour, ground)}')
s=s.replace('''// How many labels so high fit.''','''QString fullName(const Curve& curve)
{
    return curve.variant.isEmpty() ? curve.label : QStringLiteral("%1, %2").arg(curve.label, curve.variant);
}

// How many labels so high fit.''')
s=s.replace('legibleOn(curve.colour, ground, 4.5), curve.dashed}','legibleOn(curve.colour, ground, 4.5), curve.dashed || !curve.variant.isEmpty()}')
s=s.replace('#include <QCoreApplication>\n','#include <QFontMetricsF>\n')
wr(p,s)
# plot
p='ui/plot/curve_plot.h'; s=rd(p)
s=s.replace('''    void setTrainingLength(std::optional<double> length); // a dashed line with caption, tinted past it
''','''    void setTrainingLengths(const QVector<double>& lengths); // a dashed line with caption each, tinted past it
''')
a=s.index('    // The plot as it is now (without'); b=s.index('    QSize sizeHint()')
s=s[:a]+'''    // What is in view, to be drawn in any size and style.
    CurvesContent content() const;

'''+s[b:]
s=s.replace('''// everything again; the mouse reads out the nearest points. GUI thread only;''','''// everything again; nothing moves beyond the data. The mouse reads out the nearest points. GUI thread only;''')
s=s.replace('    // A click, not a drag, inside the axes. x is within the view and not rounded.','    // A click, not a drag, inside the axes. x is within the view and the range asked for, and not rounded.')
s=s.replace('#include "ui/figure/curve.h"','#include "ui/figure/curves_figure.h"\n#include "ui/figure/legend.h"')
s=s.replace('    class OverlayLayer;\n','    class OverlayLayer;\n    class LegendRow;\n')
s=s.replace('    void fitLegend(const QSize& size);\n','    void fitLegend();\n')
s=s.replace('    void fitView();\n','    void fitView();\n    void keepInside(bool horizontal, const std::pair<double, double>& before);\n')
s=s.replace('    bool m_ownView = false; // a person','    PlotView m_all;         // of all data\n    Legend m_legend{{}, 0, {}};\n    bool m_ownView = false; // a person')
wr(p,s)
p='ui/plot/curve_plot.cpp'; s=rd(p)
s=s.replace('#include "ui/figure/plain_number.h"\n','').replace('#include "core/base/error.h"\n','').replace('#include <QSaveFile>\n','').replace('#include <limits>\n','')
s=s.replace('''constexpr int kLargestPicture = 16384; // pixels a side

''','')
a=s.index('        const QFontMetricsF metrics(m_axis->tickLabelFont());'); b=s.index('    QVector<QString> createLabelVector')
s=s[:a]+'''        const bool horizontal = m_axis->orientation() == Qt::Horizontal;
        const double room = horizontal ? m_axis->axisRect()->width() : m_axis->axisRect()->height();
        return plotTicks({range.lower, range.upper}, ticksFor(room, horizontal, m_axis->tickLabelFont()), horizontal,
                         m_axis->scaleType() == QCPAxis::stLogarithmic);
    }

'''+s[b:]
a=s.index('QFont smaller(QFont font)'); b=s.index('std::pair<double, double> ends(')
s=s[:a]+'''QFont smaller(const QFont& font) { return scaledFont(font, 0.9); }

'''+s[b:]
s=s.replace('const CurveOverlay::Place place{','const PlotPlace place{')
s=s.replace('''                                        smaller(m_owner.font()),
                                        m_owner.palette()};''','''                                        {smaller(m_owner.font()), m_owner.palette()}};''')
s=s.replace('''CurvePlot::CurvePlot(QWidget* parent)''','''// A row of the plot's layout that the owner's legend is drawn in: above the axes, where it can cover no data.
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

CurvePlot::CurvePlot(QWidget* parent)''',1)
a=s.index('    // The legend has a row of its own above'); b=s.index('    m_plot->setAutoAddPlottableToLegend(false);')
s=s[:a]+'''    m_plot->plotLayout()->insertRow(0);
    m_plot->plotLayout()->addElement(0, 0, new LegendRow(*this)); // owned by the layout
    m_plot->plotLayout()->setRowStretchFactor(0, 0.001);
    m_plot->plotLayout()->setRowSpacing(0);
'''+s[b:]
s=s.replace('''    m_plot->setAutoAddPlottableToLegend(false);
    m_plot->legend->setVisible(true);
''','''    m_plot->setAutoAddPlottableToLegend(false);
''')
a=s.index('                [this, axis](const QCPRange& now, const QCPRange& before) {'); b=s.index('// ── data')
s=s[:a]+'''                [this, axis](const QCPRange&, const QCPRange& before) {
                    keepInside(axis == m_plot->xAxis, ends(before));
                });
}

// The view may be zoomed and moved, but not beyond the data, and not so far in that nothing is left to label.
void CurvePlot::keepInside(bool horizontal, const std::pair<double, double>& before)
{
    QCPAxis* axis = horizontal ? m_plot->xAxis : m_plot->yAxis;
    const bool logarithmic = horizontal ? m_xLog : m_yLog;
    const auto now = ends(axis->range());
    if (!isSaneView(now, logarithmic, horizontal)) {
        if (isSaneView(before, logarithmic, horizontal))
            axis->setRange(asRange(before));
        return;
    }
    const auto inside = boundedView(now, horizontal ? m_all.x : m_all.y, logarithmic);
    if (inside != now)
        axis->setRange(asRange(inside));
}

'''+s[b:]
a=s.index('void CurvePlot::setTrainingLength('); b=s.index('void CurvePlot::setCursor(')
s=s[:a]+'''void CurvePlot::setTrainingLengths(const QVector<double>& lengths)
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

'''+s[b:]
s=s.replace('''    if (!m_ownView)
        fitView();
    refreshGraphs();
}
''','''    fitView();
    refreshGraphs();
}
''')
a=s.index('void CurvePlot::fitView()'); b=s.index('void CurvePlot::resetView()')
s=s[:a]+'''// Shows everything or, where a person has chosen a part, what is left of it.
void CurvePlot::fitView()
{
    m_all = fittedView(m_overlay->curves, m_xRange, m_xLog, m_yLog);
    const auto xNow = xView();
    const auto yNow = yView();
    m_plot->xAxis->setRange(asRange(m_ownView ? boundedView(xNow, m_all.x, m_xLog) : m_all.x));
    m_plot->yAxis->setRange(asRange(m_ownView ? boundedView(yNow, m_all.y, m_yLog) : m_all.y));
}

'''+s[b:]
s=s.replace('''    m_xRange = range;
    if (!m_ownView)
        resetView();
''','''    m_xRange = range;
    fitView();
    m_plot->replot(QCustomPlot::rpQueuedReplot);
''')
s=s.replace('''    m_plot->legend->setFont(smaller(font()));
    m_plot->legend->setTextColor(text);
''','')
s=s.replace('graph->setPen(QPen(colour, 2, curve.dashed ? Qt::DashLine : Qt::SolidLine));','graph->setPen(QPen(colour, 2, lineOf(curve, m_overlay->curves)));')
s=s.replace('''    fitLegend(QWidget::size());
    m_plot->replot(QCustomPlot::rpQueuedReplot);
}

void CurvePlot::fitLegend(const QSize& size)''','''    fitLegend();
    m_plot->replot(QCustomPlot::rpQueuedReplot);
}

void CurvePlot::fitLegend(const QSize& size)''')
a=s.index('void CurvePlot::fitLegend(const QSize& size)'); b=s.index('void CurvePlot::changeEvent(')
s=s[:a]+'''void CurvePlot::fitLegend()
{
    const FigureStyle style{smaller(font()), palette()};
    m_legend = Legend(legendOf(m_overlay->curves, style), width() - 16, style.font);
    if (m_legend.height() > height() * 0.4)
        m_legend = Legend({}, width(), style.font); // the curves need the room; the read-out still names them
}

'''+s[b:]
s=s.replace('    fitLegend(QWidget::size());\n','    fitLegend();\n')
s=s.replace('''    m_clickX = std::clamp(m_plot->xAxis->pixelToCoord(m_pressed->x()), left, right);
''','''    m_clickX = std::clamp(m_plot->xAxis->pixelToCoord(m_pressed->x()), left, right);
    if (m_xRange) // the view has a little room around it
        m_clickX = std::clamp(m_clickX, m_xRange->first, std::max(m_xRange->first, m_xRange->second));
''')
a=s.index('void CurvePlot::savePng('); s=s[:a]+'''CurvesContent CurvePlot::content() const
{
    return {m_curves, m_overlay->xLabel, m_plot->yAxis->label(), m_xLog, m_yLog, xView(), yView(), m_overlay->marks};
}

} // namespace ui
'''
wr(p,s)
# bars
p='ui/plot/bar_groups.h'; s=rd(p)
wr(p,'''// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/figure/bars_figure.h"

#include <QWidget>

namespace ui {

// A BarsFigure on screen.
class BarGroups : public QWidget
{
    Q_OBJECT

public:
    using QWidget::QWidget;

    void setContent(const BarsContent& content);
    const BarsContent& content() const { return m_content; }

    QSize sizeHint() const override { return {420, 240}; }
    QSize minimumSizeHint() const override { return {240, 160}; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    BarsFigure figure() const;

    BarsContent m_content;
};

} // namespace ui
''')
wr('ui/plot/bar_groups.cpp','''// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plot/bar_groups.h"

#include <QPainter>

namespace ui {

BarsFigure BarGroups::figure() const { return {m_content, size(), {font(), palette()}}; }

void BarGroups::setContent(const BarsContent& content)
{
    if (m_content == content)
        return;
    m_content = content;
    setAccessibleDescription(figure().words());
    update();
}

void BarGroups::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    figure().paint(painter, devicePixelRatioF());
}

} // namespace ui
''')
# callers
p='ui/panels/curves_panel.cpp'
s=rd(p)
s=s.replace('setTrainingLength(trainingLength())','setTrainingLengths(trainingLengths())')
wr(p,s)
