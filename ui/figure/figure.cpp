// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/figure/figure.h"

#include "core/base/error.h"

#include <QPaintEngine>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace ui {
namespace {

bool isOpaque(const QImage& image)
{
    for (int y = 0; y < image.height(); ++y) {
        const auto* line = reinterpret_cast<const QRgb*>(image.constScanLine(y));
        if (std::any_of(line, line + image.width(), [](QRgb pixel) { return qAlpha(pixel) < 255; }))
            return false;
    }
    return true;
}

} // namespace

PictureFigure::PictureFigure(QImage picture)
    : m_picture(std::move(picture))
{
    m_picture.setDevicePixelRatio(1.0);
}

void PictureFigure::paint(QPainter& painter, double) const { painter.drawImage(0, 0, m_picture); }

QImage pictureOf(const Figure& figure, double scale)
{
    constexpr double largest = 16384; // pixels a side
    const QSizeF pixels = QSizeF(figure.size()) * scale;
    const bool sane = scale > 0.0 && std::min(pixels.width(), pixels.height()) >= 1.0 &&
                      std::max(pixels.width(), pixels.height()) <= largest;
    QImage image = sane ? QImage(pixels.toSize(), QImage::Format_ARGB32_Premultiplied) : QImage();
    if (image.isNull())
        throw core::error("A picture of {} × {} at scale {} cannot be made; each side must have 1 to {} pixels.",
                          figure.size().width(), figure.size().height(), scale, largest);
    image.fill(Qt::transparent);
    {
        if (scale >= 1.0)
            image.setDevicePixelRatio(scale);
        QPainter painter(&image);
        if (scale < 1.0) // painters take no device to be coarser than their units
            painter.scale(scale, scale);
        figure.paint(painter, scale);
    }
    image.setDevicePixelRatio(scale);
    image = image.convertToFormat(isOpaque(image) ? QImage::Format_RGB32 : QImage::Format_ARGB32);
    // Only now: a painter would take it for the size of its fonts.
    image.setDotsPerMeterX(static_cast<int>(std::lround(96.0 * scale / 0.0254)));
    image.setDotsPerMeterY(image.dotsPerMeterX());
    return image;
}

void paintPixels(QPainter& painter, QPointF corner, QImage picture, double ratio)
{
    const QTransform device = painter.deviceTransform();
    const QPointF at = device.map(corner);
    const QPointF pixel(std::round(at.x()), std::round(at.y()));
    if (ratio < 1.0) { // see pictureOf(): the device is as fine as its pixels
        painter.save();
        painter.resetTransform();
        painter.drawImage(pixel, picture);
        painter.restore();
        return;
    }
    picture.setDevicePixelRatio(ratio);
    painter.drawImage(device.inverted().map(pixel), picture);
}

bool isVectorDevice(const QPainter& painter)
{
    const QPaintEngine* engine = painter.paintEngine();
    if (engine == nullptr)
        return false;
    const auto type = engine->type();
    return type == QPaintEngine::SVG || type == QPaintEngine::Pdf || type == QPaintEngine::Picture;
}

} // namespace ui
