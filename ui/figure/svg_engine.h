// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QBrush>
#include <QByteArray>
#include <QPaintDevice>
#include <QPaintEngine>
#include <QPainterPath>
#include <QPen>
#include <QSize>
#include <QTransform>

namespace ui {

// Draws SVG: what QPainter is asked for as shapes, text as text, pictures pixel by pixel (never smoothed). One unit of
// the painter's is one of the drawing's. Equal calls make equal bytes; Qt's own generator names dates and itself, and
// needs a module of its own.
class SvgEngine : public QPaintEngine
{
public:
    SvgEngine();

    const QByteArray& elements() const { return m_elements; } // what was drawn, without the <svg> around it

    bool begin(QPaintDevice*) override { return true; }
    bool end() override { return true; }
    Type type() const override { return SVG; }
    void updateState(const QPaintEngineState& now) override;
    void drawRects(const QRectF* boxes, int count) override;
    void drawPath(const QPainterPath& path) override;
    void drawPolygon(const QPointF* points, int count, PolygonDrawMode mode) override;
    void drawTextItem(const QPointF& at, const QTextItem& text) override;
    void drawImage(const QRectF& target, const QImage& picture, const QRectF& part,
                   Qt::ImageConversionFlags flags) override;
    void drawPixmap(const QRectF& target, const QPixmap& picture, const QRectF& part) override;

private:
    void add(const QByteArray& element); // clipped as the state is
    void addShape(const QByteArray& outline, bool filled, bool evenOdd = false);
    void clip(const QPaintEngineState& now);
    QByteArray fill() const;
    QByteArray stroke() const;

    QByteArray m_elements;
    QByteArray m_clip; // name of the present clip; empty: none
    QPainterPath m_clipPath;
    int m_clips = 0;
    QTransform m_matrix;
    QPen m_pen;
    QBrush m_brush;
    QByteArray m_fill; // of the brush, kept: cells ask for it again and again
};

// What a painter needs to draw with it.
class SvgDevice : public QPaintDevice
{
public:
    explicit SvgDevice(QSize size)
        : m_size(size)
    {}
    QPaintEngine* paintEngine() const override { return &m_engine; }
    const QByteArray& elements() const { return m_engine.elements(); }

protected:
    int metric(PaintDeviceMetric metric) const override;

private:
    QSize m_size;
    mutable SvgEngine m_engine;
};

} // namespace ui
