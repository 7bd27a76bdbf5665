// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/figure/figure_numbers.h"

#include <QImage>
#include <QPointF>
#include <QSize>
#include <QString>
#include <QVector>

class QPainter;

namespace ui {

// Something that can be printed: plain values laid out for one size and style, drawn with QPainter on whatever device.
// It knows no widgets; the widgets on screen draw with the same parts. Fonts need a QGuiApplication and its thread.
class Figure
{
public:
    virtual ~Figure() = default;

    // In units of 1/96 of an inch: the pixels of a screen.
    virtual QSize size() const = 0;
    // Fills (0, 0) to size(). `ratio` device pixels make one unit of the painter's, so that cells and thin lines can
    // stand on whole ones; devices that keep shapes (isVectorDevice) have none, there it is not looked at.
    virtual void paint(QPainter& painter, double ratio) const = 0;
    // What is shown, in words; goes into the file where its format has a place for it.
    virtual QString words() const { return {}; }
    // The numbers that are drawn; none where there are only words.
    virtual QVector<FigureNumbers> numbers() const { return {}; }

protected:
    Figure() = default;
    Figure(const Figure&) = default;
    Figure& operator=(const Figure&) = default;
};

// A picture that is already there, pixel by pixel: the window as it is on screen.
class PictureFigure : public Figure
{
public:
    explicit PictureFigure(QImage picture);
    QSize size() const override { return m_picture.size(); }
    void paint(QPainter& painter, double ratio) const override;

private:
    QImage m_picture;
};

// `scale` pixels for each unit; transparent where the figure's ground is. Throws core::Error when such a picture cannot
// be made.
QImage pictureOf(const Figure& figure, double scale);

// The picture's pixels on the device's, one to one, with its corner at the nearest one; `ratio` of them make a unit of
// the painter's. For devices with pixels.
void paintPixels(QPainter& painter, QPointF corner, QImage picture, double ratio);

// Whether the device keeps shapes instead of pixels (SVG, PDF, a recording).
bool isVectorDevice(const QPainter& painter);

} // namespace ui
