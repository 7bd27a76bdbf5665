// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/figure/shape_engine.h"

#include <QByteArray>
#include <QMap>

namespace ui {

// Draws TikZ (PGF manual, part III): shapes as paths, text in the document's own letters, each where the middle of
// QPainter's would stand, pictures pixel by pixel.
class TikzEngine : public ShapeEngine
{
public:
    explicit TikzEngine(double pointsPerUnit = 0.75);
    void setScale(double pointsPerUnit) { m_points = pointsPerUnit; }

    QByteArray colours() const;  // their definitions
    QByteArray elements() const; // what was drawn with them, without the picture around it
    int count() const { return m_count; }

    bool end() override;
    void drawRects(const QRectF* boxes, int count) override;
    void drawPath(const QPainterPath& path) override;
    void drawPolygon(const QPointF* points, int count, PolygonDrawMode mode) override;
    void drawTextItem(const QPointF& at, const QTextItem& text) override;
    void drawImage(const QRectF& target, const QImage& picture, const QRectF& part,
                   Qt::ImageConversionFlags flags) override;

protected:
    void clipChanged() override;

private:
    void add(const QByteArray& element);
    void addShape(const QByteArray& outline, bool filled, bool evenOdd);
    void addCells(const QRectF& box, QRgb colour);
    QByteArray colour(const QColor& colour); // its name
    QByteArray length(double units) const;   // "0.4pt"

    double m_points; // of TeX, for a unit
    QByteArray m_elements;
    QMap<QRgb, QByteArray> m_colours;
    bool m_clips = false; // a scope is open
    int m_count = 0;
};

// As TeX sets it: its own signs escaped, mathematical ones as mathematics.
QByteArray texText(const QString& text);

} // namespace ui
