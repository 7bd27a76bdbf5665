// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/figure/curves_figure.h"
#include "ui/figure/legend.h"

#include <QTimer>
#include <QWidget>

#include <memory>
#include <optional>
#include <utility>

class QCustomPlot;
class QMouseEvent;

namespace ui {

struct CurveOverlay;

// Several curves over the sequence length or the position. Wheel zooms, dragging moves, a double click, Home or 0 shows
// everything again; nothing moves beyond the data. The mouse reads out the nearest points. GUI thread only; every
// change is drawn once per event loop.
class CurvePlot : public QWidget
{
    Q_OBJECT

public:
    explicit CurvePlot(QWidget* parent = nullptr);
    ~CurvePlot() override;

    // Replaces the data. The view follows it unless a person has zoomed or moved. NaN and infinite values are gaps.
    void setCurves(const QVector<Curve>& curves);
    // A logarithmic x axis counts in powers of two, a logarithmic y axis in powers of ten.
    void setAxes(const QString& xLabel, const QString& yLabel, bool xLog, bool yLog);
    // Shows at least this part of x, whatever the data, e.g. the slider's range; nothing: as far as the data go.
    void setXRange(std::optional<std::pair<double, double>> range);
    // The part of y that is in view until a person zooms or moves; nothing: all of it.
    void setFirstView(std::optional<std::pair<double, double>> y);
    void setTrainingLengths(const QVector<double>& lengths); // a dashed line with caption each, tinted past it
    void setMarks(const QVector<PlotMark>& marks);           // more dashed lines with captions
    void setCursor(std::optional<double> x);                 // a thin line with each curve's value beside it
    void setOnlyMeasured(bool only);                         // no value beside it that lies between two measured ones
    std::optional<double> cursor() const;
    void resetView();

    // The part of the plane in view.
    std::pair<double, double> xView() const;
    std::pair<double, double> yView() const;
    // Pixels of this widget.
    QPointF pixelAt(double x, double y) const;
    QRectF plotArea() const;

    // What is in view, to be drawn in any size and style.
    CurvesContent content() const;

    QSize sizeHint() const override { return {420, 240}; }
    QSize minimumSizeHint() const override { return {160, 110}; }

signals:
    // A click, not a drag, inside the axes. x is within the view and the range asked for, and not rounded.
    void clickedAt(double x);

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void changeEvent(QEvent* event) override;
    void showEvent(QShowEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    class OverlayLayer;
    class LegendRow;

    void buildPlot();
    void refreshCurves();
    void refreshColours();
    void refreshGraphs();
    void fitLegend();
    void fitView();
    void keepInside(bool horizontal, const std::pair<double, double>& before);
    void refreshOverlay();
    void handlePress(const QMouseEvent& event);
    void handleMove(const QMouseEvent& event);
    void handleRelease(const QMouseEvent& event);

    QCustomPlot* m_plot;
    std::unique_ptr<CurveOverlay> m_overlay;
    QString m_yLabel;
    QVector<Curve> m_curves; // as given
    bool m_xLog = false;
    bool m_yLog = false;
    std::optional<std::pair<double, double>> m_xRange;
    std::optional<std::pair<double, double>> m_firstY;
    PlotView m_all; // of all data
    Legend m_legend{{}, 0, {}};
    bool m_ownView = false; // a person has zoomed or moved
    std::optional<QPointF> m_pressed;
    bool m_dragged = false;
    double m_clickX = 0.0;
    QTimer m_click;       // waits whether a double click follows
    QTimer m_overlayDraw; // draws the overlay once per event loop
};

} // namespace ui
