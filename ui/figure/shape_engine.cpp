// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/figure/shape_engine.h"

#include <QImage>
#include <QPixmap>

#include <cmath>

namespace ui {

ShapeEngine::ShapeEngine()
    : QPaintEngine(QPaintEngine::AllFeatures)
{}

void ShapeEngine::updateState(const QPaintEngineState& now)
{
    const QPaintEngine::DirtyFlags changed = now.state();
    if (changed & DirtyTransform)
        m_matrix = now.transform();
    if (changed & DirtyPen)
        m_pen = now.pen();
    if (changed & DirtyBrush) {
        m_brush = now.brush();
        brushChanged();
    }
    if (!(changed & (DirtyClipPath | DirtyClipRegion | DirtyClipEnabled)))
        return;
    const bool none = now.clipOperation() == Qt::NoClip || !now.isClipEnabled();
    QPainterPath path;
    if (!none && (now.state() & DirtyClipRegion))
        path.addRegion(now.clipRegion());
    else if (!none)
        path = now.clipPath();
    path = now.transform().map(path);
    if (now.clipOperation() == Qt::IntersectClip && m_clip)
        path = path.intersected(*m_clip);
    m_clip = none ? std::nullopt : std::optional(path);
    clipChanged();
}

double ShapeEngine::lineWidth() const
{
    const double scale = m_pen.isCosmetic() ? 1.0 : std::sqrt(std::abs(m_matrix.determinant()));
    return (m_pen.widthF() > 0.0 ? m_pen.widthF() : 1.0) * scale;
}

void ShapeEngine::drawPixmap(const QRectF& target, const QPixmap& picture, const QRectF& part)
{
    drawImage(target, picture.toImage(), part, Qt::AutoColor);
}

QByteArray shapeNumber(double value)
{
    QByteArray text = QByteArray::number(value, 'f', 3);
    while (text.endsWith('0'))
        text.chop(1);
    if (text.endsWith('.'))
        text.chop(1);
    return text == "-0" ? QByteArrayLiteral("0") : text;
}

int shapeMetric(QSize size, QPaintDevice::PaintDeviceMetric metric, double scaledRatio)
{
    switch (metric) {
    case QPaintDevice::PdmWidth:
        return size.width();
    case QPaintDevice::PdmHeight:
        return size.height();
    case QPaintDevice::PdmWidthMM:
        return static_cast<int>(std::lround(size.width() * 25.4 / 96.0));
    case QPaintDevice::PdmHeightMM:
        return static_cast<int>(std::lround(size.height() * 25.4 / 96.0));
    case QPaintDevice::PdmDpiX:
    case QPaintDevice::PdmDpiY:
    case QPaintDevice::PdmPhysicalDpiX:
    case QPaintDevice::PdmPhysicalDpiY:
        return 96;
    case QPaintDevice::PdmDevicePixelRatioScaled:
        return static_cast<int>(scaledRatio);
    case QPaintDevice::PdmDevicePixelRatio:
        return 1;
    default:
        return 32; // colours, depth
    }
}

} // namespace ui
