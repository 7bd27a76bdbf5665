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

#include <optional>

namespace ui {

// What formats that are written as text have in common: the painter's state, and that it draws shapes as shapes. One
// unit of the painter's is one of the drawing's.
class ShapeEngine : public QPaintEngine
{
public:
    ShapeEngine();

    bool begin(QPaintDevice*) override { return true; }
    bool end() override { return true; }
    Type type() const override { return SVG; } // of those that keep shapes
    void updateState(const QPaintEngineState& now) override;
    void drawPixmap(const QRectF& target, const QPixmap& picture, const QRectF& part) override;

protected:
    virtual void clipChanged() = 0;
    virtual void brushChanged() {}
    double lineWidth() const; // in units of the drawing
    bool isFilled() const { return m_brush.style() != Qt::NoBrush && m_brush.color().alpha() > 0; }

    QTransform m_matrix;
    QPen m_pen;
    QBrush m_brush;
    std::optional<QPainterPath> m_clip; // in units of the drawing
};

// To a thousandth of a unit, as short as it can be.
QByteArray shapeNumber(double value);

// What a painter needs to draw with one.
template <typename Engine>
class ShapeDevice : public QPaintDevice
{
public:
    explicit ShapeDevice(QSize size)
        : m_size(size)
    {}
    QPaintEngine* paintEngine() const override { return &m_engine; }
    Engine& engine() const { return m_engine; }

protected:
    int metric(PaintDeviceMetric metric) const override;

private:
    QSize m_size;
    mutable Engine m_engine;
};

// Of a device of that size with 96 units to the inch.
int shapeMetric(QSize size, QPaintDevice::PaintDeviceMetric metric, double scaledRatio);

template <typename Engine>
int ShapeDevice<Engine>::metric(PaintDeviceMetric metric) const
{
    return shapeMetric(m_size, metric, devicePixelRatioFScale());
}

} // namespace ui
