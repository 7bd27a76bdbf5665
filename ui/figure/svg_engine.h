// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/figure/shape_engine.h"

#include <QByteArray>

namespace ui {

// Draws SVG: what QPainter is asked for as shapes, text as text, pictures pixel by pixel (never smoothed). Equal calls
// make equal bytes; Qt's own generator names dates and itself, and needs a module of its own.
class SvgEngine : public ShapeEngine
{
public:
    const QByteArray& elements() const { return m_elements; } // what was drawn, without the <svg> around it

    void drawRects(const QRectF* boxes, int count) override;
    void drawPath(const QPainterPath& path) override;
    void drawPolygon(const QPointF* points, int count, PolygonDrawMode mode) override;
    void drawTextItem(const QPointF& at, const QTextItem& text) override;
    void drawImage(const QRectF& target, const QImage& picture, const QRectF& part,
                   Qt::ImageConversionFlags flags) override;

protected:
    void clipChanged() override;
    void brushChanged() override;

private:
    void add(const QByteArray& element); // clipped as the state is
    void addShape(const QByteArray& outline, bool filled, bool evenOdd = false);
    QByteArray stroke() const;

    QByteArray m_elements;
    QByteArray m_clipName; // of the present clip; empty: none
    int m_clips = 0;
    QByteArray m_fill; // of the brush, kept: cells ask for it again and again
};

} // namespace ui
