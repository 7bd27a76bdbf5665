// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/figure/curve_marks.h"

#include "ui/figure/plain_number.h"
#include "ui/figure/series_colours.h"

#include <QCoreApplication>
#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>

namespace ui {
namespace {

constexpr double kMargin = 4.0;

QPen markPen(const QColor& colour, const PlotPlace& place)
{
    return QPen(legibleOn(colour, place.style.base(), 4.5), 1.5, Qt::DashLine);
}

void paintLine(QPainter& painter, const PlotPlace& place, double x, const QPen& pen)
{
    const double at = place.toX(x);
    if (!place.isInside(at))
        return;
    painter.setPen(pen);
    painter.drawLine(QPointF(at, place.area.top()), QPointF(at, place.area.bottom()));
}

} // namespace

bool PlotPlace::isInside(double x) const { return x >= area.left() - 0.5 && x <= area.right() + 0.5; }

void CurveMarks::paintGround(QPainter& painter, const PlotPlace& place) const
{
    QVector<double> rising = trainingLengths;
    std::sort(rising.begin(), rising.end());
    // Opaque and on whole pixels: Qt would hand anything else of this size to threads of its own and wait for them.
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing, false);
    double share = 0.0;
    for (const double length : std::as_const(rising)) {
        share += 22.0 / 255.0;
        QRectF past = place.area;
        past.setLeft(std::max(place.toX(length), past.left()));
        if (past.left() < past.right())
            painter.fillRect(past.toRect(), mixed(place.style.base(), trainingColour(), std::min(share, 0.3)));
    }
    painter.restore();
}

void CurveMarks::paintLines(QPainter& painter, const PlotPlace& place) const
{
    for (const double length : trainingLengths)
        paintLine(painter, place, length, markPen(trainingColour(), place));
    for (const PlotMark& mark : others)
        paintLine(painter, place, mark.x, markPen(mark.colour, place));
}

QVector<QRectF> CurveMarks::paintCaptions(QPainter& painter, const PlotPlace& place) const
{
    QVector<QRectF> taken;
    const auto paint = [&](double x, const QString& text, const QColor& colour) {
        painter.setPen(markPen(colour, place));
        taken.append(paintLineCaption(painter, place, x, text, taken));
    };
    for (const double length : trainingLengths)
        paint(length, QCoreApplication::translate("ui::CurvePlot", "trained %1").arg(plainNumber(length, 7)),
              trainingColour());
    for (const PlotMark& mark : others)
        paint(mark.x, mark.text, mark.colour);
    return taken;
}

QRectF paintLineCaption(QPainter& painter, const PlotPlace& place, double x, const QString& caption,
                        const QVector<QRectF>& taken)
{
    const double at = place.toX(x);
    if (!place.isInside(at))
        return {};
    const QFontMetricsF metrics(painter.font());
    QRectF box(at + kMargin, place.area.top() + 1, metrics.horizontalAdvance(caption) + 4, metrics.height());
    if (box.right() > place.area.right())
        box.moveRight(at - kMargin);
    const auto overlapped = [&] {
        return std::find_if(taken.begin(), taken.end(), [&](const QRectF& other) { return box.intersects(other); });
    };
    for (auto other = overlapped(); other != taken.end(); other = overlapped())
        box.moveTop(other->bottom() + 0.5);
    QColor ground = place.style.base();
    ground.setAlpha(200);
    painter.fillRect(box, ground);
    painter.drawText(box, Qt::AlignCenter | Qt::TextDontClip, caption);
    return box;
}

} // namespace ui
